import { type PageContext, renderRecord, renderRecordChanges, renderSearch } from '@gongshi/portal'
import { type TOptional, type TSchema, Type } from 'typebox'
import { recordChanges } from '../../pages/recordChanges.ts'
import { getRecord } from '../../pages/records.ts'
import { type SearchNeeds, searchPage } from '../../pages/searchData.ts'
import { searchAsked, searchParameters } from './search.ts'

/** Serves one page in both languages. */
export type PageRoute = (
  path: string,
  query: Record<string, TOptional<TSchema>>,
  render: (
    context: PageContext,
    query: { readonly [name: string]: unknown },
    params: { readonly [name: string]: string },
  ) => Promise<string>,
) => void

const version = Type.Optional(Type.Integer({ minimum: 1 }))

/** A record, what changed between its versions, and the search that finds it. */
export function recordPages(route: PageRoute, needs: SearchNeeds): void {
  route('/records/:key', { version }, async (context, { version: asked }, { key }) =>
    renderRecord(await getRecord(needs, key!, context.lang, asked as number | undefined), context),
  )
  route('/records/:key/changes', { from: version, to: version }, async (context, { from, to }, { key }) => {
    const asked = { from: from as number | undefined, to: to as number | undefined }
    return renderRecordChanges(await recordChanges(needs, key!, asked), context)
  })
  route('/search', searchParameters, async (context, query) =>
    renderSearch(await searchPage(needs, searchAsked(query, needs)), context),
  )
}
