import { type PaceData, type PaceFile, type PaceSpan, paceFiles, renderPace } from '@gongshi/portal'
import { Type } from 'typebox'
import { Pace } from '../../network/pace.ts'
import type { Server } from '../createServer.ts'
import { bodyOf } from '../documentation.ts'
import { sendTable, type Table } from '../sendTable.ts'
import type { Services } from '../services.ts'
import type { PageRoute } from './recordPages.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const filesPerMinute = 30

/** How much the ledger takes in, and what is behind it: the page, and each of its tables as a file. */
export function pacePages(
  server: Server,
  route: PageRoute,
  { ledger, lag, now }: Pick<Services, 'ledger' | 'lag' | 'now'>,
): void {
  const pace = new Pace(ledger)
  const data = (): PaceData => ({
    minutes: pace.spans(now(), minuteMs, 60),
    hours: pace.spans(now(), hourMs, 24),
    lag: lag.samples(),
  })
  route('/network/pace', {}, async (context) => renderPace(data(), context))
  const files = paceFiles.flatMap((file) => [`${file}.csv`, `${file}.json`])
  server.get<{ Params: { file: string } }>(
    '/network/pace/:file',
    {
      config: { rateLimit: { max: filesPerMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'exportPace',
        summary: 'How many entries and blocks there were by minute and hour, and what was behind the ledger',
        tags: ['ledger'],
        params: Type.Object({ file: Type.Union(files.map((name) => Type.Literal(name))) }),
        response: {
          200: bodyOf(['text/csv', 'application/json'], 'A line a span or measure, or an array of objects.'),
        },
      },
    },
    async (request, reply) => {
      const { file } = request.params
      reply.header('cache-control', 'no-store')
      return sendTable(reply, file, tables[file.split('.')[0] as PaceFile](data()))
    },
  )
}

const tables: { readonly [File in PaceFile]: (data: PaceData) => Table } = {
  minutes: ({ minutes }) => spanTable(minutes),
  hours: ({ hours }) => spanTable(hours),
  lag: ({ lag }) => ({
    columns: ['at', 'entriesBehind', 'millisecondsBehind', 'entriesBehindOthers'],
    rows: lag.map(({ at, entries, ms, toOthers }) => [new Date(at).toISOString(), entries, ms, toOthers]),
  }),
}

function spanTable(spans: readonly PaceSpan[]): Table {
  return {
    columns: ['from', 'entries', 'blocks'],
    rows: spans.map(({ from, entries, blocks }) => [new Date(from).toISOString(), entries, blocks]),
  }
}
