import { performance } from 'node:perf_hooks'
import {
  type Beginning,
  type Between,
  beginningOf,
  type CometEngine,
  type CometLine,
  type Committed,
  findCometBft,
  type RefusedProposal,
  type SignerKey,
  type Standing,
  type StateSync,
  startCometBft,
} from '@gongshi/engine-cometbft'
import { openFolder, SoloError, startSolo } from '@gongshi/engine-solo'
import { type Engine, findHandover, type Genesis, type Ledger, type QueueLimits } from '@gongshi/ledger'
import { fromBase64, fromHex, toBase64 } from '@gongshi/protocol'
import type { Logger } from 'pino'
import { assertAsDecided, assertBeginsHere, type BeginningFile, beginningAfter } from '../beginning/beginningFile.ts'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { trustedHeader } from '../join/trustedHeader.ts'
import { readNodeKey, readRawKey } from '../keys/nodeKey.ts'
import { readPublished } from '../publish/publishedFile.ts'
import { foldersOf } from '../setup/folders.ts'
import { answerAbciQuery } from './abciQuery.ts'
import { openFormerBlocks, spannedEngine } from './spannedEngine.ts'

/** An engine as the node runs it: either kind. */
export type NodeEngine = Engine & {
  /** Why no blocks are made, or for now; null while all is well. */
  readonly fault: { readonly code: string } | null
  /** The bytes of everything that was taken in and whose fate is not known yet. */
  pending(): Iterable<Uint8Array>
  /** These of a consortium's engine only. */
  readonly committed?: Committed | null
  readonly cometPid?: number | null
  standing?(): Promise<Standing>
}

export type EngineNeeds = {
  readonly config: NodeConfig
  readonly ledger: Ledger
  readonly genesis: Genesis
  /** Where a consortium goes on with one operator's ledger. */
  readonly beginning: BeginningFile | null
  now(): number
  readonly version: string
  readonly logger: Logger
  readonly between?: Between
  onRefused(reason: RefusedProposal): void
  onMisbehaviour(height: number): void
}

/**
 * Starts the engine that the genesis names, or the one to which the ledger was handed over.
 * @throws {NodeError} engine-mismatch, handover-pending, beginning-foreign, key-unreadable; {SoloError | CometError} why it can't start
 */
export async function startEngine(needs: EngineNeeds): Promise<NodeEngine> {
  const { config, genesis, ledger, beginning } = needs
  const kept = engineNameOf(genesis, beginning)
  if (config.engine.kind !== kept) {
    const isPending = kept === 'solo' && findHandover(ledger) !== null
    throw new NodeError(isPending ? { code: 'handover-pending' } : { code: 'engine-mismatch', genesis: kept })
  }
  if (kept === 'solo') return startEmbedded(needs)
  if (beginning === null) return startConsortium(needs, beginningOf(genesis))
  assertBeginsHere(beginning, genesis)
  assertAsDecided(beginning, ledger)
  const operator = fromBase64(genesis.validators[0]!.publicKey)
  const former = await openFormerBlocks(foldersOf(config.data).blocks, beginning.height, operator)
  try {
    const engine = await startConsortium(needs, beginningAfter(beginning))
    return former === null ? engine : spannedEngine(engine, former)
  } catch (error) {
    await former?.close()
    throw error
  }
}

export function engineNameOf(genesis: Genesis, beginning: BeginningFile | null): 'solo' | 'cometbft' {
  return beginning === null ? (genesis.engine ?? 'solo') : 'cometbft'
}

async function startEmbedded({ config, ledger, genesis, now, logger }: EngineNeeds): Promise<NodeEngine> {
  const folders = foldersOf(config.data)
  const { publicKey, sign } = await readNodeKey(folders.keys, 'validator')
  if (genesis.validators.length !== 1 || genesis.validators[0]!.publicKey !== toBase64(publicKey))
    throw new SoloError({ code: 'validator-mismatch' })
  const published = await readPublished(folders.data)
  return startSolo({
    folder: await openFolder(folders.blocks),
    ledger,
    validator: { publicKey, sign },
    clock: { now, monotonic: () => performance.now() },
    floor: { publishedHeight: published?.height ?? 0 },
    queue: queueOf(config),
    clockJumpMs: config.clockJumpMs,
    onHalt: tellOfHalt(logger),
  })
}

