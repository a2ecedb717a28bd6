import type { LotData, OfferData } from '@gongshi/portal'
import type { ViewRow } from '../../projections/question.ts'
import { organOf } from '../organs.ts'
import type { RecordNeeds } from '../records.ts'
import { moneyOf, rowsOf, timeOf } from './rows.ts'
import type { Money, OrganId } from './shapes.ts'

/** Each lot with the offers for it, what the formula made of them, and the award that stands last. */
export async function lotsOf(
  needs: RecordNeeds,
  of: (entity: string) => Promise<readonly ViewRow[]>,
): Promise<readonly LotData[]> {
  const [lots, offers, awards] = await Promise.all([of('lot'), of('offer'), of('award')])
  const results = (await Promise.all(lots.map(({ key }) => rowsOf(needs, 'result', key, 'lot')))).flat()
  const organ = (id: unknown) => organOf(needs.names, id as OrganId)
  return lots.map(({ status, fields }) => {
    const isOfLot = ({ fields: each }: ViewRow) => (each.lot as unknown as readonly unknown[])[1] === fields.number
    const award = awards.filter(isOfLot).at(-1)
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
          ...(result === undefined ? {} : { result: resultOf(result) }),
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

function resultOf({ fields: { total, rank, low } }: ViewRow): NonNullable<OfferData['result']> {
  const { numerator, denominator } = total as unknown as { readonly numerator: number; readonly denominator: number }
  const exact = { numerator: BigInt(numerator), denominator: BigInt(denominator) }
  return { total: exact, rank: rank as number | null, low: low as boolean }
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
