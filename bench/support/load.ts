import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'

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

/**
 * Sends one body after the other at its time, so many a second, whether or not those before were answered, to one address after
 * the other. Latencies count from when a body was due: a server that falls behind is not spared (coordinated omission).
 * @param connections opened beforehand, to the first address
 */
export async function postPaced(
  urls: readonly URL[],
  bodies: readonly Uint8Array[],
  perSecond: number,
  headers: Readonly<Record<string, string>>,
  connections = 0,
): Promise<readonly Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1000, maxFreeSockets: 1000 })
  await statusesOf(urls[0]!, Array<string>(connections).fill('/healthz'), agent)
  const started = performance.now()
  const post = async (body: Uint8Array, at: number): Promise<Answered> => {
    const due = started + (at * 1000) / perSecond
    await setTimeout(Math.max(0, due - performance.now()))
    const [status, text] = await new Promise<[number, string]>((resolve, reject) => {
      const answer = request(urls[at % urls.length]!, { method: 'POST', agent, headers }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.once('end', () => resolve([response.statusCode!, Buffer.concat(parts).toString()]))
      })
      answer.once('error', reject).end(body)
    })
    return { ms: performance.now() - due, status, text }
  }
  try {
    return await Promise.all(bodies.map(post))
  } finally {
    agent.destroy()
  }
}

/** The status of the answer to each path. */
export async function statusesOf(origin: URL, paths: readonly string[], agent: Agent): Promise<number[]> {
  const ask = (path: string) =>
    new Promise<number>((resolve, reject) => {
      const answer = request(new URL(path, origin), { agent }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode!))
      })
      answer.once('error', reject).end()
    })
  return Promise.all(paths.map(ask))
}

/** Milliseconds since it was due. */
export type Answered = { readonly ms: number; readonly status: number; readonly text: string }

type Asked = { readonly seconds: number; readonly latenciesMs: readonly number[] }

async function askAll(url: URL, count: number, connections: number, requestAt: (at: number) => Buffer): Promise<Asked> {
  const latenciesMs: number[] = []
  let next = 0
  const started = performance.now()
  const client = (): Promise<void> =>
    new Promise((resolve, reject) => {
      let sent = 0
      const send = () => {
        if (next === count) return void socket.destroy()
        sent = performance.now()
        socket.write(requestAt(next++))
      }
      const take = answersOf((error) => {
        if (error !== null) return void socket.destroy(error)
        latenciesMs.push(performance.now() - sent)
        send()
      })
      // PERF: one buffer for all that comes, and no stream: the clients share the processor with the server.
      const onread = {
        buffer: Buffer.allocUnsafe(2 ** 16),
        callback: (bytes: number, into: Uint8Array) => take(bytes, into as Buffer),
      }
      const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true, onread }, send)
      socket.once('error', reject).once('close', () => resolve())
    })
  await Promise.all(Array.from({ length: connections }, client))
  if (latenciesMs.length < count) throw new Error('the server closed a connection')
  return { seconds: (performance.now() - started) / 1000, latenciesMs }
}

const headEnd = Buffer.from('\r\n\r\n')
const lengthField = Buffer.from('ontent-length: ')

/** Tells of each whole answer in what arrives: null, or what is wrong with it. */
function answersOf(tell: (error: Error | null) => void): (bytes: number, into: Buffer) => boolean {
  let part: Buffer = Buffer.alloc(0)
  return (bytes, into) => {
    const here = into.subarray(0, bytes)
    const received = part.length === 0 ? here : Buffer.concat([part, here])
    const end = received.indexOf(headEnd)
    const at = end < 0 ? -1 : received.indexOf(lengthField) + lengthField.length
    const length = end < 0 ? 0 : at < lengthField.length ? 0 : numberAt(received, at)
    if (end < 0 || received.length < end + headEnd.length + length) {
      part = Buffer.from(received)
      return true
    }
    part = Buffer.alloc(0)
    // The status code: HTTP/1.1 200
    const isGood = received[9] === 0x32 && received[10] === 0x30 && received[11] === 0x30
    tell(isGood ? null : new Error(received.toString('utf8').slice(0, 600)))
    return true
  }
}

function numberAt(bytes: Buffer, from: number): number {
  let number = 0
  for (let at = from; bytes[at]! >= 0x30 && bytes[at]! <= 0x39; at++) number = number * 10 + bytes[at]! - 0x30
  return number
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
