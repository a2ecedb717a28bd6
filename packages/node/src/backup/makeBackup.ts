import { mkdtemp, open, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BlockLog, decodeSoloBlock, openFolder } from '@gongshi/engine-solo'
import { copyLmdbStore, genesisHash, parseGenesis } from '@gongshi/ledger'
import { toHex } from '@gongshi/protocol'
import { readBeginning } from '../beginning/beginningFile.ts'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { readNodeKey } from '../keys/nodeKey.ts'
import { copyCosignedHeads } from '../publish/cosignedHeads.ts'
import { assertFormats } from '../setup/dataFormats.ts'
import { foldersOf } from '../setup/folders.ts'
import { addGrown, type Base, readBase } from './increment.ts'
import { backupStatement } from './signed.ts'
import { BackupWriter } from './stream.ts'

const chunkBytes = 2 ** 20
/** What was told to others and how far work has come; taken first, so that nothing of it is newer than the blocks. */
const smallFiles = ['genesis.json', 'published.json', 'erasures.json', 'webhooks.json', 'unnamed.json'] as const
const ownFiles = ['names.json', 'cursor-key', 'compact-state'] as const
const cosignedFile = 'cosigned.sqlite'
/** Tombstones last: a content that is erased meanwhile is there with its tombstone, and goes when a node opens it. */
const contentFolders = ['contents/packs', 'contents/files', 'contents/tombstones'] as const

export type MadeBackup = { readonly chainId: string; readonly height: number; readonly digest: string }

export type BackupTarget = {
  readonly path: string
  /** About how long each part is; null writes one file. Bytes. */
  readonly partBytes: number | null
  /** Only what came since this backup, itself whole or an increment; null: everything. */
  readonly since: string | null
  /** Of age, for whom it is encrypted; none: it is not. */
  readonly recipients: readonly string[]
  /** Of age, for reading `since` where that is encrypted. */
  readonly identities: readonly string[]
}

/**
 * Copies a ledger into one file or a folder of parts, also beside a running node: what cannot be made again (blocks,
 * contents, what was published, the small files), and the state only where a body was erased, since the blocks then no
 * longer lead to it. The node's keys stay out: who has both can impersonate the node.
 *
 * Of a backup `since` another, blocks begin behind it, and of each file of contents come the bytes that the other has not; a pack in
 * which an erasure has changed something before comes whole.
 *
 * @throws {NodeError} data-missing, engine-unsupported, backup-exists, key-unreadable, backup-since-…, backup-…; {SoloError} blocks-…
 */
export async function makeBackup(
  { data }: Pick<NodeConfig, 'data'>,
  target: BackupTarget,
  power: { now(): number; onHeight(height: number, last: number): void },
): Promise<MadeBackup> {
  const folders = foldersOf(data)
  const genesis = parseGenesis(JSON.parse(await readGenesisText(folders.genesis)))
  if (genesis.engine !== undefined || (await readBeginning(data)) !== null)
    throw new NodeError({ code: 'engine-unsupported' })
  await assertFormats(data)
  const publisher = await readNodeKey(folders.keys, 'publisher')
  const base = target.since === null ? null : await readBase(target.since, genesis, target.identities)
  const writer = new BackupWriter(target.path, target.partBytes, base === null ? 1 : 2, target.recipients)
  try {
    await writer.begin()
    const begin = [genesis.chainId, genesisHash(genesis), power.now()] as const
    await writer.add(base === null ? ['begin', ...begin] : ['increment', ...begin, base.digest, base.height])
    for (const name of [...smallFiles, ...ownFiles]) await addFile(writer, data, name)
    await addCosignedHeads(writer, data)
    const blocks = await addBlocks(writer, folders.blocks, (base?.height ?? 0) + 1, power.onHeight)
    if (base !== null && blocks.last < base.height)
      throw new NodeError({ code: 'backup-since-ahead', height: base.height, last: blocks.last })
    // A state may be as far as the blocks, never further: what came meanwhile follows it.
    if (blocks.hasErased) await addState(writer, data)
    const { last } = blocks.hasErased
      ? await addBlocks(writer, folders.blocks, blocks.last + 1, power.onHeight)
      : blocks
    for (const folder of contentFolders) await addFolder(writer, data, folder, base)
    const { digest } = writer
    await writer.add(['end', last, publisher.sign(backupStatement(genesis.chainId, digest, last))])
    await writer.end()
    return { chainId: genesis.chainId, height: last, digest: toHex(digest) }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function readGenesisText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause) => {
    throw new NodeError({ code: 'data-missing', path }, { cause })
  })
}

async function addBlocks(
  writer: BackupWriter,
  folder: string,
  first: number,
  onHeight: (height: number, last: number) => void,
): Promise<{ readonly last: number; readonly hasErased: boolean }> {
  const log = await BlockLog.open(await openFolder(folder)) // as far as it is whole: a write under way is left out
  try {
    const last = log.lastHeight ?? 0
    let hasErased = false
    for (let height = first; height <= last; height++) {
      const payload = await log.read(height)
      hasErased ||= decodeSoloBlock(payload).bundles.some(({ kind }) => kind === 'erased')
      await writer.add(['block', height, payload])
      onHeight(height, last)
    }
    return { last, hasErased }
  } finally {
    await log.close()
  }
}

function addState(writer: BackupWriter, data: string): Promise<void> {
  return inScratch(data, async (scratch) => {
    await copyLmdbStore(foldersOf(data).state, scratch)
    await addFile(writer, scratch, 'data.mdb', 'state/data.mdb')
  })
}

/** Witnesses sign no former head again. */
async function addCosignedHeads(writer: BackupWriter, data: string): Promise<void> {
  const { cosigned } = foldersOf(data)
  if ((await stat(cosigned).catch(() => null)) === null) return
  await inScratch(data, async (scratch) => {
    await copyCosignedHeads(cosigned, join(scratch, cosignedFile))
    await addFile(writer, scratch, cosignedFile)
  })
}

async function inScratch(data: string, work: (scratch: string) => Promise<void>): Promise<void> {
  const scratch = await mkdtemp(join(data, 'backup-'))
  try {
    await work(scratch)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function addFolder(writer: BackupWriter, data: string, folder: string, base: Base | null): Promise<void> {
  const entries = await readdir(join(data, folder), { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.temporary'))
    .map((entry) => join(entry.parentPath, entry.name).slice(data.length + 1))
    .sort()
  for (const path of paths)
    if (base === null) await addFile(writer, data, path)
    else await addGrown(writer, data, path, base.files.get(path))
}

/** A file as long as it is now; one that is not there, or no longer, is none. */
async function addFile(writer: BackupWriter, data: string, path: string, name: string = path): Promise<void> {
  const file = await open(join(data, path), 'r').catch(() => null)
  if (file === null) return
  try {
    const { size, mode } = await file.stat()
    for (let at = 0, isLast = false; !isLast; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(chunkBytes, size - at)), { position: at })
      at += bytesRead
      isLast = at >= size || bytesRead === 0
      await writer.add(['file', name, mode & 0o777, new Uint8Array(buffer.subarray(0, bytesRead)), isLast])
    }
  } finally {
    await file.close()
  }
}
