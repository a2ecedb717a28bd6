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
  others: Type.Array(
    Type.Object({
      portal: Type.String(),
      origin: maybe(Type.String({ description: 'Under which it publishes.' })),
      size: maybe(Type.Integer({ description: 'Entries of the log that it showed last.' })),
      comparison: maybe(
        Type.String({
          description:
            '`same`; `ahead`: it shows more than is published here yet; `forked`: another log; `unlisted`: signed by nobody whom the ledger lists; `lied`: no signed checkpoint; `absent`: no answer.',
        }),
      ),
    }),
    { description: 'Members whose logs this node compares with its own.' },
  ),
  forks: Type.Array(
    Type.Object({
      origin: Type.String(),
      portal: Type.String(),
      size: Type.Integer({ description: 'Entries that both tree heads cover.' }),
      foundAt: unixMs,
      theirs: Type.String({ description: 'What it has signed: a C2SP tlog-checkpoint.' }),
      ours: Type.String({ description: 'What this node has signed of the same size: another root.' }),
    }),
    { description: 'Members that have signed another log than this node’s; each with the proof.' },
  ),
})

/** Who keeps this ledger, and whether they are there. */
export function networkRoutes(server: Server, { network, others }: Pick<Services, 'network' | 'others'>): void {
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
    async (_request, reply) => {
      const { members, forks } = others
      return reply.header('cache-control', 'no-store').send({ ...(await network.view()), others: members, forks })
    },
  )
}
