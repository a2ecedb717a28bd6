import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import { GongshiError } from '@gongshi/protocol'
import { inLook } from '@gongshi/ui'
import { Ajv, type AnySchema, type ValidateFunction } from 'ajv'
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchemaCompiler,
} from 'fastify'
import type { Logger } from 'pino'
import { NodeError, type NodeFailure } from '../errors.ts'
import type { Metrics } from '../ops/metrics.ts'
import { preferredType } from './accept.ts'
import { compressAnswers } from './compression.ts'
import { answerExpectations, answerInOrder, limitBodyTime, patience, refuseConnection } from './connections.ts'
import { documentRoute, refuseUnknownParameters } from './documentation.ts'
import { problemHeaders, problemText } from './failures.ts'
import { KnownPaths } from './knownPaths.ts'
import { languageInPath, preferredLanguage } from './language.ts'
import { lingerAfterRefusals } from './linger.ts'
import { lookOf } from './look.ts'
import { openapiOptions } from './openapi.ts'
import type { ProblemTexts } from './problem.ts'
import { addSecurityHeaders, asPage } from './securityHeaders.ts'

export type ServerOptions = {
  readonly logger: Logger
  readonly texts: ProblemTexts
  readonly metrics: Metrics
  readonly requestsPerMinute: number
  /** Addresses and ranges that may say for whom they ask. */
  readonly trustedProxies: readonly string[]
  readonly version: string
  /** Answers a request for a page that failed, in HTML; null lets the problem document answer. */
  readonly errorPage: (
    problem: { status: number; code: string; title: string; next: string },
    request: FastifyRequest,
  ) => Page | null
}

/** Complete HTML, and what it may run and load. */
export type Page = { readonly html: string; readonly contentSecurityPolicy: string }

declare module 'fastify' {
  interface FastifyInstance {
    /** Every address pattern with its method, as they were registered: who may ask what is tested for each. */
    readonly registered: RegisteredRoute[]
  }
}

export type RegisteredRoute = { readonly method: string; readonly url: string }

export type Server = FastifyInstance

/** Bodies of the API: a bundle's worth of transactions. Contents have a limit of their own and are streamed. */
export const bodyLimitBytes = 1024 * 1024

// PERF: the schemas are ours, so that `openapi.test.ts` checks them, and not every start.
const validation = { removeAdditional: false, useDefaults: true, allErrors: false, validateSchema: false } as const
/** Addresses and headers hold text only; a body of JSON says itself what is a number. */
const ofText = new Ajv({ ...validation, coerceTypes: 'array' })
const ofBodies = new Ajv(validation)

/** The HTTP server without routes: limits, security headers, and one way to answer every failure. */
export async function createServer(options: ServerOptions): Promise<Server> {
  const server: FastifyInstance = fastify({
    logger: false,
    trustProxy: options.trustedProxies.length === 0 ? false : [...options.trustedProxies],
    bodyLimit: bodyLimitBytes,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    routerOptions: { maxParamLength: 400, ignoreTrailingSlash: false },
    ...patience,
    clientErrorHandler: (error, socket) => refuseConnection(options.texts, error, socket),
    frameworkErrors: (error, request, reply) => answerFailure(options, failureOf(error), request, reply),
  })
  server.setValidatorCompiler(({ schema, httpPart }) =>
    compiledWhenAsked(httpPart === 'body' ? ofBodies : ofText, schema),
  )
  answerExpectations(server)
  answerInOrder(server)
  const known = new KnownPaths()
  server.decorate('registered', [])
  server.addHook('onRoute', (route) => {
    known.add(route)
    for (const method of [route.method].flat()) server.registered.push({ method, url: route.url })
    refuseUnknownParameters(route)
  })
  compressAnswers(server)
  limitBodyTime(server)
  lingerAfterRefusals(server)
  observeAnswers(server, options.metrics)
  answerFailures(server, options, known)
  await addSecurityHeaders(server)
  await server.register(rateLimit, {
    max: options.requestsPerMinute,
    timeWindow: 60_000,
    // PERF: each header costs a microsecond at every answer; who is refused is told all.
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, context) =>
      new NodeError({ code: 'rate-limited', retryAfterSeconds: Math.ceil(context.ttl / 1000) }),
  })
  refuseEarly(server, options, known)
  await server.register(swagger, { ...openapiOptions(options.version), transform: documentRoute })
  return server
}

type Validation = ReturnType<FastifySchemaCompiler<unknown>>

/** PERF: most routes are not asked in a while, and a schema takes a millisecond or more to compile. */
function compiledWhenAsked(ajv: Ajv, schema: AnySchema): Validation {
  let compiled: ValidateFunction | null = null
  const validate: Validation = (data: unknown) => {
    compiled ??= ajv.compile(schema)
    const isValid = compiled(data) as boolean
    validate.errors = (compiled.errors ?? null) as NonNullable<Validation['errors']> | null
    return isValid
  }
  return validate
}

