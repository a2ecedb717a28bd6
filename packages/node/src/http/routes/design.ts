import { type DesignQuery, designRows, paths } from '@gongshi/portal'
import { Type } from 'typebox'
import type { Server } from '../createServer.ts'
import { csv } from '../csv.ts'

/** How the sample table of the design system's page is asked for. */
export const designQuery = {
  name: Type.Optional(Type.String({ maxLength: 40 })),
  order: Type.Optional(Type.Enum(['name', '-name', 'count', '-count'])),
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
}

/** The same table as a file, all pages of it. */
export function designTableRoutes(server: Server): void {
  const schema = { hide: true, querystring: Type.Object(designQuery) }
  for (const lang of ['zh', 'en'] as const)
    server.get<{ Querystring: DesignQuery }>(`/${lang}${paths.designTable}`, { schema }, async (request, reply) =>
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="table.csv"')
        .send(csv(['name', 'count'], designRows(request.query, lang))),
    )
}
