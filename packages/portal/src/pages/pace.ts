import {
  breadcrumbs,
  type Column,
  chartFigure,
  columnChart,
  fill,
  formatNumber,
  type Html,
  html,
  renderFrame,
  stackedTable,
  timeOf,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { LagSample, PaceData, PaceFile, PaceSpan } from '../paceData.ts'
import { paceTexts } from '../texts/pace.ts'
import { pageTexts } from '../texts/pages.ts'
import { statisticsTexts } from '../texts/statistics.ts'

/** How much the ledger takes in, and what is behind it: each chart with its table and its files. */
export function renderPace({ minutes, hours, lag }: PaceData, context: PageContext): string {
  const { lang, site } = context
  const text = paceTexts[lang]
  const crumbs = [
    { label: pageTexts[lang].ledgerTitle, href: at(lang, paths.ledger) },
    { label: pageTexts[lang].networkTitle, href: at(lang, paths.network) },
    { label: text.title, href: at(lang, paths.pace) },
  ]
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
<section class="section">${spans('minutes', minutes, context)}</section>
<section class="section">${spans('hours', hours, context)}</section>
<section class="section">${behind(lag, context)}</section>`
  return renderFrame({
    lang,
    site,
    title: text.title,
    description: text.lead,
    path: paths.pace,
    section: 'ledger',
    body,
  })
}

function spans(file: 'minutes' | 'hours', rows: readonly PaceSpan[], context: PageContext): Html {
  const text = paceTexts[context.lang]
  const how = file === 'minutes' ? text.minutesHow : text.hoursHow
  const description = `${how} ${most(rows, context)}`
  const names = { id: `chart-${file}`, title: text[file], description }
  const columns = rows.map(({ from, entries }) => ({
    label: clock(from, context),
    value: entries,
    shown: number(entries, context),
  }))
  const table: Column<PaceSpan>[] = [
    { head: text.from, cell: ({ from }) => timeOf(from, context.lang, context.site.timeZone) },
    { head: text.entries, cell: ({ entries }) => number(entries, context), figures: true },
    { head: text.blocks, cell: ({ blocks }) => number(blocks, context), figures: true },
  ]
  return figure(file, names, columns, stackedTable(text[file], table, rows.toReversed()), context)
}

function behind(rows: readonly LagSample[], context: PageContext): Html {
  const text = paceTexts[context.lang]
  const names = { id: 'chart-lag', title: text.lag, description: `${text.lagHow} ${most(rows, context)}` }
  const columns = rows.map(({ at: when, entries }) => ({
    label: clock(when, context),
    value: entries,
    shown: number(entries, context),
  }))
  const table: Column<LagSample>[] = [
    { head: text.at, cell: ({ at: when }) => timeOf(when, context.lang, context.site.timeZone) },
    { head: text.behind, cell: ({ entries }) => number(entries, context), figures: true },
    { head: text.behindSpan, cell: ({ ms }) => fill(text.seconds, { count: seconds(ms, context) }), figures: true },
    {
      head: text.behindOthers,
      cell: ({ toOthers }) => (toOthers === null ? text.unknown : number(toOthers, context)),
      figures: true,
    },
  ]
  return figure('lag', names, columns, stackedTable(text.lag, table, rows.toReversed()), context)
}

function figure(
  file: PaceFile,
  names: Parameters<typeof columnChart>[0],
  columns: Parameters<typeof columnChart>[1],
  table: Html,
  { lang }: PageContext,
): Html {
  const link = (ending: 'csv' | 'json') =>
    html`<a class="ds-link" href="${paths.paceFile(file, ending)}" download>${statisticsTexts[lang][ending]}</a>`
  const folded = html`<details class="fold"><summary>${names.title}</summary>${table}</details>`
  return chartFigure(names, columnChart(names, columns), folded, html`${link('csv')} · ${link('json')}`)
}

/** The charts have no scale of their own; who wants each value reads the table. */
function most(rows: readonly { readonly entries: number }[], context: PageContext): string {
  return fill(paceTexts[context.lang].most, {
    count: number(Math.max(0, ...rows.map(({ entries }) => entries)), context),
  })
}

function clock(time: number, { site }: PageContext): string {
  return new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: site.timeZone }).format(time)
}

function seconds(ms: number, context: PageContext): string {
  return formatNumber(Math.round(ms / 100) / 10, context.lang)
}

function number(value: number, { lang }: PageContext): string {
  return formatNumber(value, lang)
}
