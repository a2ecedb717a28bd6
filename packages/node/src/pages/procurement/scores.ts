import { type Criterion, rankOffers } from '@gongshi/affairs'
import type { CriterionData, LotData, ScorePart } from '@gongshi/portal'
import type { Json } from '@gongshi/protocol'
import type { ViewRow } from '../../projections/question.ts'
import { moneyOf } from './rows.ts'
import { type Money, organText } from './shapes.ts'

type Points = { readonly bid: unknown; readonly criterion: number; readonly points: number }

/**
 * What each criterion counts in the total of each offer that was judged, by the function that the ledger ran: by the bid's id as JSON, in
 * the order of the criteria.
 */
export function scorePartsOf(
  criteria: readonly CriterionData[],
  offers: readonly ViewRow[],
  sheets: readonly ViewRow[],
): ReadonlyMap<string, readonly ScorePart[]> {
  const revealed = sheets.filter(({ status }) => status === 'revealed')
  const marks = revealed.flatMap(({ fields }) =>
    (fields.points as unknown as readonly Points[]).map(({ bid, criterion, points }) => ({
      bid: JSON.stringify(bid),
      criterion: BigInt(criterion),
      points: BigInt(points),
    })),
  )
  const offered = offers.map(({ fields }) => ({
    bid: JSON.stringify(fields.bid),
    price: moneyOf(fields.price as unknown as Money).minor,
    // Chance and the bound for low prices are no part of any sum.
    turn: 0,
  }))
  const lowShare = { numerator: 0n, denominator: 1n }
  const ranked = rankOffers({ criteria: criteria.map(criterionOf), sheets: revealed.length, lowShare }, offered, marks)
  return new Map(
    ranked.map(({ bid, parts }) => [bid, parts.map((part, at) => ({ criterion: criteria[at]!.number, ...part }))]),
  )
}

function criterionOf({ number, kind, weight, most, least }: CriterionData): Criterion {
  return {
    number: BigInt(number),
    kind: kind as Criterion['kind'],
    weight: BigInt(weight),
    most: BigInt(most),
    least: BigInt(least),
  }
}

/** What the chart of a lot's scores shows, a line an offer and criterion; fractions exact. */
export function scoreTable({ offers }: LotData, criteria: readonly CriterionData[]) {
  const columns = [
    ...['rank', 'bidder', 'name', 'criterion', 'title', 'weight', 'numerator', 'denominator'],
    ...['totalNumerator', 'totalDenominator'],
  ]
  const rows = offers.flatMap(({ bidder, result }) =>
    (result?.parts ?? []).map(({ criterion, numerator, denominator }): readonly Json[] => {
      const { title = null, weight = null } = criteria.find(({ number }) => number === criterion) ?? {}
      return [
        ...[result!.rank, organText(bidder), bidder.name[0]?.text ?? bidder.id, criterion, title, weight],
        ...[numerator, denominator, result!.total.numerator, result!.total.denominator].map(String),
      ]
    }),
  )
  return { columns, rows }
}
