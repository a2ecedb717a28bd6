import type { ServerResponse } from 'node:http'
import { type EntryFeed, type EntryFilter, wants } from './entryFeed.ts'

/** Entries looked at before other work has its turn. */
const chunk = 256
/** A reader that takes nothing for so long is cut off; it resumes where it was. Milliseconds. */
const stalledMs = 60_000

/**
 * One reader of the server-sent events (WHATWG HTML, "Server-sent events"): entries from `next` on, an event each, whose
 * id is the entry's index. Written as fast as the reader takes them and no faster.
 */
export class EventStream {
  readonly #feed: EntryFeed
  readonly #filter: EntryFilter
  readonly #response: ServerResponse
  readonly #unfollow: () => void
  #next: number
  /** The index of the last entry that was looked at and not wanted: its id is told now and then, for resuming. */
  #passed: number | null = null
  #waitsForDrain = false
  #stalled: NodeJS.Timeout | null = null
  #pumping = false

  constructor(feed: EntryFeed, filter: EntryFilter, next: number, response: ServerResponse, onClose: () => void) {
    this.#feed = feed
    this.#filter = filter
    this.#next = next
    this.#response = response
    this.#unfollow = feed.follow(() => this.#pump())
    response.on('drain', () => this.#drained())
    response.once('close', () => {
      this.#unfollow()
      this.#clearStalled()
      onClose()
    })
    this.#pump()
  }

  /** A line that readers ignore keeps the connection open through proxies; an id alone moves the place to resume at. */
  beat(): void {
    if (this.#waitsForDrain) return
    const passed = this.#passed
    this.#passed = null
    this.#write(passed === null ? ':\n\n' : `id: ${passed}\n:\n\n`)
  }

  end(): void {
    this.#response.end()
  }

  #pump(): void {
    if (this.#pumping || this.#waitsForDrain) return
    this.#pumping = true
    const until = Math.min(this.#feed.size(), this.#next + chunk)
    while (this.#next < until && !this.#waitsForDrain) this.#tell(this.#next++)
    this.#pumping = false
    if (this.#next < this.#feed.size() && !this.#waitsForDrain) setImmediate(() => this.#pump())
  }

  #tell(index: number): void {
    const event = this.#feed.find(index)
    if (event === undefined) return
    if (!wants(this.#filter, event)) {
      this.#passed = index
      return
    }
    this.#passed = null
    this.#write(`id: ${index}\nevent: entry\ndata: ${event.text}\n\n`)
  }

  #write(text: string): void {
    if (this.#response.destroyed || this.#response.write(text)) return
    this.#waitsForDrain = true
    this.#stalled = setTimeout(() => this.#response.destroy(), stalledMs).unref()
  }

  #drained(): void {
    this.#waitsForDrain = false
    this.#clearStalled()
    this.#pump()
  }

  #clearStalled(): void {
    if (this.#stalled !== null) clearTimeout(this.#stalled)
    this.#stalled = null
  }
}
