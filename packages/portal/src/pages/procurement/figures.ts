import {
  barChart,
  breadcrumbs,
  type Child,
  chartFigure,
  columnChart,
  factList,
  fill,
  formatMoney,
  formatNumber,
  type Html,
  html,
  localSpan,
  localText,
  renderFrame,
  stackedTable,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { filterQuery } from '../../procedureFilters.ts'
import type { FiguresData, LotLine, Money, Partner } from '../../procurementFigures.ts'
import { wordOf } from '../../texts/affairWords.ts'
import { procedureListTexts } from '../../texts/procedureList.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { figuresTexts } from '../../texts/procurementFigures.ts'
import { organLink } from '../organs.ts'
import { affair, statusTag, timeOrNot } from './words.ts'

/** Fewer than these show no pattern, and the page says so. */
const leastForPattern = 10
const dayMs = 86_400_000

/** What is counted over all procedures, or over those of a buyer or a supplier, with the rows behind it. */
export function renderFigures(data: FiguresData, context: PageContext): string {
  const { lang, site } = context
  const text = figuresTexts[lang]
  const { subject } = data
  const organ = subject === null ? null : localText(subject.organ.name, lang)
  const title = subject === null ? text.all : fill(text[subject.role], { name: organ!.text })
  const path = subject === null ? paths.procurementFigures : paths.procurementProfile(subject.role, subject.organ)
  const crumbs = [
    { label: procurementTexts[lang].title, href: at(lang, paths.procedures) },
    { label: title, href: at(lang, path) },
  ]
  const home =
    subject === null
      ? null
      : html` · <a class="ds-link" href="${at(lang, paths.organ(subject.organ))}">${text.organPage}</a>`
  const body = html`${breadcrumbs(crumbs, lang)}<h1 class="title">${title}</h1><p class="prose lead">${subject === null ? text.lead : text.leadOrgan}</p>
<p class="small"><a class="ds-link" href="${at(lang, paths.procedures)}${filterQuery(data.filters)}">${text.list}</a>${home} · <a class="ds-link" href="${paths.ocdsRecords}" download>${procedureListTexts[lang].ocds}</a></p>
${data.procedures === 0 ? html`<p class="prose section">${text.none}</p>` : figures(data, context)}`
  return renderFrame({ lang, site, title, path, body })
}

function figures(data: FiguresData, context: PageContext): Html {
  const role = data.subject?.role
  return html`<section class="section">${factList(facts(data, context), 'sided')}</section>
${years(data, context)}${months(data, context)}${distribution(data, context)}${role === 'supplier' ? null : partners('suppliers', data, context)}${role === 'buyer' ? null : partners('buyers', data, context)}${rows(data, context)}`
}

function facts(data: FiguresData, { lang }: PageContext) {
  const text = figuresTexts[lang]
  const { single, bids, biddingMs, prices, outcomes } = data
  const counted = (of: number, said: string): Child =>
    of === 0
      ? '—'
      : html`${said}${of < leastForPattern ? html` <span class="small soft">${fill(text.few, { least: leastForPattern })}</span>` : null}`
  const number = (value: number) => formatNumber(Math.round(value * 10) / 10, lang)
  return [
    { name: text.procedures, value: formatNumber(data.procedures, lang) },
    {
      name: text.single,
      value: counted(
        single.of,
        fill(text.ofLots, { ...single, share: `${number((100 * single.count) / single.of)} %` }),
      ),
    },
    {
      name: text.bids,
      value: counted(bids.of, fill(text.perLot, { average: number(bids.count / bids.of), of: bids.of })),
    },
    {
      name: text.days,
      value: counted(
        biddingMs.of,
        fill(text.daysOf, { average: number(biddingMs.count / biddingMs.of / dayMs), of: biddingMs.of }),
      ),
    },
    ...prices.map(({ price, estimate, lots }) => ({
      name: text.price,
      value: counted(
        lots,
        fill(text.priceOf, {
          share: `${number(Number((price.minor * 10_000n) / estimate.minor) / 100)} %`,
          lots,
          price: formatMoney(price, lang),
          estimate: formatMoney(estimate, lang),
        }),
      ),
    })),
    ...(outcomes === null ? [] : [{ name: text.outcomes, value: fill(text.outcome, outcomes) }]),
  ]
}

function download(file: string, { filters }: FiguresData, { lang }: PageContext): Html {
  return html`<a class="ds-link" href="${paths.procurementFile(file)}${filterQuery(filters)}" download>${figuresTexts[lang].csv}</a>`
}

function years(data: FiguresData, context: PageContext): Html | null {
  if (data.years.length === 0) return null
  const { lang } = context
  const text = figuresTexts[lang]
  const names = { id: 'chart-years', title: text.years, description: text.yearsHow }
  type Year = FiguresData['years'][number]
  const name = ({ year, category }: Year) => `${year} · ${wordOf(affair, category, lang)}`
  const bars = data.years.map((each) => ({
    label: name(each),
    parts: [each.procedures],
    shown: formatNumber(each.procedures, lang),
  }))
  const table = stackedTable<Year>(
    text.years,
    [
      { head: text.year, cell: ({ year }) => year },
      { head: text.category, cell: ({ category }) => wordOf(affair, category, lang) },
      { head: text.procedures, cell: ({ procedures }) => formatNumber(procedures, lang), figures: true },
      { head: text.contracts, cell: ({ contracts }) => formatNumber(contracts, lang), figures: true },
      { head: text.values, cell: ({ values }) => moneys(values, context), figures: true },
    ],
    data.years,
  )
  return framed(chartFigure(names, barChart(names, bars), table, download('years.csv', data, context)))
}

function months(data: FiguresData, context: PageContext): readonly Html[] {
  const { lang } = context
  const text = figuresTexts[lang]
  return data.months.map(({ currency, months: all }) => {
    const names = {
      id: `chart-months-${currency}`,
      title: fill(text.months, { currency }),
      description: text.monthsHow,
    }
    const columns = all.map(({ month, value }) => ({
      label: month,
      value: Number(value.minor),
      shown: formatMoney(value, lang).slice(currency.length + 1),
    }))
    const table = stackedTable<(typeof all)[number]>(
      names.title,
      [
        { head: text.month, cell: ({ month }) => month },
        { head: text.contracts, cell: ({ contracts }) => formatNumber(contracts, lang), figures: true },
        { head: text.values, cell: ({ value }) => formatMoney(value, lang), figures: true },
      ],
      all,
    )
    return framed(
      chartFigure(
        names,
        columnChart(names, columns),
        folded(names.title, table),
        download('months.csv', data, context),
      ),
    )
  })
}

function distribution(data: FiguresData, context: PageContext): Html | null {
  if (data.distribution.length === 0) return null
  const { lang } = context
  const text = figuresTexts[lang]
  const names = { id: 'chart-bids', title: text.distribution, description: text.distributionHow }
  const columns = data.distribution.map(({ bids, lots }) => ({
    label: String(bids),
    value: lots,
    shown: formatNumber(lots, lang),
  }))
  const table = stackedTable<(typeof data.distribution)[number]>(
    text.distribution,
    [
      { head: text.bidsOfLot, cell: ({ bids }) => formatNumber(bids, lang), figures: true },
      { head: text.lots, cell: ({ lots }) => formatNumber(lots, lang), figures: true },
    ],
    data.distribution,
  )
  return framed(chartFigure(names, columnChart(names, columns), table, download('bids.csv', data, context)))
}

function partners(which: 'suppliers' | 'buyers', data: FiguresData, context: PageContext): Html | null {
  const all = data[which]
  if (all.length === 0) return null
  const { lang } = context
  const text = figuresTexts[lang]
  const names = { id: `chart-${which}`, title: text[which], description: text.partnersHow }
  const bars = all.map(({ organ, contracts }) => ({
    label: localText(organ.name, lang).text,
    parts: [contracts],
    shown: formatNumber(contracts, lang),
  }))
  const role = which === 'suppliers' ? 'supplier' : 'buyer'
  const link = ({ organ }: Partner) =>
    html`<a class="ds-link" href="${at(lang, paths.procurementProfile(role, organ))}">${localSpan(organ.name, lang)}</a>`
  const table = stackedTable<Partner>(
    text[which],
    [
      { head: text.organ, cell: link },
      { head: text.contracts, cell: ({ contracts }) => formatNumber(contracts, lang), figures: true },
      { head: text.values, cell: ({ values }) => moneys(values, context), figures: true },
    ],
    all,
  )
  return framed(chartFigure(names, barChart(names, bars), table, download(`${which}.csv`, data, context)))
}

function rows(data: FiguresData, context: PageContext): Html | null {
  if (data.lots.length === 0) return null
  const { lang } = context
  const text = figuresTexts[lang]
  const table = stackedTable<LotLine>(
    text.rows,
    [
      {
        head: text.lot,
        cell: ({ procedure, number, lot }) =>
          html`<a class="ds-link" href="${at(lang, paths.procedure(procedure))}#lot-${lot}">${number} · ${lot}</a>`,
      },
      { head: text.status, cell: ({ status }) => statusTag('lot', status, context) },
      { head: text.bidUntil, cell: ({ bidUntil }) => timeOrNot(bidUntil, context) },
      { head: text.bidCount, cell: ({ bids }) => (bids === null ? '—' : formatNumber(bids, lang)), figures: true },
      { head: text.estimate, cell: ({ estimate }) => formatMoney(estimate, lang), figures: true },
      { head: text.winner, cell: ({ supplier }) => (supplier === null ? '—' : organLink(supplier, context)) },
      { head: text.paid, cell: ({ price }) => (price === null ? '—' : formatMoney(price, lang)), figures: true },
    ],
    data.lots,
  )
  const how = fill(text.rowsHow, {
    shown: formatNumber(data.lots.length, lang),
    all: formatNumber(data.allLots, lang),
  })
  return html`<section class="section stack"><p class="prose">${how} ${download('lots.csv', data, context)}</p>${table}</section>`
}

function framed(figure: Html): Html {
  return html`<section class="section">${figure}</section>`
}

function folded(title: string, table: Html): Html {
  return html`<details class="fold"><summary>${title}</summary>${table}</details>`
}

function moneys(values: readonly Money[], { lang }: PageContext): Child {
  return values.length === 0
    ? '—'
    : values.map((value, place) => html`${place === 0 ? null : html`<br>`}${formatMoney(value, lang)}`)
}
