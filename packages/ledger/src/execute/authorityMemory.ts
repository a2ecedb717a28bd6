import { identityAffair, type Memory, newMemory, organisationsAffair } from '@gongshi/affair-kit'
import type { StateWrite } from '../state/committedState.ts'

/** Whether a row of this affair can change who may sign. */
export function decidesAuthority(affair: string): boolean {
  return affair === organisationsAffair || affair === identityAffair
}

/**
 * What the kit has worked out about signers, for as long as no block writes a row of those affairs. It holds for one
 * committed state; a block that is dropped again leaves nothing in it.
 */
export class AuthorityMemory {
  #moment: object | null = null
  #known: Memory = newMemory()

  at(moment: object): Memory {
    if (moment !== this.#moment) {
      this.#known = newMemory()
      this.#moment = moment
    }
    return this.#known
  }

  /** The state has gone on by these writes. */
  follow(before: object, after: object, writes: readonly StateWrite[]): void {
    if (before === this.#moment && !writes.some(({ affair }) => decidesAuthority(affair))) this.#moment = after
  }
}
