import type { ActInput } from '@gongshi/sdk'

/** An act of affair `organisations` that a plan wants: acts of one wave don't depend on each other. */
export type PlannedAct = {
  readonly action: string
  readonly input: ActInput
  /** "scheme/id" of the organ, or "scheme/code" of the division. */
  readonly subject: string
  readonly wave: number
}
