import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'

/** For what is no page: if a browser shows it all the same, it runs and loads nothing. */
const noPage = "default-src 'none'; frame-ancestors 'none'"

/** Of helmet's headers those that mean something for any answer; the others speak of a page that a browser shows. */
const forAnyAnswer = [
  'cross-origin-resource-policy',
  'referrer-policy',
  'strict-transport-security',
  'x-content-type-options',
] as const

declare module 'fastify' {
  interface FastifyInstance {
    /** All of helmet's. */
    readonly pageHeaders: { readonly [name: string]: string }
    /** Those of an answer that is no page. */
    readonly dataHeaders: { readonly [name: string]: string }
  }
}

/**
 * Helmet's headers.
 * PERF: they never change, so helmet is asked once, not at each request (20 us); and each header costs a microsecond and
 * more, so data goes without those that only pages need.
 */
export async function addSecurityHeaders(server: FastifyInstance): Promise<void> {
  const ofPages = await helmetHeaders()
  const ofAny = Object.fromEntries(forAnyAnswer.map((name) => [name, ofPages[name]!]))
  const headers = { ...ofAny, 'content-security-policy': noPage }
  server.decorate('pageHeaders', ofPages)
  server.decorate('dataHeaders', headers)
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
}

/**
 * What is sent is a page: all of helmet's headers, and what the page may run and load. No method of the reply: that of an
 * address that cannot be decoded has none of ours.
 */
export function asPage(reply: FastifyReply, contentSecurityPolicy: string): FastifyReply {
  return reply.headers({ ...reply.server.pageHeaders, 'content-security-policy': contentSecurityPolicy })
}

async function helmetHeaders(): Promise<{ readonly [name: string]: string }> {
  const asked = fastify({ logger: false })
  await asked.register(helmet, { contentSecurityPolicy: false, crossOriginEmbedderPolicy: true })
  asked.get('/', (_request, reply) => reply.code(204).send())
  const { headers } = await asked.inject('/')
  await asked.close()
  const { date: _, connection: __, ...policy } = headers
  return policy as { readonly [name: string]: string }
}
