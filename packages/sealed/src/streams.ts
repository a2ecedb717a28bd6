/** A web stream of what an iterable gives, asked for as it is read. */
export function readableOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await iterator.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}

/** What a web stream gives. Not every browser can iterate one. */
export async function* iterate<Piece>(readable: ReadableStream<Piece>): AsyncGenerator<Piece> {
  const reader = readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined) // what failed has been thrown
    reader.releaseLock()
  }
}
