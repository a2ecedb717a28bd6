import helmet from '@fastify/helmet'
import fastify, { type FastifyInstance } from 'fastify'

/**
 * Helmet's headers and this policy on every answer; a route may set one of them to its own.
 * PERF: the policy never changes, so helmet is asked for it once, not at each request: that took 20 us.
 */
export async function addSecurityHeaders(server: FastifyInstance, contentSecurityPolicy: string): Promise<void> {
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
