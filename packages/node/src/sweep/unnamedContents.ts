import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hexName } from '@gongshi/protocol'
import { writeDurably } from '../files/writeDurably.ts'

const fileName = 'unnamed.json'

/**
 * Contents on this disk that no entry was seen to name, and since when each has been waiting (Unix milliseconds; null:
 * no sweep has come by yet). The file keeps the times across restarts; lost or damaged, all of them wait anew.
 */
export class UnnamedContents {
  readonly #folder: string
  readonly #since = new Map<string, number | null>()
  /** What the file said of contents that were not found on disk yet. */
  readonly #remembered: Map<string, number>
  #writing: Promise<void> = Promise.resolve()

  private constructor(folder: string, remembered: ReadonlyMap<string, number>) {
    this.#folder = folder
    this.#remembered = new Map(remembered)
  }

  static async open(folder: string): Promise<UnnamedContents> {
    return new UnnamedContents(folder, await readUnnamed(folder))
  }

  /** A content was found on disk. */
  found(id: string): void {
    if (this.#since.has(id)) return
    this.#since.set(id, this.#remembered.get(id) ?? null)
    this.#remembered.delete(id)
  }

  /** All contents were found: what else the file named is gone. */
  foundAll(): void {
    this.#remembered.clear()
  }

  /** A content was put: whoever put it may take as long to name it as anybody. Durable on return. */
  async put(commitment: Uint8Array, isNew: boolean): Promise<void> {
    const id = hexName(commitment)
    const hasWaited = this.#remembered.delete(id) || typeof this.#since.get(id) === 'number'
    if (isNew || this.#since.has(id) || hasWaited) this.#since.set(id, null)
    if (hasWaited) await this.write()
  }

  /** An entry names it, or it is gone. */
  forget(id: string): void {
    this.#since.delete(id)
  }

  /** It could not be discarded: it goes on waiting as it did, unless it was put again. */
  restore(id: string, since: number): void {
    if (!this.#since.has(id)) this.#since.set(id, since)
  }

  since(id: string): number | null | undefined {
    return this.#since.get(id)
  }

  /** Those that have waited for longer than so. Of the others, those that nobody looked at begin to wait now. */
  expired(now: number, graceMs: number): string[] {
    const expired: string[] = []
    for (const [id, since] of this.#since) {
      // A clock that was set back must not make anything wait for less than it should.
      if (since === null || since > now) this.#since.set(id, now)
      else if (now - since > graceMs) expired.push(id)
    }
    return expired
  }

  get size(): number {
    return this.#since.size
  }

  /** One at a time: two would write the same file. */
  write(): Promise<void> {
    const writing = this.#writing.then(() => this.#write())
    this.#writing = writing.catch(() => undefined)
    return writing
  }

  async #write(): Promise<void> {
    const waiting = [...this.#remembered, ...this.#since].filter(([, since]) => since !== null)
    await writeDurably(this.#folder, fileName, `${JSON.stringify({ contents: Object.fromEntries(waiting) })}\n`)
  }
}

/** Since when each content waits, as the last sweep wrote it down; none if there was no sweep or the file is no good. */
export async function readUnnamed(folder: string): Promise<ReadonlyMap<string, number>> {
  try {
    const { contents } = JSON.parse(await readFile(join(folder, fileName), 'utf8')) as { readonly contents: object }
    const rows = Object.entries(contents).filter(
      ([id, since]) => /^[0-9a-f]{64}$/.test(id) && Number.isSafeInteger(since),
    )
    return new Map(rows as [string, number][])
  } catch {
    return new Map()
  }
}
