import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ProblemTexts } from './problem.ts'

/** A body of the API arrives within this time. Contents, of any size, only must keep arriving. Milliseconds. */
const bodyWithinMs = 30_000

/** How long a client may take. `requestTimeout` is off, because it would end the upload of a large content. */
export const patience = {
  requestTimeout: 0,
  connectionTimeout: 90_000,
  http: {
    headersTimeout: 20_000,
    // Any other offer to change the protocol (Java's client offers h2c with each request), or one at another address, is
    // passed over and the request answered as it stands, RFC 9110 §7.8.
    shouldUpgradeCallback: ({ headers, url }: IncomingMessage) =>
      headers.upgrade?.toLowerCase() === 'websocket' && /\/websocket(\?|$)/.test(url ?? ''),
  },
} as const

/** Requests of one connection that wait for the answers before theirs. */
const maxWaiting = 100

/**
 * Begins a request only when the answers before it on its connection are written out. Node would begin all of them: a few
 * kilobytes of short requests would then have megabytes of answers made that nobody takes.
 */
export function answerInOrder(server: FastifyInstance): void {
  const waiting = new WeakMap<Socket, number>()
  server.addHook('onRequest', ({ raw }, reply, done) => {
    if (reply.raw.socket !== null) return done()
    const { socket } = raw
    const before = waiting.get(socket) ?? 0
    if (before === maxWaiting) socket.destroy()
    waiting.set(socket, before + 1)
    reply.raw.once('socket', () => {
      waiting.set(socket, waiting.get(socket)! - 1)
      done()
    })
  })
}

/** What a client expects beyond `100-continue` (which node grants by itself), it need not get (RFC 9110 §10.1.1). */
export function answerExpectations(server: FastifyInstance): void {
  server.server.on('checkExpectation', (request, response) => server.server.emit('request', request, response))
}

/** Ends a request whose body trickles in, so that a few slow clients do not hold all connections. */
export function limitBodyTime(server: FastifyInstance): void {
  server.addHook('preParsing', (request, _reply, _payload, done) => {
    const { raw } = request
    if (hasBody(raw) && !raw.complete && request.method !== 'PUT') {
      const timer = setTimeout(() => raw.socket.destroy(), bodyWithinMs).unref()
      const settle = () => clearTimeout(timer)
      raw.once('end', settle).once('close', settle)
    }
    done()
  })
}

/** Says when the client has gone before its answer. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort()
  })
  return gone.signal
}

/** RFC 9112 §6: a request without either field has none. PERF: most have none, and need no timer. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined
}

/** Answers what is not HTTP, or never became a whole request. There are no headers to ask for a language. */
export function refuseConnection(texts: ProblemTexts, error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = texts.of({ code: codeOf(error.code) }, 'zh')
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.code}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

function codeOf(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large'
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request-too-slow'
  return 'request-unreadable'
}
