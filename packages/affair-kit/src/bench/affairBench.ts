import fc from 'fast-check'
import type { Value } from '../cel/value.ts'
import { checkAffair, compileAffair, formatFaults } from '../check/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Implementation } from '../declare/implement.ts'
import { ledgerCalendar } from '../run/calendars.ts'
import type { Installed } from '../run/host.ts'
import { Meter } from '../run/meter.ts'
import { readCurrentRow } from '../run/migrate.ts'
import { plainHandlers } from '../run/plainHandlers.ts'
import { emptyTallies, encodeRow, type RowState } from '../run/row.ts'
import { versionHash } from '../run/version.ts'
import type { HandlerBundle } from '../tool/handlerBundle.ts'
import { sandboxHandlers } from '../tool/sandbox.ts'
import { BenchLedger } from './benchLedger.ts'
import { type Cell, runMatrix } from './matrix.ts'
import { doRandomActs, randomActs } from './randomActs.ts'
import { sampleFields } from './sampleValues.ts'
import { replayVectors, type Vectors } from './vectors.ts'

export { withoutAmbientPowers } from './ambient.ts'
export { type Actor, BenchLedger } from './benchLedger.ts'
export { defaultDivision, defaultOrgan, subject } from './benchWorld.ts'
export { inconsistencies } from './consistency.ts'
export type { Cell } from './matrix.ts'
export { recordVectors, type Vectors } from './vectors.ts'

export type BenchOptions = {
  /** The author's functions, run as they are; or their bundle, run in its sandbox and counted, as a ledger does. */
  readonly handlers?: Implementation | HandlerBundle
  /** Versions of the affairs that this one calls or reads, and of this one's earlier version. */
  readonly imports?: readonly Installed[]
  /** Affairs whose rows it refers to and whose place the bench takes: `organisations`, by which it makes whoever signs. */
  readonly standIns?: readonly AffairDeclaration[]
  readonly params?: { readonly [name: string]: Value }
}

/** What every affair is tested with: its checks, its matrix, its invariants, its stored runs, its migration. */
export interface AffairBench {
  readonly installed: Installed
  /** A new ledger with this affair, those that it imports, and its parameters. */
  ledger(): BenchLedger
  /** Runs the role x action x state matrix. @throws {Error} with every cell that is not as declared */
  checkMatrix(): readonly Cell[]
  /** Random acts by their right signers: no fault, and nothing beside the rows that is not what the rows say. */
  checkInvariants(options?: { readonly runs?: number; readonly acts?: number }): void
  /** @throws {Error} when a stored run has another outcome now */
  replay(vectors: Vectors): void
  /** A row of each entity in each status of the last version, as this version reads it. */
  migrated(
    previous: AffairDeclaration,
  ): readonly { readonly entity: string; readonly was: RowState; readonly is: RowState }[]
}

/**
 * A bench for one affair.
 * @throws {Error} with all faults of the declaration at once
 */
export function affairBench(affair: AffairDeclaration, options: BenchOptions = {}): AffairBench {
  const { handlers, imports = [], standIns = [], params = {} } = options
  const others = [...standIns, ...imports.map(({ declaration }) => declaration)].filter(
    ({ name }) => name !== affair.name,
  )
  const previous = imports.find(({ declaration }) => declaration.name === affair.name)?.declaration
  const check = { imports: others, ...(previous && { previous }) }
  const faults = checkAffair(affair, check)
  if (faults.length > 0) throw new Error(formatFaults(faults))
  const installed: Installed = {
    declaration: affair,
    program: compileAffair(affair, check),
    versionHash: versionHash(affair, null),
    ...(handlers && { handlers: 'source' in handlers ? sandboxHandlers(handlers.source) : plainHandlers(handlers) }),
  }
  // The version under test comes last: it is the one in force.
  const bare = () => new BenchLedger([...imports, installed])
  const ledger = () => {
    const made = bare()
    for (const [name, value] of Object.entries(params)) made.setParameter(affair.name, name, value)
    return made
  }
  return {
    installed,
    ledger,
    checkMatrix: () => judged(runMatrix(bare, installed.program)),
    checkInvariants: ({ runs = 30, acts = 60 } = {}) =>
      fc.assert(
        fc.property(randomActs(acts), (drawn) => void doRandomActs(ledger(), drawn)),
        { numRuns: runs, includeErrorInReport: true },
      ),
    replay: (vectors) => replayVectors([...imports, installed], vectors),
    migrated: (declaration) => migratedRows(bare(), installed, declaration),
  }
}

function judged(cells: readonly Cell[]): readonly Cell[] {
  const wrong = cells.filter(({ holds }) => !holds)
  if (wrong.length === 0) return cells
  const lines = wrong.map(
    ({ action, status, by, expected, outcome }) =>
      `${action} in ${status ?? 'no status'} by ${by}: ${expected}, but ${outcome}`,
  )
  throw new Error(`${wrong.length} of ${cells.length} cells are not as declared\n${lines.join('\n')}`)
}

function migratedRows(ledger: BenchLedger, installed: Installed, declaration: AffairDeclaration) {
  const { program } = installed
  const previous = ledger.registry.get(declaration.name, declaration.version)
  if (previous === undefined) throw new Error('the previous version is not among the imports of this bench')
  const bounds = { steps: 1e6, reads: 1e6, writes: 0, events: 0, bytes: 0 }
  const { registry, host } = ledger
  const meter = new Meter(bounds)
  const session = { registry, meter, calendar: ledgerCalendar({ registry, state: host, meter }) }
  const programs = {
    ...Object.fromEntries(ledger.affairs.map((each) => [each.program.affair, each.program])),
    [program.affair]: previous.program,
  }
  return Object.values(previous.program.entities).flatMap((entity) =>
    entity.statuses.map((status) => {
      const fields = sampleFields(programs, program.affair, entity, status, ledger.time)
      const was: RowState = { revision: 1, status, fields, tallies: emptyTallies(entity) }
      const current = program.entities[entity.name]!
      const is = readCurrentRow(session, installed, current, encodeRow(previous.program, entity, was))
      // Encoding it judges every value by its new kind.
      encodeRow(program, current, is)
      return { entity: entity.name, was, is }
    }),
  )
}
