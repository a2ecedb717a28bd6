import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat, utf8 } from '@gongshi/protocol'

/** What a browser that was sent to a provider brings back: what the answer is held against. */
export type Flow = {
  readonly provider: string
  readonly state: string
  readonly nonce: string
  /** RFC 7636: the provider gives the code to nobody who lacks it. */
  readonly verifier: string
  readonly lang: 'zh' | 'en'
  /** Where to go on; null: to the workspace. */
  readonly next: string | null
  /** The mark of the session whose officer asks the provider to vouch from now on; null: somebody wants to come in. */
  readonly binds: string | null
  /** Unix milliseconds. */
  readonly expires: number
}

const nonceBytes = 12
const tagBytes = 16
const lifeMs = 10 * 60_000
/** A cookie has no more than 4,096 bytes with its name (RFC 6265 §6.1). */
const mostCharacters = 3800

type Powers = { now(): number; random(bytes: number): Uint8Array }

/**
 * Sign-ins that are under way at a provider. Each is kept by its own browser, sealed (AES-256-GCM) under a key of this process:
 * asking for many fills nothing here, and an answer that comes back in another browser finds none.
 */
export class Flows {
  readonly #powers: Powers
  readonly #key: Uint8Array

  constructor(powers: Powers) {
    this.#powers = powers
    this.#key = powers.random(32)
  }

  get lifeSeconds(): number {
    return lifeMs / 1000
  }

  seal(flow: Omit<Flow, 'expires'>): string {
    const nonce = this.#powers.random(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce)
    const text = utf8(JSON.stringify({ ...flow, expires: this.#powers.now() + lifeMs }))
    const sealed = concat(cipher.update(text), cipher.final())
    return Buffer.from(concat(nonce, sealed, cipher.getAuthTag())).toString('base64url')
  }

  /** Null for what this process did not seal, and for what has ended. */
  open(sealed: string): Flow | null {
    const bytes = sealed.length > mostCharacters ? Buffer.alloc(0) : Buffer.from(sealed, 'base64url')
    if (bytes.length <= nonceBytes + tagBytes) return null
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    try {
      const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
      const flow = JSON.parse(text.toString()) as Flow
      const left = flow.expires - this.#powers.now()
      return left > 0 && left <= lifeMs ? flow : null
    } catch {
      return null
    }
  }
}
