import type { ReadDatabase } from './database/database.ts'
import { openPool, openPostgresReader, openPostgresWriter } from './database/openPostgres.ts'
import type { Generations, Pointer } from './generations.ts'
import { type Location, questionsAtOnce } from './location.ts'

type Postgres = Extract<Location, { kind: 'postgres' }>

/** Each generation is a schema of its own; the row of a table in one more schema says which one answers. */
export function schemaGenerations({ connection, prefix }: Postgres): Generations {
  const pool = openPool(connection, 1, { client_min_messages: 'warning' })
  const pointer = `"${prefix}".generation`
  return {
    async read() {
      await pool.query(`CREATE SCHEMA IF NOT EXISTS "${prefix}"`)
      await pool.query(
        `CREATE TABLE IF NOT EXISTS ${pointer} (id integer PRIMARY KEY CHECK (id = 1), serving integer, building integer)`,
      )
      const { rows } = await pool.query<Pointer>(`SELECT serving, building FROM ${pointer}`)
      return rows[0] ?? { serving: null, building: null }
    },
    async point({ serving, building }) {
      await pool.query(
        `INSERT INTO ${pointer} VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET serving = $1, building = $2`,
        [serving, building],
      )
    },
    open: (generation) => openPostgresWriter(connection, schemaOf(prefix, generation)),
    async keepOnly(generations) {
      const kept = generations.map((generation) => schemaOf(prefix, generation))
      const { rows } = await pool.query<{ name: string }>(
        'SELECT nspname AS name FROM pg_namespace WHERE starts_with(nspname, $1) AND NOT nspname = ANY ($2)',
        [`${prefix}_`, kept],
      )
      for (const { name } of rows) await pool.query(`DROP SCHEMA "${name}" CASCADE`)
    },
    close: () => pool.end(),
  }
}

export function readSchemaGeneration(location: Postgres, generation: number): ReadDatabase {
  const { connection, prefix } = location
  return openPostgresReader(connection, schemaOf(prefix, generation), questionsAtOnce(location))
}

function schemaOf(prefix: string, generation: number): string {
  return `${prefix}_${generation}`
}