async function startConsortium(needs: EngineNeeds, beginning: Beginning): Promise<CometEngine> {
  const { config, ledger, now, version, logger, between, onRefused, onMisbehaviour } = needs
  const folders = foldersOf(config.data)
  const { binary, signer, listen, externalAddress, peers, pex, privatePeers, snapshots, keepBlocks } = config.engine
  const { everyBlocks, keep } = snapshots
  return startCometBft({
    folder: folders.cometbft,
    stateSync: await stateSyncOf(needs),
    stateSyncMs,
    snapshots: { folder: folders.snapshots, everyBlocks, keep },
    // Who begins with one of the snapshots needs the blocks from there on.
    keepBlocks: keepBlocks === undefined ? null : Math.max(keepBlocks, everyBlocks * (keep + 1)),
    program: await findCometBft(binary),
    ledger,
    beginning,
    validator: signer === undefined ? await readRawKey(folders.keys, 'validator') : signerKey(signer),
    peer: await readRawKey(folders.keys, 'peer'),
    network: { listen, externalAddress: externalAddress ?? null, peers, pex, privatePeers },
    clock: { now, monotonic: () => performance.now() },
    queue: queueOf(config),
    version,
    query: (request) => answerAbciQuery(ledger, request),
    ...(between === undefined ? {} : { between }),
    onMisbehaviour: (height) => {
      logger.error({ code: 'misbehaviour', height }, 'a validator has signed what it must not; the ledger has an entry')
      onMisbehaviour(height)
    },
    onRefused: (reason) => {
      logger.warn({ code: 'proposal-refused', reason }, 'a block was voted against')
      onRefused(reason)
    },
    onLine: (line) => writeLine(logger, line),
    onHalt: tellOfHalt(logger),
  })
}

function signerKey({ publicKey, listen }: { readonly publicKey: string; readonly listen: string }): SignerKey {
  return { publicKey: fromHex(publicKey), listen }
}

/** After this a joining node says that it found no snapshot, and ends; it is started again as a service is. */
const stateSyncMs = 30 * 60_000
/** The newest header may be this much further than the oldest snapshot that members offer. */
const snapshotIntervals = 2

/** Where a ledger without blocks begins; null for one that has some, and where blocks are to be replayed from the first. */
async function stateSyncOf({ config, ledger, genesis, beginning }: EngineNeeds): Promise<StateSync | null> {
  const { stateSync, snapshots } = config.engine
  const { height } = ledger.info()
  const isFresh = height === 0 || ledger.snapshots.restoredAt() !== null
  // Who stands right below a new beginning has what it takes, also where a snapshot brought it there.
  if (stateSync === undefined || !isFresh || height === beginning?.height) return null
  const depth = { blocks: snapshots.everyBlocks * snapshotIntervals }
  const trusted = await trustedHeader(genesis, stateSync.trust, config.members, depth)
  const { snapshot, bootstrap } = stateSync
  const file = snapshot === undefined ? null : { folder: snapshot, program: bootstrap }
  return { servers: config.members.map((portal) => `${portal}/rpc`), trusted, file }
}

/** CometBFT's log in ours: its fields apart, so that they can't pass for our own. */
function writeLine(logger: Logger, { level, message, fields }: CometLine): void {
  const write = level === 'error' || level === 'info' || level === 'debug' ? level : 'warn'
  logger[write]({ cometbft: fields }, message)
}

function tellOfHalt(logger: Logger): (error: unknown) => void {
  return (error) => logger.fatal({ err: error }, 'the ledger stopped writing; reads go on')
}

function queueOf({ queue, queueBytes, queuePerSigner }: NodeConfig): QueueLimits {
  return { transactions: queue, bytes: queueBytes, perSigner: queuePerSigner }
}
