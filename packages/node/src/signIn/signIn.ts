import { createECDH } from 'node:crypto'
import { type LedgerReads, siteFault } from '@gongshi/ledger'
import {
  equalBytes,
  GongshiError,
  generateSecret,
  keyFromMaterial,
  type PublicKey,
  parseSignIn,
  relyingPartyOf,
  type SignatureCheck,
  type SignedSignIn,
  type SignInPurpose,
  signInFault,
  suites,
  toHex,
  verifySignIn,
} from '@gongshi/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { NodeError } from '../errors.ts'
import type { Metrics } from '../ops/metrics.ts'
import { Challenges } from './challenges.ts'
import { isSecureSite, readCookies, setCookie } from './cookies.ts'
import { type Officer, officerOfKey } from './officer.ts'
import { RateOfKeys } from './rateOfKeys.ts'
import type { Session, SessionStore } from './sessionStore.ts'
import { type Opened, type SessionLimits, Sessions } from './sessions.ts'

export type SignInNeeds = {
  readonly ledger: Pick<LedgerReads, 'info' | 'state' | 'findKey' | 'findMandates' | 'relyingParties'>
  readonly signatureCheck: SignatureCheck
  readonly store: SessionStore
  readonly limits: SessionLimits & { readonly signInsPerMinute: number }
  /** Origin under which people reach this node, besides those that the ledger names for passkeys. */
  readonly publicUrl: string | undefined
  /** Names of the providers who may vouch: sessions by others are over. */
  readonly vouchers: readonly string[]
  /** Whether the session must come along when another site leads here: a provider's answer does. */
  readonly sameSite: 'strict' | 'lax'
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  readonly logger: Logger
  readonly metrics: Pick<Metrics, 'signIns' | 'sessions'>
}

/** Long enough to find the phone. Milliseconds. */
const challengeMs = 120_000
/** Of a key that a log names: enough to tell officers of one ledger apart. */
const loggedHexDigits = 16

/**
 * The door of the workspace: who comes in, by which proof, and who it is that asks. What somebody may do is nowhere kept
 * here: it is read from the committed state at each request.
 */
export class SignIn {
  readonly #needs: SignInNeeds
  readonly #challenges: Challenges
  readonly #rates: RateOfKeys
  readonly #decoy: PublicKey
  readonly #found = new WeakMap<FastifyRequest, Officer | null>()
  readonly sessions: Sessions

  constructor(needs: SignInNeeds) {
    this.#needs = needs
    this.#challenges = new Challenges(needs, challengeMs)
    this.#rates = new RateOfKeys(needs.limits.signInsPerMinute)
    this.#decoy = decoyKey(needs.random)
    this.sessions = new Sessions(needs.store, needs, needs.limits)
    this.#counted()
  }

  get chainId(): string {
    return this.#needs.ledger.info().chainId
  }

  /** The origin of the page that asks. @throws {NodeError} origin-refused for any that is not of this site */
  ownSite({ headers }: FastifyRequest): string {
    const { origin } = headers
    const asks = headers['sec-fetch-site']
    const isOwn = origin !== undefined && this.#sites().includes(origin)
    if (!isOwn || (asks !== undefined && asks !== 'same-origin')) throw new NodeError({ code: 'origin-refused' })
    return origin
  }

  /** A challenge for one statement; a step-up's is good in that session only. @throws {NodeError} sign-in-needed */
  giveChallenge(request: FastifyRequest, purpose: SignInPurpose) {
    return this.#challenges.give(this.#use(request, purpose))
  }

  /** @throws {NodeError | SignInError | GongshiError} what stands against the statement; nothing has changed then */
  enter(request: FastifyRequest, reply: FastifyReply, statement: Uint8Array): Promise<Session> {
    return this.told('passkey', () => {
      const site = this.ownSite(request)
      const keyId = this.#proven(request, site, 'sign-in', statement)
      return this.admit(request, reply, { keyId, method: 'passkey', site })
    })
  }

