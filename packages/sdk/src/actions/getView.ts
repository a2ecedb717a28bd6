import type { Cbor } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { type Json, malformed, member, readInteger, readList } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { rowKeyText } from '../http/rowKey.ts'

/** Rows of one kind as a node projects them, the newest first: for display, not proven. */
export type ViewPage = {
  /** How far the projection had come. */
  readonly asOf: { readonly entries: number; readonly height: number }
  readonly rows: readonly Json[]
  /** `cursor` of the next page; null on the last one. A page may be short, or empty, before the last. */
  readonly next: string | null
}

export type ViewOptions = {
  readonly limit?: number
  /** The `next` of the page before. */
  readonly cursor?: string
  /** A field that filters, or `entry`; a minus sign in front turns the order round. */
  readonly sort?: string
  /** By field, as `/api/v1/affairs/{name}` says that its values are written. */
  readonly filters?: { readonly [field: string]: string }
}

type Asking = Pick<Client, 'url' | 'fetch' | 'language'>

export async function getView(
  client: Asking,
  affair: string,
  view: string,
  options: ViewOptions = {},
): Promise<ViewPage> {
  const { filters = {}, ...query } = options
  const filtered = Object.entries(filters).map(([field, value]) => [`filter[${field}]`, value] as const)
  return ask(client, affair, view, { ...query, ...Object.fromEntries(filtered) })
}

/** Every revision of one row, the first one first; none if there is no such row. */
export async function getRowHistory(client: Asking, affair: string, view: string, key: Cbor): Promise<ViewPage> {
  return ask(client, affair, view, { key: rowKeyText(key) })
}

async function ask(
  client: Asking,
  affair: string,
  view: string,
  query: Record<string, string | number>,
): Promise<ViewPage> {
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]))
  const path = `/api/v1/affairs/${encodeURIComponent(affair)}/views/${encodeURIComponent(view)}`
  const json = await askJson(client, search.size === 0 ? path : `${path}?${search}`)
  const asOf = member(json, 'asOf')
  const next = member(json, 'next')
  if (next !== null && typeof next !== 'string') throw malformed('next')
  return {
    asOf: {
      entries: readInteger(member(asOf, 'entries'), 'asOf.entries'),
      height: readInteger(member(asOf, 'height'), 'asOf.height'),
    },
    rows: readList(member(json, 'rows'), 'rows'),
    next,
  }
}
