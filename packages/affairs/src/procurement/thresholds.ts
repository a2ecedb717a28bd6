import { decodeValue } from '@gongshi/affair-kit'
import { procurement } from './affair.ts'
import type { Fraction } from './formula.ts'

type Cbor = Parameters<typeof decodeValue>[1]

/** From a moment on (Unix ms) a question begins here, until the next of its name; `source`: the clause under which it was set. */
export type FlagThreshold = {
  readonly name: FlagParameter | 'leastDays'
  readonly from: number
  readonly value: Fraction
  readonly source: string
}

const named = [
  'amendmentDays',
  'standstillDays',
  'nearShare',
  'closeShare',
  'discountShare',
  'repeatedAwards',
  'awardShare',
  'lostTogether',
] as const
type FlagParameter = (typeof named)[number]
/** A time to bid that is no longer than the least of the law is worth a question, too. */
const leastBidding = 'leastBidding'

/** The parameters from which `flagThresholds` comes. */
export const flagParameters: readonly string[] = [leastBidding, ...named]

const dayMs = 86_400_000

/**
 * Where the questions of docs/red-flags.md begin on a ledger, over all its time.
 * @param stored what the state holds of a parameter of this affair; undefined: nothing
 * @throws {KitError} value-kind for what no ledger holds
 */
export function flagThresholds(stored: (parameter: string) => Cbor | undefined): readonly FlagThreshold[] {
  const least = valuesOf(leastBidding, stored).map(({ value, ...set }) => ({
    ...set,
    name: 'leastDays' as const,
    value: whole(BigInt(Math.floor((value as number) / dayMs)) + 1n),
  }))
  const others = named.flatMap((name) =>
    valuesOf(name, stored).map(({ value, ...set }) => ({
      ...set,
      name,
      value: typeof value === 'bigint' ? whole(value) : (value as Fraction),
    })),
  )
  return [...least, ...others]
}

function valuesOf(name: FlagParameter | typeof leastBidding, stored: (parameter: string) => Cbor | undefined) {
  const values = (stored(name) ?? []) as readonly (readonly [number, Cbor, string])[]
  return values.map(([from, value, source]) => ({
    from,
    source,
    value: decodeValue(procurement.params[name]!, value, name),
  }))
}

function whole(numerator: bigint): Fraction {
  return { numerator, denominator: 1n }
}
