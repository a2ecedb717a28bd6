import type { Client } from '../client.ts'
import { followEntries } from './followEntries.ts'
import { getView, type ViewPage } from './getView.ts'

/** A node's views come a moment after its entries. Milliseconds. */
const settleMs = 100

/**
 * A view that keeps itself up to date: its first page now, and again after each entry of its affair, once the view has
 * come that far. Entries that come quickly give one page.
 * @throws as getView and followEntries
 */
export async function* followView(
  client: Client,
  affair: string,
  view: string,
  options: { readonly limit?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<ViewPage> {
  const { signal, ...query } = options
  let page = await getView(client, affair, view, query)
  yield page
  const after = page.asOf.entries - 1
  const entries = followEntries(client, { affairs: [affair], after, ...(signal === undefined ? {} : { signal }) })
  for await (const { index } of entries) {
    if (index < page.asOf.entries) continue
    do {
      await client.sleep(settleMs)
      page = await getView(client, affair, view, query)
    } while (page.asOf.entries <= index)
    yield page
  }
}
