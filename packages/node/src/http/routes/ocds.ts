import { Readable } from 'node:stream'
import { packageEnd, packageStart } from '@gongshi/ocds'
import { encodeCbor, parseLeaf } from '@gongshi/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { ExportSlots } from '../../ocds/exportSlots.ts'
import { nativeExtensions } from '../../ocds/procurementRelease.ts'
import { type Form, type Range, releaseStream } from '../../ocds/releaseStream.ts'
import type { FeedItem } from '../../projections/question.ts'
import { changeIds } from '../../projections/rows.ts'
import { baseOf } from '../base.ts'
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
  firstPackageRoute(server, context)
  packageRoute(server, context)
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
      const { asOf: at, items, end, isLast } = await context.views.releaseFeed({ after, limit }, goneSignal(reply))
      const base = baseOf(context.publicUrl, request)
      const releases = items.map(({ time, ...item }) => ({
        ...item,
        time: new Date(time).toISOString(),
        url: releaseUrl(base, item),
      }))
      return { asOf: at, releases, resume: end, more: !isLast }
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
      const base = baseOf(context.publicUrl, request)
      const signal = goneSignal(reply)
      const native = await nativeText(context.views, { ocid, id, base }, signal)
      const release = native ?? (await importedText(context.views, { ocid, id, base }, signal))
      if (release === null) throw new NodeError({ code: 'ocds-release-unknown' })
      const head = { ...headOf(context, releaseUrl(base, { ocid, release: id })), ...extended(native !== null) }
      return reply.type(types.json).send(`${packageStart('releases', head)}${release}${packageEnd}`)
    },
  )
}

type Wanted = { readonly ocid: string; readonly id: string; readonly base: string }

/** A native release: `entry-` and the number of the entry from which it follows. */
function nativeText(views: Needs['views'], { ocid, id, base }: Wanted, signal: AbortSignal): Promise<string | null> {
  const entry = /^entry-(0|[1-9]\d{0,11})$/.exec(id)?.[1]
  return entry === undefined ? Promise.resolve(null) : textOf(views, Number(entry), ocid, base, signal)
}

async function importedText(views: Needs['views'], { ocid, id, base }: Wanted, signal: AbortSignal) {
  const key = encodeCbor([ocid, id])
  const { rows } = await views.history({ affair: 'disclosure', entity: 'release', key }, signal)
  const entry = rows.at(-1)?.entry
  return typeof entry === 'number' ? textOf(views, entry, null, base, signal) : null
}

/** The release of an entry: of the native procedure with that ocid, or with null the imported one. */
async function textOf(views: Needs['views'], entry: number, ocid: string | null, base: string, signal: AbortSignal) {
  const { first, end } = changeIds(entry)
  const range = { wanted: 'releases', after: { ...nowhere, id: first - 1 }, below: end } as const
  const { bytes, count } = await views.releases({ ...range, ocid, separator: '', contentsAt: contentsAt(base) }, signal)
  return count === 1 ? Buffer.from(bytes).toString() : null
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
      const base = baseOf(context.publicUrl, request)
      const record = await recordText(context.views, ocid, versioned ? 'versioned' : 'records', base, goneSignal(reply))
      const uri = `${base}/ocds/records/${encodeURIComponent(ocid)}${versioned ? '?versioned=true' : ''}`
      const head = { ...headOf(context, uri), ...extended(context.views.isNative(ocid)) }
      return reply.type(types.json).send(`${packageStart('records', head)}${record}${packageEnd}`)
    },
  )
}

/** The extensions that releases of native procedures use. */
function extended(hasNative: boolean): { readonly extensions?: readonly string[] } {
  return hasNative ? { extensions: nativeExtensions } : {}
}

/** The JSON text of the one record. @throws {NodeError} ocds-record-unknown, ocds-record-too-large */
async function recordText(
  views: Needs['views'],
  ocid: string,
  wanted: 'records' | 'versioned',
  base: string,
  signal: AbortSignal,
): Promise<string> {
  const range = { ocid, after: null, below: Number.MAX_SAFE_INTEGER, separator: '', contentsAt: contentsAt(base) }
  const { bytes, count, leftOut } = await views.releases({ wanted, ...range }, signal)
  if (leftOut > 0) throw new NodeError({ code: 'ocds-record-too-large' })
  if (count === 0) throw new NodeError({ code: 'ocds-record-unknown' })
  return Buffer.from(bytes).toString()
}

function firstPackageRoute(server: Server, context: Context): void {
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
      const { page: first } = await nextPage(context, -1, reply)
      const address = first === null ? null : `${baseOf(context.publicUrl, request)}/ocds/packages/${first}`
      return { first: address, entriesOfPage }
    },
  )
}

function packageRoute(server: Server, context: Context): void {
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
      const { page: here, hasNative } = await nextPage(context, page - 1, reply)
      if (here !== page) throw new NodeError({ code: 'ocds-package-empty' })
      const { page: next } = await nextPage(context, page, reply)
      const base = baseOf(context.publicUrl, request)
      const address = (of: number) => `${base}/ocds/packages/${of}`
      const head = {
        ...headOf(context, address(page), (page + 1) * entriesOfPage),
        ...(next === null ? {} : { links: { next: address(next) } }),
        ...extended(hasNative),
      }
      const after = { ...nowhere, id: changeIds(page * entriesOfPage).first - 1 }
      const below = changeIds((page + 1) * entriesOfPage).first
      const range = { wanted: 'releases', after, below, contentsAt: contentsAt(base) } as const
      return stream(context, request, reply, range, { kind: 'package', head })
    },
  )
}

/** The first page behind `page` with a release that can be shown. */
async function nextPage({ views }: Context, page: number, reply: FastifyReply) {
  let after = changeIds((page + 1) * entriesOfPage).first - 1
  for (;;) {
    const { items, end, isLast, hasNative } = await views.releaseFeed({ after, limit: 200 }, goneSignal(reply))
    const shown = items.find(({ text, status }) => text === 'held' && status === 'published')
    if (shown !== undefined) return { page: Math.floor(shown.entry / entriesOfPage), hasNative }
    if (isLast || end === null) return { page: null, hasNative }
    after = end
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
      const { asOf: at, hasNative } = await context.views.releaseFeed({ after: null, limit: 1 }, goneSignal(reply))
      const { entries, height } = at
      reply.header('gongshi-as-of', `entries=${entries}, height=${height}`)
      const base = baseOf(context.publicUrl, request)
      const head = { ...headOf(context, `${base}/ocds/export/${file}`, entries), ...extended(hasNative) }
      const form: Form = file.endsWith('.json') ? { kind: 'package', head } : { kind: 'lines' }
      const giveBack = request.method === 'HEAD' ? () => undefined : slots.take(request.ip)
      reply.raw.once('close', giveBack)
      const range = { wanted, after: null, below: changeIds(entries).first, contentsAt: contentsAt(base) }
      return stream(context, request, reply, range, form)
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

/** Stands before a content's commitment in its address. */
function contentsAt(base: string): string {
  return `${base}/api/v1/contents/`
}
