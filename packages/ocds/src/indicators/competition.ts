import type { Bid, Facts } from './facts.ts'
import type { RedFlag } from './indicator.ts'
import { type Contest, isBy } from './prices.ts'
import { rational } from './rational.ts'

const competitive = ['open', 'selective']
/** A bid that was taken back was never in the contest. */
const isIn = ({ status }: Bid) => status !== 'withdrawn'

/** One tenderer alone, in a procedure that is open to more. Of each lot where bids say for which they are. */
export function singleBid({ ocid, method, tenderers, lots, bids }: Facts): RedFlag[] {
  if (method === null || !competitive.includes(method.value)) return []
  if (bids.length === 0) {
    if (tenderers?.value !== 1) return []
    return [raised(ocid, null, [method.input, tenderers.input])]
  }
  const rounds = lots.length < 2 ? [null] : lots.map(({ id }) => id)
  return rounds.flatMap((lot) => {
    const own = bids.filter((bid) => isIn(bid) && (lot === null || bid.lots.includes(lot)))
    const who = new Set(own.map((bid) => JSON.stringify(bid.tenderers)))
    return who.size === 1 ? [raised(ocid, lot, [method.input, ...own.flatMap(({ inputs }) => inputs)])] : []
  })
}

function raised(ocid: string, lot: string | null, inputs: RedFlag['inputs']): RedFlag {
  const one = rational(1n)
  return { indicator: 'singleBid', ocid, lot, inputs, value: one, threshold: one, source: null, sum: '1 = 1' }
}

/** Everybody else was turned down: the winner had nobody beside it. */
export function onlyWinnerQualified({ ocid, lot, award, bids }: Contest): RedFlag[] {
  const fit = bids.filter(({ status }) => status === 'valid')
  const out = bids.filter((bid) => bid.status === 'disqualified' && !isBy(bid, award))
  if (fit.length === 0 || !fit.every((bid) => isBy(bid, award)) || out.length === 0) return []
  const who = new Set(out.map(({ tenderers }) => JSON.stringify(tenderers))).size
  const inputs = [...award.inputs, ...[...fit, ...out].flatMap((bid) => bid.inputs)]
  const numbers = { value: rational(BigInt(who)), threshold: rational(1n), source: null }
  return [{ indicator: 'onlyWinnerQualified', ocid, lot, inputs, ...numbers, sum: `${who} ≥ 1` }]
}
