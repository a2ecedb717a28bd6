import { rename, rm, stat } from 'node:fs/promises'
import { lockFolder } from '@gongshi/engine-solo'
import { parseLeaf, toBase64, toHex } from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { readNodeKey, readPeerId } from '../keys/nodeKey.ts'
import { existing, withLedger } from '../operate/atRest.ts'
import { foldersOf } from '../setup/folders.ts'
import { readGenesis } from '../setup/genesisFile.ts'
import { type BeginningFile, beginningHash, parseBeginning, readBeginning, writeBeginning } from './beginningFile.ts'
import type { HandedOver } from './handOver.ts'

/** An Ed25519 public key, 32 bytes, and its voting power. */
export type Named = { readonly key: Uint8Array; readonly power: number }

/**
 * Lets a consortium that has lost a third of its power or more go on above the last block that is left, with the validators
 * that those who are left have agreed on: same log, same heights, a new trust root. Each of them runs it on its own folder,
 * at rest, with the same validators; only where the hashes are the same was the last block the same. What CometBFT had stays beside.
 * @throws {NodeError} data-missing, engine-unsupported, validators-unusable, key-unreadable; {SoloError} data-locked
 */
export async function reconstitute(
  { data }: Pick<NodeConfig, 'data'>,
  validators: readonly Named[],
): Promise<HandedOver> {
  assertUsable(validators)
  const lock = lockFolder(await existing(data))
  try {
    const before = await readBeginning(data)
    const genesis = await readGenesis(foldersOf(data).genesis)
    if (before === null && genesis.engine === undefined) throw new NodeError({ code: 'engine-unsupported' })
    const beginning = await beginningOf(data, validators)
    const hash = beginningHash(beginning)
    if (before === null || toHex(beginningHash(before)) !== toHex(hash)) {
      await putAside(data, beginning.height)
      await writeBeginning(data, beginning)
    }
    const own = toBase64((await readNodeKey(foldersOf(data).keys, 'validator')).publicKey)
    const isValidator = beginning.validators.some(({ publicKey }) => publicKey === own)
    return { beginning, hash, peerId: await readPeerId(data), isValidator }
  } finally {
    lock.release()
  }
}

function assertUsable(validators: readonly Named[]): void {
  const keys = new Set(validators.map(({ key }) => toHex(key)))
  if (validators.length === 0 || keys.size < validators.length || validators.some(({ power }) => power < 1))
    throw new NodeError({ code: 'validators-unusable' })
}

async function beginningOf(data: string, validators: readonly Named[]): Promise<BeginningFile> {
  return withLedger(data, foldersOf(data).state, async (ledger) => {
    const { chainId, genesisHash, height, time, appHash } = ledger.info()
    const last = ledger.logSize() === 0 ? null : parseLeaf(ledger.findEntry(ledger.logSize() - 1)!.leaf)
    if (last?.kind !== 'block') throw new NodeError({ code: 'ledger-empty' })
    const set = validators.map(({ key, power }) => ({ publicKey: toBase64(key), power }))
    return parseBeginning({
      format: 'gongshi/beginning/1',
      kind: 'reconstitution',
      chainId,
      genesisHash: toHex(genesisHash),
      height,
      time,
      blockHash: toHex(last.blockHash),
      appHash: toHex(appHash),
      validators: set.sort((left, right) => (left.publicKey < right.publicKey ? -1 : 1)),
    })
  })
}

/** Blocks and signing state of the former chain are kept; no header will vouch for its snapshots. */
async function putAside(data: string, height: number): Promise<void> {
  const { cometbft, snapshots } = foldersOf(data)
  const isThere = async (path: string) => (await stat(path).catch(() => null)) !== null
  let aside = `${cometbft}.until-${height}`
  for (let number = 2; await isThere(aside); number++) aside = `${cometbft}.until-${height}-${number}`
  if (await isThere(cometbft)) await rename(cometbft, aside)
  await rm(snapshots, { recursive: true, force: true })
}
