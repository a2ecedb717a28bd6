import type { Json, Kind } from '@gongshi/affair-kit'
import { fromHex, toHex } from '@gongshi/protocol'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import type { Declarations, Scopes } from './declarations.ts'
import { findTexts } from './describe.ts'
import { fragmentOf } from './fragment.ts'
import { noEntry } from './genesisRows.ts'
import { findIds, pageOf, plainPage } from './list.ts'
import type { Answer, Position, Question, ViewRow } from './question.ts'
import { changeIds } from './rows.ts'
import type { RevisionRow, Tables } from './tables.ts'
import type { WordQuery } from './words.ts'

type Within = Transaction<Tables>

export type Reading = {
  readonly database: ReadDatabase
  readonly declarations: Declarations
  readonly scopes: Scopes
}

type Read = Pick<Answer, 'asOf' | 'next'> & { readonly rows: readonly RevisionRow[] }

/** Answers a question from one state of the database, which it names; with texts as they are by then. */
export async function answer(reading: Reading, question: Question): Promise<Answer> {
  const { db } = reading.database
  const { asOf, rows, next } = await read(reading, question)
  const isWhole = question.kind !== 'changes' || rows.length > 0 || !(await isFailed(db, question.entry))
  const shown = await present(reading, rows)
  const found = question.kind === 'search' ? await addFragments(reading, shown, question.words) : shown
  return { asOf, rows: found, isWhole, next }
}

/** PERF: a statement is one state by itself; a transaction takes three more, and on PostgreSQL each of them a way there. */
async function read({ database, scopes }: Reading, question: Question): Promise<Read> {
  const { db } = database
  if (question.kind === 'list') {
    const page = plainPage(db, scopes, question)
    if (page !== null) return readPage(db, sql`${page}`, question.limit, question.order.isDescending)
  }
  if (question.kind === 'search') {
    const { words, below, limit } = question
    const page = database.search(words, below ?? Number.MAX_SAFE_INTEGER, limit + 1)
    return readPage(db, sql`(SELECT NULL AS value, id FROM (${page}) AS hits)`, limit, true)
  }
  const reads = db.transaction()
  const isolated =
    database.kind === 'postgres' ? reads.setIsolationLevel('repeatable read').setAccessMode('read only') : reads
  return isolated.execute(async (within) => {
    const asOf = await within.selectFrom('progress').select(['entries', 'height']).executeTakeFirstOrThrow()
    return { asOf, ...(await readWithin(within, scopes, question)) }
  })
}

type Joined = RevisionRow & Position & { readonly asOfEntries: number; readonly asOfHeight: number }

/** `numbers`: values and ids, one more than fit on it. */
async function readPage(
  db: ReadDatabase['db'],
  numbers: RawBuilder<unknown>,
  limit: number,
  isDescending: boolean,
): Promise<Read> {
  const direction = sql.raw(isDescending ? 'DESC' : 'ASC')
  const { rows } = await sql<Joined>`
    SELECT progress.entries AS "asOfEntries", progress.height AS "asOfHeight", page.value, revision.*
    FROM progress LEFT JOIN ${numbers} AS page ON TRUE LEFT JOIN revision ON revision.id = page.id
    ORDER BY page.value ${direction}, page.id ${direction}`.execute(db)
  const { asOfEntries: entries, asOfHeight: height } = rows[0]!
  const found = rows.filter(({ id }) => id !== null)
  const { next } = pageOf(found, limit)
  const page = found.slice(0, limit).map(({ asOfEntries: _, asOfHeight: _height, value: _value, ...row }) => row)
  return { asOf: { entries, height }, rows: page, next }
}

