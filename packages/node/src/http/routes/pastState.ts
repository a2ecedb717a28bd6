import { renderPast } from '@gongshi/portal'
import { Type } from 'typebox'
import { type EvidenceNeeds, entriesEvidence, seenFrom } from '../../evidence/assemble.ts'
import { type PastAsked, pastData, pastEntries } from '../../pages/pastState.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { height } from '../parameters.ts'
import type { Services } from '../services.ts'
import { stateKey, trusted } from './evidence.ts'
import type { PageRoute } from './recordPages.ts'

type Needs = Pick<Services, 'affairs' | 'ledger' | 'views'> & EvidenceNeeds

const asked = {
  register: Type.Optional(Type.String({ pattern: '^([a-z][a-z0-9-]{0,63}/[a-z][A-Za-z0-9-]{0,63})?$' })),
  key: Type.Optional(Type.String({ maxLength: 2048 })),
  height: Type.Optional(Type.String({ pattern: '^\\d{0,15}$' })),
}
const mediaType = 'application/vnd.gongshi.evidence+cbor'
const prefix = 'entity/'

/** What a register held after a block: the page, and the evidence that it names. */
export function pastStateRoutes(server: Server, route: PageRoute, needs: Needs): void {
  route('/state', asked, async (context, query) => renderPast(await pastData(needs, query as PastAsked), context))
  server.get<{
    Params: { affair: string; table: string; key: string }
    Querystring: { height: number; trusted?: number }
  }>(
    '/api/v1/evidence/past/:affair/:table/:key',
    {
      schema: {
        operationId: 'getPastEvidence',
        summary:
          'Evidence for what a register held after a block: the entries that changed the row before and after it',
        tags: ['evidence'],
        params: stateKey,
        querystring: Type.Object({ height, trusted }),
        response: {
          200: bodyOf([mediaType], 'One file with the entry of the revision then, of the next one, and of the block.'),
          ...refusals(
            'view-unknown',
            'state-key-malformed',
            'record-unknown',
            'entry-unproven',
            'block-unknown',
            'block-pruned',
          ),
        },
      },
    },
    async ({ params, query }, reply) => {
      const { affair, table, key } = params
      const entity = table.startsWith(prefix) ? table.slice(prefix.length) : ''
      const entries = await pastEntries(needs, { affair, entity, key, height: query.height })
      const name = `state-at-${query.height}.gse`
      reply.header('cache-control', 'no-store').header('content-disposition', `attachment; filename="${name}"`)
      return reply.type(mediaType).send(await entriesEvidence(await seenFrom(needs, query.trusted), entries))
    },
  )
}
