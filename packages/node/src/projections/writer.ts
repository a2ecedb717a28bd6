import { setTimeout as pause } from 'node:timers/promises'
import type { Fault, WriteDatabase } from './database/database.ts'
import { type Declarations, Scopes } from './declarations.ts'
import { type Generations, openGenerations, type Pointer } from './generations.ts'
import { type Founding, genesisRows } from './genesisRows.ts'
import type { Location } from './location.ts'
import { type LedgerCalls, Projector } from './projector.ts'
import { type FailedRow, type ProgressRow, tablesVersion } from './tables.ts'
import { insertRows } from './take.ts'

export type GenerationStatus = {
  readonly generation: number
  readonly entries: number
  readonly height: number
  /** Another number after each change to the words of documents, in this run of the program. */
  readonly documents: number
}

/** How the projections stand, for operators. */
export type WriterStatus = {
  readonly serving: GenerationStatus | null
  readonly building: GenerationStatus | null
  /** Why nothing can be written just now, by its code; null while it can. */
  readonly fault: string | null
  readonly failed: number
}

export type WriterCalls = LedgerCalls & {
  /** Resolves when every reader answers from this generation, and from no other. */
  serve(generation: number | null): Promise<null>
  report(status: WriterStatus): Promise<null>
  failed(failed: FailedRow): Promise<null>
}

export type WriterNeeds = {
  readonly location: Location
  readonly declarations: Declarations
  /** Hash of the ledger's genesis, in hex. */
  readonly genesis: string
  readonly founding: Founding | null
  readonly main: WriterCalls
}

const leastPauseMs = 100
const mostPauseMs = 10_000

/**
 * Keeps the generations: one that serves and is kept up to date, and while a new one is made, that one too. Whatever
 * fails is let go of and opened again, later and later, and goes on where the database says that it stands.
 */
export class Writer {
  readonly #needs: WriterNeeds
  readonly #end = new AbortController()
  #generations: Generations | null = null
  #pointer: Pointer = { serving: null, building: null }
  #projectors: Projector[] = []
  #fault: string | null = null
  #faultsInRow = 0
  #isRebuildWanted = false

  constructor(needs: WriterNeeds) {
    this.#needs = needs
  }