  /** Signed once more by the session's own key: the session goes on under a new token. */
  stepUp(request: FastifyRequest, reply: FastifyReply, statement: Uint8Array): Promise<Session> {
    return this.told('step-up', () => {
      const { session } = this.officer(request)
      const site = this.ownSite(request)
      const keyId = this.#proven(request, site, 'step-up', statement)
      if (!equalBytes(keyId, session.keyId)) throw new NodeError({ code: 'sign-in-refused' })
      return this.#handOut(reply, this.sessions.stepUp(session, agentOf(request)))
    })
  }

  /**
   * Opens a session for a key that was proven. Whatever session the browser had before is over.
   * @throws {NodeError} sign-in-refused where the key is no officer's now; rate-limited
   */
  admit(request: FastifyRequest, reply: FastifyReply, of: Pick<Session, 'keyId' | 'method' | 'site'>): Session {
    if (officerOfKey(this.#needs.ledger, of.keyId, this.#needs.now()) === undefined)
      throw new NodeError({ code: 'sign-in-refused' })
    const retryAfterSeconds = this.#rates.count(toHex(of.keyId), this.#needs.now())
    if (retryAfterSeconds !== null) throw new NodeError({ code: 'rate-limited', retryAfterSeconds })
    const former = this.#session(request)
    if (former !== undefined) this.sessions.end(former)
    return this.#handOut(reply, this.sessions.open(of, agentOf(request)))
  }

  /** Who asks, as the committed state says now; null for nobody. A session whose key signs nothing any more is ended. */
  findOfficer(request: FastifyRequest): Officer | null {
    const known = this.#found.get(request)
    if (known !== undefined) return known
    const session = this.#session(request)
    const found = session && officerOfKey(this.#needs.ledger, session.keyId, this.#needs.now())
    if (session !== undefined && found === undefined) {
      this.sessions.end(session)
      this.#tell('session-ended', session, 'the ledger lets the key sign nothing any more')
    }
    const officer = session && found ? { ...found, session } : null
    this.#found.set(request, officer)
    return officer
  }

  /** @throws {NodeError} sign-in-needed */
  officer(request: FastifyRequest): Officer {
    const found = this.findOfficer(request)
    if (found === null) throw new NodeError({ code: 'sign-in-needed' })
    return found
  }

  /** @throws {NodeError} sign-in-needed, step-up-needed */
  steppedUp(request: FastifyRequest): Officer {
    const found = this.officer(request)
    if (!this.sessions.isSteppedUp(found.session)) throw new NodeError({ code: 'step-up-needed' })
    return found
  }

  /** `which`: the mark of one of the officer's own sessions, `current`, or `everywhere`. */
  signOut(request: FastifyRequest, reply: FastifyReply, which: string): void {
    const { session } = this.officer(request)
    const own = which === 'current' ? session : this.sessions.ofKey(session.keyId).find(({ mark }) => mark === which)
    if (which === 'everywhere') this.sessions.endAll(session.keyId)
    else if (own !== undefined) this.sessions.end(own)
    this.#tell('signed-out', session, which === 'everywhere' ? 'everywhere' : 'one session')
    if (which === 'everywhere' || own?.mark === session.mark)
      setCookie(reply, 'session', '', { site: session.site, seconds: 0, sameSite: this.#needs.sameSite })
    this.#found.delete(request)
    this.#counted()
  }

  /** Counts what became of a sign-in, and says it in the log: a code, never who failed. */
  async told(method: string, work: () => Session | Promise<Session>): Promise<Session> {
    const { metrics, logger } = this.#needs
    try {
      const session = await work()
      metrics.signIns.inc({ method, outcome: 'ok' })
      this.#tell(method === 'step-up' ? 'stepped-up' : 'signed-in', session, `by ${method}`)
      this.#counted()
      return session
    } catch (error) {
      const outcome = error instanceof GongshiError ? error.code : 'node-failed'
      metrics.signIns.inc({ method, outcome })
      logger.info({ event: 'sign-in-failed', method, code: outcome }, 'a sign-in failed')
      throw error
    }
  }

  /** The key that signed a statement for this site, this step and an unused challenge. */
  #proven(request: FastifyRequest, site: string, purpose: SignInPurpose, bytes: Uint8Array): Uint8Array {
    const { ledger, signatureCheck } = this.#needs
    const signed = parseSignIn(bytes)
    if (signed.chainId !== ledger.info().chainId || signed.origin !== site || signed.purpose !== purpose)
      throw new NodeError({ code: 'sign-in-mismatch' })
    this.#challenges.take(signed.challenge, this.#use(request, purpose))
    this.#assertAssertion(signed)
    const known = ledger.findKey(signed.kid)
    // Somebody else's key, and no key at all, take as long as a wrong signature.
    const key = known?.key.suite === 'webauthnEs256' ? known.key : this.#decoy
    if (!verifySignIn(signed, key, signatureCheck) || known?.isActive !== true)
      throw new NodeError({ code: 'sign-in-refused' })
    return signed.kid
  }

  /** What anybody can see of an assertion: that it is one, whole, of a verified user, made on this site. */
  #assertAssertion(signed: SignedSignIn): void {
    const { ledger } = this.#needs
    if (signed.alg !== suites.webauthnEs256.algorithm) throw new NodeError({ code: 'sign-in-refused' })
    const state = { get: (...row: Parameters<typeof ledger.state>) => ledger.state(...row) }
    const fault = signInFault(signed) ?? siteFault(state, signed)
    if (fault !== undefined) throw new GongshiError({ code: fault })
    if (relyingPartyOf(signed.signature)?.origin !== signed.origin) throw new NodeError({ code: 'sign-in-mismatch' })
  }

  #use(request: FastifyRequest, purpose: SignInPurpose) {
    return { purpose, session: purpose === 'step-up' ? this.officer(request).session.id : null }
  }

  #sites(): readonly string[] {
    const { ledger, publicUrl } = this.#needs
    const named = ledger.relyingParties().flatMap(({ origins }) => origins)
    return publicUrl === undefined ? named : [...named, publicUrl]
  }

  /** By the cookie of the scheme under which the session was opened: one that was put there without TLS opens none of TLS. */
  #session(request: FastifyRequest): Session | undefined {
    for (const { value, isSecure } of readCookies(request, 'session')) {
      const session = this.sessions.find(value, agentOf(request))
      if (session === undefined || isSecureSite(session.site) !== isSecure) continue
      if (session.method === 'passkey' || this.#needs.vouchers.includes(session.method)) return session
    }
    return undefined
  }

  #handOut(reply: FastifyReply, { session, token }: Opened): Session {
    const { sameSite, limits } = this.#needs
    setCookie(reply, 'session', token, { site: session.site, seconds: Math.ceil(limits.absoluteMs / 1000), sameSite })
    return session
  }

  /** One line of the log for whoever audits: what, in which session, by which key. No name, no address. */
  #tell(event: string, { mark, keyId, method }: Session, how: string): void {
    const key = toHex(keyId).slice(0, loggedHexDigits)
    this.#needs.logger.info({ event, session: mark, key, method, how }, 'workspace session')
  }

  #counted(): void {
    this.#needs.metrics.sessions.set(this.#needs.store.count())
  }
}

function agentOf({ headers }: FastifyRequest): string {
  return headers['user-agent'] ?? ''
}

/** A passkey that nobody has. PERF: the point by OpenSSL, since the portable arithmetic makes tables first, 100 ms of a start. */
function decoyKey(random: (bytes: number) => Uint8Array): PublicKey {
  const pair = createECDH('prime256v1')
  pair.setPrivateKey(generateSecret('es256', random(32)))
  return keyFromMaterial('webauthnEs256', new Uint8Array(pair.getPublicKey()).subarray(1)) // behind the 4 of SEC 1 §2.3.3
}
