import { concat } from '@gongshi/protocol'
import {
  headerBytes,
  makeHeader,
  nonceBytes,
  payloadKey,
  type Random,
  readHeader,
  type SealingKey,
} from './ageHeader.ts'
import { type RunCipher, scriptedCipher } from './cipher.ts'
import { type Document, defaultLimits, type Limits, pack, unpack } from './container.ts'
import { SealedError } from './errors.ts'
import { openStream, sealStream } from './stream.ts'

export type Options = { readonly cipher?: RunCipher; readonly limits?: Limits }

/**
 * Documents sealed into one age file, as a stream in bounded memory. Every call makes another file: keep what came out,
 * it cannot be made again.
 * @throws {SealedError} sealed-entry-refused, sealed-too-many, sealed-too-large, sealed-source-changed
 */
export async function* sealDocuments(
  key: SealingKey,
  documents: Iterable<Document> | AsyncIterable<Document>,
  random: Random,
  { cipher = scriptedCipher, limits = defaultLimits }: Options = {},
): AsyncGenerator<Uint8Array> {
  const [fileKey, salt, nonce] = [random(16), random(16), random(nonceBytes)]
  yield concat(makeHeader(key, fileKey, salt), nonce)
  yield* sealStream(cipher, payloadKey(fileKey, nonce), pack(documents, limits))
}

/**
 * The documents of a sealed file from anybody, in order; each is to be read before the next is asked for. What comes out is as it
 * was sealed; that nothing is missing is certain only when all has ended.
 * @throws {SealedError} sealed-…; what `sealed` throws
 */
export async function* openDocuments(
  key: SealingKey,
  sealed: AsyncIterable<Uint8Array>,
  { cipher = scriptedCipher, limits = defaultLimits }: Options = {},
): AsyncGenerator<Document> {
  const { head, rest } = await cut(sealed, headerBytes + nonceBytes)
  const fileKey = readHeader(key, head.subarray(0, headerBytes))
  yield* unpack(openStream(cipher, payloadKey(fileKey, head.subarray(headerBytes)), rest), limits)
}

/** The first so many bytes, and what follows. */
async function cut(source: AsyncIterable<Uint8Array>, count: number) {
  const iterator = source[Symbol.asyncIterator]()
  let head: Uint8Array = new Uint8Array()
  while (head.length < count) {
    const { done, value } = await iterator.next()
    if (done) throw new SealedError({ code: 'sealed-malformed' })
    head = concat(head, value)
  }
  return { head: head.subarray(0, count), rest: behind(head.subarray(count), iterator) }
}

async function* behind(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}
