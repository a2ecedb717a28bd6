import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exportSnapshot, type PinnedLedger, type Snapshot } from '@gongshi/ledger'
import { decodeCbor, encodeCbor, ProtocolError } from '@gongshi/protocol'

const headFile = 'snapshot'
const unfinished = '.unfinished'
const headLimits = { maxBytes: 8 * 2 ** 20, maxDepth: 2 }

/** Snapshots on disk, a folder each; one that is being made has no name yet under which it would be offered. */
export class SnapshotFolder {
  readonly #folder: string
  readonly #keep: number

  private constructor(folder: string, keep: number) {
    this.#folder = folder
    this.#keep = keep
  }

  static async open(folder: string, keep: number): Promise<SnapshotFolder> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder))
      if (name.endsWith(unfinished)) await rm(join(folder, name), { recursive: true, force: true })
    return new SnapshotFolder(folder, keep)
  }

  /** Newest first. */
  async list(): Promise<Snapshot[]> {
    const found = await Promise.all(
      (await this.#heights()).map((height) => readHead(join(this.#folder, String(height)))),
    )
    return found.filter((each) => each !== null)
  }

  /** Undefined for one that is not here, or no more. */
  async findChunk(height: number, format: number, chunk: number): Promise<Uint8Array | undefined> {
    const folder = join(this.#folder, String(height))
    if ((await readHead(folder))?.format !== format) return undefined
    return readFile(join(folder, chunkName(chunk))).catch(() => undefined)
  }

  /** Afterwards it is offered, and those that are too many are gone. */
  async make(pinned: PinnedLedger): Promise<Snapshot> {
    const folder = join(this.#folder, String(pinned.height))
    const making = `${folder}${unfinished}`
    try {
      await rm(making, { recursive: true, force: true })
      await mkdir(making, { mode: 0o700 })
      let chunks = 0
      const made = await exportSnapshot(pinned, async (chunk) => writeDurably(join(making, chunkName(chunks++)), chunk))
      const { height, format, hash, metadata } = made
      await writeDurably(join(making, headFile), encodeCbor([height, format, made.chunks, hash, metadata]))
      await rm(folder, { recursive: true, force: true })
      await rename(making, folder)
      await this.#prune()
      return made
    } catch (error) {
      await rm(making, { recursive: true, force: true }).catch(() => undefined) // half of one only takes up room
      throw error
    }
  }

  async #prune(): Promise<void> {
    for (const height of (await this.#heights()).slice(this.#keep))
      await rm(join(this.#folder, String(height)), { recursive: true, force: true })
  }

  async #heights(): Promise<number[]> {
    const names = (await readdir(this.#folder)).filter((name) => /^\d{1,15}$/.test(name))
    return names.map(Number).sort((left, right) => right - left)
  }
}

/** A snapshot that lies in a folder of its own; nothing of it is verified yet. */
export type StoredSnapshot = { readonly snapshot: Snapshot; readonly chunk: (at: number) => Promise<Uint8Array> }

/** Null where the folder holds none. */
export async function readSnapshot(folder: string): Promise<StoredSnapshot | null> {
  const snapshot = await readHead(folder)
  return snapshot && { snapshot, chunk: (at) => readFile(join(folder, chunkName(at))) }
}

function chunkName(chunk: number): string {
  return String(chunk).padStart(6, '0')
}

/** On disk before its folder has the name under which it is offered. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Null for one that is gone or damaged: it is offered to nobody, and the next one comes. */
async function readHead(folder: string): Promise<Snapshot | null> {
  const bytes = await readFile(join(folder, headFile)).catch(() => null)
  if (bytes === null) return null
  try {
    const [height, format, chunks, hash, metadata] = decodeCbor(bytes, headLimits) as readonly unknown[]
    return { height, format, chunks, hash, metadata } as Snapshot
  } catch (error) {
    if (error instanceof ProtocolError) return null
    throw error
  }
}
