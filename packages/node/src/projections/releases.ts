import { type JsonObject, MergeError, mergeReleases, recordOf } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { type Kysely, sql } from 'kysely'
import type { Reading } from './answer.ts'
import type {
  FeedAnswer,
  FeedItem,
  FeedQuestion,
  Position,
  ReleasesAnswer,
  ReleasesQuestion,
  ReleasesWanted,
} from './question.ts'
import type { Tables } from './tables.ts'
import { everyRow } from './viewFields.ts'

/** Releases of the Open Contracting Data Standard stand as rows of this entity, each naming its content. */
const affair = 'disclosure'
const entity = 'release'

/** One answer holds about so much, so that other questions get their turn between two. Bytes. */
const mostBytes = 256 * 1024
const placesAtOnce = 200
/** A process with more is told of by its releases only. Bytes. */
const mostOfProcess = 8 * 2 ** 20
const beyond = Number.MAX_SAFE_INTEGER
/** Before every value, and behind those that an ocid can have. */
const [low, high] = [new Uint8Array(0), Uint8Array.of(255)]

type Db = Kysely<Tables>
type Scopes = { readonly entry: number; readonly ocid: number; readonly content: number }
/** A release's place in an order; how large is what may be shown of it, 0 where that is nothing. */
type Place = Position & { readonly size: number }
/** All releases of one ocid, in the order of their entries. */
type Process = { readonly places: readonly Place[]; readonly size: number; readonly isWhole: boolean }
type Found = Omit<ReleasesAnswer, 'asOf'>

/**
 * Releases in the order of their entries, or processes in that of their ocids: what of them is held, published and may be
 * shown, as JSON values.
 */
export async function releases(reading: Reading, question: ReleasesQuestion): Promise<ReleasesAnswer> {
  const { db } = reading.database
  const asOf = await asOfNow(db)
  const scopes = scopesOf(reading)
  if (scopes === null) return { asOf, ...packed([], question.separator), leftOut: 0, next: null }
  const find = question.wanted === 'releases' ? inOrder : byProcess
  return { asOf, ...(await find(db, scopes, question)) }
}

async function inOrder(db: Db, scopes: Scopes, question: ReleasesQuestion): Promise<Found> {
  const places = await placesAlong(db, scopes, scopes.entry, [low, low], question)
  const taken = firstOf(places, ({ size }) => size)
  const texts = await textsOf(db, scopes, taken)
  const next = taken.length < places.length ? taken.at(-1)! : null
  return { ...packed([...texts.values()], question.separator), leftOut: 0, next }
}

async function byProcess(db: Db, scopes: Scopes, question: ReleasesQuestion): Promise<Found> {
  const { ocid, wanted, separator } = question
  const own = ocid === null ? null : utf8(`\u0001${ocid}`)
  const places = await placesAlong(db, scopes, scopes.ocid, own === null ? [low, high] : [own, own], question)
  const processes = processesOf(places)
  const taken = firstOf(processes, ({ size, isWhole }) => (isWhole ? size : 0))
  const whole = taken.filter(({ isWhole }) => isWhole)
  const held = whole.filter(({ size }) => size > 0)
  const texts = await textsOf(
    db,
    scopes,
    held.flatMap((process) => process.places),
  )
  const values = held.map((process) => processText(process, texts, wanted)).filter((text) => text !== null)
  const isLast = places.length <= placesAtOnce && taken.length === processes.length
  return {
    ...packed(values, separator),
    leftOut: taken.length - whole.length + held.length - values.length,
    next: isLast ? null : { value: taken.at(-1)!.places[0]!.value, id: beyond },
  }
}

/** One place more than a page has, where there are more; `range`: the values that count, both ends included. */
async function placesAlong(
  db: Db,
  scopes: Scopes,
  scope: number,
  [from, to]: readonly [Uint8Array, Uint8Array],
  { after, below }: ReleasesQuestion,
): Promise<Place[]> {
  const start = after ?? { value: from, id: -1 }
  const { rows } = await sql<Place>`
    SELECT step.value, step.id,
      CASE WHEN revision.status = 'published' THEN coalesce(octet_length(content.release), 0) ELSE 0 END AS size
    FROM "indexed" AS step JOIN revision ON revision.id = step.id
      JOIN "indexed" AS named ON named.id = step.id AND named.scope = ${scopes.content}
      LEFT JOIN content ON content.hash = substr(named.value, 2)
    WHERE step.scope = ${scope} AND (step.value, step.id) > (${start.value}, ${start.id})
      AND step.value <= ${to} AND step.id < ${below}
    ORDER BY step.value, step.id LIMIT ${placesAtOnce + 1}`.execute(db)
  return rows.map(({ value, id, size }) => ({ value: new Uint8Array(value), id, size: Number(size) }))
}

