import { createTarDecoder, createTarPacker, type ParsedTarEntry } from 'modern-tar'
import { SealedError } from './errors.ts'
import { Names } from './names.ts'
import { iterate, readableOf } from './streams.ts'

/** A document as it is read: `size` bytes in pieces of any size. `name` may have folders: `drawings/1.pdf`. */
export type Document = {
  readonly name: string
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

export type Limits = { readonly mostDocuments: number; readonly mostBytes: number }

export const defaultLimits: Limits = { mostDocuments: 10_000, mostBytes: 16 * 1024 ** 3 }

const blockBytes = 512
/** One chunk: below this no size shows at all. */
const leastBlocks = 128

/**
 * A tar (POSIX.1-2001 pax) of the documents, with nothing in it but names and bytes. Behind its end are zeros, as tar
 * allows, up to a length that Padmé (Nikitin et al., PETS 2019, algorithm 1, in blocks) leaves: at most 12% longer, and
 * it tells no more than some bits of the true length.
 * @throws {SealedError} sealed-entry-refused, sealed-too-many, sealed-too-large, sealed-source-changed
 */
export async function* pack(
  documents: Iterable<Document> | AsyncIterable<Document>,
  limits: Limits,
): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker()
  const feeding = feed(controller, documents, limits)
  feeding.catch((error) => controller.error(error))
  let size = 0
  for await (const piece of iterate(readable)) {
    size += piece.length
    yield piece
  }
  await feeding
  for (let left = paddedSize(size) - size; left > 0; left -= zeros.length) yield zeros.subarray(0, left)
}

const zeros = new Uint8Array(1024 * 1024)

/** In bytes, of a tar of `size` bytes. */
export function paddedSize(size: number): number {
  return blockBytes * padme(Math.max(leastBlocks, Math.ceil(size / blockBytes)))
}

/** Rounds up so that of log2 + 1 bits only the first log2(log2) + 1 may be set. */
export function padme(length: number): number {
  const exponent = Math.floor(Math.log2(length))
  const kept = Math.floor(Math.log2(exponent)) + 1
  const step = 2 ** (exponent - kept)
  return Math.ceil(length / step) * step
}

async function feed(
  controller: ReturnType<typeof createTarPacker>['controller'],
  documents: Iterable<Document> | AsyncIterable<Document>,
  limits: Limits,
): Promise<void> {
  const taken = new Taken(limits)
  for await (const { name, size, bytes } of documents) {
    const entry = taken.add(name.normalize('NFC'), size)
    const writer = controller
      .add({ name: name.normalize('NFC'), size, type: 'file', mode: 0o644, mtime: new Date(0) })
      .getWriter()
    let left = size
    for await (const piece of bytes) {
      left -= piece.length
      if (left < 0) break
      await writer.write(piece)
    }
    if (left !== 0) throw new SealedError({ code: 'sealed-source-changed', entry })
    await writer.close()
  }
  controller.finalize()
}

/**
 * The documents in a container from anybody, in order; each is to be read before the next is asked for, or it is passed over.
 * @throws {SealedError} sealed-malformed, sealed-entry-refused, sealed-too-many, sealed-too-large; what `source` throws
 */
export async function* unpack(source: AsyncIterable<Uint8Array>, limits: Limits): AsyncGenerator<Document> {
  const taken = new Taken(limits)
  const entries = iterate(readableOf(source).pipeThrough(createTarDecoder({ strict: true })))
  try {
    for await (const entry of entries) {
      yield documentOf(entry, taken)
      if (!entry.body.locked) await entry.body.cancel()
    }
  } catch (error) {
    throw asSealed(error)
  }
}

function documentOf({ header, body }: ParsedTarEntry, taken: Taken): Document {
  const { name, size, type } = header
  const entry = taken.add(name, size)
  if (type !== 'file') throw new SealedError({ code: 'sealed-entry-refused', entry, why: 'kind' })
  return { name, size, bytes: bytesOf(body) }
}

async function* bytesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* iterate(body)
  } catch (error) {
    throw asSealed(error)
  }
}

/** The library's refusals are plain errors. */
function asSealed(error: unknown): unknown {
  return error instanceof Error && error.constructor === Error
    ? new SealedError({ code: 'sealed-malformed' }, { cause: error })
    : error
}

/** What a container holds so far. */
class Taken {
  readonly #names = new Names()
  readonly #limits: Limits
  #documents = 0
  #bytes = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Its place, from 1. */
  add(name: string, size: number): number {
    const { mostDocuments, mostBytes } = this.#limits
    this.#documents += 1
    this.#bytes += size
    if (this.#documents > mostDocuments) throw new SealedError({ code: 'sealed-too-many', most: mostDocuments })
    if (this.#bytes > mostBytes) throw new SealedError({ code: 'sealed-too-large', mostBytes })
    this.#names.add(name, this.#documents)
    return this.#documents
  }
}
