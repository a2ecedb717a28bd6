import type { Json } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Server } from '../createServer.ts'
import { jsonOf } from '../documentation.ts'
import { type RpcNeeds, rpcMethods } from '../rpc/methods.ts'
import { RpcFault, type RpcParameters, rpcCode, rpcMessages } from '../rpc/parameters.ts'
import { serveWebSocket } from '../rpc/webSocket.ts'
import type { Services } from '../services.ts'

type Needs = RpcNeeds & Pick<Services, 'logger'>

const maxCalls = 100
const callSchema = Type.Unsafe({
  description: 'A JSON-RPC 2.0 request, or an array of up to 100. What is none has a fault for its answer.',
  examples: [{ jsonrpc: '2.0', id: 1, method: 'status', params: {} }],
})
const rpcAnswer = jsonOf('A JSON-RPC 2.0 answer; a fault is one, too.')

/** JSON-RPC 2.0 by POST (also in batches) and by URI, under `prefix`. A fault is an answer: status 200. */
export function rpcRoutes(server: Server, needs: Needs, prefix: string): void {
  serveWebSocket(server, `${prefix}/websocket`, (call) => answerOnSocket(needs, call))
  server.post<{ Body: Json }>(
    prefix === '' ? '/' : prefix,
    {
      schema: {
        operationId: 'callRpc',
        summary: 'CometBFT RPC, read part (JSON-RPC 2.0)',
        tags: ['rpc'],
        consumes: ['application/json'],
        body: { content: { 'application/json': { schema: callSchema } } },
        response: { 200: rpcAnswer },
      },
    },
    async (request, reply) => {
      if (!isJson(request.headers['content-type'])) throw new NodeError({ code: 'media-type-unsupported' })
      const body = request.body
      const answer = Array.isArray(body) ? await answerMany(needs, body) : await answerOne(needs, body)
      return reply.type('application/json').send(JSON.stringify(answer))
    },
  )
  server.get<{ Params: { method: string }; Querystring: RpcParameters['values'] }>(
    `${prefix}/:method`,
    {
      schema: {
        operationId: 'getRpc',
        summary: 'CometBFT RPC, read part (URI)',
        tags: ['rpc'],
        params: Type.Object({ method: Type.String({ pattern: '^[a-z_]{1,40}$', examples: ['status'] }) }),
        response: { 200: rpcAnswer },
      },
    },
    async (request) =>
      answerOne(needs, { jsonrpc: '2.0', id: -1, method: request.params.method, params: request.query }, 'uri'),
  )
}

/** The server parses other media types, too, but for other routes. */
function isJson(mediaType: string | undefined): boolean {
  return /^application\/json\s*(;|$)/i.test(mediaType ?? '')
}

/** There is no error handler behind a socket. */
async function answerOnSocket(needs: Needs, call: Json | undefined): Promise<Json> {
  if (call === undefined) return failed(null, new RpcFault(rpcCode.parse, 'not JSON'))
  try {
    return await answerOne(needs, call)
  } catch (error) {
    needs.logger.error({ err: error }, 'request failed')
    return failed(null, new RpcFault(rpcCode.internal, 'the node failed'))
  }
}

async function answerMany(needs: RpcNeeds, calls: readonly Json[]): Promise<Json> {
  if (calls.length === 0 || calls.length > maxCalls)
    return failed(null, new RpcFault(rpcCode.request, 'batch of 1 to 100 calls'))
  return Promise.all(calls.map((call) => answerOne(needs, call)))
}

async function answerOne(needs: RpcNeeds, call: Json, form: RpcParameters['form'] = 'json'): Promise<Json> {
  if (call === null || typeof call !== 'object' || Array.isArray(call))
    return failed(null, new RpcFault(rpcCode.request, 'not a request object'))
  const { id = null, method, params = {} } = call as { readonly [name: string]: Json }
  const known = typeof method === 'string' && Object.hasOwn(rpcMethods, method) ? rpcMethods[method] : undefined
  if (known === undefined) return failed(id, new RpcFault(rpcCode.method, ''))
  if (params === null || typeof params !== 'object' || Array.isArray(params))
    return failed(id, new RpcFault(rpcCode.parameters, 'parameters go by name'))
  try {
    return { jsonrpc: '2.0', id, result: await known(needs, { form, values: params as RpcParameters['values'] }) }
  } catch (error) {
    if (error instanceof RpcFault) return failed(id, error)
    throw error
  }
}

function failed(id: Json, fault: RpcFault): Json {
  const { code, detail } = fault
  return { jsonrpc: '2.0', id, error: { code, message: rpcMessages[code], ...(detail === '' ? {} : { data: detail }) } }
}
