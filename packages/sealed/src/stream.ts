import { chunkBytes, type Run, type RunCipher, tagBytes } from './cipher.ts'
import { SealedError } from './errors.ts'

const chunksInRun = 16

/** The payload of an age file (c2sp.org/age, "Payload"): STREAM over ChaCha20-Poly1305. Holds a few runs of 1 MiB at a time. */
export function sealStream(
  cipher: RunCipher,
  key: Uint8Array,
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  return inLanes(cipher.lanes, runsOf(key, plain, chunkBytes), (run) => cipher.seal(run))
}

/**
 * Whatever comes out is as it was sealed, and in its place; that nothing is missing is certain when it has ended.
 * @throws {SealedError} sealed-altered
 */
export function openStream(
  cipher: RunCipher,
  key: Uint8Array,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  return inLanes(cipher.lanes, runsOf(key, sealed, chunkBytes + tagBytes), async (run) => {
    const opened = await cipher.open(run)
    if (opened === undefined) throw new SealedError({ code: 'sealed-altered' })
    return opened
  })
}

/** Cuts a stream into runs of chunks; the last one says so, and is the only one of another length. */
async function* runsOf(key: Uint8Array, source: AsyncIterable<Uint8Array>, bytesInChunk: number): AsyncGenerator<Run> {
  const size = chunksInRun * bytesInChunk
  let run = new Uint8Array(size)
  let [used, first] = [0, 0]
  for await (const piece of source)
    for (let at = 0; at < piece.length; ) {
      // Only what follows tells that a full run is not the last one.
      if (used === size) {
        yield { key, first, isLast: false, bytes: run }
        first += chunksInRun
        run = new Uint8Array(size)
        used = 0
      }
      const part = piece.subarray(at, at + size - used)
      run.set(part, used)
      used += part.length
      at += part.length
    }
  yield { key, first, isLast: true, bytes: run.subarray(0, used) }
}

/** The results in order, so many under way at once. */
async function* inLanes(
  lanes: number,
  runs: AsyncGenerator<Run>,
  work: (run: Run) => Uint8Array | Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const underWay: Promise<Uint8Array>[] = []
  try {
    for await (const run of runs) {
      const result = Promise.resolve(work(run))
      result.catch(() => undefined) // it is awaited in its turn
      underWay.push(result)
      if (underWay.length >= lanes) yield await underWay.shift()!
    }
    for (const result of underWay) yield await result
  } finally {
    await runs.return(undefined)
  }
}
