import type { Sized, StateWriter } from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'
import type { StateWrite } from '../state/committedState.ts'
import { HeldValue } from '../state/heldValue.ts'
import { stateKeyName } from '../state/stateKey.ts'
import { settled } from '../state/stateValue.ts'

/** A state that is read by the name of a key together with the key. */
export type NamedState = { read(name: string, affair: string, table: string, key: Cbor): HeldValue | undefined }

/** Writes laid over a state: a block's over the committed one, a transaction's over its block's. Dropping it undoes them. */
export class Overlay implements StateWriter, NamedState {
  readonly #below: NamedState
  readonly #writes = new Map<string, StateWrite>()

  constructor(below: NamedState) {
    this.#below = below
  }

  /** The last write of each key, in the order of the keys' first writes. */
  get writes(): StateWrite[] {
    return [...this.#writes.values()]
  }

  get(affair: string, table: string, key: Cbor): Cbor | undefined {
    return this.read(stateKeyName(affair, table, key), affair, table, key)?.value
  }

  getSized(affair: string, table: string, key: Cbor): Sized | undefined {
    return this.read(stateKeyName(affair, table, key), affair, table, key)
  }

  read(name: string, affair: string, table: string, key: Cbor): HeldValue | undefined {
    const write = this.#writes.get(name)
    return write === undefined ? this.#below.read(name, affair, table, key) : write.value
  }

  put(affair: string, table: string, key: Cbor, value: Cbor): void {
    this.#write(affair, table, key, HeldValue.of(value))
  }

  putSized(affair: string, table: string, key: Cbor, { value, bytes }: Sized): void {
    this.#write(affair, table, key, HeldValue.sized(value, bytes))
  }

  remove(affair: string, table: string, key: Cbor): void {
    this.#write(affair, table, key, undefined)
  }

  /** Takes over everything that an overlay on this one wrote. */
  absorb(above: Overlay): void {
    for (const [name, write] of above.#writes) this.#writes.set(name, write)
  }

  #write(affair: string, table: string, key: Cbor, value: HeldValue | undefined): void {
    const name = stateKeyName(affair, table, key)
    this.#writes.set(name, { name, affair, table, key: settled(key), value })
  }
}
