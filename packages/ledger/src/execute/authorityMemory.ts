import { identityAffair, type Memory, organisationsAffair } from '@gongshi/affair-kit'
import type { StateWrite } from '../state/committedState.ts'
import { Generations } from '../state/generations.ts'

/** Organs and places that stay in memory, at most about twice as many. Signers stay as long as their keys do. */
const remembered = 50_000

/** Whether a row of this affair can change who may sign. */
export function decidesAuthority(affair: string): boolean {
  return affair === organisationsAffair || affair === identityAffair
}

export function newMemory(): Memory {
  const named = new Generations<unknown>(remembered)
  const signers = new WeakMap<Uint8Array, unknown>()
  return {
    recall: (of) => (typeof of === 'string' ? named.get(of) : signers.get(of)),
    keep: (of, value) => void (typeof of === 'string' ? named.set(of, value) : signers.set(of, value)),
  }
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
