import type { Facts } from './facts.ts'
import type { FlagInput, RedFlag } from './indicator.ts'
import { type Contest, contestsOf, isBy } from './prices.ts'
import { compare, rational, written } from './rational.ts'
import type { Thresholds } from './thresholds.ts'

/** One supplier has most of what a buyer awards. `facts`: of one buyer. */
export function repeatedWinner(facts: readonly Facts[], { repeatedAwards, awardShare }: Thresholds): RedFlag[] {
  const won = facts.flatMap(({ ocid, awards, who }) =>
    awards
      .filter(({ status }) => status === 'active' || status === 'pending')
      .flatMap(({ suppliers, inputs }) => suppliers.map((id) => ({ ocid, supplier: who.get(id) ?? null, inputs }))),
  )
  const groups = Map.groupBy(won, ({ supplier }) => supplier)
  return [...groups].flatMap(([supplier, own]) => {
    if (supplier === null) return []
    const share = rational(BigInt(own.length), BigInt(won.length))
    const processes = new Set(own.map(({ ocid }) => ocid)).size
    const isRepeated = compare(rational(BigInt(own.length)), repeatedAwards.value) >= 0
    if (!isRepeated || processes < 2 || compare(share, awardShare.value) < 0) return []
    const least = `${own.length} ≥ ${written(repeatedAwards.value)}`
    const sum = `${own.length} / ${won.length} = ${written(share)} ≥ ${written(awardShare.value)}; ${least}`
    const numbers = { value: share, threshold: awardShare.value, source: awardShare.source }
    const inputs = won.flatMap((each) => each.inputs)
    const place = { ocid: own.at(-1)!.ocid, lot: null }
    return [{ indicator: 'repeatedWinner', ...place, inputs, ...numbers, sum } as const]
  })
}

/** The same two lose to the same one again. `facts`: of one buyer. */
export function losingTogether(facts: readonly Facts[], { lostTogether }: Thresholds): RedFlag[] {
  const seen = new Map<string, Map<string, FlagInput[]>>()
  for (const [who, contest] of facts.flatMap((each) => contestsOf(each).map((one) => [each.who, one] as const)))
    for (const [pair, inputs] of losersOf(contest, who)) {
      const processes = seen.get(pair) ?? new Map<string, FlagInput[]>()
      seen.set(pair, processes)
      processes.set(contest.ocid, [...(processes.get(contest.ocid) ?? []), ...inputs])
    }
  return [...seen.values()].flatMap((processes) => {
    const value = rational(BigInt(processes.size))
    if (compare(value, lostTogether.value) < 0) return []
    const place = { ocid: [...processes.keys()].at(-1)!, lot: null }
    const numbers = { value, threshold: lostTogether.value, source: lostTogether.source }
    const inputs = [...processes.values()].flat()
    const sum = `${processes.size} ≥ ${written(lostTogether.value)}`
    return [{ indicator: 'losingTogether', ...place, inputs, ...numbers, sum } as const]
  })
}

/** Each two fit bids that lost, under a name for the two and for who won. */
function losersOf({ award, bids }: Contest, who: Facts['who']): [pair: string, inputs: FlagInput[]][] {
  const named = (ids: readonly string[]) => (ids.length === 1 ? who.get(ids[0]!) : undefined)
  const winner = named(award.suppliers)
  if (winner === undefined) return []
  const losers = bids.flatMap((bid) => {
    const name = named(bid.tenderers)
    return bid.status === 'valid' && !isBy(bid, award) && name !== undefined ? [{ name, inputs: bid.inputs }] : []
  })
  return losers.flatMap((one) =>
    losers
      .filter((other) => one.name < other.name)
      .map((other): [string, FlagInput[]] => [
        JSON.stringify([winner, one.name, other.name]),
        [...award.inputs, ...one.inputs, ...other.inputs],
      ]),
  )
}
