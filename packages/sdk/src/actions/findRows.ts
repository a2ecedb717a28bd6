import type { Cbor } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { malformed, member, readList } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { rowKeyText } from '../http/rowKey.ts'

/** What one request may ask. */
const maxKeys = 1000

/** Which of these rows of an entity the ledger has, in their order, as one node tells it: not proven. */
export async function findRows(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  affair: string,
  entity: string,
  keys: readonly Cbor[],
): Promise<boolean[]> {
  const path = `/api/v1/affairs/${encodeURIComponent(affair)}/rows/${encodeURIComponent(entity)}/lookup`
  const found: boolean[] = []
  for (let from = 0; from < keys.length; from += maxKeys) {
    const asked = keys.slice(from, from + maxKeys).map(rowKeyText)
    const json = await askJson(client, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new TextEncoder().encode(JSON.stringify({ keys: asked })),
    })
    const present = readList(member(json, 'present'), 'present')
    if (present.length !== asked.length) throw malformed('present')
    for (const one of present) {
      if (typeof one !== 'boolean') throw malformed('present')
      found.push(one)
    }
  }
  return found
}
