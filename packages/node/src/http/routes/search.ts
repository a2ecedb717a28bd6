import type { SearchFilters } from '@gongshi/portal'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { type SearchAsked, type SearchNeeds, searchCursor } from '../../pages/searchData.ts'
import { parseSearchFilters, searchFilter } from '../../pages/searchFilters.ts'
import { wordQuery } from '../../projections/words.ts'
import type { Conditional } from '../conditional.ts'
import { goneSignal } from '../connections.ts'
import type { Server } from '../createServer.ts'
import { jsonOf, refusals } from '../documentation.ts'
import type { Services } from '../services.ts'
import { asOf, cursorText, describeRow, nextPage, pageSize, viewsRefused } from './views.ts'

type SearchQuery = SearchFilters & { readonly q: string; readonly limit: number; readonly cursor?: string }

const words = Type.Optional(Type.String({ maxLength: 200 }))
/** Of the page and of its feed. */
export const searchParameters = { q: words, cursor: words, kind: words, organ: words, from: words, to: words }

export function searchAsked(
  query: { readonly [name: string]: unknown },
  { affairs }: Pick<SearchNeeds, 'affairs'>,
): SearchAsked {
  const { q, cursor } = query as { readonly q?: string; readonly cursor?: string }
  return { query: q ?? null, cursor, parsed: parseSearchFilters(query, affairs) }
}

const searchSchema = {
  operationId: 'search',
  summary: 'Rows of every affair that have all the words, the newest first; the last word may be the beginning of one',
  tags: ['affairs'],
  querystring: Type.Object({
    q: Type.String({ minLength: 1, maxLength: 200, description: 'Words in Chinese or any other script.' }),
    limit: pageSize,
    cursor: Type.Optional(cursorText),
    kind: Type.Optional(Type.String({ maxLength: 200, description: 'Only rows of this entity: `affair/entity`.' })),
    organ: Type.Optional(Type.String({ maxLength: 200, description: 'Only rows that name this organ: `scheme/id`.' })),
    from: Type.Optional(
      Type.String({ maxLength: 200, description: 'Only what came on this day or later (UTC+8): `2026-05-01`.' }),
    ),
    to: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'Only what came on this day or earlier (UTC+8): `2026-05-01`.',
      }),
    ),
  }),
  response: {
    200: Type.Object({
      asOf,
      rows: Type.Array(
        jsonOf(
          'A row as it is now, with its affair and entity; with `document`, where words stand in the document that it names: its commitment `content`, and a `fragment` of its text.',
        ),
      ),
      next: nextPage,
      suggestions: Type.Array(Type.String(), {
        description:
          'Where nothing is found: up to three questions that find something, with a word spelled as in what there is, or with a word less; the likeliest first.',
      }),
    }),
    ...refusals('search-empty', 'cursor-invalid', ...viewsRefused),
  },
}

/** Rows of every affair by their words. */
export function searchRoute(
  server: Server,
  needs: Pick<Services, 'views' | 'cursors' | 'affairs'>,
  preHandler: Conditional,
): void {
  server.get<{ Querystring: SearchQuery }>(
    '/api/v1/search',
    {
      preHandler,
      schema: searchSchema,
    },
    async (request, reply) => {
      const { q, limit, cursor } = request.query
      const words = wordQuery(q)
      if (words.words.length === 0 && words.prefix === null) throw new NodeError({ code: 'search-empty' })
      const { filters, ignored } = parseSearchFilters(request.query, needs.affairs)
      if (ignored[0] !== undefined) throw new NodeError({ code: 'request-malformed', at: `query.${ignored[0]}` })
      const [asked, filter] = [searchCursor(q, filters), searchFilter(filters)]
      const below = cursor === undefined ? null : needs.cursors.read(asked, cursor).id
      const found = await needs.views.search({ words, filter, below, limit }, goneSignal(reply))
      const next = found.next === null ? null : needs.cursors.write(asked, found.next)
      const isNothing = found.rows.length === 0 && below === null
      const suggestions = isNothing
        ? (await needs.views.suggestions({ text: q, filter, limit: 3 }, goneSignal(reply))).texts
        : []
      return { asOf: found.asOf, rows: found.rows.map(describeRow), next, suggestions }
    },
  )
}
