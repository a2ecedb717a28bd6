/**
 * The tables of a ledger's store. Keys are ordered bytes; those marked "append" only ever grow at the end, which LMDB
 * writes ten times faster than random ones.
 */
export const storeTables = [
  /** `last`, `chain`, `format`: the committed head in one record. */
  'meta',
  /** height (u64) -> block record. Append. Heights with leaves only. */
  'block',
  /** log index (u64) -> leaf bytes. Append. */
  'leaf',
  /** log index (u64) -> the `signed` part of a transaction, kept for good. Append. */
  'signed',
  /** log index (u64) -> the erasable body. Append. */
  'body',
  /** log index (u64) of an erased body -> the index of the entry that erased it. */
  'erased',
  /** tile level (u8) ‖ tile index (u64) -> up to 256 hashes. */
  'tile',
  /** txId -> height (u64) ‖ log index (u64). */
  'transaction',
  /** page (u16) -> kinds and roots of 64 buckets. */
  'root',
  /** bucket (u16) -> its leaves: (path ‖ valueHash ‖ version) sorted by path. */
  'bucket',
  /** version (u64) -> path ‖ value. Append; a version is a counter of the store, not of the chain. */
  'value',
  /** minute of notAfter (u64) ‖ height (u64) -> the used ids that this block added, one after the other. */
  'replay',
] as const

export type StoreTable = (typeof storeTables)[number]

/** One write: `value` null removes the key. */
export type StoreWrite = { readonly table: StoreTable; readonly key: Uint8Array; readonly value: Uint8Array | null }

/** Bounds of a range by key bytes: `from` included, `to` excluded; `reverse` walks from the end down. */
export type StoreRange = {
  readonly from?: Uint8Array
  readonly to?: Uint8Array
  readonly reverse?: boolean
  readonly limit?: number
}

/**
 * Tables of ordered byte keys with atomic batches.
 *
 * - A batch is all or nothing: after a crash at any moment, every write of it is there or none.
 * - When `write` resolves, the batch is **synced**: it survives the loss of power. Until then reads may or may not
 *   show it, and a crash may take it, but never a part of it, and never an earlier batch that had resolved.
 * - Batches apply in the order of the calls. If `write` rejects, the outcome is unknown: the owner must stop writing,
 *   reopen, and look at what is there.
 * - Bytes that were handed in are not kept by reference, nor changed; bytes that come out are the caller's own.
 */
export interface Store {
  get(table: StoreTable, key: Uint8Array): Uint8Array | undefined
  range(table: StoreTable, range?: StoreRange): Iterable<readonly [key: Uint8Array, value: Uint8Array]>
  write(batch: readonly StoreWrite[]): Promise<void>
  /** The store as it is now, whatever is written later; it takes up room until it is released. */
  pin(): PinnedStore
  close(): Promise<void>
}

export type PinnedStore = Pick<Store, 'get' | 'range'> & { release(): void }
