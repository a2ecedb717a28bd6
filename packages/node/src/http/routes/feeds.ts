import { feedType, type PageContext, paths, renderNoticeFeed, renderSearchFeed } from '@gongshi/portal'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { NoticeQuery } from '../../pages/noticeRows.ts'
import { organOf } from '../../pages/organs.ts'
import { listNotices } from '../../pages/records.ts'
import { type SearchNeeds, searchData } from '../../pages/searchData.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { searchAsked, searchParameters } from './search.ts'

type Needs = {
  readonly needs: SearchNeeds
  /** With the address under which people reach the site. */
  readonly context: (request: FastifyRequest, lang: 'zh' | 'en') => Page
  readonly preHandler: Conditional
}

const perFeed = 50
const before = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))

/** What pages list, for programs that follow it (Atom, RFC 4287): notices, an organ's notices, what a search finds. */
export function feedRoutes(server: Server, { needs, context, preHandler }: Needs): void {
  const route = (path: string, query: Record<string, ReturnType<typeof Type.Optional>>, render: Render) => {
    const schema = { hide: true, querystring: Type.Object(query) }
    for (const lang of ['zh', 'en'] as const)
      server.get<{ Querystring: Asked; Params: OrganParams }>(
        `/${lang}${path}`,
        { schema, preHandler },
        async (request, reply) => {
          const text = await render(context(request, lang), request.query, request.params)
          return reply.header('content-language', lang).type(`${feedType}; charset=utf-8`).send(text)
        },
      )
  }
  const notices = (query: Omit<NoticeQuery, 'limit'>) => listNotices(needs, { ...query, limit: perFeed })
  route(paths.noticeFeed, { before }, async (page, query) => renderNoticeFeed(await notices(query), null, page))
  route('/organs/:scheme/:id/notices.atom', { before }, async (page, query, organ) => {
    const of = `${organ.scheme}/${organ.id}`
    return renderNoticeFeed(await notices({ ...query, organ: of }), organOf(needs.names, organ), page)
  })
  route('/search.atom', searchParameters, async (page, query) => {
    const asked = searchAsked(query, needs)
    if (asked.query === null || asked.query.trim() === '') throw new NodeError({ code: 'search-empty' })
    return renderSearchFeed(await searchData(needs, asked), page)
  })
}

type Page = PageContext & { readonly base: string }
type Asked = { readonly before?: number; readonly [name: string]: unknown }
type Render = (page: Page, query: Asked, params: OrganParams) => Promise<string>
type OrganParams = { readonly scheme: string; readonly id: string }
