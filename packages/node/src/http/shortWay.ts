import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { GongshiError } from '@gongshi/protocol'
import type { FastifyRequest } from 'fastify'
import type { Server, ServerOptions } from './createServer.ts'
import { problemHeaders, problemText } from './failures.ts'
import { preferredLanguage } from './language.ts'

export type Answering = Pick<ServerOptions, 'texts' | 'metrics' | 'logger' | 'trustedProxies'>

export type Answer = {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: string | Buffer
}

/** The plainest requests of one route. */
export type ShortWay = {
  readonly method: 'GET' | 'POST'
  /** The route's address as it is registered. */
  readonly route: string
  /** Whether nothing in a request's head, whose method is this one, asks for more than is answered here. */
  isPlain(request: IncomingMessage): boolean
  /** @throws {GongshiError} what is refused, and answered as everywhere */
  answer(request: IncomingMessage): Promise<Answer>
}

/**
 * Takes the plainest requests past the router: their whole body there with their head, and it is their turn on their connection.
 * Limits, refusals, headers and metrics are those of every route; whatever is the least unusual goes the long way.
 * PERF: the router and its hooks take more than reading a submission and writing its answer, 95 us against 40, and more than all
 * the rest of an answer that is kept.
 */
export function takeShortWays(server: Server, ways: readonly ShortWay[], answering: Answering): void {
  // Who asks through a proxy is worked out by the router.
  if (answering.trustedProxies.length > 0) return
  const [router] = server.server.listeners('request') as [RequestListener]
  const limit = server.createRateLimit()
  let isClosing = false
  server.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  const observed = ways.map((way) => ({ way, observe: observerOf(way, answering) }))
  const enter = async (
    { way, observe }: (typeof observed)[number],
    request: IncomingMessage,
    response: ServerResponse,
  ) => {
    const began = performance.now()
    const limited = await limit(askedBy(request))
    if (limited.isAllowed || limited.isExceeded) return router(request, response) // which says so
    const { status, headers, body } = await answerTo(way, request, answering)
    response.writeHead(status, {
      ...server.dataHeaders,
      'x-ratelimit-remaining': limited.remaining,
      ...headers,
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
    observe(status, (performance.now() - began) / 1000)
  }
  server.server.removeListener('request', router)
  server.server.on('request', (request, response) => {
    const found =
      isClosing || isUnusual(request, response)
        ? undefined
        : observed.find(({ way }) => way.method === request.method && way.isPlain(request))
    if (found === undefined) router(request, response)
    // What came in one piece has been parsed by then.
    else setImmediate(() => void (request.complete ? enter(found, request, response) : router(request, response)))
  })
}

function isUnusual({ headers, socket }: IncomingMessage, { socket: own }: ServerResponse): boolean {
  return (
    headers['content-encoding'] !== undefined ||
    headers['transfer-encoding'] !== undefined ||
    headers.expect !== undefined ||
    headers.accept?.includes('text/') === true ||
    own === null ||
    socket.remoteAddress === undefined
  )
}

/** What the limit asks of a request. */
function askedBy({ socket }: IncomingMessage): FastifyRequest {
  return { ip: socket.remoteAddress, routeOptions: {} } as FastifyRequest
}

async function answerTo(way: ShortWay, request: IncomingMessage, { texts, logger }: Answering): Promise<Answer> {
  try {
    return await way.answer(request)
  } catch (error) {
    const failure: { readonly code: string } = error instanceof GongshiError ? error.failure : { code: 'node-failed' }
    if (failure.code === 'node-failed' || !texts.has(failure.code))
      logger.error({ route: way.route, err: error }, 'request failed')
    const problem = texts.of(failure, preferredLanguage(request.headers['accept-language']))
    const headers = { 'content-type': 'application/problem+json; charset=utf-8', ...problemHeaders(failure, problem) }
    return { status: problem.status, headers, body: problemText(problem) }
  }
}

/** PERF: by its labels a histogram takes 9 us to find. */
function observerOf(
  { route, method }: ShortWay,
  { metrics: { requests } }: Answering,
): (status: number, seconds: number) => void {
  const byStatus = new Map<number, { observe(seconds: number): void }>()
  return (status, seconds) => {
    const histogram = byStatus.get(status) ?? requests.labels({ route, method, status: String(status) })
    byStatus.set(status, histogram)
    histogram.observe(seconds)
  }
}
