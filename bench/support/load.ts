import { connect, type Socket } from 'node:net'

/**
 * Sends each body as a POST of its own over so many keep-alive connections, each waiting for its answer before it sends
 * the next, and gives the seconds that all of them took. Bare sockets, so that the clients cost little beside the server.
 * @throws when an answer's status is not 200
 */
export async function postAll(
  url: URL,
  bodies: readonly Uint8Array[],
  connections: number,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly seconds: number; readonly latenciesMs: readonly number[] }> {
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const prefix = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${head}`
  const latenciesMs: number[] = []
  let next = 0
  const started = performance.now()
  const client = async (): Promise<void> => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
    try {
      while (next < bodies.length) {
        const body = bodies[next++]!
        const sent = performance.now()
        await exchange(socket, Buffer.concat([Buffer.from(`${prefix}content-length: ${body.length}\r\n\r\n`), body]))
        latenciesMs.push(performance.now() - sent)
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  return { seconds: (performance.now() - started) / 1000, latenciesMs }
}

function exchange(socket: Socket, request: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const settle = (error?: Error) => {
      socket.off('data', onData).off('error', settle).off('close', onClose)
      if (error) reject(error)
      else resolve()
    }
    const onClose = () => settle(new Error('the server closed the connection'))
    const onData = (piece: Buffer) => {
      received = received.length === 0 ? piece : Buffer.concat([received, piece])
      const end = received.indexOf('\r\n\r\n')
      if (end < 0) return
      const text = received.toString('latin1', 0, end)
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
      if (received.length < end + 4 + length) return
      settle(text.startsWith('HTTP/1.1 200') ? undefined : new Error(received.toString('utf8').slice(0, 600)))
    }
    socket.on('data', onData).once('error', settle).once('close', onClose)
    socket.write(request)
  })
}
