import { type Cbor, decodeCbor, encodeCbor, ProtocolError } from '@gongshi/protocol'
import type { Files } from './files.ts'
import type { Fuse } from './fuse.ts'
import { isUnfinished, readWhole, replaceFile } from './replaceFile.ts'

/** Contents that one discarding takes at most: bounds the file, and how long puts of them wait. */
export const maxDiscarded = 1_000
const maxBytes = 64 * maxDiscarded
const fileName = 'discarding'

/**
 * What is being discarded: a file `discarding`, CBOR [1, [commitment…]], durable before a byte of a content is touched
 * and gone when all of them are, so that a discarding that was cut short is finished at the next start.
 */
export class Discards {
  readonly #files: Files
  readonly #folder: string
  readonly #fuse: Fuse
  /** What an earlier process left unfinished. */
  readonly unfinished: readonly Uint8Array[]

  private constructor(files: Files, folder: string, fuse: Fuse, unfinished: readonly Uint8Array[]) {
    this.#files = files
    this.#folder = folder
    this.#fuse = fuse
    this.unfinished = unfinished
  }

  static async open(files: Files, folder: string, fuse: Fuse): Promise<Discards> {
    const names = await files.list(folder)
    for (const name of names)
      if (name.startsWith(fileName) && isUnfinished(name)) await files.remove(`${folder}/${name}`)
    const path = `${folder}/${fileName}`
    const unfinished = names.includes(fileName) ? commitmentsIn(await readWhole(files, path, maxBytes)) : []
    return new Discards(files, folder, fuse, unfinished)
  }

  async begin(commitments: readonly Uint8Array[]): Promise<void> {
    const disk = { files: this.#files, fuse: this.#fuse }
    await replaceFile(disk, this.#folder, fileName, encodeCbor([1, commitments]))
  }

  async end(): Promise<void> {
    await this.#fuse.settling(async () => {
      await this.#files.remove(`${this.#folder}/${fileName}`)
      await this.#files.syncFolder(this.#folder)
    })
  }
}

/** A damaged list is none: what it named is still there and unwanted, and whoever discarded it finds it again. */
function commitmentsIn(bytes: Uint8Array): Uint8Array[] {
  let value: Cbor
  try {
    value = decodeCbor(bytes, { maxBytes, maxDepth: 2 })
  } catch (error) {
    if (error instanceof ProtocolError) return []
    throw error
  }
  const [version, commitments] = Array.isArray(value) ? value : []
  if (version !== 1 || !Array.isArray(commitments)) return []
  return commitments.filter((each) => each instanceof Uint8Array && each.length === 32)
}
