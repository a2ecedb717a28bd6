import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Answer, ListQuestion, ViewRow } from '../../projections/question.ts'
import { parseFilter } from '../../projections/sortValue.ts'
import { everyRow, type ViewField, viewFields } from '../../projections/viewFields.ts'
import { preferredType } from '../accept.ts'
import type { Conditional } from '../conditional.ts'
import { goneSignal } from '../connections.ts'
import type { Server } from '../createServer.ts'
import { csv } from '../csv.ts'
import { jsonOf, refusals } from '../documentation.ts'
import { height } from '../parameters.ts'
import { parseRowKey, rowKeyText } from '../rowKey.ts'
import type { Services } from '../services.ts'

type Needs = Pick<Services, 'affairs' | 'views' | 'cursors'>

export const asOf = Type.Object(
  { entries: Type.Integer(), height },
  { description: 'How far the projections had come when they answered.' },
)
export const nextPage = Type.Union([Type.String(), Type.Null()], {
  description: '`cursor` of the next page; null on the last. A page may be short, or empty, before the last.',
})
export const cursorText = Type.String({ maxLength: 4096, description: 'The `next` of the page before.' })
export const pageSize = Type.Integer({ minimum: 1, maximum: 200, default: 50 })
export const viewsRefused = ['views-unavailable', 'views-busy', 'views-timeout'] as const

const pageSchema = Type.Object({
  asOf,
  rows: Type.Array(jsonOf('A revision of a row: its key, status, fields, and the entry that made it.')),
  next: nextPage,
})
const filterText = Type.String({ maxLength: 1024 })
const querystring = Type.Object(
  {
    limit: pageSize,
    cursor: Type.Optional(cursorText),
    sort: Type.Optional(
      Type.String({
        pattern: '^-?[A-Za-z][A-Za-z0-9]{0,63}$',
        description:
          'A field that filters, or `entry`; a minus sign in front turns the order round. `-entry` unless given.',
      }),
    ),
    'filter[field]': Type.Optional(
      Type.String({
        maxLength: 1024,
        description:
          'Only rows whose field is this value, with the field’s name in the brackets; empty: rows without one. For numbers and times also `from..to`, either side open. /api/v1/affairs/{name} lists the fields and how their values are written.',
      }),
    ),
    key: Type.Optional(
      Type.String({ maxLength: 2048, description: 'Row id, canonical CBOR in base64url: every revision of that row.' }),
    ),
    format: Type.Optional(Type.Literal('csv', { description: 'As `Accept: text/csv`, for links.' })),
  },
  // ajv wants no name to be told twice.
  { patternProperties: { '^filter\\[(?!field\\])[A-Za-z][A-Za-z0-9]{0,63}\\]$': filterText } },
)

type ViewQuery = {
  readonly limit: number
  readonly cursor?: string
  readonly sort?: string
  readonly key?: string
  readonly format?: 'csv'
}
type Request = FastifyRequest<{ Params: { name: string; view: string }; Querystring: ViewQuery }>

/** The rows of every entity, as projections have them. */
export function viewRoute(server: Server, needs: Needs, preHandler: Conditional): void {
  server.get<{ Params: { name: string; view: string }; Querystring: ViewQuery }>(
    '/api/v1/affairs/:name/views/:view',
    {
      preHandler: [varies, preHandler],
      schema: {
        operationId: 'listView',
        summary: 'The rows of an entity, filtered and sorted, the newest first; with `key`, every revision of one row',
        tags: ['affairs'],
        params: Type.Object({
          name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' }),
          view: Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,63}$' }),
        }),
        querystring,
        response: {
          200: {
            description: 'A page of rows.',
            content: {
              'application/json': { schema: pageSchema },
              'text/csv': { schema: Type.String({ description: 'RFC 4180; no cell begins as a formula.' }) },
            },
          },
          ...refusals(
            'view-unknown',
            'state-key-malformed',
            'filter-unknown',
            'filter-malformed',
            'sort-unknown',
            'cursor-invalid',
            ...viewsRefused,
          ),
        },
      },
    },
    async (request, reply) => {
      const fields = fieldsOf(needs, request)
      const question = questionOf(request, fields)
      const found = await find(needs, request, reply, question)
      const { next } = found
      const cursor = next === null ? null : needs.cursors.write(identityOf(request), next)
      return wantsCsv(request) ? sendCsv(needs, request, reply, found, cursor) : sendJson(found, cursor)
    },
  )
}

