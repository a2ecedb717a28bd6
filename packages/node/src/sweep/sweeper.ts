import { setTimeout as pause } from 'node:timers/promises'
import type { ContentStore } from '@gongshi/contents'
import type { LedgerReads } from '@gongshi/ledger'
import { fromHex, toHex } from '@gongshi/protocol'
import { longestPermitMs } from '../http/routes/uploadPermit.ts'
import type { Views } from '../views/views.ts'
import { commitmentsIn } from './commitmentsIn.ts'
import type { UnnamedContents } from './unnamedContents.ts'

export type SweeperNeeds = {
  readonly contents: Pick<ContentStore, 'commitments' | 'discard'>
  readonly unnamed: UnnamedContents
  readonly ledger: Pick<LedgerReads, 'findEntry' | 'logSize'>
  readonly views: Pick<Views, 'changes' | 'progress'>
  /** What is taken in and not in a block; `fault` when nobody can say what will be. */
  readonly engine: { pending(): Iterable<Uint8Array>; readonly fault: object | null }
  readonly now: () => number
  readonly onSwept: (swept: Swept) => void
  readonly onFault: (error: unknown) => void
}

/** `waiting`: contents that no entry names and whose time is not over. */
export type Swept = { readonly discarded: number; readonly waiting: number }

/** The farthest end that the ledger lets an act have: that of one with several signers. */
export const longestActMs = 30 * 24 * 60 * 60 * 1000
/** A content that no entry names is kept as long as an act that names it may be on its way. */
export const graceMs = longestPermitMs + longestActMs
/** The names in new entries are taken off so often: bounds what is held of an import. */
const followEveryMs = 60 * 1000
const followsPerSweep = 60

/** Entries looked at in one go: the loop is shared with the commit path. */
const chunkEntries = 256
const chunkPauseMs = 5
const atOnce = 1_000

/**
 * Discards contents that were uploaded and that no committed entry ever named, so that nothing stays on disk which nobody
 * could order to be erased. It follows the log; before anything goes, the whole log is asked once more, for a content may
 * be put after the entry that names it.
 */
export class Sweeper {
  readonly #needs: SweeperNeeds
  /** Entries whose names were taken off. */
  #done = 0
  #isFilled = false
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> = Promise.resolve()
  #stopping = false

  constructor(needs: SweeperNeeds) {
    this.#needs = needs
  }

  /** Sweeps now, and every hour from then on; in between it follows the log. */
  start(): void {
    let ticks = 0
    const tick = () => {
      const work = ticks++ % followsPerSweep === 0 ? this.sweep() : this.#next(() => this.#lookFrom(this.#done))
      work.catch(this.#needs.onFault)
    }
    tick()
    this.#timer = setInterval(tick, followEveryMs)
  }

  /** Looks at everything once. */
  sweep(): Promise<void> {
    return this.#next(() => this.#sweep())
  }

  /** Begins nothing more, and resolves once the sweep under way has ended. */
  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#timer) clearInterval(this.#timer)
    await this.#working
  }

  /** One thing at a time. */
  #next(step: () => Promise<unknown>): Promise<void> {
    const run = this.#working.then(async () => void (await step()))
    this.#working = run.catch(() => undefined)
    return run
  }

  async #sweep(): Promise<void> {
    if (this.#stopping) return
    const { unnamed, engine, now, onSwept } = this.#needs
    await this.#fill()
    if (!(await this.#lookFrom(this.#done))) return
    let expired = unnamed.expired(now(), graceMs)
    await unnamed.write()
    let discarded = 0
    if (expired.length > 0 && engine.fault === null) {
      if (!(await this.#lookFrom(0))) return
      expired = expired.filter((id) => unnamed.since(id) !== undefined)
      for (let at = 0; at < expired.length && !this.#stopping; at += atOnce)
        discarded += await this.#discard(expired.slice(at, at + atOnce))
      await unnamed.write()
    }
    onSwept({ discarded, waiting: unnamed.size })
  }

  async #fill(): Promise<void> {
    if (this.#isFilled) return
    const { contents, unnamed } = this.#needs
    for await (const commitment of contents.commitments()) unnamed.found(toHex(commitment))
    unnamed.foundAll()
    this.#isFilled = true
  }

  /** Takes off what the entries from there on name; false when it could not look at all of them. */
  async #lookFrom(start: number): Promise<boolean> {
    for (let at = start; at < this.#needs.ledger.logSize(); ) {
      const end = Math.min(at + chunkEntries, this.#needs.ledger.logSize())
      if (this.#stopping || !this.#look(at, end)) return false
      at = end
      await pause(chunkPauseMs)
    }
    return true
  }

  #look(from: number, end: number): boolean {
    for (let index = from; index < end; index++) {
      const names = this.#namesIn(index)
      if (names === null) return false
      for (const id of names) this.#needs.unnamed.forget(id)
    }
    this.#done = Math.max(this.#done, end)
    return true
  }

  /**
   * What an entry names, in its leaf and its body. When the body was erased, the rows that it made still say; null as
   * long as the views have not come so far.
   */
  #namesIn(index: number): Iterable<string> | null {
    const { ledger, views } = this.#needs
    const { leaf, body, erasedBy } = ledger.findEntry(index)!
    const names = new Set(commitmentsIn(leaf))
    if (body !== null) for (const id of commitmentsIn(body)) names.add(id)
    if (erasedBy === null) return names
    if (views.progress().entries <= index) return null
    for (const { fields } of views.changes(index))
      for (const id of JSON.stringify(fields).match(/\b[0-9a-f]{64}\b/g) ?? []) names.add(id)
    return names
  }

  async #discard(ids: readonly string[]): Promise<number> {
    const { contents, unnamed } = this.#needs
    const since = new Map(ids.map((id) => [id, unnamed.since(id)]))
    let chosen: Uint8Array[] = []
    try {
      return await contents.discard(ids.map(fromHex), (present) => {
        const isHere = new Set(present.map(toHex))
        for (const id of ids) if (!isHere.has(id)) unnamed.forget(id) // erased meanwhile
        chosen = this.#stillUnwanted(present)
        // Now, since whoever puts one of them from here on begins anew.
        for (const commitment of chosen) unnamed.forget(toHex(commitment))
        return chosen
      })
    } catch (error) {
      for (const id of chosen.map(toHex)) unnamed.restore(id, since.get(id) as number)
      throw error
    }
  }

  /** Of those that are here: neither put again, nor named by now, nor named by what is on its way. Decided at once. */
  #stillUnwanted(present: readonly Uint8Array[]): Uint8Array[] {
    const { ledger, engine, unnamed, now } = this.#needs
    if (engine.fault !== null || !this.#look(this.#done, ledger.logSize())) return []
    const onTheWay = new Set<string>()
    for (const transaction of engine.pending()) for (const id of commitmentsIn(transaction)) onTheWay.add(id)
    const time = now()
    return present.filter((commitment) => {
      const id = toHex(commitment)
      const since = unnamed.since(id)
      const isOver = typeof since === 'number' && time - since > graceMs
      return isOver && !onTheWay.has(id)
    })
  }
}
