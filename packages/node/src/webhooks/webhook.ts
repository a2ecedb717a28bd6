import { Webhook as Signature } from 'standardwebhooks'
import { type EntryEvent, type EntryFeed, type EntryFilter, wants } from '../events/entryFeed.ts'
import { type DeliveryFault, post } from './post.ts'

export type WebhookTarget = {
  readonly name: string
  readonly url: URL
  /** `whsec_` and base64, as Standard Webhooks has it. */
  readonly secret: string
  readonly filter: EntryFilter
  /** Whether it may lie on this machine or in a private network. */
  readonly allowPrivate: boolean
}

export type WebhookStatus = {
  readonly name: string
  /** The entry that is told next. */
  readonly next: number
  /** Entries that wait. */
  readonly behind: number
  /** Failures in a row, and what the last one was. */
  readonly failures: number
  readonly fault: DeliveryFault | null
}

/** How long an answer may take. Milliseconds. */
const answerMs = 15_000
/** Waits after failures in a row; the last one goes on until it succeeds. Milliseconds. */
const waitsMs = [1_000, 5_000, 30_000, 300_000, 1_800_000, 3_600_000]
/** Entries looked at before other work has its turn. */
const chunk = 256

/**
 * Tells one receiver of every entry that it wants, in order, each until it is taken: at least once, since a crash may come
 * between a delivery and its note. Nothing is kept for it: the log itself is the queue.
 */
export class Webhook {
  readonly #target: WebhookTarget
  readonly #feed: EntryFeed
  readonly #chainId: string
  readonly #signature: Signature
  readonly #now: () => number
  readonly #onMove: () => void
  readonly #waits: readonly number[]
  readonly #unfollow: () => void
  #next: number
  #failures = 0
  #fault: DeliveryFault | null = null
  #timer: NodeJS.Timeout | null = null
  #running: Promise<void> | null = null
  #stopped = false

  constructor(
    target: WebhookTarget,
    needs: {
      readonly feed: EntryFeed
      readonly chainId: string
      now(): number
      onMove(): void
      readonly waitsMs?: readonly number[]
    },
    next: number,
  ) {
    this.#target = target
    this.#feed = needs.feed
    this.#chainId = needs.chainId
    this.#signature = new Signature(target.secret)
    this.#now = needs.now
    this.#onMove = needs.onMove
    this.#waits = needs.waitsMs ?? waitsMs
    this.#next = next
    this.#unfollow = this.#feed.follow(() => this.#wake())
    this.#wake()
  }

  get next(): number {
    return this.#next
  }

  status(): WebhookStatus {
    const { name } = this.#target
    const behind = Math.max(0, this.#feed.size() - this.#next)
    return { name, next: this.#next, behind, failures: this.#failures, fault: this.#fault }
  }

  /** Tells again from an entry on; what is under way is told to its end first. */
  async replay(from: number): Promise<void> {
    this.#clearTimer()
    await this.#running
    this.#next = from
    this.#failures = 0
    this.#fault = null
    this.#onMove()
    this.#wake()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#unfollow()
    this.#clearTimer()
    await this.#running
  }

  #wake(): void {
    if (this.#stopped || this.#running !== null || this.#timer !== null) return
    this.#running = this.#deliver().finally(() => {
      this.#running = null
      if (this.#fault === null && this.#next < this.#feed.size()) this.#wake()
    })
  }

  async #deliver(): Promise<void> {
    for (let looked = 0; looked < chunk && !this.#stopped; looked++) {
      const event = this.#feed.find(this.#next)
      if (event === undefined) return
      if (wants(this.#target.filter, event) && !(await this.#send(event))) return
      this.#next += 1
      this.#onMove()
    }
  }

  async #send(event: EntryEvent): Promise<boolean> {
    const id = `${this.#chainId}.${event.index}`
    const at = new Date(this.#now())
    const body = `{"type":"entry.committed","timestamp":"${at.toISOString()}","data":${event.text}}`
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': this.#signature.sign(id, at, body),
    }
    this.#fault = await post(this.#target, headers, body, answerMs)
    if (this.#fault === null) {
      this.#failures = 0
      return true
    }
    const wait = this.#waits[Math.min(this.#failures, this.#waits.length - 1)]!
    this.#failures += 1
    if (!this.#stopped)
      this.#timer = setTimeout(() => {
        this.#timer = null
        this.#wake()
      }, wait).unref()
    return false
  }

  #clearTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }
}
