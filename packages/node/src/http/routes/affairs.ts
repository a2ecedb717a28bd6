import { toHex } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { jsonOf, refusals } from '../documentation.ts'
import { hash32, height } from '../parameters.ts'
import type { Services } from '../services.ts'
import { describeViews, viewsSchema } from './viewDocumentation.ts'
import { viewRoute } from './views.ts'

type Needs = Pick<Services, 'affairs' | 'views' | 'cursors'>

const name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const versionsSchema = Type.Array(Type.Object({ version: Type.Integer(), hash: hash32, from: height }))
/** Declarations, and the rows of every entity as views. */
export function affairRoutes(server: Server, needs: Needs, preHandler: Conditional): void {
  declarationRoutes(server, needs, preHandler)
  viewRoute(server, needs, preHandler)
}

function declarationRoutes(server: Server, { affairs }: Needs, preHandler: Conditional): void {
  server.get(
    '/api/v1/affairs',
    {
      preHandler,
      schema: {
        operationId: 'listAffairs',
        summary: 'The affairs of this ledger',
        tags: ['affairs'],
        response: { 200: Type.Array(Type.Object({ name, versions: versionsSchema })) },
      },
    },
    async () => affairs.names.map((each) => ({ name: each, versions: describeVersions(affairs, each) })),
  )
  server.get<{ Params: { name: string }; Querystring: { version?: number } }>(
    '/api/v1/affairs/:name',
    {
      preHandler,
      schema: {
        operationId: 'getAffair',
        summary: 'A declaration: what the affair is and who may do what',
        tags: ['affairs'],
        params: Type.Object({ name }),
        querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
        response: {
          200: Type.Object({
            declaration: jsonOf('As `defineAffair` gives it.'),
            versions: versionsSchema,
            views: viewsSchema,
          }),
          ...refusals('affair-not-found'),
        },
      },
    },
    async (request) => {
      const declaration = affairs.find(request.params.name, request.query.version)
      if (declaration === undefined) throw new NodeError({ code: 'affair-not-found' })
      const versions = describeVersions(affairs, request.params.name)
      return { declaration, versions, views: describeViews(declaration) }
    },
  )
}

function describeVersions(affairs: Needs['affairs'], affair: string) {
  return affairs.versions(affair).map(({ version, hash, from }) => ({ version, hash: toHex(hash), from }))
}
