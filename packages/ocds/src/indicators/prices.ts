import type { Award, Bid, Facts } from './facts.ts'
import type { IndicatorCode, RedFlag } from './indicator.ts'
import { compare, minus, over, type Rational, rational, written } from './rational.ts'
import type { Threshold, Thresholds } from './thresholds.ts'

/** One award with the bids it was chosen from, and what was expected for it. */
export type Contest = {
  readonly ocid: string
  readonly lot: string | null
  readonly award: Award
  readonly bids: readonly Bid[]
  readonly estimate: Facts['estimate']
}

/** Awards that stand. With several lots, an award is of exactly one, or it is not known what its price is for. */
export function contestsOf({ ocid, awards, bids, lots, estimate }: Facts): Contest[] {
  const standing = awards.filter(({ status }) => status === 'active' || status === 'pending')
  return standing.flatMap((award): Contest[] => {
    if (lots.length === 0) return standing.length === 1 ? [{ ocid, lot: null, award, bids, estimate }] : []
    const [lot, ...more] = lots.filter(
      ({ id }) => award.lots.includes(id) || (lots.length === 1 && award.lots.length === 0),
    )
    if (lot === undefined || more.length > 0) return []
    const own = bids.filter((bid) => bid.lots.includes(lot.id) || (lots.length === 1 && bid.lots.length === 0))
    return [{ ocid, lot: lot.id, award, bids: own, estimate: lot.estimate ?? (lots.length === 1 ? estimate : null) }]
  })
}

/** The price is below the estimate, and hardly: was the estimate known? */
export function nearEstimate({ estimate, award, ...place }: Contest, { nearShare }: Thresholds): RedFlag[] {
  if (estimate === null || award.price === null || estimate.value.currency !== award.price.value.currency) return []
  const [expected, asked] = [estimate.value.amount, award.price.value.amount]
  const share = over(minus(expected, asked), expected)
  if (share.numerator < 0n || compare(share, nearShare.value) > 0) return []
  const inputs = [estimate.input, award.price.input]
  const sum = `(${written(expected)} − ${written(asked)}) / ${written(expected)} = ${written(share)} ≤ ${written(nearShare.value)}`
  return [raised('nearEstimate', place, { inputs, value: share, threshold: nearShare, sum })]
}

/** The second lowest fit bid is just above the winner's. */
export function closeSecond(contest: Contest, { closeShare }: Thresholds): RedFlag[] {
  const pair = winnerAndSecond(contest)
  if (pair === null) return []
  const { winner, second, inputs } = pair
  const share = over(minus(second, winner), winner)
  if (compare(share, closeShare.value) > 0) return []
  const sum = `(${written(second)} − ${written(winner)}) / ${written(winner)} = ${written(share)} ≤ ${written(closeShare.value)}`
  return [raised('closeSecond', contest, { inputs, value: share, threshold: closeShare, sum })]
}

/** The winner is far below the second lowest fit bid. */
export function deepDiscount(contest: Contest, { discountShare }: Thresholds): RedFlag[] {
  const pair = winnerAndSecond(contest)
  if (pair === null) return []
  const { winner, second, inputs } = pair
  const share = over(minus(second, winner), second)
  if (compare(share, discountShare.value) < 0) return []
  const sum = `(${written(second)} − ${written(winner)}) / ${written(second)} = ${written(share)} ≥ ${written(discountShare.value)}`
  return [raised('deepDiscount', contest, { inputs, value: share, threshold: discountShare, sum })]
}

/** The winning bid, where it is the lowest fit one, and the next of another tenderer. */
function winnerAndSecond({ award, bids }: Contest) {
  const fit = pricedIn(award, bids).filter(({ status }) => status === 'valid')
  const [first, ...others] = fit.toSorted((one, other) => compare(one.price.value.amount, other.price.value.amount))
  if (first === undefined || !isBy(first, award)) return null
  const second = others.find((bid) => !isBy(bid, award))
  if (second === undefined) return null
  return {
    winner: first.price.value.amount,
    second: second.price.value.amount,
    inputs: [...award.inputs, first.price.input, second.price.input],
  }
}

/** Different tenderers ask the same to the cent. */
export function samePrices(contest: Contest): RedFlag[] {
  const priced = pricedIn(contest.award, contest.bids)
  const groups = Map.groupBy(priced, ({ price }) => written(price.value.amount))
  return [...groups].flatMap(([amount, bids]) => {
    const who = new Set(bids.map(({ tenderers }) => JSON.stringify(tenderers)))
    if (who.size < 2) return []
    const inputs = bids.map(({ price }) => price.input)
    const [value, threshold] = [rational(BigInt(who.size)), rational(2n)]
    return [
      raised('samePrices', contest, { inputs, value, threshold, sum: `${amount} × ${who.size}; ${who.size} ≥ 2` }),
    ]
  })
}

/** The lowest bid of all is turned down, and another gets the award. */
export function lowestOut(contest: Contest): RedFlag[] {
  const priced = pricedIn(contest.award, contest.bids)
  const [lowest, ...others] = priced.toSorted((one, other) => compare(one.price.value.amount, other.price.value.amount))
  const fit = others.find(({ status }) => status === 'valid')
  if (lowest?.status !== 'disqualified' || fit === undefined) return []
  const [low, next] = [lowest.price.value.amount, fit.price.value.amount]
  const inputs = [...lowest.inputs, lowest.price.input, fit.price.input]
  return [
    raised('lowestOut', contest, { inputs, value: low, threshold: next, sum: `${written(low)} < ${written(next)}` }),
  ]
}

type Priced = Bid & { readonly price: NonNullable<Bid['price']> }

/** In the award's currency, or in the one that all bids have. */
function pricedIn({ price }: Award, bids: readonly Bid[]): Priced[] {
  const priced = bids.filter((bid): bid is Priced => bid.price !== null)
  const currency = price?.value.currency ?? priced[0]?.price.value.currency
  return priced.filter((bid) => bid.price.value.currency === currency)
}

export function isBy({ tenderers }: Bid, { suppliers }: Award): boolean {
  return tenderers.some((id) => suppliers.includes(id))
}

type Told = { readonly value: Rational; readonly threshold: Rational | Threshold } & Pick<RedFlag, 'inputs' | 'sum'>

function raised(
  indicator: IndicatorCode,
  { ocid, lot }: Pick<Contest, 'ocid' | 'lot'>,
  { threshold, ...told }: Told,
): RedFlag {
  const set =
    'source' in threshold ? { threshold: threshold.value, source: threshold.source } : { threshold, source: null }
  return { indicator, ocid, lot, ...told, ...set }
}
