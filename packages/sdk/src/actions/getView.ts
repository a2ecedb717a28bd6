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
  /** Where the next page begins; null on the last one. */
  readonly next: number | null
}

type Asking = Pick<Client, 'url' | 'fetch' | 'language'>

export async function getView(
  client: Asking,
  affair: string,
  view: string,
  options: { readonly limit?: number; readonly before?: number } = {},
): Promise<ViewPage> {
  return ask(client, affair, view, options)
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
  if (next !== null && typeof next !== 'number') throw malformed('next')
  return {
    asOf: {
      entries: readInteger(member(asOf, 'entries'), 'asOf.entries'),
      height: readInteger(member(asOf, 'height'), 'asOf.height'),
    },
    rows: readList(member(json, 'rows'), 'rows'),
    next,
  }
}
