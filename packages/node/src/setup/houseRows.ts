import type { Founding } from './createLedger.ts'

type OrganId = { readonly scheme: string; readonly id: string }

const dayMs = 24 * 60 * 60 * 1000

/** How long the house votes, in milliseconds. */
export type HousePeriods = {
  readonly votingPeriod: number
  readonly urgentPeriod: number
  readonly longestPause: number
}

/** Two weeks to decide, half a day in an emergency, a week at most for a pause. */
export const usualPeriods: HousePeriods = {
  votingPeriod: 14 * dayMs,
  urgentPeriod: dayMs / 2,
  longestPause: 7 * dayMs,
}

/** More than half for what changes a figure, two thirds for what changes the ledger itself, a third to stop the worst. */
const thresholds = {
  parameterThreshold: [1, 2],
  versionThreshold: [2, 3],
  validatorThreshold: [2, 3],
  memberThreshold: [2, 3],
  trustThreshold: [2, 3],
  pauseThreshold: [1, 3],
} as const

/**
 * The rows and parameters of affair `governance` in a genesis: who decides together, and by which rules. They change by
 * the house's own votes alone. An organ may be named that the ledger gets to know later.
 */
export function houseRows(
  members: readonly OrganId[],
  now: number,
  periods = usualPeriods,
): Pick<Founding, 'houses' | 'members' | 'parameters'> {
  const since = new Date(now).toISOString()
  const urgent = ['urgentPeriod', 'longestPause', 'pauseThreshold']
  const parameter = (name: string, value: number | { numerator: number; denominator: number }) => ({
    affair: 'governance',
    name,
    value,
    from: since,
    basis: `ledger-charter/${urgent.includes(name) ? 9 : name === 'votingPeriod' ? 6 : 7}`,
  })
  return {
    houses: [{ code: 'ledger' }],
    members: members.map((organ) => ({ organ, house: ['ledger'], since, clause: 'genesis' })),
    parameters: [
      ...Object.entries(periods).map(([name, value]) => parameter(name, value)),
      ...Object.entries(thresholds).map(([name, [numerator, denominator]]) =>
        parameter(name, { numerator, denominator }),
      ),
    ],
  }
}
