import { createHmac, timingSafeEqual } from 'node:crypto'
import { concat, type SignInPurpose, signInChallengeBytes, toHex, utf8 } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'

const nonceBytes = 16
const timeBytes = 8
const headBytes = nonceBytes + timeBytes
const macBytes = signInChallengeBytes - headBytes
/** Spent challenges that are remembered, each until it would have ended; beyond them nobody is let in. */
const mostSpent = 100_000

/** What a challenge is given for: a session's id, where it steps up an existing one. */
export type ChallengeUse = { readonly purpose: SignInPurpose; readonly session: Uint8Array | null }

type Powers = { now(): number; random(bytes: number): Uint8Array }

/**
 * Challenges for sign-in, each good once and for a while: a random number and its end under this process's own MAC. Nothing
 * is kept of those that were given out, so that asking for many fills nothing; those that were used are remembered. A
 * restart makes all of them void.
 */
export class Challenges {
  readonly #powers: Powers
  readonly #key: Uint8Array
  readonly #spent = new Map<string, number>()
  readonly lifeMs: number

  constructor(powers: Powers, lifeMs: number) {
    this.#powers = powers
    this.#key = powers.random(32)
    this.lifeMs = lifeMs
  }

  give(use: ChallengeUse): { readonly challenge: Uint8Array; readonly expires: number } {
    const expires = this.#powers.now() + this.lifeMs
    const time = Buffer.alloc(timeBytes)
    time.writeBigUInt64BE(BigInt(expires))
    const head = concat(this.#powers.random(nonceBytes), time)
    return { challenge: concat(head, this.#mac(head, use)), expires }
  }

  /** Whatever comes of it, a challenge that was shown once is spent. @throws {NodeError} challenge-unknown, sign-in-busy */
  take(challenge: Uint8Array, use: ChallengeUse): void {
    const head = challenge.subarray(0, headBytes)
    const isOurs =
      challenge.length === signInChallengeBytes && timingSafeEqual(challenge.subarray(headBytes), this.#mac(head, use))
    const now = this.#powers.now()
    const expires = isOurs ? Number(Buffer.from(head).readBigUInt64BE(nonceBytes)) : 0
    // A clock that was set back must not lengthen a life.
    if (expires <= now || expires > now + this.lifeMs) throw new NodeError({ code: 'challenge-unknown' })
    const name = toHex(head)
    if (this.#spent.has(name)) throw new NodeError({ code: 'challenge-unknown' })
    this.#forget(now)
    if (this.#spent.size >= mostSpent) throw new NodeError({ code: 'sign-in-busy', retryAfterSeconds: 60 })
    this.#spent.set(name, expires)
  }

  #forget(now: number): void {
    for (const [name, expires] of this.#spent) {
      if (expires > now) break // taken in about the order in which they end
      this.#spent.delete(name)
    }
  }

  #mac(head: Uint8Array, { purpose, session }: ChallengeUse): Uint8Array {
    const mac = createHmac('sha256', this.#key).update(head).update(utf8(purpose)).update('\0')
    return mac
      .update(session ?? new Uint8Array(0))
      .digest()
      .subarray(0, macBytes)
  }
}
