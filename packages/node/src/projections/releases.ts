import { type JsonObject, MergeError, mergeReleases, recordOf } from '@gongshi/ocds'
import type { Kysely } from 'kysely'
import { keyOfOcid, ocidOf } from '../ocds/nativeOcid.ts'
import { releaseId, tagOf } from '../ocds/procurementRelease.ts'
import type { Reading } from './answer.ts'
import type {
  FeedAnswer,
  FeedItem,
  FeedQuestion,
  ReleasesAnswer,
  ReleasesQuestion,
  ReleasesWanted,
} from './question.ts'
import {
  type ImportedRow,
  mostOfNative,
  type NativeRow,
  nativeOrder,
  type Place,
  placesAtOnce,
  ReleaseSources,
} from './releaseSources.ts'
import type { Tables } from './tables.ts'

/** One answer holds about so much, so that other questions get their turn between two. Bytes. */
const mostBytes = 256 * 1024
/** A process with more is told of by its releases only. Bytes. */
const mostOfProcess = 8 * 2 ** 20
const beyond = Number.MAX_SAFE_INTEGER

/** All releases of one ocid, in the order of their entries. */
type Process = { readonly places: readonly Place[]; readonly size: number; readonly isWhole: boolean }
type Found = Omit<ReleasesAnswer, 'asOf'>
type Values = ReadonlyMap<number, string | JsonObject>

/**
 * Releases in the order of their entries; or processes, those imported in the order of their ocids and behind them the native ones
 * in that of their keys: what of them is held, published and may be shown, as JSON values.
 */
export async function releases(reading: Reading, question: ReleasesQuestion): Promise<ReleasesAnswer> {
  const asOf = await asOfNow(reading.database.db)
  const sources = new ReleaseSources(reading, question.contentsAt)
  const find = question.wanted === 'releases' ? inOrder : byProcess
  return { asOf, ...(await find(sources, question, reading)) }
}

async function inOrder(sources: ReleaseSources, question: ReleasesQuestion, { ocidPrefix }: Reading): Promise<Found> {
  const { ocid, separator } = question
  const imported = ocid === null ? await sources.importedInOrder(question) : []
  const own = ocid === null ? null : keyOfOcid(ocidPrefix, ocid)
  const native = ocid !== null && own === null ? [] : await sources.nativeInOrder(own, question)
  const places = [...imported, ...native].sort((left, right) => left.id - right.id).slice(0, placesAtOnce + 1)
  const taken = firstOf(places, ({ size }) => size)
  const values = [...(await sources.valuesOf(taken)).values()]
  const texts = values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
  const last = taken.length < places.length ? taken.at(-1)! : null
  return { ...packed(texts, separator), leftOut: 0, next: last && { value: last.value, id: last.id } }
}

async function byProcess(sources: ReleaseSources, question: ReleasesQuestion, { ocidPrefix }: Reading): Promise<Found> {
  const { ocid, wanted, after, separator } = question
  const own = ocid !== null && (await sources.nativeAmong([ocid])).has(ocid) ? keyOfOcid(ocidPrefix, ocid) : null
  const isNative = own !== null || after?.value[0] === nativeOrder
  const most = isNative ? mostOfNative : placesAtOnce
  const places = await (isNative ? sources.nativeByProcess(own, question) : sources.importedByProcess(ocid, question))
  const processes = processesOf(places, most)
  const taken = firstOf(processes, ({ size, isWhole }) => (isWhole ? size : 0))
  const whole = taken.filter(({ isWhole }) => isWhole)
  const held = whole.filter(({ size }) => size > 0)
  const values = await sources.valuesOf(held.flatMap((process) => process.places))
  const texts = held.map((process) => processText(process, values, wanted)).filter((text) => text !== null)
  const isLast = places.length <= most && taken.length === processes.length
  const rest = isNative || ocid !== null ? null : { value: Uint8Array.of(nativeOrder), id: -1 }
  return {
    ...packed(texts, separator),
    leftOut: taken.length - whole.length + held.length - texts.length,
    next: isLast ? rest : { value: taken.at(-1)!.places[0]!.value, id: beyond },
  }
}

/** Of a process that goes on beyond the page nothing is told yet; of one that fills it, that it is too large. */
function processesOf(places: readonly Place[], most: number): Process[] {
  const groups = [...Map.groupBy(places, ({ value }) => Buffer.from(value).toString('latin1')).values()]
  const isCut = places.length > most
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

/** Null: there is no compiled release of these. */
function processText({ places }: Process, values: Values, wanted: ReleasesWanted): string | null {
  const all = places.flatMap(({ id }) => (values.has(id) ? [parsed(values.get(id)!)] : []))
  if (all.length === 0) return null
  if (wanted !== 'compiled') return JSON.stringify(recordOf(all, { versioned: wanted === 'versioned' }))
  try {
    return JSON.stringify(mergeReleases(all).compiled)
  } catch (error) {
    if (error instanceof MergeError) return null
    throw error
  }
}

function parsed(value: string | JsonObject): JsonObject {
  return typeof value === 'string' ? (JSON.parse(value) as JsonObject) : value
}

function packed(values: readonly string[], separator: string): Pick<Found, 'bytes' | 'count'> {
  const text = values.map((value) => `${value}${separator}`).join('')
  return { bytes: new TextEncoder().encode(text), count: values.length }
}

/** What there is, whether its text is here or not, in the order in which it came or changed last. */
export async function releaseFeed(reading: Reading, { after, limit }: FeedQuestion): Promise<FeedAnswer> {
  const asOf = await asOfNow(reading.database.db)
  const sources = new ReleaseSources(reading, '')
  const imported = (await sources.importedFeed(after ?? -1, limit)).map(importedItem)
  const native = (await sources.nativeFeed(after ?? -1, limit)).map((row) => nativeItem(row, reading.ocidPrefix))
  const found = [...imported, ...native].sort((left, right) => left.id - right.id).slice(0, limit)
  const end = found.at(-1)?.id ?? after
  const own = await sources.nativeAmong(imported.map(({ ocid }) => ocid))
  const items = found.filter(({ isNative, ocid }) => isNative || !own.has(ocid)).map(({ isNative: _, ...item }) => item)
  return { asOf, items, end, isLast: found.length < limit, hasNative: await sources.hasNative() }
}

type Item = FeedItem & { readonly isNative: boolean }

function importedItem({ fields, text, isHeld, ...row }: ImportedRow): Item {
  const { ocid, release, date, tags } = JSON.parse(fields) as Pick<FeedItem, 'ocid' | 'release' | 'date' | 'tags'>
  const state = isHeld ? 'held' : text === '' ? 'gone' : 'absent'
  return { ...row, ocid, release, date, tags, text: state, isNative: false }
}

function nativeItem({ procedure, action, ...row }: NativeRow, ocidPrefix: string): Item {
  const [ocid, release] = [ocidOf(ocidPrefix, procedure), releaseId(row.entry)]
  const told = { date: new Date(row.time).toISOString(), tags: [tagOf(action)] }
  return { ...row, status: 'published', ocid, release, ...told, text: 'held', isNative: true }
}

function asOfNow(db: Kysely<Tables>): Promise<ReleasesAnswer['asOf']> {
  return db.selectFrom('progress').select(['entries', 'height']).executeTakeFirstOrThrow()
}
