import { absentName, type LotRows, rowId } from './lotRows.ts'
import { type AwardLine, type AwardStep, stepOf } from './steps.ts'

/** Of what the ledger keeps count, or whose ids follow from others: with all of them as many as counted, nothing was left out. */
export const countedNames = [
  'weights',
  'candidates',
  'seats',
  'openings',
  'offers',
  'pending',
  'qualified',
  'sheets',
  'revealed',
  'results',
  'awards',
] as const
export type CountedName = (typeof countedNames)[number]

/**
 * Criteria weigh at least one each, and all together what the procedure says. Candidates, openings, qualified offers and sheets are
 * counted by the ledger. Seats are numbered. An offer, a result and an award are found by bid and lot, so each is there or proven not
 * to be.
 */
export function countsStep(rows: LotRows): AwardStep {
  const { procedure, lot, openings, offers, sheets, results } = rows
  const qualified = offers.filter(({ status }) => status === 'qualified')
  const counts: Readonly<Record<CountedName, readonly [counted: bigint, shown: bigint]>> = {
    weights: [procedure.weights, rows.criteria.reduce((sum, { weight }) => sum + weight, 0n)],
    candidates: [procedure.candidates, countOf(rows.candidates, 'standing')],
    seats: [procedure.candidates, numbered(rows)],
    openings: [procedure.openings, BigInt(openings.length)],
    offers: [procedure.openings, asked(rows, 'offer')],
    pending: [lot.pending, countOf(offers, 'offered')],
    qualified: [lot.qualified, BigInt(qualified.length)],
    sheets: [lot.sheets, BigInt(sheets.length)],
    revealed: [lot.revealed, countOf(sheets, 'revealed')],
    results: [lot.qualified, matching(rows, results, qualified)],
    awards: [procedure.openings, asked(rows, 'award')],
  }
  const isAssessed = lot.pending === 0n && lot.revealed === procedure.experts && lot.sheets === lot.revealed
  const lines = countedNames.map((name): AwardLine => {
    const [counted, shown] = counts[name]
    const isDone = isAssessed || (name !== 'pending' && name !== 'revealed')
    return { cells: [name, counted, shown], agrees: counted === shown && isDone }
  })
  return stepOf('complete', ['what', 'counted', 'shown'], lines)
}

function countOf(rows: readonly { readonly status: string }[], status: string): bigint {
  return BigInt(rows.filter((row) => row.status === status).length)
}

/** Seats from the first on, as far as none is missing; nought where there is one too many. */
function numbered({ seats }: LotRows): bigint {
  const orders = new Set(seats.map(({ order }) => order))
  let last = 0n
  while (orders.has(last + 1n)) last += 1n
  return last === BigInt(seats.length) ? last : 0n
}

/** Of how many bids it is proven whether there is such a row. */
function asked({ openings, offers, awards, lot, absent }: LotRows, entity: 'offer' | 'award'): bigint {
  const there = new Set((entity === 'offer' ? offers : awards).map(({ id }) => id))
  const isAsked = ({ bid }: LotRows['openings'][number]) => {
    const key = entity === 'offer' ? [bid, lot.key] : [lot.key, bid]
    return there.has(rowId(key)) || absent.has(absentName(entity, key))
  }
  return BigInt(openings.filter(isAsked).length)
}

/** How many results belong to a qualified offer, where each does. */
function matching({ lot }: LotRows, results: LotRows['results'], qualified: LotRows['offers']): bigint {
  const ids = new Set(qualified.map(({ bid }) => rowId([bid, lot.key])))
  return results.every(({ id }) => ids.has(id)) ? BigInt(results.length) : 0n
}
