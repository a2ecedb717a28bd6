import { attributes, type Child, fill, formatNumber, type Html, html } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import { filterQuery, type ProcedureFilterName, procedureFilterNames, procedureOrders } from '../../procedureFilters.ts'
import type { ProceduresData } from '../../procurementData.ts'
import { statusWord, wordOf } from '../../texts/affairWords.ts'
import { procedureListTexts } from '../../texts/procedureList.ts'
import { affair } from './words.ts'

const commonCurrency = 'CNY'

/** A plain form whose answers stand in the address; works without script. */
export function findForm(data: ProceduresData, context: PageContext): Html {
  const { lang } = context
  const text = procedureListTexts[lang]
  const { filters, options } = data
  const choice = (name: keyof ProceduresData['options']) => select(name, options[name], data, context)
  const isOpen = procedureFilterNames.some((name) => name !== 'q' && filters[name] !== undefined)
  const orders = procedureOrders.map((order) => option(order, text[order], (filters.order ?? 'newest') === order))
  const organ = fill(text.organHint, { example: 'gb-32100/12330000000000000X' })
  const money = fill(text.amountHint, { currency: options.currency[0]?.value ?? commonCurrency })
  return html`<form class="filters section stack" action="${at(lang, paths.procedures)}" method="get" role="search">
<div class="find"><label for="q">${text.q}</label><span class="find-row"><input class="ds-input" id="q" name="q" type="search" value="${filters.q ?? ''}" maxlength="200" aria-describedby="q-hint"><button class="ds-button" type="submit">${text.find}</button></span><span class="small soft" id="q-hint">${text.wordsHint}</span></div>
<details class="fold" ${attributes({ open: isOpen })}><summary>${text.filters}</summary><div class="filter-grid">
${choice('status')}${choice('category')}${choice('division')}${input('buyer', {}, data, context, organ)}${input('supplier', {}, data, context, organ)}${choice('currency')}${input('least', { inputmode: 'decimal' }, data, context, money)}${input('most', { inputmode: 'decimal' }, data, context)}${input('from', { type: 'date' }, data, context)}${input('to', { type: 'date' }, data, context)}
<p><label for="order">${text.order}</label><select class="ds-input" id="order" name="order">${orders}</select></p></div>
<button class="ds-button" data-variant="secondary" type="submit">${text.find}</button></details></form>
${askedFor(data, context)}`
}

function option(value: string, label: Child, isChosen: boolean): Html {
  return html`<option value="${value}" ${attributes({ selected: isChosen })}>${label}</option>`
}

function select(
  name: keyof ProceduresData['options'],
  counts: ProceduresData['options'][typeof name],
  { filters }: ProceduresData,
  context: PageContext,
): Html {
  const { lang } = context
  const text = procedureListTexts[lang]
  const chosen = filters[name]
  const listed = chosen === undefined || counts.some(({ value }) => value === chosen)
  const all = listed ? counts : [...counts, { value: chosen, count: 0 }]
  const items = all.map(({ value, count }) =>
    option(value, `${valueWord(name, value, context)} (${formatNumber(count, lang)})`, value === chosen),
  )
  return html`<p><label for="${name}">${text[name]}</label><select class="ds-input" id="${name}" name="${name}">${option('', text.any, chosen === undefined)}${items}</select></p>`
}

function input(
  name: ProcedureFilterName,
  kind: Readonly<Record<string, string>>,
  { filters }: ProceduresData,
  { lang }: PageContext,
  hint?: string,
): Html {
  const described = hint === undefined ? null : `${name}-hint`
  return html`<p><label for="${name}">${procedureListTexts[lang][name]}</label><input class="ds-input" id="${name}" name="${name}" maxlength="200" value="${filters[name] ?? ''}" ${attributes({ type: 'text', ...kind, 'aria-describedby': described })}>${hint === undefined ? null : html`<span class="small soft" id="${name}-hint">${hint}</span>`}</p>`
}

/** What is asked for now, each removable by itself. */
function askedFor({ filters, ignored }: ProceduresData, context: PageContext): Html {
  const { lang } = context
  const text = procedureListTexts[lang]
  const names = procedureFilterNames.filter((name) => filters[name] !== undefined)
  const here = (kept: ProceduresData['filters']) => `${at(lang, paths.procedures)}${filterQuery(kept)}`
  const items = names.map((name) => {
    const label = `${text[name]} · ${valueWord(name, filters[name]!, context)}`
    const rest = here({ ...filters, [name]: undefined })
    return html`<li><a class="ds-link" href="${rest}" aria-label="${fill(text.remove, { filter: label })}">${label} ✕</a></li>`
  })
  const left =
    ignored.length === 0
      ? null
      : html`<p class="ds-alert" data-color="warning">${fill(text.ignored, { names: ignored.map((name) => text[name]).join(lang === 'zh' ? '、' : ', ') })}</p>`
  const clear = names.length < 2 ? null : html`<li><a class="ds-link" href="${here({})}">${text.clear}</a></li>`
  return html`${left}${items.length === 0 ? null : html`<nav aria-label="${text.asked}"><ul class="asked">${items}${clear}</ul></nav>`}`
}

function valueWord(name: ProcedureFilterName, value: string, { lang }: PageContext): string {
  if (name === 'status') return statusWord(affair, 'procedure', value, lang)
  if (name === 'category') return wordOf(affair, value, lang)
  return name === 'order' ? procedureListTexts[lang][value as 'newest'] : value
}
