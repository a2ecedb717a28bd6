import type { VoteCheck } from '../comet/commit.ts'
import type { Header } from '../comet/header.ts'
import { timestampToMs } from '../comet/time.ts'
import { refuse } from './errors.ts'
import type { SignedHeader } from './format.ts'
import type { Shown } from './steps.ts'
import { advance, type Trusted } from './trustPath.ts'

/** Two honest clocks may be this much apart: a header further ahead of the reader's counts as made up. */
export const maxClockDriftMs = 5 * 60 * 1000

/** The header that proves the rest, under the votes of more than two thirds of the trusted power. */
export async function checkCommit(
  head: SignedHeader,
  trusted: Trusted,
  now: number,
  check: VoteCheck,
): Promise<Shown<'commit', Header>> {
  const { hash, tally, trusted: reached } = await advance(trusted, head, check)
  const time = timestampToMs(head.header.time)
  if (time > now + maxClockDriftMs) refuse({ code: 'evidence-from-future', time })
  return {
    facts: {
      height: reached.height,
      time,
      hash,
      signedPower: tally.signed,
      totalPower: tally.total,
      validators: reached.validators.length,
    },
    value: head.header,
  }
}