/** The rows come as JSON or as CSV. */
async function varies(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.header('vary', 'accept')
}

/** @throws {NodeError} view-unknown */
function fieldsOf({ affairs }: Needs, { params }: Request): readonly ViewField[] {
  const declaration = affairs.find(params.name)
  if (declaration === undefined || !Object.hasOwn(declaration.entities, params.view))
    throw new NodeError({ code: 'view-unknown' })
  return viewFields(declaration, params.view)
}

type Asked = Pick<ListQuestion, 'filters' | 'order'>

/** @throws {NodeError} filter-unknown, filter-malformed, sort-unknown */
function questionOf({ query }: Request, fields: readonly ViewField[]): Asked {
  const filters = Object.entries(query).flatMap(([name, text]) => {
    const field = /^filter\[(.*)\]$/.exec(name)?.[1]
    if (field === undefined) return []
    const known = fields.find((each) => each.name === field)
    if (known === undefined) throw new NodeError({ code: 'filter-unknown', field })
    const range = parseFilter(known.kind, String(text))
    if (range === null) throw new NodeError({ code: 'filter-malformed', field })
    return [{ field, ...range }]
  })
  const { sort = '-entry' } = query
  const name = sort.replace(/^-/, '')
  const field = name === 'entry' ? everyRow : fields.find((each) => each.name === name)?.name
  if (field === undefined) throw new NodeError({ code: 'sort-unknown', field: name })
  return { filters, order: { field, isDescending: sort.startsWith('-') } }
}

/** What a cursor holds for: everything that decides which rows come in which order. */
function identityOf({ params, query }: Request): unknown {
  const asked = Object.entries(query).filter(([name]) => name === 'sort' || name.startsWith('filter['))
  return [params.name, params.view, asked.sort(([left], [right]) => (left < right ? -1 : 1))]
}

async function find(needs: Needs, request: Request, reply: FastifyReply, asked: Asked): Promise<Answer> {
  const { name: affair, view: entity } = request.params
  const { limit, cursor, key } = request.query
  const signal = goneSignal(reply)
  if (key !== undefined) return needs.views.history({ affair, entity, key: parseRowKey(key).bytes }, signal)
  const after = cursor === undefined ? null : needs.cursors.read(identityOf(request), cursor)
  return needs.views.list({ affair, entity, ...asked, after, limit }, signal)
}

function wantsCsv({ query, headers }: Request): boolean {
  return query.format === 'csv' || preferredType(headers.accept, ['application/json', 'text/csv']) === 'text/csv'
}

function sendJson({ asOf: at, rows }: Answer, next: string | null) {
  return { asOf: at, rows: rows.map(describeRow), next }
}

export function describeRow(row: ViewRow) {
  const { key, time, ...rest } = row
  return { key: rowKeyText(key), ...rest, time: new Date(time).toISOString() }
}

const common = ['key', 'revision', 'status', 'action', 'entry', 'height', 'time'] as const

/** A table for a spreadsheet; how far the projections had come, and the next page, stand in the header. */
function sendCsv({ affairs }: Needs, request: Request, reply: FastifyReply, found: Answer, next: string | null) {
  const { name, view } = request.params
  const fields = Object.keys(affairs.find(name)!.entities[view]!.fields)
  const rows = found.rows.map((row) => {
    const described = describeRow(row)
    return [...common.map((column) => described[column]), ...fields.map((field) => row.fields[field])]
  })
  reply.header('gongshi-as-of', `entries=${found.asOf.entries}, height=${found.asOf.height}`)
  if (next !== null) {
    const query = new URLSearchParams(
      Object.entries({ ...request.query, cursor: next }).map(([at, value]) => [at, String(value)]),
    )
    reply.header('link', `<${request.url.split('?', 1)[0]}?${query}>; rel="next"`)
  }
  reply.header('content-disposition', `attachment; filename="${name}-${view}.csv"`)
  return reply.type('text/csv; charset=utf-8; header=present').send(csv([...common, ...fields], rows))
}
