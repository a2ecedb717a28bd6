import { Readable } from 'node:stream'
import { packageEnd, packageStart, recordOf } from '@gongshi/ocds'
import { encodeCbor, parseLeaf } from '@gongshi/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { ExportSlots } from '../../ocds/exportSlots.ts'
import { nativeReleases } from '../../ocds/nativeReleases.ts'
import { nativeExtensions } from '../../ocds/procurementRelease.ts'
import { type Form, type Range, releaseStream } from '../../ocds/releaseStream.ts'
import type { FeedItem } from '../../projections/question.ts'
import { changeIds } from '../../projections/rows.ts'
import type { Conditional } from '../conditional.ts'
import { goneSignal } from '../connections.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, jsonOf, refusals } from '../documentation.ts'
import type { Services } from '../services.ts'
import { asOf, viewsRefused } from './views.ts'

type Needs = Pick<Services, 'views' | 'ledger'>
type Context = Needs & { readonly publicUrl: string | undefined; readonly preHandler: Conditional }

/** Entries of the log whose releases are one package. */
const entriesOfPage = 1000
const exports = ['releases.json', 'releases.jsonl', 'records.json', 'records.jsonl', 'compiled.jsonl'] as const
type ExportFile = (typeof exports)[number]
const exportsPerMinute = 30

const idText = Type.String({ minLength: 1, maxLength: 128 })
/** Of a native procedure it holds its row’s key. */
const ocidText = Type.String({ minLength: 1, maxLength: 400 })
const tags = ['ocds']
const types = { json: 'application/json; charset=utf-8', lines: 'application/jsonl; charset=utf-8' } as const
const nowhere = { value: new Uint8Array(0), id: -1 }

/** Procurement in the Open Contracting Data Standard: everything as its pages show it, natural persons masked. */
export function ocdsRoutes(
  server: Server,
  services: Needs,
  publicUrl: string | undefined,
  preHandler: Conditional,
): void {
  const context = { views: services.views, ledger: services.ledger, publicUrl, preHandler }
  feedRoute(server, context)
  releaseRoute(server, context)
  recordRoute(server, context)
  packageRoutes(server, context)
  exportRoute(server, context)
}

type FeedQuery = { readonly after?: number; readonly limit: number }

const feedSchema = Type.Object({
  asOf,
  releases: Type.Array(
    jsonOf(
      '`id` of the change, entry, height, time, ocid, release, date, tags; `status` published or withdrawn; `text` held, absent or gone; `url`.',
    ),
  ),
  resume: Type.Union([Type.Integer(), Type.Null()], { description: '`after` for what comes behind this page.' }),
  more: Type.Boolean({ description: 'Whether there is more already.' }),
})

function feedRoute(server: Server, context: Context): void {
  server.get<{ Querystring: FeedQuery }>(
    '/ocds/releases',
    {
      preHandler: context.preHandler,
      schema: {
        operationId: 'listReleases',
        summary: 'The feed of releases, in the order in which they came or were withdrawn',
        tags,
        querystring: Type.Object({
          after: Type.Optional(
            Type.Integer({
              minimum: -1,
              maximum: Number.MAX_SAFE_INTEGER,
              description: '`resume` of the page before.',
            }),
          ),
          limit: Type.Integer({ minimum: 1, maximum: 200, default: 100 }),
        }),
        response: { 200: feedSchema, ...refusals(...viewsRefused) },
      },
    },
    async (request, reply) => {
      const { after = null, limit } = request.query
      const { asOf: at, items } = await context.views.releaseFeed({ after, limit }, goneSignal(reply))
      const base = baseOf(context, request)
      const releases = items.map(({ time, ...item }) => ({
        ...item,
        time: new Date(time).toISOString(),
        url: releaseUrl(base, item),
      }))
      return { asOf: at, releases, resume: items.at(-1)?.id ?? after, more: items.length === limit }
    },
  )
}

