import {
  type Licence,
  renderBlock,
  renderEntries,
  renderKey,
  renderOpenData,
  renderRegisters,
  renderStatistics,
  type StatisticsFile,
  statisticsFiles,
  type VerifierFile,
} from '@gongshi/portal'
import { Type } from 'typebox'
import { blockData, entriesData } from '../../pages/explorer.ts'
import { keyData } from '../../pages/keyPage.ts'
import { OfficerRegister } from '../../pages/officerRegister.ts'
import { openData, registersOf } from '../../pages/openData.ts'
import type { OrganNames } from '../../pages/organs.ts'
import type { ProcurementBook } from '../../pages/procurement/book.ts'
import { Figures } from '../../pages/procurement/figures.ts'
import { Statistics } from '../../pages/statistics.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { sendTable } from '../sendTable.ts'
import type { Services } from '../services.ts'
import { pastStateRoutes } from './pastState.ts'
import type { PageRoute } from './recordPages.ts'
import { viewsRefused } from './views.ts'

type Needs = {
  readonly services: Services
  readonly names: OrganNames
  readonly verifier: VerifierFile
  /** Null on a ledger without procurement. */
  readonly procedures: ProcurementBook | null
  readonly licence: Licence | null
  readonly preHandler: Conditional
}

const filesPerMinute = 30
const entriesPerPage = 50
const entry = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }))

/** What auditors and journalists read: entries, blocks, keys, statistics, and everything that can be taken along. */
export function auditPages(server: Server, route: PageRoute, needs: Needs): void {
  const { services, names, verifier, licence, procedures } = needs
  const register = new OfficerRegister(services, names)
  const statistics = new Statistics({
    ...services,
    named: (organ) => register.organ(organ),
    figures: procedures === null ? null : new Figures(procedures, names),
  })
  route('/entries', { before: entry, after: entry }, async (context, query) =>
    renderEntries(entriesData(services, entriesPerPage, query), context),
  )
  route('/blocks/:height', {}, async (context, _query, { height }) =>
    renderBlock(await blockData(services, Number(height)), context),
  )
  route('/keys/:keyId', { before: entry }, async (context, { before: below }, { keyId }) =>
    renderKey(await keyData(services, names, keyId!, below as number | undefined), context),
  )
  pastStateRoutes(server, route, services)
  route('/statistics', {}, async (context) => renderStatistics(await statistics.get(), context))
  route('/data', {}, async (context) => renderOpenData(await openData(services, verifier, licence), context))
  route('/data/:affair', {}, async (context, _query, { affair }) =>
    renderRegisters(registersOf(services.affairs, affair!), context),
  )
  statisticsRoute(server, statistics, needs.preHandler)
}

function statisticsRoute(server: Server, statistics: Statistics, preHandler: Conditional): void {
  const files = statisticsFiles.flatMap((file) => [`${file}.csv`, `${file}.json`])
  server.get<{ Params: { file: string } }>(
    '/statistics/:file',
    {
      preHandler,
      config: { rateLimit: { max: filesPerMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'exportStatistics',
        summary: 'How many acts there were: by day and affair, by affair and action, by organ and affair',
        tags: ['affairs'],
        params: Type.Object({ file: Type.Union(files.map((name) => Type.Literal(name))) }),
        response: {
          200: bodyOf(
            ['text/csv', 'application/json'],
            'A line a count, or an array of objects with the same members.',
          ),
          ...refusals(...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { file } = request.params
      return sendTable(reply, file, await statistics.table(file.split('.')[0] as StatisticsFile))
    },
  )
}
