import { type Cbor, decodeCbor, encodeCbor, equalBytes, fromHex, ProtocolError, toHex } from '@gongshi/protocol'
import { ContentError } from './errors.ts'
import type { Files } from './files.ts'
import type { Fuse } from './fuse.ts'
import { isLabel } from './labels.ts'
import { isUnfinished, readWhole, replaceFile } from './replaceFile.ts'

const maxBytes = 4096

/** Who decided an erasure: the log index of the deciding entry, the clause it cites, and its block time. */
export type Tombstone = { readonly entry: number; readonly clause: string; readonly at: number }

/**
 * What remains of an erased content: one file each, named by the commitment, CBOR [1, commitment, entry, clause, at].
 * It is durable before a byte of the content is touched, so that an interrupted erasure is finished at the next start.
 */
export class Tombstones {
  readonly #files: Files
  readonly #folder: string
  readonly #fuse: Fuse
  readonly #known = new Map<string, Tombstone>()

  private constructor(files: Files, folder: string, fuse: Fuse) {
    this.#files = files
    this.#folder = folder
    this.#fuse = fuse
  }

  static async open(files: Files, folder: string, fuse: Fuse): Promise<Tombstones> {
    const tombstones = new Tombstones(files, folder, fuse)
    await files.makeFolder(folder)
    for (const name of await files.list(folder)) {
      if (/^[0-9a-f]{64}$/.test(name)) tombstones.#known.set(name, await tombstones.#read(name))
      else if (isUnfinished(name)) await files.remove(`${folder}/${name}`)
    }
    // A name may be in the system's cache alone, and the second decision for it is not written.
    await files.syncFolder(folder)
    return tombstones
  }

  find(id: string): Tombstone | undefined {
    return this.#known.get(id)
  }

  entries(): IterableIterator<[string, Tombstone]> {
    return this.#known.entries()
  }

  /** Durable on return. The first decision stands: a second one changes nothing. */
  async add(commitment: Uint8Array, tombstone: Tombstone): Promise<void> {
    const { entry, clause, at } = tombstone
    if (!isCount(entry) || !isCount(at) || !isLabel(clause))
      throw new ContentError({ code: 'content-tombstone-malformed' })
    const id = toHex(commitment)
    if (this.#known.has(id)) return
    const disk = { files: this.#files, fuse: this.#fuse }
    await replaceFile(disk, this.#folder, id, encodeCbor([1, commitment, entry, clause, at]))
    this.#known.set(id, { entry, clause, at })
  }

  async #read(name: string): Promise<Tombstone> {
    return parseTombstone(await readWhole(this.#files, `${this.#folder}/${name}`, maxBytes), fromHex(name))
  }
}

/** @throws {ContentError} content-tombstone-damaged: the store stays shut rather than let the content come back */
function parseTombstone(bytes: Uint8Array, commitment: Uint8Array): Tombstone {
  const [version, of, entry, clause, at] = decodeArray(bytes)
  if (version !== 1 || !(of instanceof Uint8Array) || !equalBytes(of, commitment)) throw damaged()
  if (!isCount(entry) || typeof clause !== 'string' || !isCount(at)) throw damaged()
  return { entry, clause, at }
}

function decodeArray(bytes: Uint8Array): readonly Cbor[] {
  try {
    const value = decodeCbor(bytes, { maxBytes, maxDepth: 1 })
    return Array.isArray(value) ? value : []
  } catch (error) {
    if (error instanceof ProtocolError) throw damaged(error)
    throw error
  }
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function damaged(cause?: unknown): ContentError {
  return new ContentError({ code: 'content-tombstone-damaged' }, { cause })
}
