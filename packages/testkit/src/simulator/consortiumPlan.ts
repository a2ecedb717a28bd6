import { seededRandom } from '../random.ts'

/** Where a member's process ends in a round, or its disk fails. */
const moments = [
  'before FinalizeBlock',
  'before Commit',
  'before the batch',
  'after the batch',
  'store failed, nothing written',
  'store failed, all written',
  'after Commit',
] as const

export type Moment = (typeof moments)[number]

/** One height of a consortium: what is sent, who proposes, and what strikes whom. `seed` decides the rest. */
export type Round = {
  readonly seed: number
  readonly sends: number
  /** The proposer passes on whatever it has: the others must all judge alike. */
  readonly isByzantine: boolean
  readonly struck: readonly { readonly member: number; readonly when: Moment; readonly rounds: number }[]
}

export const members = 4

export function consortiumPlan(seed: number): Round[] {
  const random = seededRandom(seed)
  const whole = (below: number) => Math.floor(random() * below)
  return Array.from({ length: 6 + whole(20) }, () => ({
    seed: whole(2 ** 31),
    sends: random() < 0.2 ? 0 : 1 + whole(1 + whole(40)),
    isByzantine: random() < 0.2,
    struck: Array.from({ length: random() < 0.5 ? 0 : 1 + whole(2) }, () => ({
      member: whole(members),
      when: moments[whole(moments.length)]!,
      rounds: whole(4),
    })),
  }))
}
