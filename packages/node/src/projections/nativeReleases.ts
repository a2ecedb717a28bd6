import type { Json } from '@gongshi/affair-kit'
import type { JsonObject } from '@gongshi/ocds'
import { encodeCbor, equalBytes, fromHex, toHex } from '@gongshi/protocol'
import { type Kysely, sql } from 'kysely'
import { procedureIn } from '../ocds/nativeOcid.ts'
import { type Organ, type OrganName, releaseOf, type Surroundings } from '../ocds/procurementRelease.ts'
import { findContents, findTexts, inParts } from './describe.ts'
import { procedureOf, procurementAffair, toldEntities } from './procedureOf.ts'
import { eventsInEntry } from './rows.ts'
import type { RevisionRow, Tables, TransitionRow } from './tables.ts'

type Db = Kysely<Tables>
type Fields = { readonly [name: string]: Json }
/** A row as one transition left it. */
type Change = Omit<RevisionRow, 'fields'> & { readonly transition: number; readonly fields: Fields }
/** How this node names procedures, and where it has contents: what stands before a commitment in an address. */
export type Naming = { readonly ocidPrefix: string; readonly contentsAt: string }

/** Fields of the rows in which organs come in. */
const organFields = ['buyer', 'agency', 'bidder', 'supplier'] as const

/**
 * The release of each transition, by its number: made of the rows as that entry left them, of the names that organs had then, and
 * of what may be read now of the contents that they name.
 */
export async function releasesOf(
  db: Db,
  naming: Naming,
  transitions: readonly TransitionRow[],
): Promise<Map<number, JsonObject>> {
  const changes: Change[] = []
  for (const part of inParts(transitions)) changes.push(...(await changesOf(db, part)))
  const titled = await withTitles(db, changes)
  const [names, texts] = [await namesOf(db, titled), await enquiriesIn(db, titled)]
  const byTransition = Map.groupBy(titled, ({ transition }) => transition)
  const releases = new Map<number, JsonObject>()
  for (const { id, procedure } of transitions) {
    const rows = (byTransition.get(id) ?? []).filter((row) => equalBytes(procedureOf(row, row.fields)!, procedure))
    const beside: Surroundings = {
      nameOf: (organ) => names(organ, id),
      textOf: (content) => texts.get(content) ?? null,
      urlOf: (content) => `${naming.contentsAt}${content}`,
    }
    releases.set(id, releaseOf(procedureIn(naming.ocidPrefix, procedure), rows.at(-1)!, rows, beside))
  }
  return releases
}

/** Rows that the entries of transitions changed, of whichever procedure. */
async function changesOf(db: Db, transitions: readonly TransitionRow[]): Promise<Change[]> {
  if (transitions.length === 0) return []
  const { rows } = await sql<Omit<Change, 'fields'> & { readonly fields: string }>`
    SELECT step.id AS "transition", revision.* FROM "transition" AS step JOIN revision
      ON revision.id BETWEEN step.id - step.id % ${sql.lit(eventsInEntry)} AND step.id
    WHERE step.id IN (${sql.join(transitions.map(({ id }) => id))}) AND revision.affair = ${procurementAffair}
      AND revision.entity IN (${sql.join([...toldEntities])})
    ORDER BY step.id, revision.id`.execute(db)
  return rows.map((row) => ({ ...row, fields: JSON.parse(row.fields) as Fields }))
}

/** The one text that rows of a procedure hold on the ledger: null where it is erased. */
async function withTitles(db: Db, changes: readonly Change[]): Promise<Change[]> {
  const hashes = changes.flatMap(({ fields: { title } }) => (typeof title === 'string' ? [title] : []))
  const texts = await textsByHash(db, hashes)
  return changes.map((row) =>
    typeof row.fields.title === 'string'
      ? { ...row, fields: { ...row.fields, title: texts.get(row.fields.title) ?? null } }
      : row,
  )
}

type NameOf = (organ: Organ, transition: number) => OrganName | null

/** What the organs that come in with these rows were called when they came in. */
async function namesOf(db: Db, changes: readonly Change[]): Promise<NameOf> {
  const coming = changes.filter(({ revision }) => revision === 1)
  const organs = coming.flatMap(({ fields }) =>
    organFields.flatMap((name) => (fields[name] as Organ | undefined) ?? []),
  )
  const keys = new Map(organs.map((organ) => [idOf(organ), encodeCbor([[organ.scheme, organ.id]])]))
  const found: { key: Uint8Array; id: number; fields: string }[] = []
  for (const part of inParts([...keys.values()]))
    found.push(
      ...(await db
        .selectFrom('revision')
        .select(['key', 'id', 'fields'])
        .where('affair', '=', 'organisations')
        .where('entity', '=', 'organ')
        .where('key', 'in', part)
        .orderBy('id', 'desc')
        .execute()),
    )
  const rows = found.map(({ key, id, fields }) => ({ key: toHex(key), id, ...(JSON.parse(fields) as StoredName) }))
  const texts = await textsByHash(
    db,
    rows.flatMap(({ nameZh, nameEn }) => [nameZh, nameEn].filter((hash) => typeof hash === 'string')),
  )
  const byKey = Map.groupBy(rows, ({ key }) => key)
  const textOf = (hash: string | null | undefined) => (hash ? (texts.get(hash) ?? null) : null)
  return (organ, transition) => {
    const row = byKey.get(toHex(keys.get(idOf(organ))!))?.find(({ id }) => id < transition)
    return row === undefined ? null : { zh: textOf(row.nameZh), en: textOf(row.nameEn) }
  }
}

type StoredName = { readonly nameZh?: string | null; readonly nameEn?: string | null }

function idOf({ scheme, id }: Organ): string {
  return `${scheme}/${id}`
}

/** Questions and answers, by their commitments. */
async function enquiriesIn(db: Db, changes: readonly Change[]): Promise<ReadonlyMap<string, string>> {
  const asked = changes.filter(({ entity }) => entity === 'enquiry')
  const named = asked.flatMap(({ fields: { question, answer } }) => [question, answer])
  const hashes = new Set(named.filter((hash) => typeof hash === 'string'))
  const found = await findContents(db, [...hashes].map(fromHex))
  return new Map(found.flatMap(({ hash, text }) => (text ? [[toHex(hash), text]] : [])))
}

async function textsByHash(db: Db, hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await findTexts(db, [...new Set(hashes)].map(fromHex))
  return new Map(found.map(({ hash, text }) => [toHex(hash), text]))
}
