import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Server } from '../createServer.ts'
import { refusals } from '../documentation.ts'
import { parseRowKey } from '../rowKey.ts'
import type { Services } from '../services.ts'

const name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const entity = Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,63}$' })
const keys = Type.Array(Type.String({ maxLength: 2048, description: 'Row id: canonical CBOR in base64url.' }), {
  maxItems: 1000,
})

/**
 * Which of many rows there are, from the committed state and not from the views, which follow it: for those who would
 * otherwise ask for each before they submit an act.
 */
export function rowLookupRoute(server: Server, { affairs, ledger }: Pick<Services, 'affairs' | 'ledger'>): void {
  server.post<{ Params: { name: string; entity: string }; Body: { keys: string[] } }>(
    '/api/v1/affairs/:name/rows/:entity/lookup',
    {
      schema: {
        operationId: 'findRows',
        summary: 'Which of many rows there are',
        tags: ['affairs'],
        params: Type.Object({ name, entity }),
        body: Type.Object({ keys }, { additionalProperties: false }),
        response: {
          200: Type.Object({
            height: Type.Integer({ description: 'The height whose state was asked.' }),
            present: Type.Array(Type.Boolean(), { description: 'One for each key, in their order.' }),
          }),
          ...refusals('view-unknown', 'state-key-malformed'),
        },
      },
    },
    async ({ params, body }, reply) => {
      if (!Object.hasOwn(affairs.find(params.name)?.entities ?? {}, params.entity))
        throw new NodeError({ code: 'view-unknown' })
      const table = `entity/${params.entity}`
      const present = body.keys.map((key) => ledger.state(params.name, table, parseRowKey(key).key) !== undefined)
      reply.header('cache-control', 'no-store')
      return { height: ledger.info().height, present }
    },
  )
}
