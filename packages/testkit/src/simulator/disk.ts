import type { StoreDevice } from '@gongshi/ledger'
import type { Device } from '../simulatedFolder.ts'
import type { ProcessTime } from './loop.ts'
import type { Step, Struck } from './plan.ts'

export type Strike = Extract<Step, { readonly kind: 'strike' | 'rot' }> & { left: number }

export type DiskNeeds = {
  readonly time: ProcessTime
  /** Faults that wait for their operation; the disk takes them out as they strike. */
  readonly strikes: Strike[]
  /** How long an operation takes now. Milliseconds. */
  latencyMs(): number
  /** The process ends in the middle of an operation. */
  onEnd(how: 'kill' | 'power'): void
  onStruck(strike: Strike): void
}

/** The disk of one process: it takes its time, and where a fault strikes it does its work by half, fails or never answers. */
export class SimulatedDisk {
  readonly #needs: DiskNeeds

  constructor(needs: DiskNeeds) {
    this.#needs = needs
  }

  readonly files: Device = async (operation, effect) => {
    const { time, latencyMs } = this.#needs
    await time.pass(latencyMs() / 2)
    const strike = this.#struck(operation)
    if (strike?.kind === 'strike') {
      if (operation === 'write') effect(strike.share)
      // What a sync fails to write is lost; one that is cut short may be done all the same, or in part.
      if (operation === 'sync' && strike.how === 'EIO') effect(0)
      return this.#fail(strike.how)
    }
    const result = effect()
    await time.pass(latencyMs() / 2)
    return strike === undefined ? result : (rotten(result, strike.bit) as typeof result)
  }

  readonly store: StoreDevice = {
    write: async (effect) => {
      const { time, latencyMs } = this.#needs
      await time.pass(latencyMs())
      const strike = this.#struck('store', 'strike')
      if (strike?.kind === 'strike') {
        // A batch is all or nothing.
        if (strike.share < 0.5) effect()
        return this.#fail(strike.how)
      }
      effect()
      await time.pass(latencyMs())
    },
    read: (table, value) => {
      if (table !== 'value' && table !== 'bucket') return value
      const strike = this.#struck('store', 'rot')
      return strike?.kind === 'rot' ? (rotten(value, strike.bit) as Uint8Array) : value
    },
  }

  /** Ends the process, which then hears nothing any more. @throws the system's error, where the process lives on */
  #fail(how: Extract<Step, { readonly kind: 'strike' }>['how']): Promise<never> {
    if (how === 'EIO' || how === 'ENOSPC') throw Object.assign(new Error(how), { code: how })
    this.#needs.onEnd(how)
    return new Promise(() => undefined)
  }

  #struck(operation: string, kind?: Strike['kind']): Strike | undefined {
    const { strikes, onStruck } = this.#needs
    const found = strikes.find(
      (each) => each.operation === (operation as Struck) && (kind === undefined || each.kind === kind),
    )
    if (found === undefined || found.left-- > 0) return undefined
    strikes.splice(strikes.indexOf(found), 1)
    onStruck(found)
    return found
  }
}

/** The bytes with one bit turned; what is no bytes, or empty, stays. */
function rotten(value: unknown, bit: number): unknown {
  if (!(value instanceof Uint8Array) || value.length === 0) return value
  const turned = value.slice()
  const at = (bit >> 3) % turned.length
  turned[at]! ^= 1 << (bit & 7)
  return turned
}
