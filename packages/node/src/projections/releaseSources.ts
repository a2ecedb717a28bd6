import type { JsonObject } from '@gongshi/ocds'
import { toHex, utf8 } from '@gongshi/protocol'
import { type Kysely, sql } from 'kysely'
import { keyOfOcid, ocidOf } from '../ocds/nativeOcid.ts'
import type { Reading } from './answer.ts'
import { releasesOf } from './nativeReleases.ts'
import type { Position } from './question.ts'
import type { RevisionRow, Tables } from './tables.ts'
import { everyRow } from './viewFields.ts'

/** Imported releases stand as rows of this entity, each naming its content. */
const affair = 'disclosure'
const entity = 'release'

export const placesAtOnce = 200
/** Of a native process, which has a release for every bid and offer. */
export const mostOfNative = 2_000
/** About so large is a native release. Bytes. */
const nativeBytes = 1_200
/** Before every value, and behind those that an ocid can have. */
const [low, high] = [new Uint8Array(0), Uint8Array.of(255)]
/** Native processes stand behind the imported ones, whose values begin with 1. */
export const nativeOrder = 2

type Scopes = { readonly entry: number; readonly ocid: number; readonly content: number }
/** A release's place in an order; how large is what may be shown of it, 0 where that is nothing; of a native one its procedure. */
export type Place = Position & { readonly size: number; readonly procedure: Uint8Array | null }
/** Of the changes before `below`, behind a place. */
export type Stretch = { readonly after: Position | null; readonly below: number }

/** Where releases come from: contents that imported ones name, and what entries did to procedures. */
export class ReleaseSources {
  readonly #db: Kysely<Tables>
  readonly #scopes: Scopes | null
  readonly #ocidPrefix: string
  readonly #contentsAt: string

  constructor(reading: Reading, contentsAt: string) {
    this.#db = reading.database.db
    this.#scopes = scopesOf(reading)
    this.#ocidPrefix = reading.ocidPrefix
    this.#contentsAt = contentsAt
  }

  /** By their entries; as each of these, one place more than a page has, where there are more. */
  importedInOrder({ after, below }: Stretch): Promise<Place[]> {
    return this.#imported('entry', { after: { value: low, id: after?.id ?? -1 }, below }, [low, low])
  }

  /** By their ocids, or of one. */
  importedByProcess(ocid: string | null, stretch: Stretch): Promise<Place[]> {
    const own = ocid === null ? null : utf8(`\u0001${ocid}`)
    return this.#imported('ocid', stretch, own === null ? [low, high] : [own, own])
  }

