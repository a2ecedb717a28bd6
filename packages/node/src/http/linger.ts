import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { hasBody } from './connections.ts'

/** Of a body that was refused before it had come, so much is still read, and for so long. */
const lingerBytes = 16 * 2 ** 20
const lingerMs = 5000

/**
 * Goes on reading the body of a request that was refused early, and throws it away, before the answer ends: a connection
 * closed over bytes that nobody has read is reset, and the reset can take the answer from a client, or a proxy before it, that
 * is still sending (RFC 9112 §9.6). The answer is written out whole at once; who has it may end the connection.
 */
export function lingerAfterRefusals(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const { raw } = request
    const isAnswer = typeof payload === 'string' || Buffer.isBuffer(payload)
    if (reply.statusCode < 400 || !isAnswer || raw.method === 'HEAD' || !hasBody(raw) || raw.complete || raw.destroyed)
      return done(null, payload)
    reply.header('content-length', Buffer.byteLength(payload))
    const answer = async function* () {
      yield Buffer.from(payload)
      if (!(await discardBody(raw))) reply.raw.once('finish', () => raw.socket.destroySoon())
    }
    done(null, Readable.from(answer()))
  })
}

/** Whether nothing of it is left to come. */
function discardBody(request: IncomingMessage): Promise<boolean> {
  return new Promise((resolve) => {
    let left = lingerBytes
    const settle = (isOver: boolean): void => {
      clearTimeout(timer)
      request.off('data', count)
      resolve(isOver)
    }
    const count = ({ length }: Buffer): void => {
      left -= length
      if (left < 0) settle(false)
    }
    const timer = setTimeout(settle, lingerMs, false)
    for (const event of ['end', 'close']) request.once(event, () => settle(true))
    // Whoever began to read it has given up, and may have left it waiting.
    request.removeAllListeners('readable').on('data', count).resume()
  })
}
