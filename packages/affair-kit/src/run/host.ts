import type { Cbor } from '@gongshi/protocol'

/** Milliseconds since 1970-01-01 UTC, an integer. */
export type UnixMs = number

/** Reads the state. Synchronous; the ledger checks each value, and each absence, against the state root. */
export interface StateReader {
  get(affair: string, table: string, key: Cbor): Cbor | undefined
}

export interface StateWriter extends StateReader {
  put(affair: string, table: string, key: Cbor, value: Cbor): void
  remove(affair: string, table: string, key: Cbor): void
}

/** One timed action of one row: it falls due at a time that stands in the row. */
export type DueItem = { readonly affair: string; readonly action: string; readonly key: Cbor }

/** What the run time may touch. Values handed out are never changed; on a refusal the caller drops what was written. */
export interface Host extends StateWriter {
  readonly dues: {
    arm(at: UnixMs, item: DueItem): void
    disarm(at: UnixMs, item: DueItem): void
  }
}

export type Block = { readonly chainId: string; readonly height: number; readonly time: UnixMs }
