import { Readable } from 'node:stream'
import type { ProcedureRow } from '@gongshi/portal'
import { localText } from '@gongshi/ui'
import type { FastifyReply } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { BookProcedure } from '../../pages/procurement/book.ts'
import { figureFiles, figureTable, isFigureFile } from '../../pages/procurement/figureFiles.ts'
import { countFigures } from '../../pages/procurement/figures.ts'
import { exactOrgan, parseFilters } from '../../pages/procurement/filters.ts'
import type { ListNeeds } from '../../pages/procurement/list.ts'
import { getProcedure } from '../../pages/procurement/procedure.ts'
import { procedureRow } from '../../pages/procurement/rows.ts'
import { scoreTable } from '../../pages/procurement/scores.ts'
import { selectProcedures } from '../../pages/procurement/select.ts'
import type { RecordNeeds } from '../../pages/records.ts'
import { conditional, type TagOf } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { csv, csvLine } from '../csv.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { viewsRefused } from './views.ts'

const exportsPerMinute = 30
const files = ['procedures.csv', 'procedures.json', ...figureFiles] as const
type File = (typeof files)[number]

/** Whatever stands there is read by `parseFilters`: what means nothing is left out. */
const filtersSchema = Type.Record(Type.String(), Type.Unknown(), {
  description:
    'As the page /procurement has them: `q`, `status`, `category`, `division`, `buyer`, `supplier`, `currency`, `least`, `most`, `from`, `to`, `order`.',
})

/** What the pages about procurement show, as files for the tools of whoever counts after us. */
export function procurementRoutes(server: Server, needs: ListNeeds & RecordNeeds, tag: TagOf): void {
  listRoute(server, needs, tag)
  scoresRoute(server, needs, tag)
}

function scoresRoute(server: Server, needs: ListNeeds & RecordNeeds, tag: TagOf): void {
  server.get<{ Params: { key: string; number: string } }>(
    '/procurement/:key/lots/:number/scores.csv',
    {
      preHandler: conditional(tag),
      schema: {
        operationId: 'exportScores',
        summary: 'What each criterion counts for each offer of a lot: exact fractions, of 10,000 in all',
        tags: ['procurement'],
        params: Type.Object({ key: Type.String(), number: Type.String() }),
        response: {
          200: bodyOf('text/csv', 'A line an offer and criterion; none before the lot is assessed.'),
          ...refusals('record-unknown', 'state-key-malformed', ...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { key, number } = request.params
      const { lots, criteria } = await getProcedure(needs, key, 'zh')
      const lot = lots.find((each) => String(each.number) === number)
      if (lot === undefined) throw new NodeError({ code: 'record-unknown' })
      const { columns, rows } = scoreTable(lot, criteria)
      return named(reply, `scores-${lot.number}.csv`).type('text/csv; charset=utf-8').send(csv(columns, rows))
    },
  )
}

function listRoute(server: Server, needs: ListNeeds, tag: TagOf): void {
  server.get<{ Params: { file: File }; Querystring: { readonly [name: string]: unknown } }>(
    '/procurement/:file',
    {
      preHandler: conditional(tag),
      config: { rateLimit: { max: exportsPerMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'exportProcedures',
        summary:
          'Exactly the procedures that the page with the same query lists, and what is counted from them, whole in one file',
        tags: ['procurement'],
        params: Type.Object({ file: Type.Union(files.map((name) => Type.Literal(name))) }),
        querystring: filtersSchema,
        response: {
          200: bodyOf(
            ['text/csv', 'application/json'],
            'A line a procedure, or an array of objects with the same members.',
          ),
          ...refusals(...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { file } = request.params
      const { filters } = parseFilters(request.query)
      const { procedures } = await selectProcedures(needs, filters)
      if (isFigureFile(file)) {
        const { columns, rows } = figureTable(file, countFigures(procedures, needs.names, exactOrgan(filters.supplier)))
        return named(reply, file).type('text/csv; charset=utf-8').send(csv(columns, rows))
      }
      const isCsv = file.endsWith('.csv')
      named(reply, file).type(isCsv ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8')
      if (request.method === 'HEAD') return reply.send('')
      const rows = rowsOf(needs, procedures)
      return reply.send(Readable.from(isCsv ? csvOf(rows) : jsonOf(rows), { objectMode: false }))
    },
  )
}

function named(reply: FastifyReply, file: string): FastifyReply {
  return reply.header('content-disposition', `attachment; filename="${file}"`)
}

const columns = [
  'key',
  'number',
  'title',
  'buyer',
  'agency',
  'division',
  'category',
  'status',
  'currency',
  'estimateMinor',
  'publishedAt',
  'bidUntil',
  'lots',
  'synthetic',
] as const
type FileRow = { readonly [Column in (typeof columns)[number]]: string | number | boolean | null }

async function* rowsOf(needs: ListNeeds, procedures: readonly BookProcedure[]): AsyncGenerator<FileRow> {
  for (const procedure of procedures) yield fileRow(procedure, await procedureRow(needs, procedure, 'zh'))
}

/** Money in minor units: no program has to guess where a point stands. */
function fileRow({ agency, division, estimate, publishedAt, lots, buyer }: BookProcedure, row: ProcedureRow): FileRow {
  const { key, number, title, category, status, bidUntil, synthetic } = row
  return {
    key,
    number,
    title: localText(title, 'zh').text,
    buyer,
    agency,
    division,
    category,
    status,
    currency: estimate.currency,
    estimateMinor: estimate.minor.toString(),
    publishedAt: timeText(publishedAt),
    bidUntil: timeText(bidUntil),
    lots: lots.size,
    synthetic,
  }
}

function timeText(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString()
}

async function* csvOf(rows: AsyncIterable<FileRow>): AsyncGenerator<string> {
  yield csv(columns, [])
  for await (const row of rows) yield csvLine(columns.map((column) => row[column]))
}

async function* jsonOf(rows: AsyncIterable<FileRow>): AsyncGenerator<string> {
  let before = '['
  for await (const row of rows) {
    yield `${before}${JSON.stringify(row)}`
    before = ',\n'
  }
  yield before === '[' ? '[]\n' : ']\n'
}
