import { type CreateTableBuilder, type Kysely, sql } from 'kysely'

/** Shape of the tables. A generation of another shape cannot be read: it is dropped and built anew. */
export const tablesVersion = 8

/** In place of an entry's number, where there is none. */
export const noEntry = -1

/** One revision of a row of any affair, for good. */
export type RevisionRow = {
  /** `changeId` of the entry and the event that made it; below 0 for a row of the genesis. */
  readonly id: number
  readonly affair: string
  readonly entity: string
  /** Canonical CBOR of the row's id. */
  readonly key: Uint8Array
  readonly revision: number
  readonly status: string
  /** JSON text of the fields' JSON forms: a public text is its hash there. */
  readonly fields: string
  readonly action: string
  /** `noEntry` for a row of the genesis. */
  readonly entry: number
  readonly height: number
  /** Unix milliseconds. */
  readonly time: number
}

/** Of each row as it is now, a value by which it is found; `scope` says of which field. */
export type IndexedRow = { readonly id: number; readonly scope: number; readonly value: Uint8Array }

/** A public text while its entry's body is there; who reuses a salt may have the same one twice. */
export type TextRow = { readonly hash: Uint8Array; readonly text: string; readonly entry: number }

/** In which row, as it is now, a text stands. */
export type MentionRow = { readonly hash: Uint8Array; readonly id: number }

/**
 * A content beside the ledger, by its commitment: its public text; null while it is held, as far as is known, and nobody
 * has read it; '' when there is none to be found, ever: it has none, or the ledger ordered that it be erased. `release`: of a
 * procurement release what masking leaves, as JSON; null of whatever else.
 */
export type ContentRow = { readonly hash: Uint8Array; readonly text: string | null; readonly release: string | null }

/** Whose key has signed which entry, whatever came of it. */
export type SignatureRow = { readonly entry: number; readonly key: Uint8Array }

/**
 * That an entry changed a procedure of the affair `procurement`, its row or one that belongs to it: of each a release
 * follows. `id`: the last of those changes. `procedure`: canonical CBOR of the procedure's id.
 */
export type TransitionRow = { readonly id: number; readonly procedure: Uint8Array }

/** How many acts of an affair there were on a day, in days since 1970-01-01 of UTC+8: carried out, and refused. */
export type TallyRow = {
  readonly day: number
  readonly affair: string
  readonly action: string
  readonly done: number
  readonly refused: number
}

/** How many acts of an affair were carried out that keys of an organ (`scheme/id`) or of its officers signed. */
export type OrganTallyRow = { readonly organ: string; readonly affair: string; readonly done: number }

/** The words of a row as it is now; on PostgreSQL a tsvector, here separated by blanks. */
export type DocumentRow = { readonly id: number; readonly words: string }

/** What is left of a word when letters are taken out of it, and the word, both in UTF-8: in every database in the order of bytes. */
export type SpellingRow = { readonly key: Uint8Array; readonly word: Uint8Array }

/** What a scope means: field '' is every row, by its entry. */
export type ScopeRow = {
  readonly scope: number
  readonly affair: string
  readonly entity: string
  readonly field: string
}

/** An entry that no rows could be made of, with the code of the fault. */
export type FailedRow = { readonly entry: number; readonly code: string }

/** How far a generation has come, and of which ledger: one row. */
export type ProgressRow = {
  readonly id: number
  readonly tables: number
  /** Hash of everything by which rows are made: declarations, words, sort values. */
  readonly shape: string
  readonly genesis: string
  readonly entries: number
  readonly height: number
  /** Root of the log's first `entries` leaves, in hex. */
  readonly root: string
  /** 1 while the disk may still hold what was erased. */
  readonly unscrubbed: number
}

export type Tables = {
  revision: RevisionRow
  indexed: IndexedRow
  text: TextRow
  mention: MentionRow
  content: ContentRow
  signature: SignatureRow
  transition: TransitionRow
  tally: TallyRow
  organ_tally: OrganTallyRow
  document: DocumentRow
  spelling: SpellingRow
  scope: ScopeRow
  failed: FailedRow
  progress: ProgressRow
}

