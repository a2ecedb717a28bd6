import { withoutAmbientPowers } from '@gongshi/affair-kit/bench'
import type { Ledger } from '@gongshi/ledger'

/** The ledger, which executes each block where every clock, chance, locale and timer of the machine throws. */
export function poisoned(ledger: Ledger): Ledger {
  const finalize = ledger.finalize.bind(ledger)
  return Object.assign(ledger, {
    finalize: (block: Parameters<typeof finalize>[0]) => withoutAmbientPowers(() => finalize(block)),
  })
}
