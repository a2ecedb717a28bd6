import { type PageContext, renderWorkspace, type WorkspacePage } from '@gongshi/portal'
import { toHex } from '@gongshi/protocol'
import { languages } from '@gongshi/ui'
import type { FastifyReply, FastifyRequest, preParsingAsyncHookHandler } from 'fastify'
import { type TSchema, Type } from 'typebox'
import type { Officer } from '../signIn/officer.ts'
import type { SignIn } from '../signIn/signIn.ts'
import type { Server } from './createServer.ts'
import type { PageSite } from './pageSite.ts'
import { asPage } from './securityHeaders.ts'

/** Everything below these is for officers who have signed in, whoever registers it. */
const guarded = /^\/(?:(zh|en)\/workspace|api\/v1\/workspace)(?:\/|$)/
const safe = new Set(['GET', 'HEAD'])

/**
 * Lets nobody in below `/zh/workspace`, `/en/workspace` and `/api/v1/workspace` who has not signed in, and nothing be changed
 * there by a page of another site: by the path of the route, so that a new one can't forget it. Called before any route is
 * registered. Readers of pages are led to the door; everybody else is refused.
 * PERF: the guard stands at those routes alone; all others go by without it.
 */
export function guardWorkspace(server: Server, signIn: SignIn): void {
  server.addHook('onRoute', (route) => {
    const found = guarded.exec(route.url)
    if (found === null) return
    const language = found[1]
    const guard: preParsingAsyncHookHandler = async (request, reply) => {
      const isReading = safe.has(request.method)
      if (!isReading) signIn.ownSite(request)
      if (isReading && language !== undefined && signIn.findOfficer(request) === null) {
        reply.header('cache-control', 'no-store')
        return reply.redirect(`/${language}/sign-in?next=${encodeURIComponent(request.url)}`, 303)
      }
      signIn.officer(request)
    }
    route.preParsing = [guard, ...[route.preParsing ?? []].flat()]
  })
}

export type WorkspaceContext = PageContext & { readonly officer: Officer }

/** Pages and forms of the workspace, each in both languages, in the same shell. */
export class Workspace {
  readonly #server: Server
  readonly #signIn: SignIn
  readonly #site: PageSite
  readonly #isTrustee: (officer: Officer) => Promise<boolean>

  constructor(server: Server, signIn: SignIn, site: PageSite, isTrustee: (officer: Officer) => Promise<boolean>) {
    this.#server = server
    this.#signIn = signIn
    this.#site = site
    this.#isTrustee = isTrustee
  }

  /** `path` is below the language and begins with `/workspace`. */
  page<Query extends object>(
    path: string,
    query: Readonly<Record<string, TSchema>>,
    make: (
      context: WorkspaceContext,
      query: Query,
      params: Readonly<Record<string, string>>,
    ) => WorkspacePage | Promise<WorkspacePage>,
  ): void {
    const schema = { hide: true, querystring: Type.Object(query) }
    for (const lang of languages)
      this.#server.get<{ Params: Record<string, string> }>(`/${lang}${path}`, { schema }, async (request, reply) => {
        const officer = this.#signIn.officer(request)
        const context = { ...this.#site.context(lang), officer }
        const [page, isTrustee] = await Promise.all([
          make(context, request.query as Query, request.params),
          this.#isTrustee(officer),
        ])
        const reader = { number: toHex(officer.number), keyId: toHex(officer.keyId), isTrustee }
        return sendPrivately(reply, this.#site, lang, renderWorkspace(page, reader, context))
      })
  }

  /** A form's POST, sent as `application/x-www-form-urlencoded`; `act` answers where to go on, below the language. */
  form<Fields extends object>(
    path: string,
    fields: Readonly<Record<string, TSchema>>,
    act: (request: FastifyRequest, reply: FastifyReply, fields: Fields) => string | Promise<string>,
  ): void {
    const schema = { hide: true, body: Type.Object(fields, { additionalProperties: false }) }
    for (const lang of languages)
      this.#server.post(`/${lang}${path}`, { schema }, async (request, reply) =>
        reply
          .header('cache-control', 'no-store')
          .redirect(`/${lang}${await act(request, reply, request.body as Fields)}`, 303),
      )
  }
}

/** Kept by nobody. Its forms say which page they are on: without a referrer policy of its own, a browser would not. */
export function sendPrivately(reply: FastifyReply, site: PageSite, lang: string, html: string): FastifyReply {
  const { contentSecurityPolicy } = site.page(html)
  asPage(reply, contentSecurityPolicy).header('content-language', lang).header('cache-control', 'no-store')
  return reply.header('referrer-policy', 'same-origin').type('text/html; charset=utf-8').send(html)
}
