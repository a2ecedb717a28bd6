import { GongshiError } from '@gongshi/protocol'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { NodeFailure } from '../errors.ts'
import type { Projections } from '../projections/projections.ts'
import type { Webhooks } from '../webhooks/webhooks.ts'
import type { Metrics } from './metrics.ts'

export type Health = {
  /** Why transactions are not taken; null while they are. */
  fault(): { readonly code: string } | null
  /** What somebody must look at although the node goes on. */
  alarms(): readonly { readonly code: string }[]
}

/**
 * Health and figures for operators, on a port of their own: `/livez` (the process answers), `/readyz` (it takes
 * transactions; otherwise 503 with the code of why not; `alarms` either way), `/version`, `/metrics`, `/webhooks` (how far each receiver was told)
 * and `POST /webhooks/NAME/replay?from=INDEX`, `/views` (how far lists and search are) and `POST /views/rebuild`.
 * What changes something is not for pages: 403 `page-refused`.
 */
export function createOpsServer(
  health: Health,
  metrics: Metrics,
  version: object,
  webhooks: Pick<Webhooks, 'status' | 'replay'>,
  views: Pick<Projections, 'status' | 'rebuild'>,
): FastifyInstance {
  const server = fastify({ logger: false })
  server.addHook('onRequest', refusePages)
  server.get('/livez', () => ({ live: true }))
  server.get('/readyz', (_request, reply) => {
    const [fault, alarms] = [health.fault(), health.alarms()]
    const said = fault ? unready(fault.code) : { ready: true }
    return reply.code(fault ? 503 : 200).send(alarms.length === 0 ? said : { ...said, alarms })
  })
  server.get('/version', () => version)
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
  server.get('/views', () => views.status())
  server.post('/views/rebuild', async (_request, reply) => {
    await views.rebuild()
    return reply.code(202).send(views.status())
  })
  server.get('/webhooks', () => webhooks.status())
  server.post<{ Params: { name: string }; Querystring: { from: number } }>(
    '/webhooks/:name/replay',
    { schema: { querystring: replayQuery } },
    async (request, reply) => {
      try {
        await webhooks.replay(request.params.name, request.query.from)
        return reply.send(webhooks.status())
      } catch (error) {
        if (!(error instanceof GongshiError)) throw error
        return reply.code(404).send({ code: error.code })
      }
    },
  )
  return server
}

/** `waiting`: for other validators or for witnesses, and it goes on by itself once they are in touch; `broken`: somebody must look at this node. */
function unready(code: string): object {
  return { ready: false, code, state: waitingCodes.has(code) ? 'waiting' : 'broken' }
}

const waitingCodes = new Set(['consensus-waiting', 'witnesses-stale'])

const reading = new Set(['GET', 'HEAD'])

/**
 * A page that the operator has open somewhere could send a form here, or by DNS rebinding seem to be of this very origin.
 * Browsers say with each such request that a page asks (Fetch standard §3.1, Fetch Metadata §2); an operator's tools don't.
 */
function refusePages({ method, headers }: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const isPage = headers.origin !== undefined || headers['sec-fetch-site'] !== undefined
  if (reading.has(method) || !isPage) done()
  else reply.code(403).send({ code: 'page-refused' satisfies NodeFailure['code'] })
}

const replayQuery = Type.Object(
  { from: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }) },
  { additionalProperties: false },
)
