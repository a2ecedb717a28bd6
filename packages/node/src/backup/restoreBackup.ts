import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ContentStore } from '@gongshi/contents'
import { auditBlocks, openFolder } from '@gongshi/engine-solo'
import { type Genesis, type Ledger, nativeSignatureCheck, openLedger, openLmdbStore } from '@gongshi/ledger'
import {
  checkVote,
  equalBytes,
  fromBase64,
  logRoot,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVkey,
} from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { installAffairs } from '../installed.ts'
import { CosignedHeads } from '../publish/cosignedHeads.ts'
import { readPublished, writePublished } from '../publish/publishedFile.ts'
import { foldersOf } from '../setup/folders.ts'
import { type Restored, type RestoreVerdict, writeRestored } from './restoredFile.ts'
import { type Taken, unpack } from './unpack.ts'

export type RestoreOptions = {
  /** The newest signed checkpoint that anybody outside holds; null where the operator goes on without. */
  readonly checkpoint: string | null
  /** Checks everything and leaves nothing behind; `data` may be there already and stays as it is. */
  readonly onlyVerify: boolean
  /** Of age, for backups that are encrypted. */
  readonly identities: readonly string[]
  now(): number
  onHeight(height: number, last: number): void
}

/**
 * Makes a data folder from a whole backup and the increments that follow it, in one step: it is there once everything in it was checked, or not at all. Checked
 * are each record's digest, the publisher's signature over all of them, every block by executing it again (those before an
 * erased body by the state that came along), every content by its commitment, and the ledger against the checkpoint.
 *
 * @throws {NodeError} data-exists, backup-unreadable, backup-format, backup-chain-broken, backup-damaged, backup-forged, backup-contradicted; {NoteError} for a
 *   checkpoint that this ledger did not sign
 */
export async function restoreBackup(
  { data }: Pick<NodeConfig, 'data'>,
  sources: readonly string[],
  options: RestoreOptions,
): Promise<Restored & { readonly chainId: string }> {
  const existing = await readdir(data).catch(() => [])
  if (existing.length > 0 && !options.onlyVerify) throw new NodeError({ code: 'data-exists', path: data })
  const unfinished = `${data}.restoring`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(dirname(unfinished), { recursive: true })
  await mkdir(unfinished, { mode: 0o700 })
  try {
    const taken = await unpack(sources, options.identities, unfinished)
    const checked = await check(unfinished, taken, options)
    const restored: Restored = { ...checked, at: options.now(), takenAt: taken.takenAt }
    if (options.onlyVerify) await rm(unfinished, { recursive: true })
    else {
      await writeRestored(unfinished, restored)
      await rmdir(data).catch(() => undefined)
      await rename(unfinished, data)
    }
    return { ...restored, chainId: taken.chainId }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

/** The ledger executed again, its contents, and the checkpoint from outside. */
async function check(folder: string, { genesis }: Taken, options: RestoreOptions) {
  const folders = foldersOf(folder)
  const store = await openLmdbStore(folders.state)
  try {
    const powers = { now: options.now }
    const ledger = await openLedger({
      store,
      affairs: await installAffairs(),
      genesis,
      signatureCheck: nativeSignatureCheck(),
      powers,
    })
    const publicKey = fromBase64(genesis.validators[0]!.publicKey)
    const blocks = await openFolder(folders.blocks)
    const { height, fault } = await auditBlocks({
      folder: blocks,
      ledger,
      publicKey,
      checkVote,
      onHeight: options.onHeight,
    })
    if (fault !== null) throw new NodeError({ code: 'backup-contradicted', height: fault.height, what: fault.what })
    await checkContents(folders.contents)
    if (existsSync(folders.cosigned)) checkCosignedHeads(folders.cosigned, ledger)
    const seen = options.checkpoint === null ? null : compare(options.checkpoint, genesis, ledger, height)
    if (seen?.verdict === 'current' && seen.size > ((await readPublished(folder))?.size ?? 0))
      await writePublished(folder, { height: seen.height, size: seen.size, note: options.checkpoint!, cosigned: null })
    const verdict: RestoreVerdict = seen?.verdict ?? 'unchecked'
    const entries = ledger.logSize()
    await ledger.close()
    return { height, entries, verdict, seenOutside: seen?.size ?? null }
  } finally {
    await store.close()
  }
}

/** @throws {NodeError} backup-contradicted */
async function checkContents(folder: string): Promise<void> {
  const contents = await ContentStore.open({ folder })
  try {
    for await (const { state } of contents.scrub())
      if (state === 'damaged') throw new NodeError({ code: 'backup-contradicted', height: null, what: 'content' })
  } finally {
    await contents.close()
  }
}

/** Each is of this log, as far as it goes. @throws {NodeError} backup-contradicted, cosigned-unreadable */
function checkCosignedHeads(path: string, ledger: Ledger): void {
  const heads = new CosignedHeads(path)
  try {
    for (const { note } of heads.all()) {
      const { size, root } = parseCheckpoint(parseNote(note).text)
      if (size > ledger.logSize() || !equalBytes(logRoot(ledger.logHashes(), size), root))
        throw new NodeError({ code: 'backup-contradicted', height: null, what: 'checkpoint' })
    }
  } finally {
    heads.close()
  }
}

/**
 * Whether the blocks reach as far as what somebody saw. A checkpoint is published once the header after its block is
 * signed, so that header must be there as well.
 * @throws {NodeError} backup-contradicted when both tell of the same entries and not the same
 */
function compare(note: string, genesis: Genesis, ledger: Ledger, last: number) {
  const keys = genesis.publishers.map(({ vkey }) => parseVkey(vkey))
  const { size, root } = openCheckpoint(note, keys).checkpoint
  if (size > ledger.logSize()) return { verdict: 'behind', size, height: last } as const
  if (!equalBytes(logRoot(ledger.logHashes(), size), root))
    throw new NodeError({ code: 'backup-contradicted', height: null, what: 'checkpoint' })
  let [low, high] = [0, last]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (ledger.findApp(middle)!.logSize >= size) high = middle
    else low = middle + 1
  }
  return { verdict: low < last ? 'current' : 'behind', size, height: low } as const
}
