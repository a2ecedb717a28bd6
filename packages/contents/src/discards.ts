import { type Cbor, decodeCbor, encodeCbor, ProtocolError } from '@gongshi/protocol'
import type { Files } from './files.ts'
import type { Fuse } from './fuse.ts'

/** Contents that one discarding takes at most: bounds the file, and how long puts of them wait. */
export const maxDiscarded = 1_000

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
    if (names.includes('discarding.temporary')) await files.remove(`${folder}/discarding.temporary`)
    const unfinished = names.includes('discarding') ? await readAll(files, `${folder}/discarding`) : []
    return new Discards(files, folder, fuse, unfinished)
  }

  async begin(commitments: readonly Uint8Array[]): Promise<void> {
    const temporary = `${this.#folder}/discarding.temporary`
    await this.#fuse.writing(() => this.#write(temporary, encodeCbor([1, commitments])))
    await this.#fuse.settling(async () => {
      await this.#files.rename(temporary, `${this.#folder}/discarding`)
      await this.#files.syncFolder(this.#folder)
    })
  }

  async end(): Promise<void> {
    await this.#fuse.settling(async () => {
      await this.#files.remove(`${this.#folder}/discarding`)
      await this.#files.syncFolder(this.#folder)
    })
  }

  async #write(path: string, bytes: Uint8Array): Promise<void> {
    const file = await this.#files.open(path, 'create')
    try {
      await file.write(bytes, 0)
      await file.sync()
    } catch (error) {
      await this.#files.remove(path)
      throw error
    } finally {
      await file.close()
    }
  }
}

async function readAll(files: Files, path: string): Promise<Uint8Array[]> {
  const file = await files.open(path, 'read')
  try {
    const bytes = new Uint8Array(await file.size())
    await file.read(bytes, 0)
    return commitmentsIn(bytes)
  } finally {
    await file.close()
  }
}

/** A damaged list is none: what it named is still there and unwanted, and whoever discarded it finds it again. */
function commitmentsIn(bytes: Uint8Array): Uint8Array[] {
  let value: Cbor
  try {
    value = decodeCbor(bytes, { maxBytes: 64 * maxDiscarded, maxDepth: 2 })
  } catch (error) {
    if (error instanceof ProtocolError) return []
    throw error
  }
  const [version, commitments] = Array.isArray(value) ? value : []
  if (version !== 1 || !Array.isArray(commitments)) return []
  return commitments.filter((each) => each instanceof Uint8Array && each.length === 32)
}