  /** Places along an index; `range`: the values that count, both ends included. */
  async #imported(
    along: 'entry' | 'ocid',
    { after, below }: Stretch,
    [from, to]: readonly [Uint8Array, Uint8Array],
  ): Promise<Place[]> {
    if (this.#scopes === null) return []
    const start = after ?? { value: from, id: -1 }
    const { rows } = await sql<Omit<Place, 'procedure'>>`
      SELECT step.value, step.id,
        CASE WHEN revision.status = 'published' THEN coalesce(octet_length(content.release), 0) ELSE 0 END AS size
      FROM "indexed" AS step JOIN revision ON revision.id = step.id
        JOIN "indexed" AS named ON named.id = step.id AND named.scope = ${this.#scopes.content}
        LEFT JOIN content ON content.hash = substr(named.value, 2)
      WHERE step.scope = ${this.#scopes[along]} AND (step.value, step.id) > (${start.value}, ${start.id})
        AND step.value <= ${to} AND step.id < ${below}
      ORDER BY step.value, step.id LIMIT ${placesAtOnce + 1}`.execute(this.#db)
    return rows.map(({ value, id, size }) => ({
      value: new Uint8Array(value),
      id,
      size: Number(size),
      procedure: null,
    }))
  }

  /** By their entries; of one procedure only, where a key is given. */
  async nativeInOrder(key: Uint8Array | null, { after, below }: Stretch): Promise<Place[]> {
    const rows = await this.#db
      .selectFrom('transition')
      .selectAll()
      .where('id', '>', after?.id ?? -1)
      .where('id', '<', below)
      .$if(key !== null, (query) => query.where('procedure', '=', key!))
      .orderBy('id')
      .limit(placesAtOnce + 1)
      .execute()
    return rows.map(({ id, procedure }) => ({ value: low, id, size: nativeBytes, procedure }))
  }

  /** By the keys of their procedures, or of one. */
  async nativeByProcess(key: Uint8Array | null, { after, below }: Stretch): Promise<Place[]> {
    const start = after ?? { value: Uint8Array.of(nativeOrder), id: -1 }
    const rows = await this.#db
      .selectFrom('transition')
      .selectAll()
      .where('id', '<', below)
      .where(
        key === null
          ? sql<boolean>`(procedure, id) > (${start.value.subarray(1)}, ${start.id})`
          : sql<boolean>`procedure = ${key}`,
      )
      .orderBy('procedure')
      .orderBy('id')
      .limit(mostOfNative + 1)
      .execute()
    return rows.map(({ id, procedure }) => {
      const value = new Uint8Array(procedure.length + 1)
      value[0] = nativeOrder
      value.set(procedure, 1)
      return { value, id, size: nativeBytes, procedure }
    })
  }

  /**
   * Releases by their places, in that order: as JSON what masking leaves of an imported one that is held. Nobody imports into a
   * procedure of this ledger: what claims its ocid is left out.
   */
  async valuesOf(places: readonly Place[]): Promise<Map<number, string | JsonObject>> {
    const held = places.filter(({ size, procedure }) => size > 0 && procedure === null)
    const native = places.flatMap(({ id, procedure }) => (procedure === null ? [] : [{ id, procedure }]))
    const naming = { ocidPrefix: this.#ocidPrefix, contentsAt: this.#contentsAt }
    const texts = held.length === 0 ? new Map<number, string>() : await this.#textsOf(held)
    const made = native.length === 0 ? new Map<number, JsonObject>() : await releasesOf(this.#db, naming, native)
    return new Map(
      places.flatMap(({ id }) => {
        const value = texts.get(id) ?? made.get(id)
        return value === undefined ? [] : [[id, value] as const]
      }),
    )
  }

  async #textsOf(held: readonly Place[]): Promise<Map<number, string>> {
    const { content } = this.#scopes!
    const { rows } = await sql<{ id: number; release: string | null }>`
      SELECT named.id, content.release FROM "indexed" AS named JOIN content ON content.hash = substr(named.value, 2)
      WHERE named.scope = ${content} AND named.id IN (${sql.join(held.map(({ id }) => id))})`.execute(this.#db)
    const texts = new Map(rows.flatMap(({ id, release }) => (release ? [[id, release] as const] : [])))
    // PERF: nearly none has such an ocid, and then none is parsed.
    const sign = `"${ocidOf(this.#ocidPrefix, low)}`
    const named = new Map(
      [...texts]
        .filter(([, text]) => text.includes(sign))
        .map(([id, text]) => [id, String((JSON.parse(text) as JsonObject).ocid)] as const),
    )
    const native = await this.nativeAmong([...named.values()])
    for (const [id, ocid] of named) if (native.has(ocid)) texts.delete(id)
    return texts
  }

  /** Which of these name a procedure of this ledger. */
  async nativeAmong(ocids: readonly string[]): Promise<ReadonlySet<string>> {
    const keys = new Map(
      ocids.flatMap((ocid) => {
        const key = keyOfOcid(this.#ocidPrefix, ocid)
        return key === null ? [] : [[toHex(key), { ocid, key }] as const]
      }),
    )
    if (keys.size === 0) return new Set()
    const found = await this.#db
      .selectFrom('transition')
      .select('procedure')
      .distinct()
      .where(
        'procedure',
        'in',
        [...keys.values()].map(({ key }) => key),
      )
      .execute()
    return new Set(found.map(({ procedure }) => keys.get(toHex(procedure))!.ocid))
  }

  async hasNative(): Promise<boolean> {
    return (await this.#db.selectFrom('transition').select('id').limit(1).executeTakeFirst()) !== undefined
  }

  /** What there is of imported ones, whether its text is here or not. */
  async importedFeed(after: number, limit: number): Promise<ImportedRow[]> {
    if (this.#scopes === null) return []
    const { rows } = await sql<ImportedRow>`
      SELECT revision.id, revision.entry, revision.height, revision.time, revision.status, revision.fields,
        content.text, content.release IS NOT NULL AS "isHeld"
      FROM "indexed" AS step JOIN revision ON revision.id = step.id
        JOIN "indexed" AS named ON named.id = step.id AND named.scope = ${this.#scopes.content}
        LEFT JOIN content ON content.hash = substr(named.value, 2)
      WHERE step.scope = ${this.#scopes.entry} AND step.id > ${after}
      ORDER BY step.value, step.id LIMIT ${limit}`.execute(this.#db)
    return rows
  }

  async nativeFeed(after: number, limit: number): Promise<NativeRow[]> {
    return this.#db
      .selectFrom('transition as step')
      .innerJoin('revision', 'revision.id', 'step.id')
      .select(['step.id', 'step.procedure', 'revision.entry', 'revision.height', 'revision.time', 'revision.action'])
      .where('step.id', '>', after)
      .orderBy('step.id')
      .limit(limit)
      .execute()
  }
}

/** A release as the ledger tells of it. `time`: Unix milliseconds. */
type Told = Pick<RevisionRow, 'id' | 'entry' | 'height' | 'time'>
export type ImportedRow = Told &
  Pick<RevisionRow, 'status' | 'fields'> & { readonly text: string | null; readonly isHeld: number | boolean }
export type NativeRow = Told & Pick<RevisionRow, 'action'> & { readonly procedure: Uint8Array }

/** Null where the ledger has no such affair. */
function scopesOf({ scopes }: Reading): Scopes | null {
  const [entry, ocid, content] = [everyRow, 'ocid', 'content'].map((field) => scopes.find(affair, entity, field))
  return entry === undefined || ocid === undefined || content === undefined ? null : { entry, ocid, content }
}
