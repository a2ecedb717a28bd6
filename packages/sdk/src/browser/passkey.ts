import {
  challengeOf,
  checkSignature,
  es256FromDer,
  fromHex,
  joinAssertion,
  keyFromMaterial,
  type PublicKey,
  type Signer,
} from '@gongshi/protocol'
import { ClientError } from '../errors.ts'

/** What is needed to ask a passkey for a signature; nothing of it is secret. */
export type PasskeyFace = {
  readonly key: PublicKey
  /** WebAuthn's name for the credential. */
  readonly credentialId: Uint8Array
  readonly rpId: string
}

export type PasskeyOptions = {
  /** What the person's device shows. */
  readonly displayName?: string
  /** A domain that this page's host is, or lies under; by default its host. The ledger must name it. */
  readonly rpId?: string
  /** Those that are there already: no device makes a second one beside them. */
  readonly exclude?: readonly PasskeyFace[]
}

/** The part of `navigator.credentials` that is used. */
export type Credentials = Pick<CredentialsContainer, 'create' | 'get'>

/** SubjectPublicKeyInfo of a P-256 key (RFC 5480): all before its 64 bytes x ‖ y. */
const spkiHead = fromHex('3059301306072a8648ce3d020106082a8648ce3d03010703420004')
const es256 = -7

/**
 * Has the device make a passkey for this site: P-256, its user verified at each use. No attestation is asked for: who may
 * sign is decided by whoever registers the key.
 * @throws {ClientError} client-passkeys-unavailable, client-passkey-declined, client-key-exists, client-passkey-unfit
 */
export async function makePasskey(
  name: string,
  options: PasskeyOptions = {},
  credentials: Credentials | undefined = navigator.credentials,
): Promise<PasskeyFace> {
  const { displayName = name, rpId = location.hostname, exclude = [] } = options
  const random = () => crypto.getRandomValues(new Uint8Array(32))
  const made = await asked(credentials, (given) =>
    given.create({
      publicKey: {
        rp: { id: rpId, name: rpId },
        // Random: the device keeps it, and it must not tell who the person is.
        user: { id: random(), name, displayName },
        challenge: random(),
        pubKeyCredParams: [{ type: 'public-key', alg: es256 }],
        authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
        excludeCredentials: exclude.map(({ credentialId }) => ({ type: 'public-key', id: credentialId.slice() })),
        attestation: 'none',
      },
    }),
  )
  const response = made.response as AuthenticatorAttestationResponse
  const spki = new Uint8Array(response.getPublicKey() ?? [])
  const isP256 = spki.length === spkiHead.length + 64 && spkiHead.every((byte, at) => spki[at] === byte)
  if (response.getPublicKeyAlgorithm() !== es256 || !isP256) throw new ClientError({ code: 'client-passkey-unfit' })
  const key = keyFromMaterial('webauthnEs256', spki.slice(spkiHead.length))
  return { key, credentialId: new Uint8Array(made.rawId), rpId }
}

/**
 * A signer that asks the device each time. What it gives has been checked, so a device that did not verify its user, or that
 * signed something else, is found out here and not by the ledger.
 */
export function passkeySigner(
  { key, credentialId, rpId }: PasskeyFace,
  credentials: Credentials | undefined = navigator.credentials,
): Signer {
  const sign = async (message: Uint8Array): Promise<Uint8Array> => {
    const given = await asked(credentials, (container) =>
      container.get({
        publicKey: {
          challenge: challengeOf(message).slice(),
          rpId,
          allowCredentials: [{ type: 'public-key', id: credentialId.slice() }],
          userVerification: 'required',
        },
      }),
    )
    const value = assertionOf(given.response as AuthenticatorAssertionResponse)
    if (value === undefined || !checkSignature(key, message, value))
      throw new ClientError({ code: 'client-passkey-unfit' })
    return value
  }
  return { key, sign }
}

function assertionOf(response: AuthenticatorAssertionResponse): Uint8Array | undefined {
  const signature = es256FromDer(new Uint8Array(response.signature))
  if (signature === undefined) return undefined
  const authenticatorData = new Uint8Array(response.authenticatorData)
  return joinAssertion({ authenticatorData, signature, clientData: new Uint8Array(response.clientDataJSON) })
}

/** Names of DOMExceptions (WebAuthn Level 3 §5.1.3, §5.1.4) that say what the person can do about it. */
const failures = {
  NotAllowedError: 'client-passkey-declined',
  AbortError: 'client-passkey-declined',
  InvalidStateError: 'client-key-exists',
  NotSupportedError: 'client-passkey-unfit',
  ConstraintError: 'client-passkey-unfit',
  SecurityError: 'client-passkeys-unavailable',
} as const

async function asked(
  credentials: Credentials | undefined,
  ask: (credentials: Credentials) => Promise<Credential | null>,
): Promise<PublicKeyCredential> {
  // Insecure pages, addresses without a name and workers have none.
  if (credentials === undefined) throw new ClientError({ code: 'client-passkeys-unavailable' })
  try {
    const given = await ask(credentials)
    if (given === null) throw new ClientError({ code: 'client-passkey-declined' })
    return given as PublicKeyCredential
  } catch (cause) {
    if (!(cause instanceof DOMException) || !Object.hasOwn(failures, cause.name)) throw cause
    throw new ClientError({ code: failures[cause.name as keyof typeof failures] }, { cause })
  }
}
