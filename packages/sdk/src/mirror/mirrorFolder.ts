import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sha256, type TileName, tilePath, tileWidth, toHex, utf8 } from '@gongshi/protocol'
import { MirrorError } from './errors.ts'
import { formatTwoCheckpoints, type TwoCheckpoints } from './twoCheckpoints.ts'

const checkpointName = 'checkpoint'

/** A log as static files, each of which is on the disk, whole, before it has its name. */
export class MirrorFolder {
  readonly #folder: string

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

  /** A tile or bundle that must lie there. @throws {MirrorError} mirror-tile-missing */
  async tile(name: TileName): Promise<Uint8Array> {
    const bytes = await this.findTile(name)
    if (bytes === null) throw new MirrorError({ code: 'mirror-tile-missing', path: tilePath(name), status: 404 })
    return bytes
  }

  writeTile(name: TileName, bytes: Uint8Array): Promise<void> {
    return this.#write(tilePath(name), bytes)
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
  const beside = `${place}.${process.pid}.new`
  try {
    await mkdir(dirname(place), { recursive: true })
    const file = await open(beside, 'w')
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, place)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    throw new MirrorError({ code: 'mirror-file-unwritable', path: place }, { cause: error })
  }
}