async function readWithin(within: Within, scopes: Scopes, question: Question): Promise<Pick<Read, 'rows' | 'next'>> {
  const revisions = within.selectFrom('revision').selectAll()
  switch (question.kind) {
    case 'list': {
      const { ids, next } = await findIds(within, scopes, question)
      if (ids.length === 0) return { rows: [], next }
      const rows = await revisions.where('id', 'in', ids).execute()
      const byId = new Map(rows.map((row) => [row.id, row]))
      return { rows: ids.flatMap((id) => byId.get(id) ?? []), next }
    }
    case 'history': {
      const { affair, entity, key } = question
      const all = revisions.where((where) => where.and({ affair, entity, key }))
      return { rows: await all.orderBy('revision').execute(), next: null }
    }
    case 'changes': {
      const { first, end } = changeIds(question.entry)
      const all = revisions.where('id', '>=', first).where('id', '<', end)
      return { rows: await all.orderBy('id').execute(), next: null }
    }
    case 'search':
      return { rows: [], next: null } // one statement answers it
  }
}

async function isFailed(within: Pick<Within, 'selectFrom'>, entry: number): Promise<boolean> {
  const failed = await within.selectFrom('failed').select('entry').where('entry', '=', entry).executeTakeFirst()
  return failed !== undefined
}

async function present(
  { declarations, database: { db } }: Reading,
  revisions: readonly RevisionRow[],
): Promise<ViewRow[]> {
  const parsed = revisions.map((revision) => ({
    revision,
    kinds: declarations.find(revision.affair)?.entities[revision.entity]?.fields ?? {},
    fields: JSON.parse(revision.fields) as { readonly [name: string]: Json },
  }))
  const hashes = new Set<string>()
  for (const { kinds, fields } of parsed)
    for (const [name, value] of Object.entries(fields)) withTexts(kinds[name], value, (hash) => void hashes.add(hash))
  const texts = await findTexts(db, [...hashes].map(fromHex))
  const known = new Map(texts.map(({ hash, text }) => [toHex(hash), text]))
  return parsed.map(({ revision: { id: _, fields: _json, entry: at, ...rest }, kinds, fields }) => {
    const shown = Object.entries(fields).map(([name, value]) => [
      name,
      withTexts(kinds[name], value, (hash) => known.get(hash) ?? null),
    ])
    return { ...rest, entry: at === noEntry ? null : at, fields: Object.fromEntries(shown) }
  })
}

/** Of a document, so much is looked through for a fragment. Characters. */
const mostLookedThrough = 20_000

async function addFragments(
  { declarations, database: { db } }: Reading,
  rows: readonly ViewRow[],
  words: WordQuery,
): Promise<ViewRow[]> {
  const contentsOf = ({ affair, entity, fields }: ViewRow) =>
    declarations.documentFields(affair, entity).flatMap(({ name }) => (fields[name] as string | null) ?? [])
  const hashes = new Set(rows.flatMap(contentsOf))
  if (hashes.size === 0) return [...rows]
  const found = await db
    .selectFrom('content')
    .select(['hash', sql<string>`substr(text, 1, ${sql.lit(mostLookedThrough)})`.as('text')])
    .where('hash', 'in', [...hashes].map(fromHex))
    .where('text', '<>', '')
    .execute()
  const texts = new Map(found.map(({ hash, text }) => [toHex(hash), text]))
  return rows.map((row) => {
    for (const content of contentsOf(row)) {
      const fragment = fragmentOf(texts.get(content) ?? '', words)
      if (fragment !== null) return { ...row, document: { content, fragment } }
    }
    return row
  })
}

/** Each text's hash, replaced. */
function withTexts(kind: Kind | undefined, value: Json, textOf: (hash: string) => Json | undefined): Json {
  if (kind === undefined || value === null) return value
  switch (kind.kind) {
    case 'option':
      return withTexts(kind.of, value, textOf)
    case 'list':
      return (value as readonly Json[]).map((item) => withTexts(kind.of, item, textOf))
    case 'record': {
      const members = Object.entries(value as { readonly [name: string]: Json })
      return Object.fromEntries(members.map(([name, member]) => [name, withTexts(kind.fields[name], member, textOf)]))
    }
    case 'text':
      return textOf(value as string) ?? null
    default:
      return value
  }
}
