import { chmod, mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ContentStore } from '@gongshi/contents'
import { auditBlocks, BlockLog, openFolder } from '@gongshi/engine-solo'
import {
  type Genesis,
  genesisHash,
  type Ledger,
  nativeSignatureCheck,
  openLedger,
  openLmdbStore,
  parseGenesis,
} from '@gongshi/ledger'
import {
  checkEd25519Note,
  checkVote,
  equalBytes,
  fromBase64,
  logRoot,
  openCheckpoint,
  parseVkey,
} from '@gongshi/protocol'
import type { NodeConfig } from '../config/schema.ts'
import { NodeError } from '../errors.ts'
import { installAffairs } from '../installed.ts'
import { readPublished, writePublished } from '../publish/publishedFile.ts'
import { foldersOf } from '../setup/folders.ts'
import { backupStatement } from './makeBackup.ts'
import { type Begin, type Block, type End, type FilePiece, parseRecord } from './records.ts'
import { type Restored, type RestoreVerdict, writeRestored } from './restoredFile.ts'
import { type BackupRecord, damaged, type Place, readBackup } from './stream.ts'

const ownFile =
  /^(genesis|published|erasures|webhooks|unnamed|names)\.json$|^(cursor-key|compact-state|state\/data\.mdb)$/
const contentFile = /^contents\/(packs|files|tombstones)(\/[\w-]+(\.\w+)?){1,2}$/

export type RestoreOptions = {
  /** The newest signed checkpoint that anybody outside holds; null where the operator goes on without. */
  readonly checkpoint: string | null
  now(): number
  onHeight(height: number, last: number): void
}

/**
 * Makes a data folder from a backup, in one step: it is there once everything in it was checked, or not at all. Checked
 * are each record's digest, the publisher's signature over all of them, every block by executing it again (those before an
 * erased body by the state that came along), every content by its commitment, and the ledger against the checkpoint.
 *
 * @throws {NodeError} data-exists, backup-unreadable, backup-damaged, backup-forged, backup-contradicted; {NoteError} for a
 *   checkpoint that this ledger did not sign
 */
export async function restoreBackup(
  { data }: Pick<NodeConfig, 'data'>,
  source: string,
  options: RestoreOptions,
): Promise<Restored & { readonly chainId: string }> {
  const existing = await readdir(data).catch(() => [])
  if (existing.length > 0) throw new NodeError({ code: 'data-exists', path: data })
  const unfinished = `${data}.restoring`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(dirname(unfinished), { recursive: true })
  await mkdir(unfinished, { mode: 0o700 })
  try {
    const taken = await unpack(source, unfinished)
    const checked = await check(unfinished, taken, options)
    const restored: Restored = { ...checked, at: options.now(), takenAt: taken.takenAt }
    await writeRestored(unfinished, restored)
    await rmdir(data).catch(() => undefined)
    await rename(unfinished, data)
    return { ...restored, chainId: taken.chainId }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw error
  }
}

type Taken = { readonly chainId: string; readonly genesis: Genesis; readonly takenAt: number }

/** Everything under its name; what follows checks what it says. */
async function unpack(source: string, folder: string): Promise<Taken> {
  const unpacking = new Unpacking(folder)
  let last: BackupRecord | null = null
  let begin: Begin | null = null
  let end: End | null = null
  try {
    for await (const each of readBackup(source)) {
      last = each
      if (end !== null) throw damaged(each.at, 'altered')
      const parsed = parseRecord(each)
      if (parsed.kind === 'begin' && begin === null) begin = parsed
      else if (parsed.kind === 'file') await unpacking.file(parsed, each.at)
      else if (parsed.kind === 'block') await unpacking.block(parsed, each.at)
      else if (parsed.kind === 'end') end = parsed
      else throw damaged(each.at, 'altered')
    }
  } finally {
    await unpacking.close()
  }
  if (last === null || begin === null || end === null || end.height !== unpacking.height)
    throw damaged(last?.at ?? { file: source, position: 0 }, 'cut-short')
  const genesis = await readGenesis(foldersOf(folder).genesis)
  const statement = backupStatement(begin.chainId, last.before, end.height)
  const key = parseVkey(genesis.publishers[0]!.vkey)
  if (!equalBytes(begin.genesisHash, genesisHash(genesis)) || !checkEd25519Note(key, statement, end.signature))
    throw new NodeError({ code: 'backup-forged' })
  return { chainId: genesis.chainId, genesis, takenAt: begin.takenAt }
}

/** @throws {NodeError} backup-unreadable; {LedgerError} genesis-… */
async function readGenesis(path: string): Promise<Genesis> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new NodeError({ code: 'backup-unreadable' }, { cause })
  }
  return parseGenesis(json)
}

/** Writes what records say into a folder, and nothing outside it. */
class Unpacking {
  readonly #folder: string
  readonly #blocks: Promise<BlockLog>
  #open: { readonly name: string; readonly file: Awaited<ReturnType<typeof open>>; readonly mode: number } | null = null
  height = 0

  constructor(folder: string) {
    this.#folder = folder
    this.#blocks = openFolder(foldersOf(folder).blocks).then((blocks) => BlockLog.open(blocks))
  }

  async file({ name, mode, bytes, isLast }: FilePiece, at: Place): Promise<void> {
    if (!ownFile.test(name) && !contentFile.test(name)) throw damaged(at, 'altered')
    if (this.#open !== null && this.#open.name !== name) throw damaged(at, 'altered')
    const path = join(this.#folder, name)
    if (this.#open === null) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      this.#open = { name, mode, file: await open(path, 'wx', 0o600) }
    }
    await this.#open.file.writeFile(bytes)
    if (!isLast) return
    await this.#open.file.sync()
    await this.#open.file.close()
    await chmod(path, this.#open.mode & 0o700)
    this.#open = null
  }

  async block({ height, payload }: Block, at: Place): Promise<void> {
    if (height !== this.height + 1) throw damaged(at, 'altered')
    await (await this.#blocks).append(height, payload)
    this.height = height
  }

  async close(): Promise<void> {
    await this.#open?.file.close()
    const blocks = await this.#blocks
    await blocks.sync()
    await blocks.close()
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
