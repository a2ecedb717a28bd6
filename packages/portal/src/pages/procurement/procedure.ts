import {
  breadcrumbs,
  factList,
  fill,
  formatMoney,
  formatNumber,
  type Html,
  html,
  type Island,
  localSpan,
  localText,
  renderFrame,
  stackedTable,
  syntheticBadge,
  tag,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import type { CriterionData, ProcedureData } from '../../procurementData.ts'
import { wordOf } from '../../texts/affairWords.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { calendarLink } from '../calendar.ts'
import { checkIsland, checkPanel } from '../checkPanel.ts'
import { organLink } from '../organs.ts'
import { recordBody } from '../recordBody.ts'
import { stepsTable } from '../steps.ts'
import { flags } from './flags.ts'
import { lots } from './lot.ts'
import { bidLink, openedBids } from './openedBids.ts'
import { timeline } from './timeline.ts'
import { affair, section, statusTag, timeOrNot } from './words.ts'

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
${timeline(data, context)}${section('lots', text.lots, lots(data, context))}${criteria(data, context)}${section('trustees', text.trustees, trustees(data, context))}${section('bids', text.bids, bids(data, context))}${openedBids(data, context)}${enquiries(data, context)}${flags(data, context)}${stepsTable(data.steps, affair, text, context)}</div>
<aside class="stack">${checkPanel(data.evidence, 'checkEntry', context)}${facts(data, context)}${bidLink(data, context)}${ocds}${calendarLink(paths.procedureCalendar(data.key), context)}</aside></div>`
  const islands: readonly Island[] = data.openedBids.length === 0 ? ['check'] : ['check', 'unpack']
  return renderFrame({ lang, site, title: localText(data.title, lang).text, path, islands, body })
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

export function criteria({ criteria: all }: Pick<ProcedureData, 'criteria'>, { lang }: PageContext): Html | null {
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