  /** Ends when `close` is called, and not before. */
  async run(): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        if (this.#generations === null) await this.#open()
        if (this.#isRebuildWanted) await this.#startRebuild()
        await this.#step()
        this.#fault = null
        this.#faultsInRow = 0
      } catch (error) {
        await this.#recover(error)
      }
    }
    await this.#letGo()
  }

  /** A new generation is made from the first entry on, while the present one goes on answering. */
  rebuild(): void {
    this.#isRebuildWanted = true
  }

  close(): void {
    this.#end.abort()
  }

  async #step(): Promise<void> {
    const isAlone = this.#projectors.length === 1
    for (const projector of this.#projectors) {
      const isThere = await projector.step(isAlone)
      if (isThere && projector.generation === this.#pointer.building) await this.#finish(projector)
      this.#report()
    }
  }

  async #open(): Promise<void> {
    const generations = await openGenerations(this.#needs.location)
    this.#generations = generations
    const { serving, building } = await generations.read()
    this.#pointer = { serving, building }
    const served = await this.#find(serving)
    const begun = served === null ? null : await this.#find(building)
    const isBegun = begun?.isCurrent ?? false
    if (begun && !isBegun) await begun.database.close()
    if (served === null) await this.#begin('serving')
    else if (served.isCurrent) await this.#follow(served)
    else await served.database.close() // it answers as it is, until its successor is there
    if (begun && isBegun) await this.#follow(begun)
    else if (served && !served.isCurrent) await this.#begin('building')
    await this.#needs.main.serve(this.#pointer.serving)
    this.#report()
  }

  /** A generation that can be read; null for one that is not there, or is not of this ledger. */
  async #find(generation: number | null): Promise<Found | null> {
    if (generation === null) return null
    const database = this.#generations!.open(generation)
    try {
      const progress = await database.db.selectFrom('progress').selectAll().executeTakeFirst()
      if (progress?.tables === tablesVersion && (await this.#isOfLedger(progress)))
        return { generation, database, progress, isCurrent: progress.shape === this.#needs.declarations.shape() }
    } catch (error) {
      if (database.judge(error) === 'store') throw error
    }
    await database.close()
    return null
  }

  /** The very log that was projected, and no other that forked from it or was rolled back. */
  async #isOfLedger({ genesis, entries, root }: ProgressRow): Promise<boolean> {
    return genesis === this.#needs.genesis && (await this.#needs.main.root(entries)) === root
  }

  async #follow({ generation, database, progress }: Omit<Found, 'isCurrent'>): Promise<void> {
    const { declarations, main: ledger } = this.#needs
    const onFailed = (failed: FailedRow) => void ledger.failed(failed)
    const needs = { declarations, ledger, onFailed, isIndexed: generation === this.#pointer.serving }
    this.#projectors.push(await Projector.open(generation, database, progress, needs))
  }

  /** Makes a generation with nothing in it; the pointer names it once it is whole. */
  async #begin(as: 'serving' | 'building'): Promise<void> {
    const { serving, building } = this.#pointer
    const generation = Math.max(serving ?? 0, building ?? 0) + 1
    await this.#generations!.keepOnly(as === 'building' && serving !== null ? [serving] : [])
    const database = this.#generations!.open(generation)
    await database.create()
    if (as === 'serving') await database.index()
    const progress: ProgressRow = {
      id: 1,
      tables: tablesVersion,
      shape: this.#needs.declarations.shape(),
      genesis: this.#needs.genesis,
      entries: 0,
      height: 0,
      root: (await this.#needs.main.root(0)) ?? '',
      unscrubbed: 0,
    }
    const { declarations, founding } = this.#needs
    const scopes = declarations.scopes()
    const rows = founding === null ? [] : genesisRows(founding, declarations, new Scopes(scopes))
    await database.db.transaction().execute(async (within) => {
      await database.insert(within, 'scope', scopes)
      await insertRows(database, within, rows, rows, [], null)
      await database.insert(within, 'progress', [progress])
    })
    await this.#point(as === 'serving' ? { serving: generation, building: null } : { serving, building: generation })
    await this.#follow({ generation, database, progress })
  }

  async #point(pointer: Pointer): Promise<void> {
    await this.#generations!.point(pointer)
    this.#pointer = pointer
  }

  async #startRebuild(): Promise<void> {
    const { serving, building } = this.#pointer
    const begun = this.#projectors.find(({ generation }) => generation === building)
    this.#projectors = this.#projectors.filter((projector) => projector !== begun)
    await begun?.close()
    await this.#point({ serving, building: null })
    await this.#begin('building')
    this.#isRebuildWanted = false
  }

  /** The new generation has everything that the log has: it answers from now on, and the old one goes. */
  async #finish(next: Projector): Promise<void> {
    await next.index()
    if (!(await next.step(false))) return // that took a while, and the log has grown: a little more, then again
    await this.#point({ serving: next.generation, building: null })
    await this.#needs.main.serve(next.generation)
    const old = this.#projectors.filter((projector) => projector !== next)
    this.#projectors = [next]
    for (const each of old) await each.close()
    await this.#generations!.keepOnly([next.generation])
  }

  async #recover(error: unknown): Promise<void> {
    const { code } = (error ?? {}) as { readonly code?: unknown }
    const fault = this.#judge(error)
    this.#fault = typeof code === 'string' ? code : 'projection-failed'
    this.#report()
    if (fault === 'lost') await this.#generations?.point({ serving: null, building: null }).catch(() => undefined)
    await this.#letGo()
    const waitMs = Math.min(leastPauseMs * 2 ** this.#faultsInRow++, mostPauseMs)
    await pause(waitMs, null, { signal: this.#end.signal }).catch(() => undefined)
  }

  #judge(error: unknown): Fault {
    return this.#projectors[0]?.database.judge(error) ?? 'store'
  }

  async #letGo(): Promise<void> {
    const open = [...this.#projectors, ...(this.#generations ? [this.#generations] : [])]
    this.#projectors = []
    this.#generations = null
    for (const each of open) await each.close().catch(() => undefined) // it failed already, or it is closed
  }

  #report(): void {
    const { serving, building } = this.#pointer
    const statusOf = (wanted: number | null): GenerationStatus | null => {
      const projector = this.#projectors.find(({ generation }) => generation === wanted)
      if (projector === undefined) return null
      const { entries, height } = projector.progress
      return { generation: projector.generation, entries, height, documents: projector.documents }
    }
    const failed = this.#projectors[0]?.failed ?? 0
    void this.#needs.main.report({
      serving: statusOf(serving),
      building: statusOf(building),
      fault: this.#fault,
      failed,
    })
  }
}

type Found = {
  readonly generation: number
  readonly database: WriteDatabase
  readonly progress: ProgressRow
  /** Its rows are made as this program makes them. */
  readonly isCurrent: boolean
}
