import {
  breadcrumbs,
  factList,
  fill,
  fillParts,
  formatMoney,
  formatNumber,
  formatTime,
  type Html,
  html,
  localSpan,
  localText,
  renderFrame,
  stackedTable,
  syntheticBadge,
  tag,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type {
  CriterionData,
  LotData,
  OfferData,
  ProcedureData,
  ProcedureRow,
  ProceduresData,
} from '../procurementData.ts'
import { actionWord, statusWord, wordOf } from '../texts/affairWords.ts'
import { procurementTexts } from '../texts/procurement.ts'
import { checkIsland, checkPanel } from './checkPanel.ts'
import { organLink } from './organs.ts'
import { pager } from './pager.ts'
import { recordBody } from './recordBody.ts'

const affair = 'procurement'

/** All procedures, the newest first. */
export function renderProcedures({ rows, place }: ProceduresData, context: PageContext): string {
  const { lang, site } = context
  const text = procurementTexts[lang]
  const list =
    rows.length === 0
      ? html`<p class="prose">${text.none}</p>`
      : stackedTable<ProcedureRow>(
          text.caption,
          [
            {
              head: text.matter,
              cell: (row) =>
                html`<a class="ds-link" href="${at(lang, paths.procedure(row.key))}">${localSpan(row.title, lang)}</a> ${row.synthetic ? syntheticBadge(lang) : null}<br><code class="soft small">${row.number}</code>`,
            },
            { head: text.buyer, cell: ({ buyer }) => organLink(buyer, context) },
            { head: text.estimate, cell: ({ estimate }) => formatMoney(estimate, lang), figures: true },
            { head: text.status, cell: (row) => statusTag('procedure', row.status, context) },
            { head: text.bidUntil, cell: ({ bidUntil }) => timeOrNot(bidUntil, context) },
          ],
          rows,
        )
  const body = html`<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p><section class="section">${list}${pager(place, paths.procedures, text, context)}</section>`
  return renderFrame({ lang, site, title: text.title, path: paths.procedures, body })
}

/** One procedure: what is bought, by which rules, who keeps the bids shut, and what came of them. */
export function renderProcedure(data: ProcedureData, context: PageContext): string {
  const { lang, site } = context
  const text = procurementTexts[lang]
  const path = paths.procedure(data.key)
  const crumbs = [
    { label: text.title, href: at(lang, paths.procedures) },
    { label: localSpan(data.buyer.name, lang), href: at(lang, paths.organ(data.buyer)) },
    { label: data.number, href: at(lang, path) },
  ]
  const ocds = html`<p class="small"><a class="ds-link" href="/ocds/records/${encodeURIComponent(data.ocid)}">${text.ocds}</a></p>`
  const body = html`${breadcrumbs(crumbs, lang)}
<div class="columns"><div>${sheet(data, context)}
${section('lots', text.lots, lots(data, context))}${criteria(data, context)}${section('trustees', text.trustees, trustees(data, context))}${section('bids', text.bids, bids(data, context))}${enquiries(data, context)}${steps(data, context)}</div>
<aside class="stack">${checkPanel(data.evidence, 'checkEntry', context)}${facts(data, context)}${ocds}</aside></div>`
  return renderFrame({ lang, site, title: localText(data.title, lang).text, path, islands: ['check'], body })
}

function sheet(data: ProcedureData, context: PageContext): Html {
  const { lang } = context
  const [title, buyer] = [localText(data.title, lang), localText(data.buyer.name, lang)]
  return html`<article class="sheet"><header class="sheet-head"><p class="sheet-organ" lang="${buyer.lang}">${buyer.text}</p><p class="soft small">${data.number}</p></header>
<h1 class="title" lang="${title.lang}">${title.text}</h1>
<p class="tags centred">${statusTag('procedure', data.status, context)}${tag(wordOf(affair, data.category, lang))}${data.synthetic ? syntheticBadge(lang) : null}</p>
${data.notice === null ? null : recordBody({ body: data.notice }, context)}
<footer class="sheet-foot">${checkIsland(data.evidence, context)}</footer></article>`
}

function section(id: string, head: string, content: Html | null): Html | null {
  return content === null
    ? null
    : html`<section class="section" aria-labelledby="${id}"><h2 class="subtitle section-head" id="${id}">${head}</h2>${content}</section>`
}

function lots({ lots: all }: ProcedureData, context: PageContext): Html | null {
  if (all.length === 0) return null
  const text = procurementTexts[context.lang]
  const isScored = all.some(({ offers }) => offers.some(({ result }) => result !== undefined))
  return html`<div class="stack">${all.map((lot) => lotPanel(lot, context))}</div>${isScored ? html`<p class="small soft">${text.formula}</p>` : null}`
}

function lotPanel(lot: LotData, context: PageContext): Html {
  const { lang } = context
  const text = procurementTexts[lang]
  const head = html`<h3 class="subtitle" id="lot-${lot.number}">${fill(text.lot, { number: lot.number })} · ${lot.title ?? text.gone} ${statusTag('lot', lot.status, context)}</h3>`
  const money = factList(
    [
      { name: text.estimate, value: formatMoney(lot.estimate, lang) },
      { name: text.ceiling, value: formatMoney(lot.ceiling, lang) },
    ],
    'sided',
  )
  return html`<section class="panel stack" aria-labelledby="lot-${lot.number}">${head}${money}${lot.offers.length === 0 ? null : offers(lot, context)}${award(lot, context)}</section>`
}

function offers(lot: LotData, context: PageContext): Html {
  const { lang } = context
  const text = procurementTexts[lang]
  return stackedTable<OfferData>(
    `${text.offers} · ${fill(text.lot, { number: lot.number })}`,
    [
      { head: text.rank, cell: ({ result }) => rank(result, context), figures: true },
      { head: text.bidder, cell: ({ bidder }) => organLink(bidder, context) },
      {
        head: text.price,
        cell: ({ price, result }) =>
          html`${formatMoney(price, lang)}${result?.low === true ? html` ${tag(text.low, 'warning')}` : null}`,
        figures: true,
      },
      { head: text.status, cell: ({ status }) => statusTag('offer', status, context) },
      { head: text.total, cell: ({ result }) => total(result), figures: true },
    ],
    [...lot.offers].sort((one, other) => (one.result?.rank ?? 1_000) - (other.result?.rank ?? 1_000)),
  )
}

function rank(result: OfferData['result'], { lang }: PageContext): string {
  if (result === undefined) return '—'
  return result.rank === null ? procurementTexts[lang].out : formatNumber(result.rank, lang)
}

/** To two places, cut off and not rounded, with the exact fraction beside it where there is a rest. */
function total(result: OfferData['result']): Html | string {
  if (result === undefined) return '—'
  const { numerator, denominator } = result.total
  const hundredths = (numerator * 100n) / denominator
  const shown = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
  const exact = denominator === 1n ? null : html`<br><code class="soft small">${numerator}/${denominator}</code>`
  return html`${shown}${exact}<meter min="0" max="10000" value="${shown}" aria-hidden="true"></meter>`
}

function award({ award: given }: LotData, context: PageContext): Html | null {
  if (given === null) return null
  const { lang, site } = context
  const text = procurementTexts[lang]
  const words = {
    supplier: organLink(given.supplier, context),
    price: html`${formatMoney(given.price, lang)}`,
    status: html`${statusWord(affair, 'award', given.status, lang)}`,
  }
  const until =
    given.standsAt === null
      ? null
      : html`<p class="small">${fill(text.awardUntil, { time: formatTime(given.standsAt, lang, site.timeZone) })}</p>`
  return html`<p><strong>${text.award}</strong> ${fillParts(text.awardTo, words)}</p>${until}`
}

function criteria({ criteria: all }: ProcedureData, { lang }: PageContext): Html | null {
  if (all.length === 0) return null
  const text = procurementTexts[lang]
  return html`<section class="section">${stackedTable<CriterionData>(
    text.criteria,
    [
      { head: text.name, cell: ({ number, title }) => `${number}. ${title ?? text.gone}` },
      { head: text.kind, cell: ({ kind }) => wordOf(affair, kind, lang) },
      { head: text.weight, cell: ({ weight }) => `${weight / 100} %`, figures: true },
      { head: text.most, cell: ({ kind, most }) => (kind === 'price' ? '—' : formatNumber(most, lang)), figures: true },
      {
        head: text.least,
        cell: ({ kind, least }) => (kind === 'price' ? '—' : formatNumber(least, lang)),
        figures: true,
      },
    ],
    all,
  )}</section>`
}

function trustees({ trustees: all, threshold }: ProcedureData, context: PageContext): Html | null {
  if (all.length === 0) return null
  const text = procurementTexts[context.lang]
  const lead = threshold === null ? text.trusteesUnsettled : fill(text.trusteesLead, { threshold })
  const items = all.map(
    ({ organ, status }) => html`<li>${organLink(organ, context)} ${statusTag('trustee', status, context)}</li>`,
  )
  return html`<p class="prose">${lead}</p><ul class="plain stack">${items}</ul>`
}

/** Before the opening only how many lie there. */
function bids({ bids: counts, bidUntil }: ProcedureData, { lang }: PageContext): Html | null {
  if (bidUntil === null) return null
  const text = procurementTexts[lang]
  const count = (...statuses: readonly string[]) =>
    formatNumber(
      statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0),
      lang,
    )
  const isOpened = ['opened', 'decoy', 'void', 'lapsed'].some((status) => counts[status] !== undefined)
  const lines = [
    counts.sealed === undefined ? null : fill(text.bidsSealed, { count: count('sealed') }),
    isOpened
      ? fill(text.bidsOpened, {
          opened: count('opened'),
          decoys: count('decoy'),
          voided: count('void'),
          lapsed: count('lapsed', 'withdrawn'),
        })
      : null,
  ].filter((line) => line !== null)
  return html`${(lines.length === 0 ? [text.bidsNone] : lines).map((line) => html`<p class="prose">${line}</p>`)}`
}

