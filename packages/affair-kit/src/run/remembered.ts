import type { Installed, Named } from './host.ts'
import { BudgetSpent, Meter } from './meter.ts'
import { meteredState, type Session } from './session.ts'

/** What one piece of work may cost at most, whatever the action allows. */
const ceiling = { steps: 200_000, reads: 2_000, writes: 0, events: 0, bytes: 0 } as const

type Kept = {
  readonly value: unknown
  readonly reads: number
  readonly steps: number
  /** The versions that read the rows. */
  readonly organisations: Installed | undefined
  readonly identity: Installed | undefined
}

/**
 * What `work` finds in the rows of `organisations` and `identity`, from the host's memory where it still has it. The
 * action pays for the reads and steps of the work in either case, in the same order, so that its budget ends at the same
 * place on every replica. The work must not depend on the block's time.
 */
export function remembered<T>(session: Session, of: Named | Uint8Array, work: (apart: Session) => T): T {
  const { memory, meter } = session
  const known = memory?.recall(of) as Kept | undefined
  const kept = known !== undefined && isOf(session, known) ? known : workedOut(session, work)
  if (kept !== known) memory?.keep(of, kept)
  meter.charge('reads', kept.reads)
  meter.charge('steps', kept.steps)
  return kept.value as T
}

function isOf({ organisations, identity }: Session, kept: Kept): boolean {
  return kept.organisations === organisations && kept.identity === identity
}

function workedOut<T>(session: Session, work: (apart: Session) => T): Kept {
  const { organisations, identity, host } = session
  const meter = new Meter(ceiling)
  try {
    const value = work({ ...session, meter, state: meteredState(host, meter) })
    const [reads, steps] = [ceiling.reads - meter.left('reads'), ceiling.steps - meter.left('steps')]
    return { value, reads, steps, organisations, identity }
  } catch (error) {
    // More than any action may read: its own budget is spent with it.
    if (error instanceof BudgetSpent) session.meter.charge(error.what, Number.MAX_SAFE_INTEGER)
    throw error
  }
}
