/** One server-sent event. Without data it only says where to resume. */
export type ServerEvent = { readonly id: string | null; readonly data: string | null }

/** No event of ours is longer; a stream without an end of line must not fill the memory. */
const maxEventBytes = 4 * 1024 * 1024

/** Reads `text/event-stream` (WHATWG HTML §9.2.6) piece by piece. @throws {RangeError} for an event without end */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  const reader = stream.getReader()
  let rest = ''
  let event: { id: string | null; data: string[] } = { id: null, data: [] }
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest += decoder.decode(value, { stream: true })
      if (rest.length > maxEventBytes) throw new RangeError('an event without an end')
      const lines = rest.split(/\r\n|\n|\r/)
      rest = lines.pop()!
      for (const line of lines) {
        if (line === '') {
          if (event.id !== null || event.data.length > 0)
            yield { id: event.id, data: event.data.length === 0 ? null : event.data.join('\n') }
          event = { id: null, data: [] }
        } else if (line.startsWith('id:')) event.id = line.slice(3).trimStart()
        else if (line.startsWith('data:')) event.data.push(line.slice(5).replace(/^ /, ''))
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined) // hanging up is all that is meant
  }
}
