import type { Json, Kind } from '@gongshi/affair-kit'
import { fromHex, toHex } from '@gongshi/protocol'
import { sql, type Transaction } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import type { Declarations, Scopes } from './declarations.ts'
import { findTexts } from './describe.ts'
import { fragmentOf } from './fragment.ts'
import { noEntry } from './genesisRows.ts'
import { findIds, type Page } from './list.ts'
import type { Answer, Question, SearchQuestion, ViewRow } from './question.ts'
import { changeIds } from './rows.ts'
import type { RevisionRow, Tables } from './tables.ts'
import type { WordQuery } from './words.ts'

type Within = Transaction<Tables>

export type Reading = {
  readonly database: ReadDatabase
  readonly declarations: Declarations
  readonly scopes: Scopes
}

/** Answers a question from one state of the database, which it names. */
export async function answer(reading: Reading, question: Question): Promise<Answer> {
  const { db, kind } = reading.database
  const transaction = db.transaction()
  const reads =
    kind === 'postgres' ? transaction.setIsolationLevel('repeatable read').setAccessMode('read only') : transaction
  return reads.execute(async (within) => {
    const asOf = await within.selectFrom('progress').select(['entries', 'height']).executeTakeFirstOrThrow()
    const { rows, next } = await find(reading, within, question)
    const isWhole = question.kind !== 'changes' || rows.length > 0 || !(await isFailed(within, question.entry))
    const shown = await present(reading, within, rows)
    const withFragments =
      question.kind === 'search' ? await addFragments(reading, within, shown, question.words) : shown
    return { asOf, rows: withFragments, isWhole, next }
  })
}

async function find(
  reading: Reading,
  within: Within,
  question: Question,
): Promise<{ readonly rows: readonly RevisionRow[]; readonly next: Answer['next'] }> {
  switch (question.kind) {
    case 'list':
      return rowsOf(within, await findIds(within, reading.scopes, question))
    case 'search':
      return rowsOf(within, await searchIds(reading.database, within, question))
    case 'history': {
      const { affair, entity, key } = question
      const all = within
        .selectFrom('revision')
        .selectAll()
        .where((where) => where.and({ affair, entity, key }))
      return { rows: await all.orderBy('revision').execute(), next: null }
    }
    case 'changes': {
      const { first, end } = changeIds(question.entry)
      const all = within.selectFrom('revision').selectAll().where('id', '>=', first).where('id', '<', end)
      return { rows: await all.orderBy('id').execute(), next: null }
    }
  }
}

async function isFailed(within: Within, entry: number): Promise<boolean> {
  const failed = await within.selectFrom('failed').select('entry').where('entry', '=', entry).executeTakeFirst()
  return failed !== undefined
}

async function searchIds(database: ReadDatabase, within: Within, question: SearchQuestion): Promise<Page> {
  const { words, below, limit } = question
  const found = await database.search(within, words, below ?? Number.MAX_SAFE_INTEGER, limit + 1)
  const ids = found.slice(0, limit)
  const next = found.length > limit ? { value: new Uint8Array(0), id: ids.at(-1)! } : null
  return { ids, next }
}

/** In the order of the ids. */
async function rowsOf(within: Within, { ids, next }: Page) {
  if (ids.length === 0) return { rows: [], next }
  const rows = await within.selectFrom('revision').selectAll().where('id', 'in', ids).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), next }
}

async function present(
  { declarations }: Reading,
  within: Within,
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
  const texts = await findTexts(within, [...hashes].map(fromHex))
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
  { declarations }: Reading,
  within: Within,
  rows: readonly ViewRow[],
  words: WordQuery,
): Promise<ViewRow[]> {
  const contentsOf = ({ affair, entity, fields }: ViewRow) =>
    declarations.documentFields(affair, entity).flatMap(({ name }) => (fields[name] as string | null) ?? [])
  const hashes = new Set(rows.flatMap(contentsOf))
  if (hashes.size === 0) return [...rows]
  const found = await within
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
