import { createPublicKey, verify } from 'node:crypto'
import { CometError } from '../errors.ts'
import type { SigningKey } from './voteSigner.ts'

export type Pkcs11Options = {
  /** The token's PKCS#11 library. */
  readonly module: string
  /** Labels, as the token has them. */
  readonly token: string
  readonly key: string
  readonly pin: string
}

type Handle = Buffer
type Attribute = { readonly type: number; readonly value?: Buffer | string | number | boolean }

/** Of `pkcs11js` 2 what is used here. It is native and built where it is installed, so only who has a token has it. */
type Pkcs11 = {
  load(module: string): void
  close(): void
  C_Initialize(): void
  C_Finalize(): void
  C_GetSlotList(withToken: boolean): Handle[]
  C_GetTokenInfo(slot: Handle): { readonly label: string }
  C_GetMechanismList(slot: Handle): number[]
  C_OpenSession(slot: Handle, flags: number): Handle
  C_Login(session: Handle, user: number, pin: string): void
  C_FindObjectsInit(session: Handle, template: readonly Attribute[]): void
  C_FindObjects(session: Handle, most: number): Handle[]
  C_FindObjectsFinal(session: Handle): void
  C_GetAttributeValue(session: Handle, object: Handle, template: readonly Attribute[]): { readonly value: Buffer }[]
  C_SignInit(session: Handle, mechanism: { readonly mechanism: number; readonly parameter: null }, key: Handle): void
  C_Sign(session: Handle, data: Buffer, signature: Buffer): Buffer
}

/** PKCS #11 v3.0, and pkcs11t.h: names as there. */
const [CKA_CLASS, CKA_LABEL, CKA_EC_POINT] = [0x0, 0x3, 0x181]
const [CKO_PUBLIC_KEY, CKO_PRIVATE_KEY] = [2, 3]
const CKM_EDDSA = 0x1057
const CKF_SERIAL_SESSION = 4
const CKU_USER = 1

const library: string = 'pkcs11js'
const probe = Buffer.from('gongshi signer: is this key the one of that name?')

/**
 * An Ed25519 key that a token holds and never gives away. It has signed once when this returns, and the signature was good.
 * @throws {CometError} pkcs11-missing, pkcs11-token, pkcs11-no-eddsa, pkcs11-key, pkcs11-failed
 */
export async function openPkcs11Key(options: Pkcs11Options): Promise<SigningKey & { close(): void }> {
  const pkcs11 = await loadPkcs11()
  try {
    pkcs11.load(options.module)
    pkcs11.C_Initialize()
    return openKey(pkcs11, options)
  } catch (cause) {
    pkcs11.close()
    if (cause instanceof CometError) throw cause
    throw new CometError({ code: 'pkcs11-failed', reason: String(cause) }, { cause })
  }
}

async function loadPkcs11(): Promise<Pkcs11> {
  try {
    const { PKCS11 } = ((await import(library)) as { default: { PKCS11: new () => Pkcs11 } }).default
    return new PKCS11()
  } catch (cause) {
    throw new CometError({ code: 'pkcs11-missing' }, { cause })
  }
}

function openKey(pkcs11: Pkcs11, { token, key, pin }: Pkcs11Options): SigningKey & { close(): void } {
  const slot = pkcs11.C_GetSlotList(true).find((each) => pkcs11.C_GetTokenInfo(each).label.trim() === token)
  if (slot === undefined) throw new CometError({ code: 'pkcs11-token', token })
  if (!pkcs11.C_GetMechanismList(slot).includes(CKM_EDDSA)) throw new CometError({ code: 'pkcs11-no-eddsa', token })
  const session = pkcs11.C_OpenSession(slot, CKF_SERIAL_SESSION)
  pkcs11.C_Login(session, CKU_USER, pin)
  const object = (kind: number) => findOne(pkcs11, session, kind, key)
  const [publicObject, privateObject] = [object(CKO_PUBLIC_KEY), object(CKO_PRIVATE_KEY)]
  const [point] = pkcs11.C_GetAttributeValue(session, publicObject, [{ type: CKA_EC_POINT }])
  // The 32 bytes as they are, or (PKCS #11 §6.3.5) in an OCTET STRING.
  const publicKey = new Uint8Array(point!.value.subarray(-32))
  const sign = (message: Uint8Array): Uint8Array => {
    pkcs11.C_SignInit(session, { mechanism: CKM_EDDSA, parameter: null }, privateObject)
    return new Uint8Array(pkcs11.C_Sign(session, Buffer.from(message), Buffer.alloc(64)))
  }
  if (!isSignedBy(publicKey, probe, sign(probe))) throw new CometError({ code: 'pkcs11-key', key })
  return {
    publicKey,
    sign,
    close: () => {
      pkcs11.C_Finalize()
      pkcs11.close()
    },
  }
}

/** Two keys of one name are none: which of them signs would be the token's choice. */
function findOne(pkcs11: Pkcs11, session: Handle, kind: number, label: string): Handle {
  pkcs11.C_FindObjectsInit(session, [
    { type: CKA_CLASS, value: kind },
    { type: CKA_LABEL, value: label },
  ])
  const found = pkcs11.C_FindObjects(session, 2)
  pkcs11.C_FindObjectsFinal(session)
  if (found.length !== 1) throw new CometError({ code: 'pkcs11-key', key: label })
  return found[0]!
}

function isSignedBy(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') }
  try {
    return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature)
  } catch {
    return false
  }
}
