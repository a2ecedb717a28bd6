import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from '../files/writeDurably.ts'

const fileName = 'replication.json'

/** Waits between rounds in which nobody had it; the last one goes on until somebody has. Milliseconds. */
export const roundWaitsMs = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const

export type WantedContent = {
  /** The entry that names it; null: it was here, and is damaged. */
  readonly entry: number | null
  rounds: number
  /** When it is asked for next, UnixMs. */
  next: number
}

/**
 * Contents that entries name and that are not here, and up to where the log was looked at. The file keeps both across
 * restarts; lost or damaged, the log is looked at from its beginning.
 */
export class Wanted {
  readonly #folder: string
  readonly #contents: Map<string, WantedContent>
  /** Entries of the log that were looked at. */
  looked: number
  #writtenLooked: number
  #changed = false
  /** Whether something stands here that looking at the log again would not find. */
  #isUrgent = false
  /** UnixMs. */
  #written = 0

  private constructor(folder: string, looked: number, contents: readonly (readonly [string, number | null])[]) {
    this.#folder = folder
    this.looked = looked
    this.#writtenLooked = looked
    this.#contents = new Map(contents.map(([id, entry]) => [id, { entry, rounds: 0, next: 0 }]))
  }

  static async open(folder: string): Promise<Wanted> {
    const { looked, contents } = await readWanted(folder)
    return new Wanted(folder, looked, contents)
  }

  get size(): number {
    return this.#contents.size
  }

  add(id: string, entry: number | null): void {
    if (this.#contents.has(id)) return
    this.#contents.set(id, { entry, rounds: 0, next: 0 })
    this.#changed = true
    this.#isUrgent ||= entry === null
  }

  find(id: string): WantedContent | undefined {
    return this.#contents.get(id)
  }

  remove(id: string): void {
    this.#changed = this.#contents.delete(id) || this.#changed
  }

  /** Nobody had it: it is asked for again later. */
  postpone(id: string, now: number): void {
    const wanted = this.#contents.get(id)
    if (wanted === undefined) return
    wanted.next = now + roundWaitsMs[Math.min(wanted.rounds, roundWaitsMs.length - 1)]!
    wanted.rounds++
  }

  /** Something has changed about it: it is looked at again now. False where it is not wanted. */
  retry(id: string): boolean {
    const wanted = this.#contents.get(id)
    if (wanted !== undefined) wanted.next = 0
    return wanted !== undefined
  }

  /** Those to ask for now, in the order in which they were named. */
  due(now: number): string[] {
    return [...this.#contents].filter(([, { next }]) => next <= now).map(([id]) => id)
  }

  /** When the next of them is due; null: none is wanted. */
  get nextDue(): number | null {
    let next: number | null = null
    for (const wanted of this.#contents.values()) if (next === null || wanted.next < next) next = wanted.next
    return next
  }

  /**
   * Durable on return, where it is worth it. PERF: the whole list, so not after every block; what is older names no less than
   * looking at the log again from there does.
   */
  async write(now: number): Promise<void> {
    const isDue = this.#changed && (this.#isUrgent || now - this.#written >= msBetweenRecords)
    if (isDue || this.looked - this.#writtenLooked >= entriesBetweenRecords) await this.writeAll(now)
  }

  /** Durable on return. */
  async writeAll(now: number): Promise<void> {
    this.#changed = this.#isUrgent = false
    this.#written = now
    const contents = Object.fromEntries([...this.#contents].map(([id, { entry }]) => [id, entry]))
    const { looked } = this
    await writeDurably(this.#folder, fileName, `${JSON.stringify({ looked, contents })}\n`)
    this.#writtenLooked = looked
  }
}

const msBetweenRecords = 5_000
const entriesBetweenRecords = 10_000

async function readWanted(folder: string): Promise<{ looked: number; contents: [string, number | null][] }> {
  try {
    const { looked, contents } = JSON.parse(await readFile(join(folder, fileName), 'utf8')) as {
      readonly looked: unknown
      readonly contents: object
    }
    const rows = Object.entries(contents).filter(
      ([id, entry]) => /^[0-9a-f]{64}$/.test(id) && (entry === null || Number.isSafeInteger(entry)),
    )
    if (Number.isSafeInteger(looked) && (looked as number) >= 0)
      return { looked: looked as number, contents: rows as [string, number | null][] }
  } catch {
    // as if there had been none
  }
  return { looked: 0, contents: [] }
}