type Observer = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void

/**
 * PERF: each route has an observer with histograms of its own, by status: by its labels one takes 9 us to find, and what
 * route a request has come to is an object that fastify makes anew whenever it is asked for.
 */
function observeAnswers(server: FastifyInstance, { requests }: Metrics): void {
  const observers = new WeakSet<object>()
  const observerOf = (route: string): Observer => {
    const known = new Map<string, Map<number, { observe(seconds: number): void }>>()
    const observe: Observer = (request, reply, done) => {
      const { method } = request
      const { statusCode } = reply
      const byStatus = known.get(method) ?? new Map<number, { observe(seconds: number): void }>()
      if (byStatus.size === 0) known.set(method, byStatus)
      const histogram = byStatus.get(statusCode) ?? requests.labels({ route, method, status: String(statusCode) })
      byStatus.set(statusCode, histogram)
      histogram.observe(reply.elapsedTime / 1000)
      done()
    }
    observers.add(observe)
    return observe
  }
  const ofUnknown = observerOf('unknown')
  server.addHook('onResponse', (request, reply, done) => {
    if (request.is404) ofUnknown(request, reply, done)
    else done()
  })
  server.addHook('onRoute', (route) => {
    // Fastify makes the route of HEAD from that of GET, hooks and all.
    const others = [route.onResponse ?? []].flat().filter((hook) => !observers.has(hook))
    route.onResponse = [observerOf(route.url), ...others]
  })
}

function answerFailures(server: FastifyInstance, options: ServerOptions, known: KnownPaths): void {
  server.setErrorHandler((error: FastifyError | GongshiError<Failure>, request, reply) => {
    const failure = error instanceof GongshiError ? error.failure : failureOf(error)
    if (
      'validationContext' in error &&
      error.validationContext === 'params' &&
      !known.methodsOf(request.url).includes(request.method)
    )
      return answerUnknown(options, known, request, reply)
    if (failure.code === 'node-failed' || !options.texts.has(failure.code))
      options.logger.error({ request: request.id, route: request.routeOptions.url, err: error }, 'request failed')
    return answerFailure(options, failure, request, reply)
  })
  server.setNotFoundHandler((request, reply) => answerUnknown(options, known, request, reply))
}

/** Before a byte of a body is read. */
function refuseEarly(server: FastifyInstance, options: ServerOptions, known: KnownPaths): void {
  server.addHook('onRequest', (request, reply, done) => {
    const encoding = request.headers['content-encoding']
    // Its connection was reset while it waited for its turn: nobody is there to be counted or answered.
    if (request.ip === undefined) reply.hijack()
    else if (request.is404) answerUnknown(options, known, request, reply)
    else if (encoding === undefined || encoding.toLowerCase() === 'identity') done()
    else answerFailure(options, { code: 'encoding-unsupported' }, request, reply.header('accept-encoding', 'identity'))
  })
}

function answerUnknown(options: ServerOptions, known: KnownPaths, request: FastifyRequest, reply: FastifyReply) {
  const allowed = known.methodsOf(request.url)
  if (allowed.length === 0) return answerFailure(options, { code: 'route-unknown' }, request, reply)
  return answerFailure(options, { code: 'method-unknown' }, request, reply.header('allow', allowed.join(', ')))
}

type Failure = { readonly code: string }

function answerFailure(options: ServerOptions, failure: Failure, request: FastifyRequest, reply: FastifyReply) {
  const language = languageInPath(request.url) ?? preferredLanguage(request.headers['accept-language'])
  const problem = options.texts.of(failure, language)
  reply.removeHeader('etag') // of what would have been answered
  reply.headers(problemHeaders(failure, problem)).code(problem.status)
  const wanted = preferredType(request.headers.accept, ['application/problem+json', 'text/html'])
  const page = wanted === 'text/html' ? options.errorPage(problem, request) : null
  if (page !== null) return sendPage(reply, page)
  return reply.type('application/problem+json').send(problemText(problem))
}

export function sendPage(reply: FastifyReply, { html, contentSecurityPolicy }: Page): FastifyReply {
  const look = lookOf(reply.request.headers)
  return asPage(reply, contentSecurityPolicy).type('text/html; charset=utf-8').send(inLook(html, look))
}

/** What fastify itself refuses, in our codes; its messages may echo input and are not passed on. */
function failureOf(error: FastifyError): NodeFailure {
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return { code: 'media-type-unsupported' }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'request-too-large', limit: bodyLimitBytes }
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return { code: 'route-unknown' }
  if (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return { code: 'request-cut-short' }
  if (error.validation) {
    const at = `${error.validationContext ?? 'request'}${error.validation[0]?.instancePath ?? ''}`
    return { code: 'request-malformed', at }
  }
  const status = error.statusCode ?? 500
  return status >= 400 && status < 500 ? { code: 'request-malformed', at: 'request' } : { code: 'node-failed' }
}
