import { type Column, emptyState, formatNumber, type Html, html, type Lang, table } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { designTexts } from '../../texts/design.ts'

/** How the sample table is asked for; all of it stands in the address. */
export type DesignQuery = { readonly name?: string; readonly order?: DesignOrder; readonly page?: number }
type DesignOrder = (typeof orders)[number]
const orders = ['name', '-name', 'count', '-count'] as const

type District = { readonly name: { readonly [L in Lang]: string }; readonly count: number }
const districts: readonly District[] = [
  { name: { zh: '东湖区', en: 'East Lake' }, count: 1204 },
  { name: { zh: '港口区', en: 'Harbour' }, count: 982 },
  { name: { zh: '北山区', en: 'North Hill' }, count: 311 },
  { name: { zh: '西关区', en: 'West Gate' }, count: 1530 },
  { name: { zh: '河口区', en: 'River Mouth' }, count: 640 },
  { name: { zh: '南苑区', en: 'South Park' }, count: 777 },
  { name: { zh: '新城区', en: 'New Town' }, count: 2095 },
]
const rowsPerPage = 4

/** The rows that are asked for, all pages of them, in their order. */
export function designRows(
  { name = '', order = 'name' }: DesignQuery,
  lang: Lang,
): readonly (readonly [string, number])[] {
  const rows = districts
    .filter((one) => one.name[lang].toLowerCase().includes(name.toLowerCase()))
    .map((one) => [one.name[lang], one.count] as const)
  const sign = order.startsWith('-') ? -1 : 1
  const byName = order.endsWith('name')
  return rows.toSorted((a, b) => sign * (byName ? a[0].localeCompare(b[0], lang) : a[1] - b[1]))
}

/** A table as lists have it: filtered, ordered, in pages and as a file, each by an address and without a script. */
export function sampleTable(asked: DesignQuery, { lang }: Pick<PageContext, 'lang'>): Html {
  const text = designTexts[lang]
  const rows = designRows(asked, lang)
  const { name = '', order = 'name' } = asked
  const last = Math.max(1, Math.ceil(rows.length / rowsPerPage))
  const page = Math.min(asked.page ?? 1, last)
  const filter = html`<form class="find" action="${`${at(lang, paths.design)}#table`}" method="get"><label for="name">${text.tableFilter}</label><span class="find-row"><input class="ds-input" id="name" name="name" value="${name}" maxlength="40"><button class="ds-button" type="submit">${text.tableFilterButton}</button></span></form>`
  if (rows.length === 0) {
    const all = html`<p>${text.tableNoneNext} <a class="ds-link" href="${at(lang, `${paths.design}#table`)}">${text.tableAll}</a></p>`
    return html`${filter}${emptyState(text.tableNone, all)}`
  }
  const to = (more: DesignQuery): string => at(lang, `${designAddress({ name, order, ...more })}#table`)
  const shown = rows.slice((page - 1) * rowsPerPage, page * rowsPerPage)
  const file = at(lang, designAddress({ name, order }, paths.designTable))
  const back =
    page === 1 ? null : html`<a class="ds-link" rel="prev" href="${to({ page: page - 1 })}">${text.tablePrevious}</a>`
  const on =
    page === last ? null : html`<a class="ds-link" rel="next" href="${to({ page: page + 1 })}">${text.tableNext}</a>`
  return html`${filter}${table(text.tableCaption, columns(order, to, lang), shown)}
<nav class="pager" aria-label="${text.tablePages}">${back}${on}</nav>
<p class="small"><a class="ds-link" href="${file}" download>${text.tableExport}</a></p>`
}

function columns(
  order: DesignOrder,
  to: (more: DesignQuery) => string,
  lang: Lang,
): readonly Column<readonly [string, number]>[] {
  const text = designTexts[lang]
  const sort = (key: 'name' | 'count') => ({
    href: to({ order: order === key ? `-${key}` : key }),
    order: order === key ? ('ascending' as const) : order === `-${key}` ? ('descending' as const) : null,
  })
  return [
    { head: text.tableDistrict, cell: ([name]) => name, sort: sort('name') },
    { head: text.tableCount, cell: ([, count]) => formatNumber(count, lang), figures: true, sort: sort('count') },
  ]
}

/** Where the page stands with this table, language aside. */
export function designAddress(
  { name = '', order = 'name', page = 1 }: DesignQuery,
  path: string = paths.design,
): string {
  const query = new URLSearchParams()
  if (name !== '') query.set('name', name)
  if (order !== 'name') query.set('order', order)
  if (page !== 1) query.set('page', String(page))
  return query.size === 0 ? path : `${path}?${query}`
}
