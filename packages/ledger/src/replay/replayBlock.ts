import {
  bundleOverhead,
  encodeBundle,
  encodeTransaction,
  equalBytes,
  type Leaf,
  limits,
  ProtocolError,
  parseBody,
  parseSigned,
  splitBody,
  TransactionError,
} from '@gongshi/protocol'
import type { Ledger, OrderedBlock, PastEntry, SystemAct } from '../engine.ts'
import { ordersErasure } from '../log/erasureOrder.ts'
import { nativeSha256 } from '../state/nativeHash.ts'

/** An entry of a log with what belongs to it. `read` is its leaf; null where the log has bytes that are none. */
export type ReplayEntry = PastEntry & { readonly read: Leaf | null }

/**
 * What executing a block again came to. `differs`: entry `index` is not what the acts lead to, which is `computed` (null:
 * nothing at all). The others say that it could not be executed, for want of what belongs to entry `index`: it was erased, it was
 * not handed over, or something else was than was signed.
 */
export type Replayed =
  | { readonly verdict: 'same' }
  | { readonly verdict: 'differs'; readonly index: number; readonly computed: Uint8Array | null }
  | { readonly verdict: 'erased' | 'missing' | 'unfit'; readonly index: number }

type Replaying = Pick<Ledger, 'info' | 'logSize' | 'finalize' | 'commit'>

/** The head of an array of at most 65,535 items. */
const arrayHeadBytes = 3

/** What an engine may say of itself; the ledger's own entries follow from acts. */
const engineActs: readonly string[] = [
  'misbehaviour',
  'validators',
  'upgrade',
  'reconstitution',
] satisfies SystemAct['kind'][]

/**
 * Executes the next block of a log again, from its entries alone, and commits it where each entry comes out the same byte for byte;
 * the last one, the block's leaf, holds the state root. What the engine said of itself (misbehaviour, a reconstitution) is taken as
 * it stands in the log, for no act leads to it.
 * @param entries those that follow on the ledger's last one, to the leaf of their block
 * @throws {LedgerError} version-missing, version-differs and other faults of this machine
 */
export async function replayBlock(ledger: Replaying, entries: readonly ReplayEntry[]): Promise<Replayed> {
  const first = ledger.logSize()
  const lacking = findLacking(entries, first)
  if (lacking !== null) return lacking
  const block = orderedBlock(entries)
  const follows = block !== null && (await passEmptyBlocks(ledger, block))
  const leaves = follows ? ledger.finalize(block).leaves : []
  const at = entries.findIndex(({ leaf }, nth) => !equalBytes(leaves[nth]?.bytes ?? new Uint8Array(), leaf))
  if (at < 0) {
    await ledger.commit()
    return { verdict: 'same' }
  }
  const unfit = findUnfit(entries)
  if (unfit >= 0) return { verdict: 'unfit', index: first + unfit }
  if (!follows) return { verdict: 'differs', index: first + entries.length - 1, computed: null }
  return { verdict: 'differs', index: first + at, computed: leaves[at]?.bytes ?? null }
}

/** The first transaction without its bytes. */
function findLacking(entries: readonly ReplayEntry[], first: number): Replayed | null {
  for (const [at, { read, signed, body, erased }] of entries.entries()) {
    if (read?.kind !== 'tx' || (signed !== null && body !== null)) continue
    const index = first + at
    return { verdict: erased !== null && ordersErasure(erased.leaf, index) ? 'erased' : 'missing', index }
  }
  return null
}

/** The first transaction whose bytes are not those that its leaf binds; -1 where all are. */
export function findUnfit(entries: readonly ReplayEntry[]): number {
  return entries.findIndex(({ read, signed, body }) => {
    if (read?.kind !== 'tx' || signed === null || body === null) return false
    if (!equalBytes(nativeSha256(signed), read.signedHash)) return true
    try {
      parseBody(body, parseSigned(signed))
      return false
    } catch (error) {
      if (error instanceof TransactionError || error instanceof ProtocolError) return true
      throw error
    }
  })
}

/** Null where the entries are none of a block: no block's leaf at the end, bytes that make no bundle, an act that no engine has. */
function orderedBlock(entries: readonly ReplayEntry[]): OrderedBlock | null {
  const end = entries.at(-1)?.read
  if (end?.kind !== 'block') return null
  const transactions: Uint8Array[] = []
  const systemActs: SystemAct[] = []
  for (const [at, { read, signed, body }] of entries.entries()) {
    if (read?.kind === 'system' && systemActs.length === at) {
      const isSound = read.event !== 'reconstitution' || Array.isArray(read.detail)
      if (!engineActs.includes(read.event) || !isSound) return null
      systemActs.push({ kind: read.event as SystemAct['kind'], detail: read.detail })
    }
    if (read?.kind !== 'tx' || signed === null || body === null) continue
    const transaction = transactionOf(signed, body)
    if (transaction === null) return null
    transactions.push(transaction)
  }
  const { height, time, blockHash } = end
  return { height, time, blockHash, systemActs, bundles: bundlesOf(transactions) }
}

/** PERF: acts in as few bundles as hold them. Whether they came so nobody sees: they are executed one after the other, across bundles. */
function bundlesOf(transactions: readonly Uint8Array[]): Uint8Array[] {
  const bundles: Uint8Array[][] = []
  let left = 0
  for (const transaction of transactions) {
    const bytes = transaction.length + bundleOverhead(transaction.length)
    if (bytes > left || bundles.at(-1)!.length === limits.bundleTransactions) {
      bundles.push([])
      left = limits.bundleBytes - arrayHeadBytes
    }
    bundles.at(-1)!.push(transaction)
    left -= bytes
  }
  return bundles.map(encodeBundle)
}

function transactionOf(signed: Uint8Array, body: Uint8Array): Uint8Array | null {
  try {
    const { salt, input } = splitBody(body)
    return encodeTransaction(signed, salt, input)
  } catch (error) {
    if (error instanceof TransactionError) return null
    throw error
  }
}

/** Blocks that left no entry changed nothing: that nothing fell due in them shows at the time of the one before. */
async function passEmptyBlocks(ledger: Replaying, { height, time }: OrderedBlock): Promise<boolean> {
  const stands = ledger.info()
  if (height <= stands.height || time < stands.time) return false
  for (let next = stands.height + 1; next < height; next++) {
    const { empty } = ledger.finalize({ height: next, time: stands.time, bundles: [], blockHash: new Uint8Array(32) })
    if (!empty) return false
    await ledger.commit()
  }
  return true
}
