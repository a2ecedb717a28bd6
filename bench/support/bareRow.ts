import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Location } from '../../packages/node/src/projections/location.ts'

/** One row of a generation by its number, asked of its database by nothing but the driver. */
export type BareRow = { read(id: number): Promise<unknown>; close(): Promise<void> }

export async function openBareRow(location: Location, generation: number): Promise<BareRow> {
  if (location.kind === 'sqlite') {
    const database = new DatabaseSync(join(location.folder, `generation-${generation}.sqlite`), { readOnly: true })
    const statement = database.prepare('SELECT * FROM revision WHERE id = ?')
    return { read: async (id) => statement.get(id), close: async () => database.close() }
  }
  const client = new pg.Client(location.connection)
  await client.connect()
  const text = `SELECT * FROM "${location.prefix}_${generation}".revision WHERE id = $1`
  return { read: (id) => client.query({ name: 'bare', text, values: [id] }), close: () => client.end() }
}
