import type { CriterionData, LotData, OfferData } from '@gongshi/portal'
import type { ViewRow } from '../../projections/question.ts'
import { organOf } from '../organs.ts'
import type { RecordNeeds } from '../records.ts'
import { moneyOf, rowsOf, timeOf } from './rows.ts'
import { scorePartsOf } from './scores.ts'
import type { Money, OrganId } from './shapes.ts'

/** Each lot with the offers for it, what the formula made of them, and the award that stands last. */
export async function lotsOf(
  needs: RecordNeeds,
  of: (entity: string) => Promise<readonly ViewRow[]>,
  criteria: readonly CriterionData[],
): Promise<readonly LotData[]> {
  const [lots, offers, awards] = await Promise.all([of('lot'), of('offer'), of('award')])
  const ofLots = async (entity: string) =>
    (await Promise.all(lots.map(({ key }) => rowsOf(needs, entity, key, 'lot')))).flat()
  const results = await ofLots('result')
  const sheets = results.length === 0 ? [] : await ofLots('sheet')
  const organ = (id: unknown) => organOf(needs.names, id as OrganId)
  return lots.map(({ status, fields }) => {
    const isOfLot = ({ fields: each }: ViewRow) => (each.lot as unknown as readonly unknown[])[1] === fields.number
    const award = awards.filter(isOfLot).at(-1)
    const judged = offers.filter(
      (offer) => isOfLot(offer) && results.some((each) => isOfLot(each) && same(each.fields.bid, offer.fields.bid)),
    )
    const parts = scorePartsOf(criteria, judged, sheets.filter(isOfLot))
    return {
      number: fields.number as number,
      title: fields.title as string | null,
      estimate: moneyOf(fields.estimate as unknown as Money),
      ceiling: moneyOf(fields.ceiling as unknown as Money),
      status,
      offers: offers.filter(isOfLot).map((offer): OfferData => {
        const isOfOffer = (each: ViewRow) => same(each.fields.bid, offer.fields.bid) && isOfLot(each)
        const result = results.find(isOfOffer)
        return {
          bidder: organ(offer.fields.bidder),
          price: moneyOf(offer.fields.price as unknown as Money),
          status: offer.status,
          ...(result === undefined ? {} : { result: resultOf(result, parts) }),
        }
      }),
      award:
        award === undefined
          ? null
          : {
              supplier: organ(award.fields.supplier),
              price: moneyOf(award.fields.price as unknown as Money),
              status: award.status,
              standsAt: timeOf(award.fields.standsAt as string | null),
            },
    }
  })
}

type Parts = ReturnType<typeof scorePartsOf>

function resultOf({ fields: { bid, total, rank, low } }: ViewRow, parts: Parts): NonNullable<OfferData['result']> {
  const { numerator, denominator } = total as unknown as { readonly numerator: number; readonly denominator: number }
  const exact = { numerator: BigInt(numerator), denominator: BigInt(denominator) }
  return { total: exact, parts: parts.get(JSON.stringify(bid)) ?? [], rank: rank as number | null, low: low as boolean }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
