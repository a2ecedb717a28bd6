import fastify, { type FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

/** Why a node is not ready; null when it is. */
export type Readiness = () => { readonly code: string } | null

/**
 * Health and figures for operators, on a port of their own: `/livez` (the process answers), `/readyz` (it takes
 * transactions; otherwise 503 with the code of why not), `/version`, `/metrics`.
 */
export function createOpsServer(readiness: Readiness, metrics: Metrics, version: object): FastifyInstance {
  const server = fastify({ logger: false })
  server.get('/livez', () => ({ live: true }))
  server.get('/readyz', (_request, reply) => {
    const fault = readiness()
    return reply.code(fault ? 503 : 200).send(fault ? { ready: false, code: fault.code } : { ready: true })
  })
  server.get('/version', () => version)
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
  return server
}
