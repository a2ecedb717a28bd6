import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Program } from '../program.ts'
import type { Handlers } from './handlers.ts'

/** Milliseconds since 1970-01-01 UTC, an integer. */
export type UnixMs = number

/** A value, and how many bytes its encoding takes. */
export type Sized = { readonly value: Cbor; readonly bytes: number }

/** Reads the state. Synchronous; the ledger checks each value, and each absence, against the state root. */
export interface StateReader {
  get(affair: string, table: string, key: Cbor): Cbor | undefined
  getSized(affair: string, table: string, key: Cbor): Sized | undefined
}

export interface StateWriter extends StateReader {
  put(affair: string, table: string, key: Cbor, value: Cbor): void
  /** As `put`, for one who knows the size and has the value as decoding gives it: nobody has to walk through it again. */
  putSized(affair: string, table: string, key: Cbor, sized: Sized): void
  remove(affair: string, table: string, key: Cbor): void
}

/** One timed action of one row: it falls due at a time that stands in the row. */
export type DueItem = { readonly affair: string; readonly action: string; readonly key: Cbor }

/**
 * What the run time has worked out from the rows of affairs `organisations` and `identity`, for as long as none of them has
 * changed. Only time is gained by it: what an act costs and what comes of it are the same without.
 */
export interface Memory {
  /** By name, or by an object that stands for one thing and never changes: the bytes of a key id. */
  recall(of: Named | Uint8Array): unknown
  keep(of: Named | Uint8Array, value: unknown): void
}

/** Words, the first of which says what it is and so how many follow. */
export type Named = readonly (string | number)[]

/** What the run time may touch. Values handed out are never changed; on a refusal the caller drops what was written. */
export interface Host extends StateWriter {
  readonly dues: {
    arm(at: UnixMs, item: DueItem): void
    /** An item that is not armed (the ledger takes one out before it performs it) is passed over. */
    disarm(at: UnixMs, item: DueItem): void
  }
  /** Null as soon as the act itself has written a row of either affair. Absent: nothing is remembered. */
  readonly memory?: Memory | null
}

export type Block = { readonly chainId: string; readonly height: number; readonly time: UnixMs }

/** One version of an affair as a node has it. */
export type Installed = {
  readonly declaration: AffairDeclaration
  readonly program: Program
  readonly handlers?: Handlers
  readonly versionHash: Uint8Array
}

/** The versions in force. The ledger decides which version of an affair is active. */
export type Registry = {
  /** Without a version: the active one. With: that one, if it is active or its rows may still lie in the state. */
  get(affair: string, version?: number): Installed | undefined
  /** Whether a fault has suspended that action of that version. Absent: none is. */
  suspended?(affair: string, version: number, action: string): boolean
}

export type Request = {
  readonly affair: string
  readonly version: number
  readonly action: string
  /** CBOR of the input array. */
  readonly input: Uint8Array
  /** What `decodeInputFields` made of it for this very action, if the caller has asked before. */
  readonly decoded?: { readonly [name: string]: Value }
  readonly salt: Uint8Array
  readonly txId: Uint8Array
  /** The keys that signed, in the order of the transaction; their signatures are already checked. */
  readonly signers: readonly { readonly id: Uint8Array }[]
}

export type Outcome = readonly ['ok', readonly Cbor[]] | readonly ['refused', string, Cbor]

/** A fault of the affair's author. `message` is for operators: it goes to the alarm, never on the ledger. */
export type Fault = {
  readonly code: 'internal' | 'invariant'
  readonly message: string
  /** The action that failed: that of the transaction, or one that it called. */
  readonly affair: string
  readonly version: number
  readonly action: string
}

export type Performed = { readonly outcome: Outcome; readonly fault?: Fault }
