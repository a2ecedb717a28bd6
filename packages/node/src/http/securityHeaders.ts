import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance } from 'fastify'

/** For what is no page: if a browser shows it all the same, it runs and loads nothing. */
const contentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'"

/**
 * Helmet's headers on every answer; a route may set one of them to its own, as pages do with their policy.
 * PERF: the policy never changes, so helmet is asked for it once, not at each request: that took 20 us.
 */
export async function addSecurityHeaders(server: FastifyInstance): Promise<void> {
  const headers = { ...(await helmetHeaders()), 'content-security-policy': contentSecurityPolicy }
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers)
    done()
  })
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
