import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { readSnapshot, type StoredSnapshot } from '@gongshi/engine-cometbft'
import {
  type Genesis,
  genesisHash,
  type Ledger,
  LedgerError,
  nativeSignatureCheck,
  openLedger,
  openLmdbStore,
  parseGenesis,
  type ReplayEntry,
  type Replayed,
  replayBlock,
} from '@gongshi/ledger'
import { appHash, decodeCbor, equalBytes, ProtocolError } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { installAffairs } from '../installed.ts'
import { BlockReader, type LogCopy } from './readBlocks.ts'

export type RecomputeOptions = {
  /** Its own: the state that was reached. */
  readonly folder: string
  /** The genesis as JSON, from anywhere: it must be the one that `genesisHash` names. */
  readonly genesis: unknown
  readonly genesisHash: Uint8Array
  readonly log: LogCopy
  /** A snapshot's folder, for when a body was erased; null: none is at hand. */
  readonly snapshot: string | null
  readonly now: () => number
  readonly signal: AbortSignal
  /** Entries that are executed by now. */
  readonly onProgress: (entries: number) => void
}

/** Entries `from` (those below came with a snapshot, and were not executed here) to `to`, excluded; and how it ended. */
export type Recomputed = { readonly from: number; readonly to: number; readonly end: Replayed }

/**
 * Goes on executing a log where the last time ended, each block by the handlers of the versions that decided it, and compares every
 * entry and state root with the log's. Nothing is taken from whoever serves it but bytes that the log itself binds.
 * @throws {NodeError} genesis-foreign, history-malformed; {LedgerError} genesis-malformed, version-missing, version-differs, store-…,
 * snapshot-…; whatever `log` throws
 */
export async function recomputeLog(options: RecomputeOptions): Promise<Recomputed> {
  const genesis = parseGenesis(options.genesis)
  if (!equalBytes(genesisHash(genesis), options.genesisHash)) throw new NodeError({ code: 'genesis-foreign' })
  const recomputed = await withState(options, genesis, (ledger) => goOn(ledger, options))
  const { verdict } = recomputed.end
  const snapshot = verdict !== 'erased' || options.snapshot === null ? null : await readSnapshot(options.snapshot)
  if (snapshot === null || entriesIn(snapshot) <= recomputed.to || entriesIn(snapshot) > options.log.size)
    return recomputed
  await rm(stateOf(options), { recursive: true, force: true })
  return withState(options, genesis, async (ledger) => {
    await restore(ledger, snapshot, options.log)
    return goOn(ledger, options)
  })
}

const stateOf = ({ folder }: Pick<RecomputeOptions, 'folder'>): string => join(folder, 'state')

async function withState<Result>(
  options: RecomputeOptions,
  genesis: Genesis,
  work: (ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  await mkdir(stateOf(options), { recursive: true })
  const store = openLmdbStore(stateOf(options))
  try {
    const affairs = await installAffairs()
    const signatureCheck = nativeSignatureCheck()
    const ledger = await openLedger({ store, affairs, genesis, signatureCheck, powers: { now: options.now } })
    try {
      return await work(ledger)
    } finally {
      await ledger.close()
    }
  } finally {
    await store.close()
  }
}

async function goOn(ledger: Ledger, { log, signal, onProgress }: RecomputeOptions): Promise<Recomputed> {
  const from = ledger.snapshots.missingHistory()?.until ?? 0
  const reader = new BlockReader(log)
  let end: Replayed = { verdict: 'same' }
  for (let block = await reader.next(ledger.logSize()); block !== null; block = await reader.next(ledger.logSize())) {
    signal.throwIfAborted()
    end = await replayChecked(ledger, reader, block)
    if (end.verdict !== 'same') break
    onProgress(ledger.logSize())
  }
  return { from, to: ledger.logSize(), end }
}

/** Where a place gave other bytes than were signed, each further place is asked, and its bytes are looked at first. */
async function replayChecked(ledger: Ledger, reader: BlockReader, block: readonly ReplayEntry[]): Promise<Replayed> {
  const replayed = await replayBlock(ledger, block)
  if (replayed.verdict === 'unfit' && !reader.isWary) {
    reader.distrust()
    return replayChecked(ledger, reader, (await reader.next(ledger.logSize())) ?? block)
  }
  if (replayed.verdict !== 'erased' || (await reader.wasErased(block[replayed.index - ledger.logSize()]!)))
    return replayed
  return { ...replayed, verdict: 'missing' }
}

const metadataLimits = { maxBytes: 4 * 2 ** 20, maxDepth: 2 }

/** How many entries the log had then, as the snapshot says; 0 for one that can't be read. */
function entriesIn({ snapshot }: StoredSnapshot): number {
  try {
    const size = (decodeCbor(snapshot.metadata, metadataLimits) as readonly unknown[])[2]
    return Number.isSafeInteger(size) ? (size as number) : 0
  } catch (error) {
    if (error instanceof ProtocolError) return 0
    throw error
  }
}

/** The signed log vouches for the snapshot: the last block's leaf in it has the state root, and its size has one log root. */
async function restore(ledger: Ledger, { snapshot, chunk }: StoredSnapshot, log: LogCopy): Promise<void> {
  const logSize = entriesIn({ snapshot, chunk })
  const last = await new BlockReader(log).leafAt(logSize - 1)
  if (last?.kind !== 'block') throw new LedgerError({ code: 'snapshot-app-hash' })
  const trusted = appHash({ stateRoot: last.stateRoot, logSize, logRoot: await log.rootAt(logSize) })
  await ledger.snapshots.beginRestore(snapshot, trusted)
  for (let at = 0; at < snapshot.chunks; at++) await ledger.snapshots.restoreChunk(at, await chunk(at))
}
