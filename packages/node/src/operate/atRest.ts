import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { auditBlocks, type BlockFault, lockFolder, openFolder } from '@gongshi/engine-solo'
import { type Ledger, nativeSignatureCheck, openLedger, openLmdbStore, parseGenesis } from '@gongshi/ledger'
import { checkVote, fromBase64 } from '@gongshi/protocol'
import { readBeginning } from '../beginning/beginningFile.ts'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { installAffairs } from '../installed.ts'
import { assertFormats } from '../setup/dataFormats.ts'
import { foldersOf } from '../setup/folders.ts'

export type StateSummary = {
  readonly chainId: string
  readonly height: number
  readonly appHash: Uint8Array
  readonly stateRoot: Uint8Array
  readonly logSize: number
}

export type Replayed = StateSummary & {
  /** The first height at which something is not as its header says; null when all is. */
  readonly firstDifference: number | null
  readonly what: BlockFault | null
}

/** Heights and hashes of the data at rest; no node may be running on it. @throws {SoloError} data-locked */
export async function stateHash({ data }: Pick<NodeConfig, 'data'>): Promise<StateSummary> {
  const lock = lockFolder(await existing(data))
  try {
    return await withLedger(data, foldersOf(data).state, async (ledger) => summaryOf(ledger))
  } finally {
    lock.release()
  }
}

/** Executes every block again from the genesis into an empty state, beside the one that is there. */
export async function replay(
  { data }: Pick<NodeConfig, 'data'>,
  onHeight: (height: number, last: number) => void,
): Promise<Replayed> {
  await assertEmbedded(data)
  const lock = lockFolder(await existing(data))
  const scratch = await mkdtemp(join(data, 'replay-'))
  try {
    return await withLedger(data, scratch, async (ledger, publicKey) => {
      const folder = await openFolder(foldersOf(data).blocks)
      const { fault } = await auditBlocks({ folder, ledger, publicKey, checkVote, onHeight })
      return { ...summaryOf(ledger), firstDifference: fault?.height ?? null, what: fault?.what ?? null }
    })
  } finally {
    await rm(scratch, { recursive: true, force: true })
    lock.release()
  }
}

export async function existing(data: string): Promise<string> {
  await readFile(foldersOf(data).genesis).catch((cause) => {
    throw new NodeError({ code: 'data-missing', path: data }, { cause })
  })
  await assertFormats(data)
  return data
}

/** The blocks of a consortium are CometBFT's, which executes and checks them as it starts on an empty state. */
async function assertEmbedded(data: string): Promise<void> {
  const { engine } = parseGenesis(JSON.parse(await readFile(foldersOf(await existing(data)).genesis, 'utf8')))
  if (engine !== undefined || (await readBeginning(data)) !== null) throw new NodeError({ code: 'engine-unsupported' })
}

export async function withLedger<Result>(
  data: string,
  state: string,
  work: (ledger: Ledger, publicKey: Uint8Array) => Promise<Result>,
): Promise<Result> {
  const genesis = parseGenesis(JSON.parse(await readFile(foldersOf(data).genesis, 'utf8')))
  const store = await openLmdbStore(state)
  try {
    const affairs = await installAffairs()
    const options = {
      store,
      affairs,
      genesis,
      signatureCheck: nativeSignatureCheck(),
      powers: { now: () => Date.now() },
    }
    const ledger = await openLedger(options)
    const result = await work(ledger, fromBase64(genesis.validators[0]!.publicKey))
    await ledger.close()
    return result
  } finally {
    await store.close()
  }
}

function summaryOf(ledger: Ledger): StateSummary {
  const { chainId, height, appHash } = ledger.info()
  return { chainId, height, appHash, stateRoot: ledger.findApp(height)!.stateRoot, logSize: ledger.logSize() }
}
