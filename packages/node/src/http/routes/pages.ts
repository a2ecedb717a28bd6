import { gzipSync } from 'node:zlib'
import {
  type PageContext,
  paths,
  personas,
  procedureFilterNames,
  renderActForm,
  renderAffair,
  renderBid,
  renderClauses,
  renderConsultation,
  renderConsultations,
  renderDesign,
  renderDrafts,
  renderEntry,
  renderError,
  renderFigures,
  renderGlossary,
  renderHome,
  renderLearn,
  renderLedger,
  renderNetwork,
  renderOrgan,
  renderOrgans,
  renderProcedure,
  renderProcedures,
  renderReceipt,
  renderRecompute,
  renderSign,
  renderTour,
  renderWatch,
} from '@gongshi/portal'
import { formatDay } from '@gongshi/ui'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { affairData } from '../../pages/affairData.ts'
import { AuthorityThen } from '../../pages/authorityThen.ts'
import { chainState, ledgerData } from '../../pages/chain.ts'
import { clauseRows } from '../../pages/clauseBook.ts'
import { getConsultation, listConsultations } from '../../pages/consultations.ts'
import { Documents } from '../../pages/documents.ts'
import { entryData } from '../../pages/entryData.ts'
import { placeOf } from '../../pages/explorer.ts'
import { GovernanceBook } from '../../pages/governanceBook.ts'
import { networkData } from '../../pages/networkPage.ts'
import { organActs } from '../../pages/organActs.ts'
import { organKeys } from '../../pages/organKeys.ts'
import { OrganRegister } from '../../pages/organRegister.ts'
import { getBidPage } from '../../pages/procurement/bidding.ts'
import { ProcurementBook } from '../../pages/procurement/book.ts'
import { Figures, rolesOf } from '../../pages/procurement/figures.ts'
import { listProcedures } from '../../pages/procurement/list.ts'
import { getProcedure } from '../../pages/procurement/procedure.ts'
import { recomputeData } from '../../pages/procurement/recompute.ts'
import { WordMatches } from '../../pages/procurement/wordMatches.ts'
import { listNotices } from '../../pages/records.ts'
import { tourData } from '../../pages/tour.ts'
import { actFormData } from '../../pages/workspace/actForm.ts'
import { mattersOf } from '../../pages/workspace/matters.ts'
import { baseOf } from '../base.ts'
import { conditional, stateTag, type TagOf } from '../conditional.ts'
import { type Page, type Server, sendPage } from '../createServer.ts'
import { languageInPath, preferredLanguage } from '../language.ts'
import { lookRoutes } from '../look.ts'
import { type PageSite, timeZone, utcOffsetMinutes } from '../pageSite.ts'
import { height, index } from '../parameters.ts'
import { asPage } from '../securityHeaders.ts'
import { sendFile } from '../sendFile.ts'
import type { Services } from '../services.ts'
import { auditPages } from './auditPages.ts'
import { calendarRoutes } from './calendars.ts'
import { catalogueRoute } from './catalogue.ts'
import { designQuery, designTableRoutes } from './design.ts'
import { feedRoutes } from './feeds.ts'
import { governancePages } from './governancePages.ts'
import { pacePages } from './pacePages.ts'
import { procurementRoutes } from './procurement.ts'
import { recordPages } from './recordPages.ts'

const noticesPerPage = 20
const entry = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))
/** Where a list goes on: below an entry, or above one. */
const cursor = { before: entry, after: entry }
const hidden = { hide: true } as const

/** The pages for people: complete HTML, each under its language; `/` leads to the reader's. */
export class Pages {
  readonly #services: Services
  readonly #site: PageSite
  readonly #documents: Documents
  readonly #tag: TagOf
  readonly #publicUrl: string | undefined
  /** Null on a ledger without the affair. */
  readonly #procedures: ProcurementBook | null

  /** @param publicUrl under which people reach the site, where that is set */
  constructor(services: Services, site: PageSite, publicUrl?: string) {
    this.#services = services
    this.#publicUrl = publicUrl
    this.#site = site
    this.#documents = new Documents(services.contents)
    this.#tag = stateTag(services)
    const isProcuring = services.affairs.find('procurement') !== undefined
    this.#procedures = isProcuring ? new ProcurementBook(services.views) : null
  }

