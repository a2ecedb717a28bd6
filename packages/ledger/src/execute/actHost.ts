import type { DueItem, Host, Memory, Sized } from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'
import type { UnixMs } from '../engine.ts'
import { decidesAuthority } from './authorityMemory.ts'
import { armDue, disarmDue } from './dueQueue.ts'
import type { Overlay } from './overlay.ts'

/**
 * What one act may touch: an overlay of its own. A fault of this node's store during a read is kept, since the kit would
 * take it for a fault of the affair: the other nodes don't have it, so the block must not go on.
 */
export class ActHost implements Host {
  readonly #overlay: Overlay
  readonly #memory: Memory | null
  #broken: { readonly cause: unknown } | null = null
  #changesAuthority = false

  constructor(overlay: Overlay, memory: Memory | null) {
    this.#overlay = overlay
    this.#memory = memory
  }

  get memory(): Memory | null {
    return this.#changesAuthority ? null : this.#memory
  }

  /** Whether the act has written a row that decides who may sign. */
  get changesAuthority(): boolean {
    return this.#changesAuthority
  }

  /** PERF: made when it is asked for: most acts arm nothing. */
  get dues(): Host['dues'] {
    return {
      arm: (at: UnixMs, item: DueItem) => armDue(this, at, item),
      disarm: (at: UnixMs, item: DueItem) => void disarmDue(this, at, item),
    }
  }

  get(affair: string, table: string, key: Cbor): Cbor | undefined {
    try {
      return this.#overlay.get(affair, table, key)
    } catch (cause) {
      this.#broken ??= { cause }
      throw cause
    }
  }

  getSized(affair: string, table: string, key: Cbor): Sized | undefined {
    try {
      return this.#overlay.getSized(affair, table, key)
    } catch (cause) {
      this.#broken ??= { cause }
      throw cause
    }
  }

  put(affair: string, table: string, key: Cbor, value: Cbor): void {
    this.#changesAuthority ||= decidesAuthority(affair)
    this.#overlay.put(affair, table, key, value)
  }

  putSized(affair: string, table: string, key: Cbor, sized: Sized): void {
    this.#changesAuthority ||= decidesAuthority(affair)
    this.#overlay.putSized(affair, table, key, sized)
  }

  remove(affair: string, table: string, key: Cbor): void {
    this.#changesAuthority ||= decidesAuthority(affair)
    this.#overlay.remove(affair, table, key)
  }

  /** @throws whatever a read threw during the act */
  assertSound(): void {
    if (this.#broken !== null) throw this.#broken.cause
  }
}