function releaseRoute(server: Server, context: Context): void {
  server.get<{ Params: { ocid: string; id: string } }>(
    '/ocds/releases/:ocid/:id',
    {
      preHandler: context.preHandler,
      schema: {
        operationId: 'getRelease',
        summary: 'A release, as a release package of one',
        tags,
        params: Type.Object({ ocid: ocidText, id: idText }),
        response: {
          200: bodyOf('application/json', 'An OCDS 1.1 release package.'),
          ...refusals('ocds-release-unknown', ...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { ocid, id } = request.params
      const native = await nativeReleases(context.views, ocid, goneSignal(reply))
      const own = native.find((each) => each.id === id)
      const release = own === undefined ? await releaseText(context, [ocid, id], reply) : JSON.stringify(own)
      const uri = releaseUrl(baseOf(context, request), { ocid, release: id })
      const head = { ...headOf(context, uri), ...extended(native) }
      return reply.type(types.json).send(`${packageStart('releases', head)}${release}${packageEnd}`)
    },
  )
}

/** @throws {NodeError} ocds-release-unknown */
async function releaseText({ views }: Context, key: readonly string[], reply: FastifyReply): Promise<string> {
  const signal = goneSignal(reply)
  const history = await views.history({ affair: 'disclosure', entity: 'release', key: encodeCbor([...key]) }, signal)
  const entry = history.rows.at(-1)?.entry
  if (typeof entry === 'number') {
    const { first, end } = changeIds(entry)
    const question = { wanted: 'releases', ocid: null, after: { ...nowhere, id: first - 1 }, below: end } as const
    const { bytes, count } = await views.releases({ ...question, separator: '' }, signal)
    if (count === 1) return Buffer.from(bytes).toString()
  }
  throw new NodeError({ code: 'ocds-release-unknown' })
}

function recordRoute(server: Server, context: Context): void {
  server.get<{ Params: { ocid: string }; Querystring: { versioned: boolean } }>(
    '/ocds/records/:ocid',
    {
      preHandler: context.preHandler,
      schema: {
        operationId: 'getRecord',
        summary: 'All releases of a contracting process and its compiled release, as a record package of one',
        tags,
        params: Type.Object({ ocid: ocidText }),
        querystring: Type.Object({
          versioned: Type.Boolean({ default: false, description: 'With each value that each field has had.' }),
        }),
        response: {
          200: bodyOf('application/json', 'An OCDS 1.1 record package.'),
          ...refusals('ocds-record-unknown', 'ocds-record-too-large', ...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { ocid } = request.params
      const { versioned } = request.query
      const native = await nativeReleases(context.views, ocid, goneSignal(reply))
      const record =
        native.length > 0
          ? JSON.stringify(recordOf(native, { versioned }))
          : await recordText(context, ocid, versioned ? 'versioned' : 'records', reply)
      const uri = `${baseOf(context, request)}/ocds/records/${encodeURIComponent(ocid)}${versioned ? '?versioned=true' : ''}`
      return reply
        .type(types.json)
        .send(`${packageStart('records', { ...headOf(context, uri), ...extended(native) })}${record}${packageEnd}`)
    },
  )
}

function extended(native: readonly unknown[]): { readonly extensions?: readonly string[] } {
  return native.length === 0 ? {} : { extensions: nativeExtensions }
}

/** The JSON text of the one record. @throws {NodeError} ocds-record-unknown, ocds-record-too-large */
async function recordText(
  { views }: Context,
  ocid: string,
  wanted: 'records' | 'versioned',
  reply: FastifyReply,
): Promise<string> {
  const question = { wanted, ocid, after: null, below: Number.MAX_SAFE_INTEGER, separator: '' }
  const { bytes, count, leftOut } = await views.releases(question, goneSignal(reply))
  if (leftOut > 0) throw new NodeError({ code: 'ocds-record-too-large' })
  if (count === 0) throw new NodeError({ code: 'ocds-record-unknown' })
  return Buffer.from(bytes).toString()
}

function packageRoutes(server: Server, context: Context): void {
  server.get(
    '/ocds/packages',
    {
      preHandler: context.preHandler,
      schema: {
        operationId: 'findPackages',
        summary: 'Where the first release package is',
        tags,
        response: {
          200: Type.Object({
            first: Type.Union([Type.String(), Type.Null()], { description: 'Its address; null: there is none yet.' }),
            entriesOfPage: Type.Integer({ description: 'Entries of the log whose releases are one package.' }),
          }),
          ...refusals(...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const first = await nextPage(context, -1, reply)
      const address = first === null ? null : `${baseOf(context, request)}/ocds/packages/${first}`
      return { first: address, entriesOfPage }
    },
  )
  server.get<{ Params: { page: number } }>(
    '/ocds/packages/:page',
    {
      preHandler: context.preHandler,
      schema: {
        operationId: 'getReleasePackage',
        summary: `The releases of ${entriesOfPage} entries of the log, as a release package`,
        description: 'A page that is full stays what it is, but for what is withdrawn or erased.',
        tags,
        params: Type.Object({ page: Type.Integer({ minimum: 0, maximum: 2 ** 31 }) }),
        response: {
          200: bodyOf(
            'application/json',
            'An OCDS 1.1 release package; `links.next` leads to the next one that has any.',
          ),
          ...refusals('ocds-package-empty', ...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { page } = request.params
      if ((await nextPage(context, page - 1, reply)) !== page) throw new NodeError({ code: 'ocds-package-empty' })
      const next = await nextPage(context, page, reply)
      const base = `${baseOf(context, request)}/ocds/packages/`
      const head = {
        ...headOf(context, `${base}${page}`, (page + 1) * entriesOfPage),
        ...(next === null ? {} : { links: { next: `${base}${next}` } }),
      }
      const after = { ...nowhere, id: changeIds(page * entriesOfPage).first - 1 }
      const below = changeIds((page + 1) * entriesOfPage).first
      return stream(context, request, reply, { wanted: 'releases', after, below }, { kind: 'package', head })
    },
  )
}

/** The first page behind `page` with a release that can be shown. */
async function nextPage({ views }: Context, page: number, reply: FastifyReply): Promise<number | null> {
  let after = changeIds((page + 1) * entriesOfPage).first - 1
  for (;;) {
    const { items } = await views.releaseFeed({ after, limit: 200 }, goneSignal(reply))
    const shown = items.find(({ text, status }) => text === 'held' && status === 'published')
    if (shown !== undefined) return Math.floor(shown.entry / entriesOfPage)
    const last = items.at(-1)
    if (last === undefined) return null
    after = last.id
  }
}

function exportRoute(server: Server, context: Context): void {
  const slots = new ExportSlots()
  server.get<{ Params: { file: ExportFile } }>(
    '/ocds/export/:file',
    {
      preHandler: context.preHandler,
      config: { rateLimit: { max: exportsPerMinute, timeWindow: 60_000 } },
      schema: {
        operationId: 'exportReleases',
        summary: 'Everything in one stream: releases, records or compiled releases, as JSON lines or as one package',
        description:
          'As of `Gongshi-As-Of`. A stream that breaks off was cut short. Processes whose releases do not merge are left out of `compiled.jsonl`.',
        tags,
        params: Type.Object({ file: Type.Union(exports.map((name) => Type.Literal(name))) }),
        response: {
          200: bodyOf(['application/json', 'application/jsonl'], 'A package, or a value a line.'),
          ...refusals('exports-full', ...viewsRefused),
        },
      },
    },
    async (request, reply) => {
      const { file } = request.params
      const wanted = file.split('.')[0] as Range['wanted']
      const { entries, height } = (await context.views.releaseFeed({ after: null, limit: 1 }, goneSignal(reply))).asOf
      reply.header('gongshi-as-of', `entries=${entries}, height=${height}`)
      const head = headOf(context, `${baseOf(context, request)}/ocds/export/${file}`, entries)
      const form: Form = file.endsWith('.json') ? { kind: 'package', head } : { kind: 'lines' }
      const giveBack = request.method === 'HEAD' ? () => undefined : slots.take(request.ip)
      reply.raw.once('close', giveBack)
      return stream(context, request, reply, { wanted, after: null, below: changeIds(entries).first }, form)
    },
  )
}

function stream({ views }: Context, request: FastifyRequest, reply: FastifyReply, range: Range, form: Form) {
  reply.type(form.kind === 'lines' ? types.lines : types.json)
  // Whoever only asks for the head would have all of it made.
  if (request.method === 'HEAD') return reply.send('')
  return reply.send(Readable.from(releaseStream(views, range, form, goneSignal(reply)), { objectMode: false }))
}

/** What a package says of itself: its time is that of the last entry before `entries`. */
function headOf({ ledger }: Context, uri: string, entries = Number.MAX_SAFE_INTEGER) {
  const { chainId } = ledger.info()
  const last = ledger.findEntry(Math.min(entries, ledger.logSize()) - 1)
  return { uri, published: last === undefined ? 0 : parseLeaf(last.leaf).time, publisher: chainId }
}

function releaseUrl(base: string, { ocid, release }: Pick<FeedItem, 'ocid' | 'release'>): string {
  return `${base}/ocds/releases/${encodeURIComponent(ocid)}/${encodeURIComponent(release)}`
}

/** Under which people reach this node; without a setting, as it was asked for. */
function baseOf({ publicUrl }: Context, request: FastifyRequest): string {
  const host = /^[A-Za-z0-9.:[\]-]{1,255}$/.test(request.host) ? request.host : 'localhost'
  return publicUrl ?? `${request.protocol}://${host}`
}
