import type { Json, Kind } from '@gongshi/affair-kit'
import { fromHex, toHex } from '@gongshi/protocol'
import { sql, type Transaction } from 'kysely'
import type { ReadDatabase } from './database/database.ts'
import type { Declarations, Scopes } from './declarations.ts'
import { findTexts } from './describe.ts'
import { boundsOf, hitsWithin } from './filtered.ts'
import { fragmentOf } from './fragment.ts'
import { listStatement } from './list.ts'
import { oneState } from './oneState.ts'
import { type Read, readPage } from './page.ts'
import type {
  AnyAnswer,
  HistoryQuestion,
  Position,
  Question,
  SignedAnswer,
  SignedQuestion,
  ViewRow,
} from './question.ts'
import { releaseFeed, releases } from './releases.ts'
import { matches, revisions } from './revisions.ts'
import { changeIds } from './rows.ts'
import { suggestions } from './suggest.ts'
import { noEntry, type RevisionRow, type Tables } from './tables.ts'
import { tallies } from './tallies.ts'
import type { WordQuery } from './words.ts'

type Within = Transaction<Tables>

type RowsQuestion = Extract<Question, { readonly kind: 'list' | 'history' | 'changes' | 'search' }>

export type Reading = {
  readonly database: ReadDatabase
  readonly declarations: Declarations
  readonly scopes: Scopes
  /** As the standard's registry gave it to whoever publishes here. */
  readonly ocidPrefix: string
}

/** Answers a question from one state of the database, which it names; with texts as they are by then. */
export async function answer(reading: Reading, question: Question): Promise<AnyAnswer> {
  if (question.kind === 'signed') return signed(reading, question)
  if (question.kind === 'suggestions') return suggestions(reading.database, question)
  if (question.kind === 'releases') return releases(reading, question)
  if (question.kind === 'releaseFeed') return releaseFeed(reading, question)
  if (question.kind === 'revisions') return revisions(reading.database, question)
  if (question.kind === 'matches') return matches(reading.database, question)
  if (question.kind === 'tallies') return tallies(reading.database)
  const { db } = reading.database
  const { asOf, rows, next } = await read(reading, question)
  const isWhole = question.kind !== 'changes' || rows.length > 0 || !(await isFailed(db, question.entry))
  const shown = await present(reading, rows)
  const found = question.kind === 'search' ? await addFragments(reading, shown, question.words) : shown
  return { asOf, rows: found, isWhole, next }
}

/** PERF: a statement is one state by itself; a transaction takes three more, and on PostgreSQL each of them a way there. */
async function read({ database, scopes }: Reading, question: RowsQuestion): Promise<Read> {
  const { db } = database
  if (question.kind === 'list') {
    const statement = await listStatement(db, scopes, question)
    return readPage(db, statement, question.limit, question.order.isDescending)
  }
  if (question.kind === 'search') {
    const { words, filter, below, limit } = question
    const bounds = await boundsOf(db, filter)
    const find = (within: typeof db) => {
      const hits = hitsWithin(database, words, bounds, below, limit + 1)
      const places = sql<Position>`(SELECT NULL AS value, id FROM (${hits}) AS hits)`
      return readPage(within, { places, end: null }, limit, true)
    }
    // There a search may take two statements, and a transaction next to nothing.
    return database.kind === 'sqlite' ? db.transaction().execute(find) : find(db)
  }
  return oneState(database, async (within, asOf) => {
    const revisions = within.selectFrom('revision').selectAll()
    const { first, end } = changeIds(question.kind === 'changes' ? question.entry : 0)
    const rows =
      question.kind === 'changes'
        ? revisions.where('id', '>=', first).where('id', '<', end).orderBy('id')
        : revisions.where((where) => where.and(rowOf(question))).orderBy('revision')
    return { asOf, rows: await rows.execute(), next: null }
  })
}

/** PERF: of each key no more than a page, along its index: with all keys in one condition every entry of theirs is sorted. */
function signed({ database }: Reading, { keys, below, limit }: SignedQuestion): Promise<SignedAnswer> {
  return oneState(database, async (within, asOf) => {
    const [first, ...others] = keys.map((key) => {
      const newest = within
        .selectFrom('signature')
        .select('entry')
        .where('key', '=', key)
        .where('entry', '<', below)
        .orderBy('entry', 'desc')
        .limit(limit)
      return within.selectFrom(newest.as('newest')).select('entry')
    })
    if (first === undefined) return { asOf, entries: [] }
    const all = others.reduce((some, each) => some.union(each), first)
    const found = await all.orderBy('entry', 'desc').limit(limit).execute()
    return { asOf, entries: found.map(({ entry }) => entry) }
  })
}

function rowOf({ affair, entity, key }: HistoryQuestion) {
  return { affair, entity, key }
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
