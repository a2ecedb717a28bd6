import { barChart, chartFigure, fill, formatNumber, type Html, html, localText, stackedTable } from '@gongshi/ui'
import type { PageContext } from '../../data.ts'
import { paths } from '../../links.ts'
import type { CriterionData, LotData, OfferData, ScorePart } from '../../procurementData.ts'
import { procurementTexts } from '../../texts/procurement.ts'
import { organLink } from '../organs.ts'

type Fraction = { readonly numerator: bigint; readonly denominator: bigint }
type Scored = OfferData & { readonly result: NonNullable<OfferData['result']> }

/** A longer table is folded away. */
const openRows = 10

/** To two places, cut off and not rounded, with the exact fraction beside it where there is a rest. */
export function exactly({ numerator, denominator }: Fraction): Html {
  const exact = denominator === 1n ? null : html`<br><code class="soft small">${numerator}/${denominator}</code>`
  return html`${twoPlaces({ numerator, denominator })}${exact}`
}

export function twoPlaces({ numerator, denominator }: Fraction): string {
  const hundredths = (numerator * 100n) / denominator
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}

/** What each criterion counted for each offer of a lot, as a picture and as its table. Null before the formula was applied. */
export function scores(lot: LotData, all: readonly CriterionData[], key: string, context: PageContext): Html | null {
  const scored = lot.offers.filter((offer): offer is Scored => (offer.result?.parts.length ?? 0) > 0)
  if (scored.length === 0) return null
  const { lang } = context
  const text = procurementTexts[lang]
  const offers = [...scored].sort((one, other) => (one.result.rank ?? 1_000) - (other.result.rank ?? 1_000))
  const title = `${text.scores} · ${fill(text.lot, { number: lot.number })}`
  const names = { id: `chart-scores-${lot.number}`, title, description: text.scoresHow }
  const criteria = offers[0]!.result.parts.map(({ criterion }) => all.find(({ number }) => number === criterion)!)
  const bars = offers.map(({ bidder, result }) => ({
    label: localText(bidder.name, lang).text,
    parts: result.parts.map(share),
    shown: result.rank === null ? `${twoPlaces(result.total)} · ${text.out}` : twoPlaces(result.total),
  }))
  const table = scoresTable(title, offers, criteria, context)
  const folded =
    offers.length > openRows ? html`<details class="fold"><summary>${title}</summary>${table}</details>` : table
  const file = html`<a class="ds-link" href="${paths.scoresFile(key, lot.number)}" download>${text.csv}</a>`
  return chartFigure(names, barChart(names, bars), html`${legend(criteria, context)}${folded}`, file)
}

/** In the order of the bars' parts, whose numbers these are. */
function legend(criteria: readonly CriterionData[], context: PageContext): Html {
  return html`<ol class="small">${criteria.map((criterion) => html`<li>${nameOf(criterion, context)} · ${weightOf(criterion, context)}</li>`)}</ol>`
}

function scoresTable(
  title: string,
  offers: readonly Scored[],
  criteria: readonly CriterionData[],
  context: PageContext,
): Html {
  const text = procurementTexts[context.lang]
  return stackedTable<Scored>(
    title,
    [
      { head: text.bidder, cell: ({ bidder }) => organLink(bidder, context) },
      ...criteria.map((criterion, at) => ({
        head: nameOf(criterion, context),
        cell: ({ result }: Scored) => exactly(result.parts[at]!),
        figures: true,
      })),
      { head: text.total, cell: ({ result }) => exactly(result.total), figures: true },
    ],
    offers,
  )
}

function nameOf({ title, number }: CriterionData, { lang }: PageContext): string {
  return title ?? `${procurementTexts[lang].gone} ${number}`
}

function weightOf({ weight }: CriterionData, { lang }: PageContext): string {
  return `${formatNumber(weight / 100, lang)} %`
}

/** For the picture alone. */
function share({ numerator, denominator }: ScorePart): number {
  return Number((numerator * 1_000n) / denominator) / 1_000
}
