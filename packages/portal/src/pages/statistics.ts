import {
  barChart,
  breadcrumbs,
  type Column,
  chartFigure,
  columnChart,
  factList,
  fill,
  formatMoney,
  formatNumber,
  type Html,
  html,
  localText,
  renderFrame,
  stackedTable,
} from '@gongshi/ui'
import type { PageContext } from '../data.ts'
import { at, paths } from '../links.ts'
import type { Acts, StatisticsData, StatisticsFile } from '../statisticsData.ts'
import { affairWord } from '../texts/affairWords.ts'
import { pageTexts } from '../texts/pages.ts'
import { statisticsTexts } from '../texts/statistics.ts'
import { organLink } from './organs.ts'

/** What acts on the ledger come to: each chart with its table and its file. */
export function renderStatistics(data: StatisticsData, context: PageContext): string {
  const { lang, site } = context
  const text = statisticsTexts[lang]
  const crumbs = [
    { label: pageTexts[lang].ledgerTitle, href: at(lang, paths.ledger) },
    { label: text.title, href: at(lang, paths.statistics) },
  ]
  const { entries, height, logSize } = data.asOf
  const number = (value: number) => formatNumber(value, lang)
  const asOf = fill(text.asOf, { entries: number(entries), all: number(logSize), height: number(height) })
  const isEmpty = data.total.done + data.total.refused === 0
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${text.title}</h1><p class="prose lead">${text.lead}</p>
<p class="small soft">${asOf}</p>
${isEmpty ? html`<p class="prose section">${text.none}</p>` : figures(data, context)}`
  return renderFrame({
    lang,
    site,
    title: text.title,
    description: text.lead,
    path: paths.statistics,
    section: 'ledger',
    body,
  })
}

function figures(data: StatisticsData, context: PageContext): Html {
  const { lang } = context
  const text = statisticsTexts[lang]
  const facts = [
    { name: text.done, value: html`<span class="figure">${formatNumber(data.total.done, lang)}</span>` },
    { name: text.refused, value: html`<span class="figure">${formatNumber(data.total.refused, lang)}</span>` },
  ]
  return html`<section class="section" aria-labelledby="total"><h2 class="subtitle section-head" id="total">${text.total}</h2>${factList(facts, 'sided')}</section>
${days(data, context)}${months(data, context)}${affairs(data, context)}${organs(data, context)}${procurement(data, context)}`
}

function days({ days: all }: StatisticsData, context: PageContext): Html {
  const text = statisticsTexts[context.lang]
  const names = { id: 'chart-days', title: text.days, description: text.daysHow }
  const columns = all.map(({ day, done }) => ({ label: day.slice(5), value: done, shown: number(done, context) }))
  const table = stackedTable<(typeof all)[number]>(
    text.days,
    [{ head: text.day, cell: ({ day }) => html`<time datetime="${day}">${day}</time>` }, ...counts(context)],
    all,
  )
  return framed(chartFigure(names, columnChart(names, columns), folded(text.days, table), files('days', context)))
}

function months({ months: all }: StatisticsData, context: PageContext): Html {
  const text = statisticsTexts[context.lang]
  const names = { id: 'chart-months', title: text.months, description: text.monthsHow }
  const columns = all.map(({ month, done }) => ({ label: month, value: done, shown: number(done, context) }))
  const table = stackedTable<(typeof all)[number]>(
    text.months,
    [{ head: text.month, cell: ({ month }) => html`<time datetime="${month}">${month}</time>` }, ...counts(context)],
    all,
  )
  return framed(chartFigure(names, columnChart(names, columns), folded(text.months, table), files('days', context)))
}

function affairs({ affairs: all }: StatisticsData, context: PageContext): Html {
  const { lang } = context
  const text = statisticsTexts[lang]
  const names = { id: 'chart-affairs', title: text.affairs, description: text.affairsHow }
  const bars = all.map(({ affair, done }) => ({
    label: affairWord(affair, lang),
    parts: [done],
    shown: number(done, context),
  }))
  const link = ({ affair }: (typeof all)[number]) =>
    html`<a class="ds-link" href="${at(lang, paths.affair(affair))}">${affairWord(affair, lang)}</a>`
  const table = stackedTable<(typeof all)[number]>(
    text.affairs,
    [{ head: pageTexts[lang].affair, cell: link }, ...counts(context)],
    all,
  )
  return framed(chartFigure(names, barChart(names, bars), table, files('affairs', context)))
}

function organs({ organs: all, allOrgans }: StatisticsData, context: PageContext): Html | null {
  if (all.length === 0) return null
  const { lang } = context
  const text = statisticsTexts[lang]
  const description = fill(text.organsHow, { shown: number(all.length, context), all: number(allOrgans, context) })
  const names = { id: 'chart-organs', title: text.organs, description }
  const bars = all.map(({ organ, done }) => ({
    label: localText(organ.name, lang).text,
    parts: [done],
    shown: number(done, context),
  }))
  const table = stackedTable<(typeof all)[number]>(
    text.organs,
    [
      { head: pageTexts[lang].organName, cell: ({ organ }) => organLink(organ, context) },
      { head: text.done, cell: ({ done }) => number(done, context), figures: true },
    ],
    all,
  )
  return framed(chartFigure(names, barChart(names, bars), table, files('organs', context)))
}

function procurement({ procurement: totals }: StatisticsData, { lang }: PageContext): Html | null {
  if (totals === null) return null
  const text = statisticsTexts[lang]
  const facts = [
    { name: text.procedures, value: formatNumber(totals.procedures, lang) },
    { name: text.contracts, value: formatNumber(totals.contracts, lang) },
    ...totals.values.map((value) => ({ name: text.values, value: formatMoney(value, lang) })),
  ]
  return html`<section class="section" aria-labelledby="procurement"><h2 class="subtitle section-head" id="procurement">${text.procurement}</h2>${factList(facts, 'sided')}
<p><a class="ds-link" href="${at(lang, paths.procurementFigures)}">${text.procurementMore}</a></p></section>`
}

function counts(context: PageContext): Column<Acts>[] {
  const text = statisticsTexts[context.lang]
  return [
    { head: text.done, cell: ({ done }) => number(done, context), figures: true },
    { head: text.refused, cell: ({ refused }) => number(refused, context), figures: true },
  ]
}

function number(value: number, { lang }: PageContext): string {
  return formatNumber(value, lang)
}

function files(file: StatisticsFile, { lang }: PageContext): Html {
  const text = statisticsTexts[lang]
  const link = (ending: 'csv' | 'json') =>
    html`<a class="ds-link" href="${paths.statisticsFile(file, ending)}" download>${text[ending]}</a>`
  return html`${link('csv')} · ${link('json')}`
}

function framed(figure: Html): Html {
  return html`<section class="section">${figure}</section>`
}

function folded(title: string, table: Html): Html {
  return html`<details class="fold"><summary>${title}</summary>${table}</details>`
}
