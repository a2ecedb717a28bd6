import { type Cbor, cborHash } from '@gongshi/protocol'
import type { Calendar } from '../cel/value.ts'
import type { Bounds } from '../declare/declaration.ts'
import { identityAffair, organisationsAffair } from './affairNames.ts'
import { ledgerCalendar } from './calendars.ts'
import type { Block, DueItem, Host, Installed, Memory, Registry, Sized, StateWriter, UnixMs } from './host.ts'
import { Meter } from './meter.ts'

/** What one transaction, or one due act, shares with the actions that it calls. */
export type Session = {
  readonly registry: Registry
  /** The affairs whose rows say who may sign, in the version in force. */
  readonly organisations: Installed | undefined
  readonly identity: Installed | undefined
  readonly block: Block
  readonly meter: Meter
  /** The state, every access charged. */
  readonly state: StateWriter
  /** The same state without the charge. */
  readonly host: Host
  /** What the host remembers just now. */
  readonly memory: Memory | null
  readonly dues: Host['dues']
  readonly calendar: Calendar
  /** Null in a due act: nobody sent it. */
  readonly txId: Uint8Array | null
  readonly salt: Uint8Array
  /** The keys that signed; a called action finds its signers among them. */
  readonly keys: readonly Uint8Array[]
  /** A new row's id: different for each row of each transaction. */
  nextId(): Uint8Array
  /** The action in progress, innermost last, so that a fault names the one that failed. */
  readonly running: { installed: Installed; action: string }[]
}

export function openSession(
  registry: Registry,
  host: Host,
  block: Block,
  bounds: Bounds,
  cause: {
    readonly seed: Cbor
    readonly txId: Uint8Array | null
    readonly salt: Uint8Array
    readonly keys: readonly Uint8Array[]
  },
): Session {
  const meter = new Meter(bounds)
  const state = meteredState(host, meter)
  const organisations = registry.get(organisationsAffair)
  let ordinal = 0
  return {
    registry,
    organisations,
    identity: registry.get(identityAffair),
    block,
    meter,
    state,
    host,
    get memory() {
      return host.memory ?? null
    },
    dues: new MeteredDues(host, meter),
    calendar: ledgerCalendar({ registry, state, meter }),
    txId: cause.txId,
    salt: cause.salt,
    keys: cause.keys,
    nextId: () => cborHash('gongshi/row/1', [cause.seed, ordinal++]),
    running: [],
  }
}

export function meteredState(host: Host, meter: Meter): StateWriter {
  return new MeteredState(host, meter)
}

// PERF: two objects an act, where closures were seven.
class MeteredState implements StateWriter {
  readonly #host: Host
  readonly #meter: Meter

  constructor(host: Host, meter: Meter) {
    this.#host = host
    this.#meter = meter
  }

  get(affair: string, table: string, key: Cbor): Cbor | undefined {
    this.#meter.charge('reads', 1)
    return this.#host.get(affair, table, key)
  }

  getSized(affair: string, table: string, key: Cbor): Sized | undefined {
    this.#meter.charge('reads', 1)
    return this.#host.getSized(affair, table, key)
  }

  put(affair: string, table: string, key: Cbor, value: Cbor): void {
    this.#meter.chargeValue('writes', value)
    this.#host.put(affair, table, key, value)
  }

  putSized(affair: string, table: string, key: Cbor, sized: Sized): void {
    this.#meter.charge('writes', 1)
    this.#meter.charge('bytes', sized.bytes)
    this.#host.putSized(affair, table, key, sized)
  }

  remove(affair: string, table: string, key: Cbor): void {
    this.#meter.charge('writes', 1)
    this.#host.remove(affair, table, key)
  }
}

class MeteredDues {
  readonly #host: Host
  readonly #meter: Meter

  constructor(host: Host, meter: Meter) {
    this.#host = host
    this.#meter = meter
  }

  arm(at: UnixMs, item: DueItem): void {
    this.#meter.charge('writes', 1)
    this.#host.dues.arm(at, item)
  }

  disarm(at: UnixMs, item: DueItem): void {
    this.#meter.charge('writes', 1)
    this.#host.dues.disarm(at, item)
  }
}
