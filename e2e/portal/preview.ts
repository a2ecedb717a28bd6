import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import {
  personas,
  renderActForm,
  renderAffair,
  renderBid,
  renderBlock,
  renderClauses,
  renderConsultation,
  renderConsultations,
  renderDesign,
  renderDrafts,
  renderEntries,
  renderEntry,
  renderError,
  renderFigures,
  renderGlossary,
  renderGovernance,
  renderHome,
  renderKey,
  renderLearn,
  renderLedger,
  renderNetwork,
  renderOpenData,
  renderOrgan,
  renderOrgans,
  renderPace,
  renderPast,
  renderProcedure,
  renderProcedures,
  renderProposal,
  renderReceipt,
  renderRecompute,
  renderRecord,
  renderRecordChanges,
  renderRegisters,
  renderRuleHistory,
  renderSearch,
  renderSign,
  renderSignIn,
  renderStatistics,
  renderTour,
  renderWatch,
} from '@gongshi/portal'
import { buildAssets, type PortalAssets } from '@gongshi/portal/build'
import { signCheckpoint, utf8 } from '@gongshi/protocol'
import { inLook, type Lang } from '@gongshi/ui'
import { publisher, trustJson } from '../verifier/sampleLedger.ts'
import { formPage, providers, receipts, workspacePages } from './sampleActs.ts'
import {
  keyPage,
  noStatistics,
  openData,
  pastAbsent,
  pastAhead,
  pastPage,
  pastStanding,
  registersPage,
  revokedKey,
  statistics,
} from './sampleAudits.ts'
import { changes, home, ledger, pageContext, records } from './sampleCity.ts'
import { consultation, consultations } from './sampleConsultations.ts'
import { figures, noFigures, supplierFigures } from './sampleFigures.ts'
import {
  clausesPage,
  governancePage,
  longProposal,
  noRuleHistory,
  proposalPage,
  ruleHistory,
} from './sampleGovernance.ts'
import { affair, affairWithRules, block, entries, entriesPage } from './sampleLedgerPages.ts'
import { longOrganPage, organPage, organsPage, searchPage } from './sampleLists.ts'
import { networkInTrouble, networkPage, pacePage } from './sampleNetwork.ts'
import {
  bidPage,
  planned,
  procedure,
  procedures,
  proceduresAsked,
  recompute,
  recomputeOpen,
  tendering,
} from './sampleProcedures.ts'

const tour = { notice: records.current!, entry: 4030, isProcuring: true }

/** Between them every kind of input. */
const sampleForms = [
  ['disclosure', 'publish'],
  ['organisations', 'delegate'],
  ['organisations', 'publishCalendar'],
  ['governance', 'proposeParameter'],
  ['clauses', 'record'],
] as const

