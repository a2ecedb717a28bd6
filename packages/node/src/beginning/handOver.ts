import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { BlockLog, decodeSoloBlock, lockFolder, openFolder } from '@gongshi/engine-solo'
import { findHandover } from '@gongshi/ledger'
import { timestampToMs, toBase64, toHex } from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { createNodeKey, readNodeKey, readPeerId } from '../keys/nodeKey.ts'
import { existing, withLedger } from '../operate/atRest.ts'
import { foldersOf } from '../setup/folders.ts'
import { type BeginningFile, beginningHash, readBeginning, writeBeginning } from './beginningFile.ts'

export type HandedOver = {
  readonly beginning: BeginningFile
  readonly hash: Uint8Array
  /** What the other members know this node by. */
  readonly peerId: string
  /** Whether this node's key signs from the first block on. */
  readonly isValidator: boolean
}

/**
 * Makes a data folder of one operator that of a consortium's member, once the house has decided and the operator's last block
 * is made; no node may be running on it. Done again it says the same.
 * @throws {NodeError} data-missing, handover-undecided, handover-unfinished, key-unreadable; {SoloError} data-locked, blocks-…
 */
export async function handOver(
  { data }: Pick<NodeConfig, 'data'>,
  power: { random(bytes: number): Uint8Array },
): Promise<HandedOver> {
  const lock = lockFolder(await existing(data))
  try {
    const beginning = (await readBeginning(data)) ?? (await beginningOf(data))
    const { keys } = foldersOf(data)
    const hasPeer = await access(join(keys, 'peer.key')).then(
      () => true,
      () => false,
    )
    if (!hasPeer) await createNodeKey(keys, 'peer', power.random(32))
    const own = toBase64((await readNodeKey(keys, 'validator')).publicKey)
    await writeBeginning(data, beginning)
    return {
      beginning,
      hash: beginningHash(beginning),
      peerId: await readPeerId(data),
      isValidator: beginning.validators.some(({ publicKey }) => publicKey === own),
    }
  } finally {
    lock.release()
  }
}

async function beginningOf(data: string): Promise<BeginningFile> {
  const decided = await withLedger(data, foldersOf(data).state, async (ledger) => {
    const handover = findHandover(ledger)
    if (handover === null) throw new NodeError({ code: 'handover-undecided' })
    const { height, appHash, chainId, genesisHash } = ledger.info()
    if (height !== handover.height) throw new NodeError({ code: 'handover-unfinished', height, last: handover.height })
    return { ...handover, appHash, chainId, genesisHash }
  })
  const { height, chainId, genesisHash, appHash, validators } = decided
  const { time, hash } = await lastBlock(data, height)
  return {
    format: 'gongshi/beginning/1',
    kind: 'handover',
    chainId,
    genesisHash: toHex(genesisHash),
    height,
    time,
    blockHash: toHex(hash),
    appHash: toHex(appHash),
    validators: validators.map(({ publicKey, power }) => ({ publicKey: toBase64(publicKey), power })),
  }
}

async function lastBlock(data: string, height: number) {
  const log = await BlockLog.open(await openFolder(foldersOf(data).blocks))
  try {
    const { header, commit } = decodeSoloBlock(await log.read(height))
    return { time: timestampToMs(header.time), hash: commit.blockId.hash }
  } finally {
    await log.close()
  }
}
