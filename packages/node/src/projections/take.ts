import { hexName } from '@gongshi/protocol'
import type { EntryChanges } from './changes.ts'
import type { WriteDatabase } from './database/database.ts'
import type { Declarations } from './declarations.ts'
import { describe, describeAgain, findContents, inParts, rowsNaming, type Within, writeContents } from './describe.ts'
import type { NewRow } from './rows.ts'
import {
  type ContentRow,
  type FailedRow,
  noEntry,
  type ProgressRow,
  type SignatureRow,
  type TransitionRow,
} from './tables.ts'
import { type Act, addTallies } from './tallies.ts'

/** Entries in order, made into rows. */
export type Taken = {
  readonly first: number
  /** One past the last. */
  readonly end: number
  readonly height: number
  readonly root: string
  readonly rows: readonly NewRow[]
  readonly signatures: readonly SignatureRow[]
  readonly acts: readonly Act[]
  readonly texts: EntryChanges['texts']
  /** What contents say that these rows name: those of which it is known already. */
  readonly contents: readonly ContentRow[]
  readonly erased: readonly number[]
  readonly erasedContents: readonly Uint8Array[]
  readonly failed: readonly FailedRow[]
}

/** Somebody else has taken them, or a commit came through whose answer was lost. */
export class NotNext extends Error {}

/**
 * Writes what entries mean, and how far it has come, within one transaction: each entry once, whatever breaks off.
 * @param scopes of the fields that name documents; null while no document was taken in
 * @returns contents that rows name from now on and whose texts are still to be taken in (`Documents`)
 * @throws {NotNext} when the generation does not stand where `taken` begins
 */
export async function take(
  database: WriteDatabase,
  within: Within,
  declarations: Declarations,
  scopes: readonly number[] | null,
  taken: Taken,
): Promise<Uint8Array[]> {
  const { entries } = await within
    .selectFrom('progress')
    .select('entries')
    .$if(database.kind === 'postgres', (query) => query.forUpdate())
    .executeTakeFirstOrThrow()
  if (entries !== taken.first) throw new NotNext()
  const current = lastOfEach(taken.rows)
  await leaveOld(database, within, taken.rows)
  const documents = scopes === null ? null : await keepUnread(database, within, taken.contents)
  await insertRows(database, within, taken.rows, current, taken.texts, documents)
  await database.insert(within, 'signature', taken.signatures)
  await addTallies(within, taken.acts)
  await database.insert(within, 'failed', taken.failed)
  const forgot = await forget(database, declarations, scopes ?? [], within, taken)
  const { end, height, root } = taken
  const progress: Partial<ProgressRow> = { entries: end, height, root, ...(forgot ? { unscrubbed: 1 } : {}) }
  await within.updateTable('progress').set(progress).execute()
  return scopes === null ? [] : unread(within, current)
}

/** Contents that these rows name, that are held as far as is known, and whose texts nobody has read yet. */
async function unread(within: Within, rows: readonly NewRow[]): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  for (const part of inParts(rows.flatMap(({ searched }) => searched.contents))) {
    const open = within.selectFrom('content').select('hash').where('hash', 'in', part).where('text', 'is', null)
    found.push(...(await open.execute()).map(({ hash }) => hash))
  }
  return found
}

/** Writes what contents say of which nobody had read it. @returns those */
async function keepUnread(
  database: WriteDatabase,
  within: Within,
  contents: readonly ContentRow[],
): Promise<readonly ContentRow[]> {
  const hashes = contents.map(({ hash }) => hash)
  const known = await findContents(within, hashes)
  const read = new Set(known.filter(({ text }) => text !== null).map(({ hash }) => hexName(hash)))
  const fresh = contents.filter(({ hash }) => !read.has(hexName(hash)))
  await writeContents(database, within, fresh)
  return fresh
}

/** `current`: those of the rows that stand as they are now. `documents`: what was just written of contents; null: none are taken in. */
export async function insertRows(
  database: WriteDatabase,
  within: Within,
  rows: readonly NewRow[],
  current: readonly NewRow[],
  texts: Taken['texts'],
  documents: readonly ContentRow[] | null,
): Promise<void> {
  await database.insert(
    within,
    'revision',
    rows.map(({ revision }) => revision),
  )
  await database.insert(
    within,
    'indexed',
    current.flatMap(({ indexed }) => indexed),
  )
  await database.insert(within, 'transition', transitionsOf(rows))
  await database.insert(within, 'text', texts)
  const read = (documents ?? []).map(({ hash, text }) => ({ hash, text: text ?? '' }))
  await describe(database, within, current, [...texts, ...read], documents !== null)
}

/** One for each procedure that an entry changed. */
function transitionsOf(rows: readonly NewRow[]): TransitionRow[] {
  const last = new Map<string, TransitionRow>()
  for (const { revision, procedure } of rows)
    if (procedure !== null && revision.entry !== noEntry)
      last.set(`${revision.entry}/${hexName(procedure)}`, { id: revision.id, procedure })
  return [...last.values()]
}

function nameOf({ affair, entity, key }: NewRow['revision']): string {
  return `${affair}/${entity}/${hexName(key)}`
}

/** A row that changed several times stands in the indexes once. */
export function lastOfEach(rows: readonly NewRow[]): readonly NewRow[] {
  // PERF: a row of which only the first revision is here is here once.
  if (rows.every(({ revision }) => revision.revision === 1)) return rows
  return [...new Map(rows.map((row) => [nameOf(row.revision), row])).values()]
}

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

/** Takes out the texts of erased entries and contents, and their words from every row in which they stood; whether there were any. */
async function forget(
  database: WriteDatabase,
  declarations: Declarations,
  scopes: readonly number[],
  within: Within,
  { erased, erasedContents }: Taken,
): Promise<boolean> {
  const ids: number[] = []
  if (erased.length > 0) {
    const hashes = within.selectFrom('text').select('hash').where('entry', 'in', erased)
    const mentions = await within.selectFrom('mention').select('id').distinct().where('hash', 'in', hashes).execute()
    ids.push(...mentions.map(({ id }) => id))
    await within.deleteFrom('text').where('entry', 'in', erased).execute()
  }
  const known = await findContents(within, erasedContents)
  if (erasedContents.length > 0) {
    await within.deleteFrom('content').where('hash', 'in', erasedContents).execute()
    await database.insert(
      within,
      'content',
      erasedContents.map((hash) => ({ hash, text: '', release: null })),
    )
  }
  // PERF: what was never taken in stands in no row, and while a generation is made nothing is.
  const read = known.filter(({ text }) => text).map(({ hash }) => hash)
  ids.push(...(await rowsNaming(within, scopes, read)))
  await describeAgain(database, declarations, within, [...new Set(ids)])
  return erased.length > 0 || read.length > 0
}