function enquiries({ enquiries: all }: ProcedureData, context: PageContext): Html | null {
  if (all.length === 0) return null
  const text = procurementTexts[context.lang]
  const asked = all.map(
    ({ question, answer }) =>
      html`<article class="panel stack">${recordBody({ body: question }, context)}${answer === null ? html`<p class="soft small">${text.noAnswer}</p>` : html`<blockquote>${recordBody({ body: answer }, context)}</blockquote>`}</article>`,
  )
  return section('enquiries', text.enquiries, html`<div class="stack">${asked}</div>`)
}

function steps({ steps: rows }: ProcedureData, { lang, site }: PageContext): Html {
  const text = procurementTexts[lang]
  return html`<section class="section">${stackedTable<ProcedureData['steps'][number]>(
    text.steps,
    [
      { head: text.step, cell: ({ action }) => actionWord(affair, action, lang) },
      { head: text.time, cell: ({ at: time }) => timeOf(time, lang, site.timeZone) },
      {
        head: text.entry,
        cell: ({ entry }) => html`<a class="ds-link" href="${at(lang, paths.entry(entry))}">${entry}</a>`,
        figures: true,
      },
    ],
    rows,
  )}</section>`
}

function facts(data: ProcedureData, context: PageContext): Html {
  const { lang } = context
  const text = procurementTexts[lang]
  return html`<section class="panel stack">${factList([
    { name: text.buyer, value: organLink(data.buyer, context) },
    { name: text.agency, value: organLink(data.agency, context) },
    { name: text.estimate, value: formatMoney(data.estimate, lang) },
    { name: text.askUntil, value: timeOrNot(data.askUntil, context) },
    { name: text.bidUntil, value: timeOrNot(data.bidUntil, context) },
    { name: text.edition, value: data.edition === 0 ? text.notYet : formatNumber(data.edition, lang) },
    { name: text.experts, value: formatNumber(data.experts, lang) },
  ])}</section>`
}

function timeOrNot(time: number | null, { lang, site }: PageContext): Html | string {
  return time === null ? procurementTexts[lang].notYet : timeOf(time, lang, site.timeZone)
}

const tones: { readonly [status: string]: 'info' | 'success' | 'warning' | 'danger' } = {
  tendering: 'info',
  sealed: 'info',
  opened: 'info',
  assessing: 'info',
  completed: 'success',
  awarded: 'success',
  signed: 'success',
  qualified: 'success',
  accepted: 'success',
  proposed: 'warning',
  closed: 'warning',
  cancelled: 'danger',
  failed: 'danger',
  disqualified: 'danger',
  faulty: 'danger',
}

function statusTag(entity: string, status: string, { lang }: PageContext): Html {
  return tag(statusWord(affair, entity, status, lang), Object.hasOwn(tones, status) ? tones[status] : undefined)
}