/** Every page of the sample city, by its name in these tests: `/zh/~record-current`. */
export function samplePages(lang: Lang, assets: PortalAssets): ReadonlyMap<string, string> {
  const context = pageContext(lang, assets)
  return new Map([
    ['home', renderHome(home, context)],
    ['home-empty', renderHome({ ...home, notices: [] }, context)],
    ['ledger', renderLedger(ledger, context)],
    ['network', renderNetwork(networkPage, context)],
    ['network-trouble', renderNetwork(networkInTrouble, context)],
    ['key', renderKey(keyPage, context)],
    ['rule-history', renderRuleHistory(ruleHistory, context)],
    ['rule-history-none', renderRuleHistory(noRuleHistory, context)],
    ['pace', renderPace(pacePage, context)],
    ['past', renderPast(pastPage, context)],
    ['past-absent', renderPast(pastAbsent, context)],
    ['past-standing', renderPast(pastStanding, context)],
    ['past-ahead', renderPast(pastAhead, context)],
    ['key-revoked', renderKey(revokedKey, context)],
    ['statistics', renderStatistics(statistics, context)],
    ['statistics-none', renderStatistics(noStatistics, context)],
    ['data', renderOpenData(openData, context)],
    ['data-affair', renderRegisters(registersPage('organisations'), context)],
    ['organ', renderOrgan(organPage, context)],
    ['organ-long', renderOrgan(longOrganPage, context)],
    ['affair', renderAffair(affair, context)],
    ['affair-rules', renderAffair(affairWithRules(lang), context)],
    ['organs', renderOrgans(organsPage, context)],
    ['organs-empty', renderOrgans({ ...organsPage, tree: [], total: 0, byKind: [], compared: null }, context)],
    ['changes', renderRecordChanges(changes, context)],
    ['changes-unread', renderRecordChanges({ ...changes, facts: [], texts: null }, context)],
    ['search', renderSearch(searchPage, context)],
    ['search-nothing', renderSearch({ ...searchPage, found: [], next: null }, context)],
    [
      'search-nearest',
      renderSearch({ ...searchPage, query: '公父 buss', suggestions: ['公交 bus', '公文 bus'], next: null }, context),
    ],
    ['search-form', renderSearch({ ...searchPage, query: null, found: [], next: null }, context)],
    ['clauses', renderClauses('2026-05-12', clausesPage, context)],
    ['governance', renderGovernance(governancePage, context)],
    ['governance-empty', renderGovernance({ proposals: [], members: [], parameters: [] }, context)],
    ['proposal', renderProposal(proposalPage, context)],
    [
      'proposal-unvoted',
      renderProposal({ ...proposalPage, votes: [], reason: null, approvals: 0, objections: 0 }, context),
    ],
    ['proposal-long', renderProposal(longProposal, context)],
    ['consultations', renderConsultations(consultations, context)],
    ['consultations-empty', renderConsultations({ rows: [], place: { isFirst: true, next: null } }, context)],
    ['consultation', renderConsultation(consultation, context)],
    ['procedures', renderProcedures(procedures, context)],
    [
      'procedures-empty',
      renderProcedures({ ...procedures, rows: [], place: { isFirst: true, next: null }, total: 0, all: 0 }, context),
    ],
    ['procedures-asked', renderProcedures(proceduresAsked, context)],
    ['figures', renderFigures(figures, context)],
    ['figures-supplier', renderFigures(supplierFigures, context)],
    ['figures-none', renderFigures(noFigures, context)],
    ['procedure', renderProcedure(procedure, context)],
    ['procedure-tendering', renderProcedure(tendering, context)],
    ['procedure-planned', renderProcedure(planned, context)],
    ['recompute', renderRecompute(recompute, context)],
    ['recompute-open', renderRecompute(recomputeOpen, context)],
    ['bid', renderBid(bidPage, context)],
    ['design', renderDesign({}, context)],
    ['learn', renderLearn(context)],
    ['watch', renderWatch(context)],
    ['glossary', renderGlossary(context)],
    ...personas.map((persona) => [`tour-${persona}`, renderTour({ ...tour, persona }, context)] as const),
    ['sign', renderSign(context)],
    ['drafts', renderDrafts(context)],
    ['entries', renderEntries(entriesPage, context)],
    ['block', renderBlock(block, context)],
    ['block-empty', renderBlock({ ...block, entries: [], total: 0 }, context)],
    [
      'error',
      renderError(
        {
          status: 404,
          code: 'route-unknown',
          what: lang === 'zh' ? '这里没有这一页' : 'There is no such page',
          next:
            lang === 'zh'
              ? '请从首页找到公示，或检查网址。'
              : 'Find the notice from the front page, or check the address.',
          path: '/',
        },
        context,
      ),
    ],
    ...Object.entries(records).map(([name, data]) => [`record-${name}`, renderRecord(data, context)] as const),
    ...sampleForms.map(
      ([affair, action]) =>
        [`form-${affair}-${action}`, renderActForm(formPage(affair, action, lang), context)] as const,
    ),
    ...Object.entries(receipts).map(([name, data]) => [`receipt-${name}`, renderReceipt(data, context)] as const),
    ['sign-in', renderSignIn({ next: null, chainId: 'yunchuan', providers }, context)],
    ...workspacePages(context),
    ...Object.entries(entries).map(([name, data]) => [`entry-${name}`, renderEntry(data, context)] as const),
  ])
}

/** `policy` stands in place of the pages' own, as the node sends it with the verifier. */
export type ExtraFile = { readonly type: string; readonly bytes: Uint8Array; readonly policy?: string }

export type Preview = { readonly url: string; readonly pages: readonly string[]; close(): Promise<void> }

/** Serves the sample pages and assets with the headers that a node sends. `extra` adds routes, such as evidence. */
export async function startPreview(extra: ReadonlyMap<string, ExtraFile> = new Map(), port = 0): Promise<Preview> {
  const assets = await buildAssets()
  const pages = { zh: samplePages('zh', assets), en: samplePages('en', assets) }
  const files = new Map(assets.files.map((file) => [file.path, file]))
  // What a page asks for by itself, when nobody has done anything yet.
  const trust = { type: 'application/json', bytes: utf8(trustJson()) }
  const head = { origin: publisher.name, size: 4031, root: new Uint8Array(32).fill(7) }
  const checkpoint = { type: 'text/plain; charset=utf-8', bytes: utf8(await signCheckpoint(head, [publisher])) }
  const asked = new Map([
    ['/api/v1/trust', trust],
    ['/log/checkpoint', checkpoint],
    ['/api/v1/workspace/notifications', { type: 'application/json', bytes: utf8('{"ids":[]}') }],
    ['/api/v1/events', { type: 'text/event-stream', bytes: utf8(':\n\n') }],
  ])
  const server: Server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!
    const found = path.match(/^\/(zh|en)\/(?:~([\w-]+))?$/)
    const page = found === null ? undefined : pages[found[1] as Lang].get(found[2] ?? 'home')
    const file = files.get(path) ?? extra.get(path) ?? asked.get(path)
    const isElder = request.headers.cookie === 'look=elder'
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Content-Security-Policy', extra.get(path)?.policy ?? assets.contentSecurityPolicy)
    const send = (type: string, bytes: Uint8Array) =>
      response.setHeader('Content-Type', type).setHeader('Content-Encoding', 'gzip').end(gzipSync(bytes))
    if (page !== undefined) send('text/html; charset=utf-8', utf8(inLook(page, isElder ? 'elder' : 'plain')))
    else if (file !== undefined) send(file.type, file.bytes)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: [...pages.zh.keys()],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