  /** The page for a failed request under a language; null for the API, which answers with a problem document. */
  errorPage(
    problem: { status: number; code: string; title: string; next: string },
    request: FastifyRequest,
  ): Page | null {
    if (/^\/(api|log|rpc)\//.test(request.url)) return null
    const asked = languageInPath(request.url)
    const language = asked ?? preferredLanguage(request.headers['accept-language'])
    const path = asked === undefined ? '/' : request.url.slice(3).split('?', 1)[0] || '/'
    const { status, code, title, next } = problem
    return this.#site.page(renderError({ status, code, what: title, next, path }, this.#site.context(language)))
  }

  register(server: Server): void {
    this.#registerFiles(server)
    server.get('/', { schema: hidden }, async (request, reply) =>
      reply
        .header('vary', 'accept-language')
        .redirect(`/${preferredLanguage(request.headers['accept-language'])}/`, 302),
    )
    this.#registerNotices(server)
    this.#registerFeeds(server)
    this.#registerOrgans(server)
    this.#registerLedger(server)
    this.#registerActs(server)
    this.#registerConsultations(server)
    this.#registerProcedures(server)
    auditPages(server, (path, query, render) => this.#route(server, path, query, render), {
      services: this.#services,
      names: this.#site.names,
      verifier: this.#verifierFile(),
      licence: this.#site.licence,
      procedures: this.#procedures,
      preHandler: conditional(this.#tag),
    })
    this.#route(server, paths.design, designQuery, async (context, asked) => renderDesign(asked, context))
    designTableRoutes(server)
    this.#route(server, paths.watch, {}, async (context) => renderWatch(context))
    this.#route(server, paths.learn, {}, async (context) => renderLearn(context))
    this.#route(server, paths.glossary, {}, async (context) => renderGlossary(context))
    for (const persona of personas)
      this.#route(server, paths.tour(persona), {}, async (context) =>
        renderTour(await tourData(this.#needs, persona), context),
      )
    lookRoutes(server, this.#publicUrl)
  }

  /** What all pages about records read. */
  get #needs() {
    const { views, ledger, cursors, affairs } = this.#services
    return { views, ledger, cursors, affairs, documents: this.#documents, names: this.#site.names }
  }

  #registerNotices(server: Server): void {
    const needs = this.#needs
    this.#route(server, '/', cursor, async (context, query) => {
      const page = await listNotices(needs, { ...query, limit: noticesPerPage })
      return renderHome({ ...page, chain: await chainState(this.#services), verifier: this.#verifierFile() }, context)
    })
    recordPages((path, query, render) => this.#route(server, path, query, render), needs)
    this.#route(server, '/sign', {}, async (context) => renderSign(context))
    this.#route(server, '/drafts', {}, async (context) => renderDrafts(context))
  }

  #registerFeeds(server: Server): void {
    const asked = {
      context: (request: FastifyRequest, lang: 'zh' | 'en') => ({
        ...this.#site.context(lang),
        base: baseOf(this.#publicUrl, request),
      }),
      preHandler: conditional(this.#tag),
    }
    feedRoutes(server, { needs: this.#needs, ...asked })
    const { licence } = this.#site
    catalogueRoute(server, { services: this.#services, verifier: this.#verifierFile(), licence, ...asked })
    calendarRoutes(server, { needs: { ...this.#needs, book: this.#procedures }, ...asked })
  }

  #registerOrgans(server: Server): void {
    const register = new OrganRegister(this.#services.views, this.#site.names)
    const today = () => formatDay(this.#services.now(), timeZone)
    const day = Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?$' }))
    // The day stands in the address, so that a page never means another one tomorrow.
    for (const lang of ['zh', 'en'] as const)
      server.get(`/${lang}/organs`, { schema: hidden }, async (_request, reply) =>
        reply.redirect(`/${lang}/organs/on?day=${today()}`, 303),
      )
    this.#route(server, '/organs/on', { day, compare: day }, async (context, query) => {
      const compare = query.compare === '' ? null : ((query.compare as string) ?? null)
      return renderOrgans(await register.tree((query.day as string) || today(), compare), context)
    })
    this.#route(server, '/organs/:scheme/:id', cursor, async (context, query, { scheme, id }) => {
      const page = await listNotices(this.#needs, { ...query, organ: `${scheme}/${id}`, limit: noticesPerPage })
      const described = await register.describe({ scheme: scheme!, id: id! }, today())
      // Imported data name buyers that are no organs of this ledger.
      if (described.spans.length === 0 && page.notices.length === 0) throw new NodeError({ code: 'record-unknown' })
      const standing = await register.standing({ scheme: scheme!, id: id! }, this.#services.now())
      const keys = await organKeys(this.#needs.views, { scheme: scheme!, id: id! })
      const acts = await organActs(this.#needs, { scheme: scheme!, id: id! }, keys)
      const procures = this.#procedures === null ? [] : await rolesOf(this.#procedures, { scheme: scheme!, id: id! })
      return renderOrgan({ ...page, ...described, ...standing, keys, acts, procures }, context)
    })
  }

  #registerLedger(server: Server): void {
    this.#route(server, '/ledger', {}, async (context) =>
      renderLedger(await ledgerData(this.#services, this.#verifierFile()), context),
    )
    const book = this.#governance()
    this.#route(server, '/affairs/:name', {}, async (context, _query, { name }) =>
      renderAffair(affairData(this.#services.affairs, book, name!, context.lang), context),
    )
    const entryNeeds = this.#entryNeeds()
    const day = Type.Optional(Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?$' }))
    this.#route(server, '/clauses', { day }, async (context, query) => {
      const on = (query.day as string) || formatDay(this.#services.now(), timeZone)
      return renderClauses(on, await clauseRows(this.#services.views, this.#declarations, on), context)
    })
    governancePages((path, query, render) => this.#route(server, path, query, render), this.#services, book)
    const needs = {
      network: this.#services.network,
      others: this.#services.others,
      book,
      register: new OrganRegister(this.#services.views, this.#site.names),
    }
    // Who is there changes without a block: nobody keeps this page.
    this.#route(server, '/network', {}, async (context) => renderNetwork(await networkData(needs), context), null)
    pacePages(server, (path, query, render) => this.#route(server, path, query, render, null), this.#services)
    this.#registerFind(server)
    this.#route(server, '/entries/:index', {}, async (context, _query, { index: at }) =>
      renderEntry(await entryData(entryNeeds, Number(at)), context),
    )
  }

  #registerActs(server: Server): void {
    const needs = this.#needs
    const entryNeeds = this.#entryNeeds()
    const short = Type.Optional(Type.String({ maxLength: 2048 }))
    this.#route(
      server,
      '/act/:affair/:action',
      { id: short, input: short },
      async (context, query, { affair, action }) => {
        const asked = { affair: affair!, action: action!, ...(query as { id?: string; input?: string }) }
        return renderActForm(await actFormData(needs, asked, context.lang, utcOffsetMinutes), context)
      },
    )
    this.#route(server, '/receipts/:index', {}, async (context, _query, { index: at }) => {
      const entry = await entryData(entryNeeds, Number(at))
      return renderReceipt({ entry, matters: await mattersOf(needs, Number(at)) }, context)
    })
  }

  /** On a ledger that has the affair. */
  #registerConsultations(server: Server): void {
    const needs = this.#needs
    const declaration = this.#services.affairs.find('participation')
    if (declaration === undefined) return
    const place = { cursor: Type.Optional(Type.String({ maxLength: 200 })) }
    this.#route(server, '/consultations', place, async (context, { cursor: from }) =>
      renderConsultations(await listConsultations(needs, from as string | undefined, context.lang), context),
    )
    this.#route(server, '/consultations/:key', place, async (context, { cursor: from }, { key }) => {
      const asked = { ...needs, declaration }
      return renderConsultation(await getConsultation(asked, key!, from as string | undefined, context.lang), context)
    })
  }

  /** On a ledger that has the affair. */
  #registerProcedures(server: Server): void {
    const book = this.#procedures
    if (book === null) return
    const needs = { ...this.#needs, book, words: new WordMatches(this.#services.views) }
    const figures = new Figures(book, this.#site.names)
    // Read before anybody asks; whoever comes meanwhile waits for the same reading, and says what is wrong with it.
    server.addHook('onListen', async () => void book.procedures().catch(() => undefined))
    const cursorText = Type.Optional(Type.String({ maxLength: 400 }))
    const filters = Object.fromEntries(procedureFilterNames.map((name) => [name, Type.Optional(Type.Unknown())]))
    this.#route(server, '/procurement', { ...filters, cursor: cursorText }, async (context, query) =>
      renderProcedures(await listProcedures(needs, query, context.lang), context),
    )
    this.#route(server, '/procurement/:key', {}, async (context, _query, { key }) =>
      renderProcedure(await getProcedure(needs, key!, context.lang), context),
    )
    this.#route(server, paths.procurementFigures, {}, async (context) =>
      renderFigures(await figures.get(null), context),
    )
    for (const role of ['buyer', 'supplier'] as const)
      this.#route(server, `/procurement/${role}s/:scheme/:id`, {}, async (context, _query, { scheme, id }) =>
        renderFigures(await figures.get({ role, scheme: scheme!, id: id! }), context),
      )
    procurementRoutes(server, needs, this.#tag)
    this.#route(server, '/procurement/:key/lots/:number/recompute', {}, async (context, _query, { key, number }) =>
      renderRecompute(await recomputeData(needs, key!, number!, context.lang), context),
    )
    this.#route(server, '/procurement/:key/bid', {}, async (context, _query, { key }) =>
      renderBid(await getBidPage(needs, key!, context.lang), context),
    )
  }

  #entryNeeds() {
    const { views, affairs, engine, replication } = this.#services
    const { erasureReceipts } = replication
    const authority = new AuthorityThen(views, affairs, new OrganRegister(views, this.#site.names))
    return { ...this.#needs, engine, authority, book: this.#governance(), erasureReceipts }
  }

  #governance(): GovernanceBook {
    const { views, ledger } = this.#services
    const register = new OrganRegister(views, this.#site.names)
    return new GovernanceBook({ views, ledger, declarations: this.#declarations, register })
  }

  get #declarations() {
    const { affairs } = this.#services
    return affairs.names.map((name) => affairs.find(name)!)
  }

  /** Leads from what somebody typed to the page about it. */
  #registerFind(server: Server): void {
    const querystring = Type.Object({ q: Type.String({ maxLength: 80 }) })
    for (const lang of ['zh', 'en'] as const)
      server.get<{ Querystring: { q: string } }>(
        `/${lang}/find`,
        { schema: { hide: true, querystring } },
        async (request, reply) => {
          const place = placeOf(this.#services, request.query.q)
          if (place === null) throw new NodeError({ code: 'nothing-found' })
          return reply.redirect(`/${lang}${place}`, 303)
        },
      )
  }

  /** `/verify` answers with the very bytes of gongshi-verify.html. */
  #registerFiles(server: Server): void {
    const { portal, verifier } = this.#site.assets
    const verifierBytes = Buffer.from(verifier.html)
    const verifierFile = { type: 'text/html; charset=utf-8', bytes: verifierBytes, gzip: gzipSync(verifierBytes) }
    const verifierTag = conditional(() => `W/"${verifier.sha256.slice(0, 32)}"`, 'public, no-cache')
    server.get('/verify', { schema: hidden, preHandler: verifierTag }, async (request, reply) =>
      sendFile(request, asPage(reply, verifier.contentSecurityPolicy), verifierFile),
    )
    for (const file of portal.files) {
      const cacheControl = file.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
      // Pages are isolated (COEP), and a browser runs a worker for such a page only if its script says the same.
      const policy = file.contentSecurityPolicy
      const headers = {
        'cache-control': cacheControl,
        'cross-origin-embedder-policy': 'require-corp',
        ...(policy !== null && { 'content-security-policy': policy }),
      }
      server.get(file.path, { schema: hidden }, async (request, reply) =>
        sendFile(request, reply.headers(headers), file),
      )
    }
  }

  #route(
    server: Server,
    path: string,
    query: Record<string, ReturnType<typeof Type.Optional>>,
    render: (context: PageContext, query: Record<string, unknown>, params: Record<string, string>) => Promise<string>,
    tag: TagOf | null = this.#tag,
  ): void {
    const schema = {
      hide: true,
      ...(path.includes(':index') ? { params: Type.Object({ index }) } : {}),
      ...(path.includes(':height') ? { params: Type.Object({ height }) } : {}),
      querystring: Type.Object(query),
    }
    for (const lang of ['zh', 'en'] as const)
      server.get<{ Params: Record<string, string>; Querystring: Record<string, unknown> }>(
        `/${lang}${path}`,
        tag === null ? { schema } : { schema, preHandler: conditional(tag) },
        async (request, reply: FastifyReply) => {
          const base = baseOf(this.#publicUrl, request)
          const { site, ...shared } = this.#site.context(lang)
          const context = { ...shared, base, site: { ...site, base } }
          const page = await render(context, request.query, request.params)
          if (tag === null) reply.header('cache-control', 'no-store')
          return sendPage(reply.header('content-language', lang), this.#site.page(page))
        },
      )
  }

  #verifierFile() {
    const { html, sha256 } = this.#site.assets.verifier
    return { sha256, bytes: Buffer.byteLength(html) }
  }
}
