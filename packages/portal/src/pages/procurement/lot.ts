import {
  factList,
  fill,
  fillParts,
  formatMoney,
  formatNumber,
  formatTime,
  type Html,
  html,
  stackedTable,
  tag,
} from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { at, paths } from '../../links.ts'
import type { LotData, OfferData, ProcedureData } from '../../procurementData.ts'
import { statusWord } from '../../texts/affairWords.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { organLink } from '../organs.ts'
import { exactly, scores, twoPlaces } from './scores.ts'
import { affair, statusTag } from './words.ts'

export function lots({ lots: all, criteria, key }: ProcedureData, context: PageContext): Html | null {
  if (all.length === 0) return null
  const text = procurementTexts[context.lang]
  const isScored = all.some(({ offers }) => offers.some(({ result }) => result !== undefined))
  return html`<div class="stack">${all.map((lot) => lotPanel(lot, { criteria, key }, context))}</div>${isScored ? html`<p class="small soft">${text.formula}</p>` : null}`
}

type Of = Pick<ProcedureData, 'criteria' | 'key'>

function lotPanel(lot: LotData, { criteria, key }: Of, context: PageContext): Html {
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
  return html`<section class="panel stack" aria-labelledby="lot-${lot.number}">${head}${money}${lot.offers.length === 0 ? null : offers(lot, context)}${scores(lot, criteria, key, context)}${award(lot, context)}${recomputeLink(lot, key, context)}</section>`
}

function recomputeLink({ number, offers: all }: LotData, key: string, { lang }: PageContext): Html | null {
  if (!all.some(({ result }) => result !== undefined)) return null
  return html`<p class="small"><a class="ds-link" href="${at(lang, paths.recompute(key, number))}">${procurementTexts[lang].recompute}</a></p>`
}

export function offers(lot: LotData, context: PageContext): Html {
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

function total(result: OfferData['result']): Html | string {
  if (result === undefined) return '—'
  return html`${exactly(result.total)}<meter min="0" max="10000" value="${twoPlaces(result.total)}" aria-hidden="true"></meter>`
}

export function award({ award: given }: LotData, context: PageContext): Html | null {
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
