import { equalBytes, sha256, toHex, utf8 } from '@gongshi/protocol'
import type { Session, SessionStore } from './sessionStore.ts'

/** How long a session lasts: unused, and at all; and how long a step-up counts. Milliseconds. */
export type SessionLimits = { readonly idleMs: number; readonly absoluteMs: number; readonly stepUpMs: number }

export type Opened = { readonly session: Session; readonly token: string }

type Powers = { now(): number; random(bytes: number): Uint8Array }

const tokenBytes = 32
const markBytes = 8
/** A browser's use is noted at most so often: each note is a write that is synced. */
const noteEveryMs = 60_000
/** Of one key; the oldest goes. */
const mostOfKey = 10

/** Opens, finds, renews and ends sessions. A token is 32 random bytes in base64url, known to its browser alone. */
export class Sessions {
  readonly #store: SessionStore
  readonly #powers: Powers
  readonly #limits: SessionLimits

  constructor(store: SessionStore, powers: Powers, limits: SessionLimits) {
    this.#store = store
    this.#powers = powers
    this.#limits = limits
  }

  /** A token that nobody had before: one that a browser brought along is not taken over. */
  open(of: Pick<Session, 'keyId' | 'method' | 'site'>, agent: string): Opened {
    const now = this.#powers.now()
    this.#store.removeEnded(now - this.#limits.absoluteMs, now - this.#limits.idleMs)
    for (const oldest of this.#store.ofKey(of.keyId).slice(mostOfKey - 1)) this.#store.remove(oldest.id)
    const steppedUpAt = of.method === 'passkey' ? now : null
    const mark = toHex(this.#powers.random(markBytes))
    const opened = this.#made({ ...of, mark, openedAt: now, seenAt: now, steppedUpAt }, agent)
    this.#store.add(opened.session)
    return opened
  }

  /** The session that a token opens, in the browser in which it was opened; anything else ends it. */
  find(token: string, agent: string): Session | undefined {
    const id = idOf(token)
    const session = id && this.#store.find(id)
    if (session === undefined) return undefined
    const now = this.#powers.now()
    if (!this.#isLive(session, now) || !equalBytes(session.agent, agentHash(token, agent))) {
      this.#store.remove(session.id)
      return undefined
    }
    if (now - session.seenAt >= noteEveryMs) this.#store.touch(session.id, now)
    return session
  }

  /** After the officer has signed again: the same session under a new token, the former one void. */
  stepUp(session: Session, agent: string): Opened {
    const now = this.#powers.now()
    const opened = this.#made({ ...session, seenAt: now, steppedUpAt: now }, agent)
    this.#store.replace(session.id, opened.session)
    return opened
  }

  isSteppedUp({ steppedUpAt }: Session): boolean {
    const since = steppedUpAt === null ? Infinity : this.#powers.now() - steppedUpAt
    return since >= 0 && since < this.#limits.stepUpMs
  }

  /** Those of a key that are live, the newest first. */
  ofKey(keyId: Uint8Array): Session[] {
    const now = this.#powers.now()
    return this.#store.ofKey(keyId).filter((session) => this.#isLive(session, now))
  }

  end(session: Session): void {
    this.#store.remove(session.id)
  }

  /** Returns how many there were. */
  endAll(keyId: Uint8Array): number {
    return this.#store.removeOfKey(keyId)
  }

  endsAt({ openedAt, seenAt }: Session): number {
    return Math.min(openedAt + this.#limits.absoluteMs, seenAt + this.#limits.idleMs)
  }

  /** A session from the future is one of a clock that was set back: nobody knows how old it is. */
  #isLive(session: Session, now: number): boolean {
    return now < this.endsAt(session) && session.openedAt <= now && session.seenAt <= now
  }

  #made(of: Omit<Session, 'id' | 'agent'>, agent: string): Opened {
    const token = Buffer.from(this.#powers.random(tokenBytes)).toString('base64url')
    return { token, session: { ...of, id: idOf(token)!, agent: agentHash(token, agent) } }
  }
}

function idOf(token: string): Uint8Array | undefined {
  return /^[\w-]{43}$/.test(token) ? sha256(utf8(token)) : undefined
}

function agentHash(token: string, agent: string): Uint8Array {
  return sha256(utf8(`${token}\0${agent}`))
}
