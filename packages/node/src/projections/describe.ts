import { hexName } from '@gongshi/protocol'
import type { Transaction } from 'kysely'
import type { WriteDatabase } from './database/database.ts'
import type { Declarations } from './declarations.ts'
import { type NewRow, type Searched, searchedOf } from './rows.ts'
import { contentValue } from './sortValue.ts'
import { spell } from './spelling.ts'
import type { ContentRow, MentionRow, Tables, TextRow } from './tables.ts'
import { wordsOf } from './words.ts'

export type Within = Transaction<Tables>

const mostInQuestion = 200
/** Documents may be long: rows whose words are held in memory at once. */
const mostDescribed = 500

/**
 * Writes the words of new rows: their own, those of their public texts, and with them those of the documents they name. `fresh`: texts that
 * were just written.
 */
export async function describe(
  database: WriteDatabase,
  within: Within,
  rows: readonly NewRow[],
  fresh: readonly Pick<TextRow, 'hash' | 'text'>[],
  withDocuments: boolean,
): Promise<void> {
  const texts = new Map(fresh.map(({ hash, text }) => [hexName(hash), text]))
  const needed = rows.flatMap(({ searched }) => searched.hashes).filter((hash) => !texts.has(hexName(hash)))
  for (const { hash, text } of await findTexts(within, needed)) texts.set(hexName(hash), text)
  for (const part of inParts(rows, mostDescribed)) {
    const searched = part.map((row) => row.searched)
    const named = searched.flatMap(({ contents }) => contents).filter((hash) => !texts.has(hexName(hash)))
    const documents = withDocuments ? await documentsOf(within, named) : []
    const known = documents.length === 0 ? texts : new Map([...texts, ...documents])
    await writeWords(
      database,
      within,
      part.map(({ revision: { id }, searched }) => ({ id, marks: searched.marks, words: wordsFor(searched, known) })),
    )
  }
  const mentions = rows.flatMap(({ revision, searched }) => mentionsOf(revision.id, searched))
  await database.insert(within, 'mention', mentions)
}

/** Writes the words of rows anew, after something of which they were made came or went. */
export async function describeAgain(
  database: WriteDatabase,
  declarations: Declarations,
  within: Within,
  ids: readonly number[],
): Promise<void> {
  for (const part of inParts(ids)) {
    await database.deleteDocuments(within, part)
    const rows = await within
      .selectFrom('revision')
      .select(['id', 'affair', 'entity', 'fields'])
      .where('id', 'in', part)
      .execute()
    for (const { id, affair, entity, fields } of rows) {
      const searched = searchedOf(affair, entity, JSON.parse(fields), declarations)
      const texts = await findTexts(within, searched.hashes)
      const known = new Map(texts.map(({ hash, text }) => [hexName(hash), text]))
      const documents = await documentsOf(within, searched.contents)
      const words = wordsFor(searched, new Map([...known, ...documents]))
      await writeWords(database, within, [{ id, words, marks: searched.marks }])
    }
  }
}

/** The rows, as they are now, that name any of these contents. `scopes`: those of fields that name documents. */
export async function rowsNaming(
  within: Within,
  scopes: readonly number[],
  commitments: readonly Uint8Array[],
): Promise<number[]> {
  const ids = new Set<number>()
  if (scopes.length === 0) return []
  for (const part of inParts(commitments)) {
    const rows = await within
      .selectFrom('indexed')
      .select('id')
      .where('scope', 'in', scopes)
      .where('value', 'in', part.map(contentValue))
      .execute()
    for (const { id } of rows) ids.add(id)
  }
  return [...ids]
}

/** Public texts by their hashes; what was erased is not among them. */
export async function findTexts(within: Pick<Within, 'selectFrom'>, hashes: readonly Uint8Array[]) {
  const found: { hash: Uint8Array; text: string }[] = []
  for (const part of inParts(hashes))
    found.push(...(await within.selectFrom('text').select(['hash', 'text']).where('hash', 'in', part).execute()))
  return found
}

/** What is known of contents. */
export async function findContents(
  within: Pick<Within, 'selectFrom'>,
  hashes: readonly Uint8Array[],
): Promise<Pick<ContentRow, 'hash' | 'text'>[]> {
  const found: Pick<ContentRow, 'hash' | 'text'>[] = []
  for (const part of inParts(hashes))
    found.push(...(await within.selectFrom('content').select(['hash', 'text']).where('hash', 'in', part).execute()))
  return found
}

/** What was known of these contents goes; those that say something are written. */
export async function writeContents(
  database: WriteDatabase,
  within: Within,
  contents: readonly ContentRow[],
): Promise<void> {
  for (const part of inParts(contents.map(({ hash }) => hash)))
    await within.deleteFrom('content').where('hash', 'in', part).execute()
  await database.insert(
    within,
    'content',
    contents.filter(({ text }) => text !== null),
  )
}

async function documentsOf(within: Within, commitments: readonly Uint8Array[]): Promise<[string, string][]> {
  const contents = await findContents(within, commitments)
  return contents.flatMap(({ hash, text }) => (text ? [[hexName(hash), text]] : []))
}

/** The words of rows, and how they are spelled; a row that has none is found by none. */
async function writeWords(
  database: WriteDatabase,
  within: Within,
  rows: readonly (Pick<Searched, 'marks'> & { readonly id: number; readonly words: readonly string[] })[],
): Promise<void> {
  const found = rows.filter(({ words }) => words.length > 0)
  await database.insertDocuments(
    within,
    found.map(({ id, words, marks }) => ({ id, words: [...words, ...marks].join(' ') })),
  )
  await spell(
    database,
    within,
    found.map(({ words }) => words),
  )
}

function wordsFor({ texts, hashes, contents }: Searched, known: ReadonlyMap<string, string>): string[] {
  return wordsOf(...texts, ...[...hashes, ...contents].flatMap((hash) => known.get(hexName(hash)) ?? []))
}

function mentionsOf(id: number, { hashes }: Searched): MentionRow[] {
  return [...new Map(hashes.map((hash) => [hexName(hash), { hash, id }])).values()]
}

export function* inParts<Item>(items: readonly Item[], size = mostInQuestion): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size)
}
