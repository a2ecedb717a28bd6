import { toHex } from '@gongshi/protocol'
import type { Transaction } from 'kysely'
import type { EntryChanges } from './changes.ts'
import type { WriteDatabase } from './database/database.ts'
import type { Declarations } from './declarations.ts'
import { type NewRow, type Searched, searchedOf } from './rows.ts'
import type { DocumentRow, FailedRow, MentionRow, ProgressRow, Tables } from './tables.ts'
import { wordsOf } from './words.ts'

/** Entries in order, made into rows. */
export type Taken = {
  readonly first: number
  /** One past the last. */
  readonly end: number
  readonly height: number
  readonly root: string
  readonly rows: readonly NewRow[]
  readonly texts: EntryChanges['texts']
  readonly erased: readonly number[]
  readonly failed: readonly FailedRow[]
}

/** Somebody else has taken them, or a commit came through whose answer was lost. */
export class NotNext extends Error {}

const mostInQuestion = 200

/**
 * Writes what entries mean, and how far it has come, in one transaction: each entry once, whatever breaks off.
 * @throws {NotNext} when the generation does not stand where `taken` begins
 */
export async function take(database: WriteDatabase, declarations: Declarations, taken: Taken): Promise<void> {
  await database.db.transaction().execute(async (within) => {
    const { entries } = await within
      .selectFrom('progress')
      .select('entries')
      .$if(database.kind === 'postgres', (query) => query.forUpdate())
      .executeTakeFirstOrThrow()
    if (entries !== taken.first) throw new NotNext()
    const current = lastOfEach(taken.rows)
    await leaveOld(database, within, taken.rows)
    await database.insert(
      within,
      'revision',
      taken.rows.map(({ revision }) => revision),
    )
    await database.insert(
      within,
      'indexed',
      current.flatMap(({ indexed }) => indexed),
    )
    await database.insert(within, 'text', taken.texts)
    await database.insert(within, 'failed', taken.failed)
    await describe(database, within, current, taken.texts)
    const forgot = await forget(database, declarations, within, taken.erased)
    const { end, height, root } = taken
    const progress: Partial<ProgressRow> = { entries: end, height, root, ...(forgot ? { unscrubbed: 1 } : {}) }
    await within.updateTable('progress').set(progress).execute()
  })
}

function nameOf({ affair, entity, key }: NewRow['revision']): string {
  return `${affair}/${entity}/${toHex(key)}`
}

/** A row that changed several times stands in the indexes once. */
function lastOfEach(rows: readonly NewRow[]): NewRow[] {
  return [...new Map(rows.map((row) => [nameOf(row.revision), row])).values()]
}

type Within = Transaction<Tables>

/** Takes rows that are about to change out of the indexes. */
async function leaveOld(database: WriteDatabase, within: Within, rows: readonly NewRow[]): Promise<void> {
  for (const part of inParts(rows.filter(({ revision }) => revision.revision > 1))) {
    const rows = part.map(({ revision: { affair, entity, key } }) => ({ affair, entity, key }))
    const known = await within
      .selectFrom('revision')
      .select(({ fn }) => fn.max('id').as('id'))
      .where((where) => where.or(rows.map((row) => where.and(row))))
      .groupBy(['affair', 'entity', 'key'])
      .execute()
    const ids = known.map(({ id }) => id)
    if (ids.length === 0) continue
    await within.deleteFrom('indexed').where('id', 'in', ids).execute()
    await within.deleteFrom('mention').where('id', 'in', ids).execute()
    await database.deleteDocuments(within, ids)
  }
}

/** Writes the words of rows, those of their public texts with them. */
async function describe(
  database: WriteDatabase,
  within: Within,
  rows: readonly NewRow[],
  fresh: Taken['texts'],
): Promise<void> {
  const texts = new Map(fresh.map(({ hash, text }) => [toHex(hash), text]))
  const needed = rows.flatMap(({ searched }) => searched.hashes).filter((hash) => !texts.has(toHex(hash)))
  for (const { hash, text } of await findTexts(within, needed)) texts.set(toHex(hash), text)
  await database.insertDocuments(
    within,
    rows.flatMap(({ revision, searched }) => documentOf(revision.id, searched, texts)),
  )
  const mentions = rows.flatMap(({ revision, searched }) => mentionsOf(revision.id, searched))
  await database.insert(within, 'mention', mentions)
}

function documentOf(id: number, { texts, hashes }: Searched, known: ReadonlyMap<string, string>): DocumentRow[] {
  const words = wordsOf(...texts, ...hashes.flatMap((hash) => known.get(toHex(hash)) ?? []))
  return words.length === 0 ? [] : [{ id, words: words.join(' ') }]
}

function mentionsOf(id: number, { hashes }: Searched): MentionRow[] {
  return [...new Map(hashes.map((hash) => [toHex(hash), { hash, id }])).values()]
}

/** Public texts by their hashes; what was erased is not among them. */
export async function findTexts(within: Pick<Within, 'selectFrom'>, hashes: readonly Uint8Array[]) {
  const found: { hash: Uint8Array; text: string }[] = []
  for (const part of inParts(hashes))
    found.push(...(await within.selectFrom('text').select(['hash', 'text']).where('hash', 'in', part).execute()))
  return found
}

/** Takes out the texts of erased entries, and their words from every row in which they stood; whether there were any. */
async function forget(
  database: WriteDatabase,
  declarations: Declarations,
  within: Within,
  erased: readonly number[],
): Promise<boolean> {
  if (erased.length === 0) return false
  const hashes = within.selectFrom('text').select('hash').where('entry', 'in', erased)
  const mentions = await within.selectFrom('mention').select('id').distinct().where('hash', 'in', hashes).execute()
  await within.deleteFrom('text').where('entry', 'in', erased).execute()
  const ids = mentions.map(({ id }) => id)
  if (ids.length === 0) return true
  await database.deleteDocuments(within, ids)
  const rows = await within
    .selectFrom('revision')
    .select(['id', 'affair', 'entity', 'fields'])
    .where('id', 'in', ids)
    .execute()
  for (const { id, affair, entity, fields } of rows) {
    const searched = searchedOf(affair, entity, JSON.parse(fields), declarations)
    const left = await findTexts(within, searched.hashes)
    const texts = new Map(left.map(({ hash, text }) => [toHex(hash), text]))
    await database.insertDocuments(within, documentOf(id, searched, texts))
  }
  return true
}

function* inParts<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += mostInQuestion) yield items.slice(at, at + mostInQuestion)
}
