import { toHex } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { ViewRow } from '../../views/views.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { jsonOf, refusals } from '../documentation.ts'
import { hash32, height } from '../parameters.ts'
import { parseRowKey, rowKeyText } from '../rowKey.ts'
import type { Services } from '../services.ts'

type Needs = Pick<Services, 'affairs' | 'views'>

const name = Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })
const view = Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,63}$' })
const versionsSchema = Type.Array(Type.Object({ version: Type.Integer(), hash: hash32, from: height }))
const pageSchema = Type.Object({
  asOf: Type.Object({ entries: Type.Integer(), height }),
  rows: Type.Array(jsonOf('A revision of a row: its key, status, fields, and the entry that made it.')),
  next: Type.Union([Type.Integer(), Type.Null()], { description: '`before` of the next page.' }),
})
type ViewQuery = { limit: number; before?: number; organ?: string; key?: string }

const pageSize = Type.Integer({ minimum: 1, maximum: 200, default: 50 })

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
        summary: 'A declaration: what the affair is and who may do what',
        tags: ['affairs'],
        params: Type.Object({ name }),
        querystring: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }),
        response: {
          200: Type.Object({ declaration: jsonOf('As `defineAffair` gives it.'), versions: versionsSchema }),
          ...refusals('affair-not-found'),
        },
      },
    },
    async (request) => {
      const declaration = affairs.find(request.params.name, request.query.version)
      if (declaration === undefined) throw new NodeError({ code: 'affair-not-found' })
      return { declaration, versions: describeVersions(affairs, request.params.name) }
    },
  )
}

function viewRoute(server: Server, { affairs, views }: Needs, preHandler: Conditional): void {
  server.get<{ Params: { name: string; view: string }; Querystring: ViewQuery }>(
    '/api/v1/affairs/:name/views/:view',
    {
      preHandler,
      schema: {
        summary: 'The rows of an entity, the newest first; with `key`, every revision of one row',
        tags: ['affairs'],
        params: Type.Object({ name, view }),
        querystring: Type.Object({
          limit: pageSize,
          before: Type.Optional(Type.Integer({ minimum: 0, description: 'The `next` of the page before.' })),
          organ: Type.Optional(
            Type.String({
              pattern: '^[a-z0-9][a-z0-9.-]*/.',
              maxLength: 512,
              description: 'Only the rows whose field `organ` is this one: scheme, a slash, id.',
            }),
          ),
          key: Type.Optional(Type.String({ maxLength: 2048, description: 'Row id: canonical CBOR in base64url.' })),
        }),
        response: { 200: pageSchema, ...refusals('view-unknown', 'state-key-malformed') },
      },
    },
    async (request) => {
      const { name: affair, view: entity } = request.params
      if (!Object.hasOwn(affairs.find(affair)?.entities ?? {}, entity)) throw new NodeError({ code: 'view-unknown' })
      const { limit, before, organ, key } = request.query
      const rows =
        key === undefined
          ? views.list({ affair, entity, organ, limit, before })
          : views.history(affair, entity, parseRowKey(key).bytes)
      const next = key === undefined && rows.length === limit ? rows.at(-1)!.entry : null
      return { asOf: views.progress(), rows: rows.map(describeRow), next }
    },
  )
}

function describeRow(row: ViewRow) {
  const { key, time, ...rest } = row
  return { key: rowKeyText(key), ...rest, time: new Date(time).toISOString() }
}

function describeVersions(affairs: Needs['affairs'], affair: string) {
  return affairs.versions(affair).map(({ version, hash, from }) => ({ version, hash: toHex(hash), from }))
}
