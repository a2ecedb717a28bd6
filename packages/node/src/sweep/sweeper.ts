import { setTimeout as pause } from 'node:timers/promises'
import type { ContentStore } from '@gongshi/contents'
import type { LedgerReads } from '@gongshi/ledger'
import { fromHex, toHex } from '@gongshi/protocol'
import { longestPermitMs } from '../http/routes/uploadPermit.ts'
import { commitmentsIn } from './commitmentsIn.ts'
import type { UnnamedContents } from './unnamedContents.ts'

export type SweeperNeeds = {
  readonly contents: Pick<ContentStore, 'commitments' | 'discard'>
  readonly unnamed: UnnamedContents
  readonly ledger: Pick<LedgerReads, 'findEntry' | 'logSize'>
  /** The fields of the rows that an entry made, as JSON forms; null as long as the views have not come so far. */
  readonly rowsOf: (entry: number) => Promise<readonly object[] | null>
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
      if (this.#stopping) return false
      const erased = this.#look(at, end)
      for (const index of erased) if (!(await this.#lookAtRows(index))) return false
      this.#done = Math.max(this.#done, end)
      at = end
      await pause(chunkPauseMs)
    }
    return true
  }

  /** Takes off what these entries name in leaf and body; answers those whose body was erased. */
  #look(from: number, end: number): number[] {
    const { ledger, unnamed } = this.#needs
    const erased: number[] = []
    for (let index = from; index < end; index++) {
      const { leaf, body, erasedBy } = ledger.findEntry(index)!
      for (const id of commitmentsIn(leaf)) unnamed.forget(id)
      if (body !== null) for (const id of commitmentsIn(body)) unnamed.forget(id)
      if (erasedBy !== null) erased.push(index)
    }
    return erased
  }

  /** What an erased body named, the rows that its entry made still say. */
  async #lookAtRows(index: number): Promise<boolean> {
    const rows = await this.#needs.rowsOf(index)
    if (rows === null) return false
    for (const id of JSON.stringify(rows).match(/\b[0-9a-f]{64}\b/g) ?? []) this.#needs.unnamed.forget(id)
    return true
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
    if (engine.fault !== null || this.#look(this.#done, ledger.logSize()).length > 0) return []
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
