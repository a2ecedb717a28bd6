import { Type } from 'typebox'
import type { Server } from '../createServer.ts'
import { hash32, height, index, unixMs } from '../parameters.ts'
import type { Services } from '../services.ts'

const maybe = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])
const address = Type.String({ description: 'Of a validator, 20 bytes in hexadecimal.' })

const networkSchema = Type.Object({
  engine: Type.String(),
  state: Type.String({
    description:
      '`running`, `catchingUp`, `waiting` (too few validators are in touch; nothing is broken here), `stopped` (`code` says why).',
  }),
  code: maybe(Type.String()),
  height,
  time: unixMs,
  appHash: hash32,
  earliestHeight: maybe(
    Type.Integer({ description: 'First height whose block and headers this node has; 1: it keeps all of them.' }),
  ),
  from: Type.Integer({ description: 'First of the blocks that were looked at.' }),
  to: Type.Integer(),
  blockMs: maybe(Type.Integer({ description: 'Between two of them, on average. Milliseconds.' })),
  peers: maybe(Type.Integer({ description: 'Members that this node is connected with.' })),
  clockSkewMs: maybe(
    Type.Integer({ description: 'By how much this node’s clock is ahead of the other validators’. Milliseconds.' }),
  ),
  validators: Type.Array(
    Type.Object({
      address,
      publicKey: Type.String({ description: 'Ed25519, base64.' }),
      power: Type.Integer(),
      organ: maybe(Type.Object({ scheme: Type.String(), id: Type.String() })),
      origin: maybe(Type.String({ description: 'Under which its node publishes.' })),
      isOwn: Type.Boolean({ description: 'Of the node that answers.' }),
      votes: Type.String({ description: 'A mark a block: `x` voted for it, `_` did not, `-` was no validator yet.' }),
      signed: Type.Integer(),
      isMissing: Type.Boolean({
        description: 'Voted for none of the last ten blocks; while the network waits: not in the round that goes on.',
      }),
    }),
  ),
  misbehaviour: Type.Array(
    Type.Object({
      entry: index,
      kind: Type.String({ description: '`double-signing`, `light-client-attack`, `unknown`.' }),
      address,
      height,
      time: unixMs,
    }),
    { description: 'The newest 100, newest first.' },
  ),
  misbehaviourCount: Type.Integer({
    description: 'Of how many that this node has seen since it started, or in the 2,000 entries before.',
  }),
  upgrades: Type.Array(Type.Object({ affair: Type.String(), version: Type.Integer(), from: height })),
})

/** Who keeps this ledger, and whether they are there. */
export function networkRoutes(server: Server, { network }: Pick<Services, 'network'>): void {
  server.get(
    '/api/v1/network',
    {
      schema: {
        operationId: 'getNetwork',
        summary: 'The validators and how they are doing, as this node sees it',
        tags: ['ledger'],
        response: { 200: networkSchema },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send(await network.view()),
  )
}
