import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Below this an answer fits one packet as it is. Bytes. */
export const leastBytes = 1024
/** Of the process's four threads for such work; the others stay free for the ledger's files. */
const maxAtOnce = 2
const compressible = /^(?:text\/(?:html|csv|plain)|application\/json)(?:;|$)/
/** The types of our own answers, looked at once. */
const isCompressible = new Map<unknown, boolean>()
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)
const codings = {
  br: (bytes: Compressible) => brotliAsync(bytes, brotliOptions),
  gzip: (bytes: Compressible) => gzipAsync(bytes),
}
type Compressible = string | Buffer
type Coding = keyof typeof codings

/**
 * Compresses pages and JSON of GET for who takes it; nothing else pays for it, a submission least of all. No answer holds
 * a secret beside what its reader sent, so its length tells nobody anything (BREACH). Tags are weak and name either form.
 * While many answers are being compressed, further ones go out as they are.
 */
export function compressAnswers(server: FastifyInstance): void {
  let underWay = 0
  const compressed = async (reply: FastifyReply, bytes: Compressible, coding: Coding): Promise<Buffer> => {
    underWay += 1
    try {
      const answer = await codings[coding](bytes)
      reply.header('content-encoding', coding).removeHeader('content-length')
      return answer
    } finally {
      underWay -= 1
    }
  }
  const compress = (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done): void => {
    const isEligible = canCompress(reply, payload)
    if (isEligible) {
      const vary = reply.getHeader('vary')
      reply.header('vary', vary === undefined ? 'accept-encoding' : `${vary}, accept-encoding`)
    }
    const coding = isEligible ? preferredCoding(request.headers['accept-encoding']) : null
    if (coding === null || underWay === maxAtOnce) done(null, payload)
    else compressed(reply, payload as Compressible, coding).then((answer) => done(null, answer), done)
  }
  server.addHook('onRoute', (route) => {
    if (route.method !== 'GET' && route.method !== 'HEAD') return
    const own = [route.onSend ?? []].flat()
    route.onSend = own.includes(compress) ? own : [compress, ...own]
  })
}

type Done = (error: Error | null, payload?: unknown) => void

/** Not what is small, coded already, or no text. */
function canCompress(reply: FastifyReply, payload: unknown): boolean {
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return false
  if (payload.length < leastBytes || reply.hasHeader('content-encoding')) return false
  const type = reply.getHeader('content-type')
  const known = isCompressible.get(type) ?? compressible.test(String(type))
  isCompressible.set(type, known)
  return known
}

/** RFC 9110 §12.5.3; brotli before gzip when both are as welcome. */
export function preferredCoding(header: string | string[] | undefined): Coding | null {
  if (typeof header !== 'string') return null
  const wanted = new Map<string, number>()
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', quality = 'q=1'] = part.split(';').map((each) => each.trim())
    const weight = Number(quality.replace(/^q=/, ''))
    if (weight >= 0 && weight <= 1) wanted.set(name, weight)
  }
  const weightOf = (coding: Coding) => wanted.get(coding) ?? wanted.get('*') ?? 0
  const [br, gz] = [weightOf('br'), weightOf('gzip')]
  if (br === 0 && gz === 0) return null
  return br >= gz ? 'br' : 'gzip'
}
