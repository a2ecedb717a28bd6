import type { Facts } from './facts.ts'
import type { FlagInput, RedFlag, Thresholds } from './indicator.ts'
import { type Contest, contestsOf, isBy } from './prices.ts'
import { compare, rational, written } from './rational.ts'

/** One supplier has most of what a buyer awards. `facts`: of one buyer. */
export function repeatedWinner(facts: readonly Facts[], { awards: least, awardShare }: Thresholds): RedFlag[] {
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
    if (own.length < least || processes < 2 || compare(share, awardShare) < 0) return []
    const sum = `${own.length} / ${won.length} = ${written(share)} ≥ ${written(awardShare)}; ${own.length} ≥ ${least}`
    const inputs = won.flatMap((each) => each.inputs)
    const place = { ocid: own.at(-1)!.ocid, lot: null }
    return [{ indicator: 'repeatedWinner', ...place, inputs, value: share, threshold: awardShare, sum } as const]
  })
}

/** The same two lose to the same one again. `facts`: of one buyer. */
export function losingTogether(facts: readonly Facts[], { together }: Thresholds): RedFlag[] {
  const seen = new Map<string, Map<string, FlagInput[]>>()
  for (const [who, contest] of facts.flatMap((each) => contestsOf(each).map((one) => [each.who, one] as const)))
    for (const [pair, inputs] of losersOf(contest, who)) {
      const processes = seen.get(pair) ?? new Map<string, FlagInput[]>()
      seen.set(pair, processes)
      processes.set(contest.ocid, [...(processes.get(contest.ocid) ?? []), ...inputs])
    }
  return [...seen.values()].flatMap((processes) => {
    if (processes.size < together) return []
    const place = { ocid: [...processes.keys()].at(-1)!, lot: null }
    const numbers = { value: rational(BigInt(processes.size)), threshold: rational(BigInt(together)) }
    const inputs = [...processes.values()].flat()
    return [
      { indicator: 'losingTogether', ...place, inputs, ...numbers, sum: `${processes.size} ≥ ${together}` } as const,
    ]
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
