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
): Promise<Asked> {
  const head = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const prefix = `POST ${url.pathname} HTTP/1.1\r\nhost: ${url.host}\r\n${head}`
  const requestOf = (body: Uint8Array) =>
    Buffer.concat([Buffer.from(`${prefix}content-length: ${body.length}\r\n\r\n`), body])
  return askAll(url, bodies.length, connections, (at) => requestOf(bodies[at]!))
}

/** Asks so many times in the same way, for one path after the other and again from the first. */
export async function getAll(
  origin: URL,
  paths: readonly string[],
  count: number,
  connections: number,
): Promise<Asked> {
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nhost: ${origin.host}\r\n\r\n`))
  return askAll(origin, count, connections, (at) => requests[at % requests.length]!)
}

type Asked = { readonly seconds: number; readonly latenciesMs: readonly number[] }

async function askAll(url: URL, count: number, connections: number, requestAt: (at: number) => Buffer): Promise<Asked> {
  const latenciesMs: number[] = []
  let next = 0
  const started = performance.now()
  const client = async (): Promise<void> => {
    const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
    try {
      while (next < count) {
        const request = requestAt(next++)
        const sent = performance.now()
        await exchange(socket, request)
        latenciesMs.push(performance.now() - sent)
      }
    } finally {
      socket.destroy()
    }
  }
  await Promise.all(Array.from({ length: connections }, client))
  return { seconds: (performance.now() - started) / 1000, latenciesMs }
}

/** Opens so many connections, each with one request that is never answered to its end, and reads what comes. */
export async function hold(url: URL, connections: number): Promise<{ readonly close: () => void }> {
  const request = `GET ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n\r\n`
  const sockets = await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect({ host: url.hostname, port: Number(url.port) }, () => socket.write(request))
          socket.once('data', (piece: Buffer) => {
            if (piece.toString('latin1').startsWith('HTTP/1.1 200')) resolve(socket.resume())
            else reject(new Error(piece.toString('latin1').slice(0, 600)))
          })
          socket.once('error', reject)
        }),
    ),
  )
  return {
    close: () => {
      for (const socket of sockets) socket.destroy()
    },
  }
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