export type DatabaseKind = 'sqlite' | 'postgres'

const types = {
  sqlite: { integer: 'integer', text: 'text', bytes: 'blob' },
  postgres: { integer: 'bigint', text: 'text', bytes: 'bytea' },
} as const

export type ColumnType = keyof (typeof types)['sqlite']

function columnType(type: ColumnType, kind: DatabaseKind) {
  return types[kind][type]
}

/** Columns of the tables that are alike on every database. */
export const columns = {
  revision: {
    id: 'integer',
    affair: 'text',
    entity: 'text',
    key: 'bytes',
    revision: 'integer',
    status: 'text',
    fields: 'text',
    action: 'text',
    entry: 'integer',
    height: 'integer',
    time: 'integer',
  },
  indexed: { id: 'integer', scope: 'integer', value: 'bytes' },
  text: { hash: 'bytes', entry: 'integer', text: 'text' },
  mention: { hash: 'bytes', id: 'integer' },
  content: { hash: 'bytes', text: 'text', release: 'text' },
  signature: { entry: 'integer', key: 'bytes' },
  transition: { id: 'integer', procedure: 'bytes' },
  tally: { day: 'integer', affair: 'text', action: 'text', done: 'integer', refused: 'integer' },
  organ_tally: { organ: 'text', affair: 'text', done: 'integer' },
  spelling: { key: 'bytes', word: 'bytes' },
  scope: { scope: 'integer', affair: 'text', entity: 'text', field: 'text' },
  failed: { entry: 'integer', code: 'text' },
  progress: {
    id: 'integer',
    tables: 'integer',
    shape: 'text',
    genesis: 'text',
    entries: 'integer',
    height: 'integer',
    root: 'text',
    unscrubbed: 'integer',
  },
} as const satisfies { readonly [Table in keyof Tables]?: { readonly [column: string]: ColumnType } }

/** How many of its first columns identify a row of a table. */
const keys = {
  revision: 1,
  indexed: 2,
  text: 2,
  mention: 2,
  content: 1,
  signature: 2,
  transition: 1,
  tally: 3,
  organ_tally: 2,
  spelling: 2,
  scope: 1,
  failed: 1,
  progress: 1,
} as const

export type PlainTable = keyof typeof columns

/** Makes the tables; the one of words is the database's own. */
export async function createTables(db: Kysely<Tables>, kind: DatabaseKind): Promise<void> {
  for (const table of Object.keys(columns) as PlainTable[]) await createTable(db, kind, table)
  const index = (name: string, table: PlainTable, on: readonly string[]) =>
    db.schema
      .createIndex(name)
      .on(table)
      .columns([...on])
  await index('revision_row', 'revision', ['affair', 'entity', 'key', 'revision']).unique().execute()
  await index('text_entry', 'text', ['entry']).execute()
  await index('mention_row', 'mention', ['id']).execute()
}

/** What only lists walk along. */
export async function createWalks(db: Kysely<Tables>): Promise<void> {
  const index = (name: string) => db.schema.createIndex(name).ifNotExists()
  await index('indexed_walk').on('indexed').columns(['scope', 'value', 'id']).execute()
  await index('signature_walk').on('signature').columns(['key', 'entry']).execute()
  await index('transition_walk').on('transition').columns(['procedure', 'id']).execute()
}

async function createTable(db: Kysely<Tables>, kind: DatabaseKind, table: PlainTable): Promise<void> {
  const fields = Object.entries(columns[table])
  const key = fields.slice(0, keys[table]).map(([name]) => name)
  let creating: CreateTableBuilder<string, string> = db.schema.createTable(table)
  for (const [name, type] of fields)
    creating = creating.addColumn(name, columnType(type, kind), (of) =>
      table === 'content' && name !== 'hash' ? of : of.notNull(),
    )
  creating = creating.addPrimaryKeyConstraint(`${table}_key`, key)
  if (kind === 'sqlite' && key.length > 1) creating = creating.modifyEnd(sql`WITHOUT ROWID`)
  await creating.execute()
}
