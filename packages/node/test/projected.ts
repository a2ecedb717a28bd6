import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe } from 'node:test'
import { toHex } from '@gongshi/protocol'
import { defaultOcidPrefix } from '../src/ocds/nativeOcid.ts'
import { openGenerations, openReader } from '../src/projections/generations.ts'
import { type Location, schemaPrefix } from '../src/projections/location.ts'
import { Projections, type ProjectionsNeeds } from '../src/projections/projections.ts'
import type { SourceLedger } from '../src/projections/source.ts'
import type { FailedRow } from '../src/projections/tables.ts'
import { waitFor } from './acts.ts'
import { noteDeclarations } from './notesCity.ts'
import { noPostgres, PrivatePostgres } from './privatePostgres.ts'

/** One of the databases, with a place for each test. */
export type TestDatabase = {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** Null on SQLite. */
  readonly postgres: PrivatePostgres | null
  place(ledger: SourceLedger): Location
}

/** Runs the same tests on both databases, the real ones. Their `after` hooks run first: these run in the order in which they stand. */
export function onEachDatabase(title: string, tests: (database: () => TestDatabase) => void): void {
  describe(`${title}, on SQLite`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-projections-'))
    let places = 0
    const place = (): Location => ({ kind: 'sqlite', folder: join(folder, String(places++)) })
    tests(() => ({ name: 'SQLite', postgres: null, place }))
    after(() => rmSync(folder, { recursive: true, force: true }))
  })
  describe(`${title}, on PostgreSQL`, { skip: noPostgres }, () => {
    let postgres: PrivatePostgres
    before(() => {
      postgres = PrivatePostgres.start()
    })
    let places = 0
    const place = (ledger: SourceLedger): Location => ({
      kind: 'postgres',
      connection: postgres.connection,
      prefix: `${schemaPrefix(toHex(ledger.info().genesisHash))}x${places++}`,
    })
    tests(() => ({ name: 'PostgreSQL', postgres, place }))
    after(() => postgres.end())
  })
}

export type Projected = {
  readonly projections: Projections
  readonly faults: unknown[]
  readonly failed: FailedRow[]
  /** Resolves when everything that the log has is in the rows that answer. */
  caughtUp(): Promise<void>
}

export function project(ledger: SourceLedger, location: Location, needs: Partial<ProjectionsNeeds> = {}): Projected {
  const faults: unknown[] = []
  const failed: FailedRow[] = []
  const projections = new Projections({
    ledger,
    contents: null,
    declarations: noteDeclarations,
    founding: null,
    location,
    ocidPrefix: defaultOcidPrefix,
    onFault: (fault) => faults.push(fault),
    onFailed: (row) => failed.push(row),
    onStatus: () => undefined,
    ...needs,
  })
  const caughtUp = async (): Promise<void> => {
    projections.wake()
    await waitFor('the projections', async () => {
      const { serving, building, logSize } = projections.status()
      return serving?.entries === logSize && building === null
    })
  }
  return { projections, faults, failed, caughtUp }
}

const dumped = ['revision', 'indexed', 'text', 'mention', 'content', 'signature', 'transition', 'failed'] as const

/** Everything that a place holds, as one text: two that were projected of the same log are equal. */
export async function dump(location: Location): Promise<string> {
  const generations = await openGenerations(location)
  const { serving } = await generations.read()
  await generations.close()
  const { db, close } = await openReader(location, serving!)
  const sorted = async (table: (typeof dumped)[number]) => {
    const rows = await db.selectFrom(table).selectAll().execute()
    const texts = rows.map((row) =>
      JSON.stringify(Object.values(row).map((value) => (value instanceof Uint8Array ? toHex(value) : value))),
    )
    return `${table}\n${texts.sort().join('\n')}`
  }
  const tables = []
  for (const table of dumped) tables.push(await sorted(table))
  await close()
  return tables.join('\n')
}
