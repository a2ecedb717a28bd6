import {
  challengeOf,
  concat,
  joinAssertion,
  keyFromMaterial,
  keyMaterial,
  type PublicKey,
  secretSigner,
  sha256,
  toBase64,
  utf8,
} from '@gongshi/protocol'

/** What a browser and its authenticator could do differently, well or badly. */
export type AssertionChanges = {
  readonly type?: string
  /** In place of the one that the message has. */
  readonly challenge?: Uint8Array
  readonly origin?: string
  readonly rpId?: string
  readonly crossOrigin?: boolean
  /** Of authenticatorData; present, verified, backup eligible and backed up by default. */
  readonly flags?: number
  /** Of authenticatorData, after its counter. */
  readonly extensions?: Uint8Array
  /** Rewrites clientDataJSON before it is signed. */
  readonly clientData?: (json: string) => string
}

/** A passkey in software, for tests: a browser and an authenticator in one. Its assertions are WebAuthn's, byte for byte. */
export class SoftPasskey {
  readonly key: PublicKey
  readonly rpId: string
  readonly origin: string
  readonly #sign: (message: Uint8Array) => Promise<Uint8Array>
  #counter = 0

  /** `secret` is a scalar of P-256. */
  constructor(secret: Uint8Array, { rpId, origin }: { readonly rpId: string; readonly origin: string }) {
    const signer = secretSigner('es256', secret)
    this.key = keyFromMaterial('webauthnEs256', keyMaterial(signer.key))
    this.#sign = signer.sign
    this.rpId = rpId
    this.origin = origin
  }

  sign = (message: Uint8Array): Promise<Uint8Array> => this.signAs(message, {})

  async signAs(message: Uint8Array, changes: AssertionChanges): Promise<Uint8Array> {
    const { authenticatorData, clientData } = this.write(message, changes)
    const signature = await this.#sign(concat(authenticatorData, sha256(clientData)))
    return (
      joinAssertion({ authenticatorData, signature, clientData }) ?? concat(authenticatorData, signature, clientData)
    )
  }

  /** What is signed: WebAuthn §6.1 and, for clientDataJSON, §5.8.1.1. */
  write(message: Uint8Array, changes: AssertionChanges): { authenticatorData: Uint8Array; clientData: Uint8Array } {
    const { type = 'webauthn.get', rpId = this.rpId, flags = 0x1d, extensions = new Uint8Array(0) } = changes
    const { challenge = challengeOf(message), origin = this.origin, crossOrigin = false } = changes
    const counter = new Uint8Array(4)
    new DataView(counter.buffer).setUint32(0, this.#counter++)
    const authenticatorData = concat(sha256(utf8(rpId)), Uint8Array.of(flags), counter, extensions)
    const json = `{"type":"${type}","challenge":"${base64Url(challenge)}","origin":"${origin}","crossOrigin":${crossOrigin}}`
    return { authenticatorData, clientData: utf8(changes.clientData?.(json) ?? json) }
  }
}

function base64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
