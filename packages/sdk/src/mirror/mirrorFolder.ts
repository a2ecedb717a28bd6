import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256, type TileName, tilePath, tileWidth, toHex, utf8 } from '@gongshi/protocol'
import { MirrorError } from './errors.ts'
import { formatTwoCheckpoints, type TwoCheckpoints } from './twoCheckpoints.ts'

const checkpointName = 'checkpoint'

/** Files that are brought onto the disk at once: they share what a file system writes for all of them. */
const syncsAtOnce = 16
/** So much work is lost at most by a crash of the machine. Files. */
const mostUnsynced = 4096

/**
 * A log as static files, each of which is whole when it has its name. Tiles are on the disk after `sync`, the checkpoint when it is
 * written: whoever syncs before has a whole log under a checkpoint that is there, after a crash, too.
 */
export class MirrorFolder {
  readonly #folder: string
  /** Folders that are there: true, and what was in one before this run; false, and it is this run's own. */
  readonly #folders = new Map<string, boolean>()
  #unsynced: string[] = []

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The note that the last whole mirroring ended with; null before the first. */
  async checkpoint(): Promise<string | null> {
    return (await this.#find(checkpointName))?.toString('utf8') ?? null
  }

  /** A tile or bundle as it lies there, unverified; null where there is none. */
  findTile(name: TileName): Promise<Uint8Array | null> {
    return this.#find(tilePath(name))
  }

  /** What an earlier run has left under that name, unverified. PERF: in a folder that this run has made there is nothing to look for. */
  async findEarlier(name: TileName): Promise<Uint8Array | null> {
    const folder = dirname(join(this.#folder, tilePath(name)))
    return this.#folders.get(folder) === false ? null : this.findTile(name)
  }

  /** A tile or bundle that must lie there. @throws {MirrorError} mirror-tile-missing */
  async tile(name: TileName): Promise<Uint8Array> {
    const bytes = await this.findTile(name)
    if (bytes === null) throw new MirrorError({ code: 'mirror-tile-missing', path: tilePath(name), status: 404 })
    return bytes
  }

  /** @throws {MirrorError} mirror-file-unwritable */
  async writeTile(name: TileName, bytes: Uint8Array): Promise<void> {
    const place = join(this.#folder, tilePath(name))
    const beside = besides(place)
    await writing(place, beside, async () => {
      const folder = dirname(place)
      if (!this.#folders.has(folder))
        this.#folders.set(folder, (await mkdir(folder, { recursive: true })) === undefined)
      await writeFile(beside, bytes)
      await rename(beside, place)
    })
    this.#unsynced.push(place)
    if (this.#unsynced.length >= mostUnsynced) await this.sync()
  }

  /**
   * Brings all tiles that were written onto the disk. PERF: 7,800 files one after the other, each synced before the next, took most of
   * the time of a mirror; later ones find that the file system has written them along with the first.
   * @throws {MirrorError} mirror-file-unwritable
   */
  async sync(): Promise<void> {
    const left = this.#unsynced.values()
    this.#unsynced = []
    const work = async (): Promise<void> => {
      for (const place of left) await writing(place, null, () => syncFile(place))
    }
    await Promise.all(Array.from({ length: syncsAtOnce }, work))
  }

  writeCheckpoint(note: string): Promise<void> {
    return this.#write(checkpointName, utf8(note))
  }

  /** Once the full one is there, nobody needs the partial ones. */
  async dropPartials(name: TileName): Promise<void> {
    await rm(join(this.#folder, `${tilePath({ ...name, width: tileWidth })}.p`), { recursive: true, force: true })
  }

  /** Keeps what shows others that a log shrank or forked. @returns its path */
  async writeProof(proof: TwoCheckpoints): Promise<string> {
    const bytes = utf8(formatTwoCheckpoints(proof))
    const name = `proof-${toHex(sha256(bytes)).slice(0, 16)}.json`
    await this.#write(name, bytes)
    return join(this.#folder, name)
  }

  async #find(path: string): Promise<Buffer | null> {
    try {
      return await readFile(join(this.#folder, path))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  #write(path: string, bytes: Uint8Array): Promise<void> {
    return writeWhole(join(this.#folder, path), bytes)
  }
}

/** A file that is on the disk, whole, before it has its name. @throws {MirrorError} mirror-file-unwritable */
export async function writeWhole(place: string, bytes: Uint8Array): Promise<void> {
  const beside = besides(place)
  await writing(place, beside, async () => {
    await mkdir(dirname(place), { recursive: true })
    await writeFile(beside, bytes, { flush: true })
    await rename(beside, place)
  })
}

function besides(place: string): string {
  return `${place}.${process.pid}.new`
}

async function syncFile(place: string): Promise<void> {
  const file = await open(place, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writing(place: string, beside: string | null, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (beside !== null) await rm(beside, { force: true }).catch(() => undefined)
    throw new MirrorError({ code: 'mirror-file-unwritable', path: place }, { cause: error })
  }
}
