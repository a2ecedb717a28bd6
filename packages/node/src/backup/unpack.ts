import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { BlockLog, openFolder } from '@gongshi/engine-solo'
import { type Genesis, parseGenesis } from '@gongshi/ledger'
import { equalBytes } from '@gongshi/protocol'
import { NodeError } from '../errors.ts'
import { foldersOf } from '../setup/folders.ts'
import {
  type Begin,
  type Block,
  type End,
  type FilePiece,
  type Increment,
  type Keep,
  parseRecord,
  type Sum,
} from './records.ts'
import { isSigned } from './signed.ts'
import { type BackupRecord, damaged, type Place, readBackup } from './stream.ts'

const smallFile =
  /^(genesis|published|erasures|webhooks|unnamed|names)\.json$|^(cursor-key|compact-state|cosigned\.sqlite)$/
const stateFile = 'state/data.mdb'
const contentFile = /^contents\/(packs|files|tombstones)(\/[\w-]+(\.\w+)?){1,2}$/
const smallFiles = [
  ...['genesis', 'published', 'erasures', 'webhooks', 'unnamed', 'names'].map((name) => `${name}.json`),
  ...['cursor-key', 'compact-state', 'cosigned.sqlite'],
]

export type Taken = { readonly chainId: string; readonly genesis: Genesis; readonly takenAt: number }

/**
 * Everything under its name, as the last of the backups has it; what follows checks what it says.
 * @param sources a whole backup, then each increment after it
 * @throws {NodeError} backup-unreadable, backup-format, backup-damaged, backup-forged, backup-chain-broken
 */
export async function unpack(
  sources: readonly string[],
  identities: readonly string[],
  folder: string,
): Promise<Taken> {
  const unpacking = new Unpacking(folder)
  try {
    let before: Uint8Array | null = null
    let takenAt = 0
    let genesis: Genesis | null = null
    for (const source of sources) {
      const { begin, end, digest } = await unpackOne(readBackup(source, identities), source, unpacking, before)
      genesis = await readGenesis(foldersOf(folder).genesis)
      if (!isSigned(genesis, begin, digest, end)) throw new NodeError({ code: 'backup-forged' })
      takenAt = begin.takenAt
      before = digest
    }
    if (genesis === null) throw new NodeError({ code: 'backup-unreadable' })
    return { chainId: genesis.chainId, genesis, takenAt }
  } finally {
    await unpacking.close()
  }
}

/** @param before the digest of the backup that came before it; null: it has to be a whole one */
async function unpackOne(
  records: AsyncIterable<BackupRecord>,
  source: string,
  unpacking: Unpacking,
  before: Uint8Array | null,
) {
  let last: BackupRecord | null = null
  let begin: Begin | Increment | null = null
  let end: End | null = null
  for await (const each of records) {
    last = each
    if (end !== null) throw damaged(each.at, 'altered')
    const parsed = parseRecord(each)
    if (parsed.kind === 'begin' || parsed.kind === 'increment') {
      if (begin !== null) throw damaged(each.at, 'altered')
      if (!follows(parsed, before)) throw new NodeError({ code: 'backup-chain-broken', backup: basename(source) })
      begin = parsed
      await unpacking.begin(parsed)
    } else if (parsed.kind === 'end') end = parsed
    else await unpacking.take(parsed, each.at)
  }
  if (last === null || begin === null || end === null || end.height !== unpacking.height)
    throw damaged(last?.at ?? { file: basename(source), position: 0 }, 'cut-short')
  await unpacking.end()
  return { begin, end, digest: last.before }
}

function follows(begin: Begin | Increment, before: Uint8Array | null): boolean {
  if (begin.kind === 'begin') return before === null
  return before !== null && equalBytes(begin.baseDigest, before)
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
  /** Of an increment: the file whose beginning was kept. */
  #kept: string | null = null
  #isIncrement = false
  height = 0

  constructor(folder: string) {
    this.#folder = folder
    this.#blocks = openFolder(foldersOf(folder).blocks).then((blocks) => BlockLog.open(blocks))
  }

  /** An increment says anew which files there are: what it does not keep goes, but for the state, which its blocks go on from. */
  async begin({ kind }: Begin | Increment): Promise<void> {
    this.#isIncrement = kind === 'increment'
    if (!this.#isIncrement) return
    for (const name of smallFiles) await rm(join(this.#folder, name), { force: true })
    await rm(this.#before, { recursive: true, force: true })
    await rename(join(this.#folder, 'contents'), this.#before).catch(() => undefined)
  }

  async end(): Promise<void> {
    await rm(this.#before, { recursive: true, force: true })
  }

  async take(record: FilePiece | Block | Keep | Sum, at: Place): Promise<void> {
    if (record.kind === 'file') return this.#file(record, at)
    if (record.kind === 'block') return this.#block(record, at)
    if (!this.#isIncrement || this.#open !== null || !contentFile.test(record.name)) throw damaged(at, 'altered')
    if (record.kind === 'keep') await this.#keep(record, at)
    else await this.#compare(record, at)
  }

  get #before(): string {
    return join(this.#folder, 'contents.before')
  }

  async #keep({ name, size }: Keep, at: Place): Promise<void> {
    const [from, to] = [join(this.#before, name.slice('contents/'.length)), join(this.#folder, name)]
    if (((await stat(from).catch(() => null))?.size ?? -1) < size) throw damaged(at, 'altered')
    await mkdir(dirname(to), { recursive: true, mode: 0o700 })
    await rename(from, to)
    const file = await open(to, 'r+')
    await file.truncate(size)
    await file.sync()
    await file.close()
    this.#kept = name
  }

  async #compare({ name, size, sha256 }: Sum, at: Place): Promise<void> {
    const hash = createHash('sha256')
    let read = 0
    try {
      for await (const bytes of createReadStream(join(this.#folder, name)) as AsyncIterable<Buffer>) {
        hash.update(bytes)
        read += bytes.length
      }
    } catch {
      throw damaged(at, 'altered')
    }
    if (read !== size || !equalBytes(hash.digest(), sha256)) throw damaged(at, 'altered')
    this.#kept = null
  }

  async #file({ name, mode, bytes, isLast }: FilePiece, at: Place): Promise<void> {
    if (!smallFile.test(name) && name !== stateFile && !contentFile.test(name)) throw damaged(at, 'altered')
    if (this.#open !== null && this.#open.name !== name) throw damaged(at, 'altered')
    const path = join(this.#folder, name)
    if (this.#open === null) {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      if (this.#isIncrement && name === stateFile) await rm(path, { force: true })
      this.#open = { name, mode, file: await open(path, this.#kept === name ? 'a' : 'wx', 0o600) }
    }
    await this.#open.file.writeFile(bytes)
    if (!isLast) return
    await this.#open.file.sync()
    await this.#open.file.close()
    await chmod(path, this.#open.mode & 0o700)
    this.#open = null
  }

  async #block({ height, payload }: Block, at: Place): Promise<void> {
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