/** Of a process that goes on beyond the page nothing is told yet; of one that fills it, that it is too large. */
function processesOf(places: readonly Place[]): Process[] {
  const groups = [...Map.groupBy(places, ({ value }) => Buffer.from(value).toString()).values()]
  const isCut = places.length > placesAtOnce
  if (isCut && groups.length > 1) groups.pop()
  return groups.map((group) => {
    const size = group.reduce((sum, place) => sum + place.size, 0)
    return { places: group, size, isWhole: size <= mostOfProcess && !(isCut && groups.length === 1) }
  })
}

/** As many as fit one answer, one at least. */
function firstOf<Item>(items: readonly Item[], sizeOf: (item: Item) => number): readonly Item[] {
  let size = 0
  const end = items.findIndex((item, at) => {
    size += sizeOf(item)
    return at > 0 && (size > mostBytes || at === placesAtOnce)
  })
  return end < 0 ? items : items.slice(0, end)
}

/** What masking leaves of each that is held, in the given order. */
async function textsOf(db: Db, scopes: Scopes, places: readonly Place[]): Promise<Map<number, string>> {
  const held = places.filter(({ size }) => size > 0)
  if (held.length === 0) return new Map()
  const { rows } = await sql<{ id: number; release: string | null }>`
    SELECT named.id, content.release FROM "indexed" AS named JOIN content ON content.hash = substr(named.value, 2)
    WHERE named.scope = ${scopes.content} AND named.id IN (${sql.join(held.map(({ id }) => id))})`.execute(db)
  const known = new Map(rows.map(({ id, release }) => [id, release]))
  return new Map(held.flatMap(({ id }) => (known.get(id) ? [[id, known.get(id)!] as const] : [])))
}

/** Null: there is no compiled release of these. */
function processText({ places }: Process, texts: ReadonlyMap<number, string>, wanted: ReleasesWanted): string | null {
  const all = places.flatMap(({ id }) => (texts.has(id) ? [JSON.parse(texts.get(id)!) as JsonObject] : []))
  if (all.length === 0) return null
  if (wanted !== 'compiled') return JSON.stringify(recordOf(all, { versioned: wanted === 'versioned' }))
  try {
    return JSON.stringify(mergeReleases(all).compiled)
  } catch (error) {
    if (error instanceof MergeError) return null
    throw error
  }
}

function packed(values: readonly string[], separator: string): Pick<Found, 'bytes' | 'count'> {
  const text = values.map((value) => `${value}${separator}`).join('')
  return { bytes: new TextEncoder().encode(text), count: values.length }
}

/** What there is, whether its text is here or not, in the order in which it came or changed last. */
export async function releaseFeed(reading: Reading, { after, limit }: FeedQuestion): Promise<FeedAnswer> {
  const { db } = reading.database
  const asOf = await asOfNow(db)
  const scopes = scopesOf(reading)
  if (scopes === null) return { asOf, items: [] }
  const { rows } = await sql<FeedRow>`
    SELECT revision.id, revision.entry, revision.height, revision.time, revision.status, revision.fields, content.text,
      content.release IS NOT NULL AS "isHeld"
    FROM "indexed" AS step JOIN revision ON revision.id = step.id
      JOIN "indexed" AS named ON named.id = step.id AND named.scope = ${scopes.content}
      LEFT JOIN content ON content.hash = substr(named.value, 2)
    WHERE step.scope = ${scopes.entry} AND step.id > ${after ?? -1} ORDER BY step.value, step.id LIMIT ${limit}`.execute(
    db,
  )
  return { asOf, items: rows.map(itemOf) }
}

type FeedRow = Omit<FeedItem, 'ocid' | 'release' | 'date' | 'tags' | 'text'> & {
  readonly fields: string
  readonly text: string | null
  readonly isHeld: number | boolean
}

function itemOf({ fields, text, isHeld, ...row }: FeedRow): FeedItem {
  const { ocid, release, date, tags } = JSON.parse(fields) as Pick<FeedItem, 'ocid' | 'release' | 'date' | 'tags'>
  const state = isHeld ? 'held' : text === '' ? 'gone' : 'absent'
  return { ...row, ocid, release, date, tags, text: state }
}

function asOfNow(db: Db): Promise<ReleasesAnswer['asOf']> {
  return db.selectFrom('progress').select(['entries', 'height']).executeTakeFirstOrThrow()
}

/** Null where the ledger has no such affair. */
function scopesOf({ scopes }: Reading): Scopes | null {
  const [entry, ocid, content] = [everyRow, 'ocid', 'content'].map((field) => scopes.find(affair, entity, field))
  return entry === undefined || ocid === undefined || content === undefined ? null : { entry, ocid, content }
}
