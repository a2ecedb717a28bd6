import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { EntryFilter } from '../../events/entryFeed.ts'
import { EventStream } from '../../events/eventStream.ts'
import type { Server } from '../createServer.ts'
import { refusals, streamOf } from '../documentation.ts'
import type { Services } from '../services.ts'

/** Readers at a time; each holds a connection and a few hundred bytes. */
const maxStreams = 5000
/** Between two signs of life. Below the shortest wait of usual proxies. Milliseconds. */
const beatMs = 15_000

const query = Type.Object({
  after: Type.Optional(
    Type.Integer({ minimum: -1, maximum: Number.MAX_SAFE_INTEGER, description: 'Begins after this entry; -1: all.' }),
  ),
  affair: Type.Optional(
    Type.String({
      maxLength: 1000,
      pattern: '^[a-zA-Z0-9-]+(,[a-zA-Z0-9-]+)*$',
      description: 'Only of these affairs.',
    }),
  ),
})
const eventSchema = Type.Object({
  id: Type.String({ description: 'The index of the entry.' }),
  event: Type.Literal('entry'),
  data: Type.String({ description: 'JSON: the fields of the leaf by name, without its input.' }),
})
type Query = { readonly after?: number; readonly affair?: string }

/** New entries as they are committed, by server-sent events; a reader that was cut off goes on by `Last-Event-ID`. */
export function eventRoutes(server: Server, { feed, affairs }: Pick<Services, 'feed' | 'affairs'>): void {
  const streams = new Set<EventStream>()
  const timer = setInterval(() => {
    for (const stream of streams) stream.beat()
  }, beatMs).unref()
  server.addHook('preClose', async () => {
    clearInterval(timer)
    for (const stream of streams) stream.end()
  })
  server.get<{ Querystring: Query }>(
    '/api/v1/events',
    {
      schema: {
        operationId: 'followEntries',
        summary: 'Committed entries as they come (server-sent events)',
        description:
          'Each event is an entry: its id is the index, its data the JSON of the leaf. Without `after` and `Last-Event-ID` the stream begins with the next entry. Evidence for each: `/api/v1/evidence/entries/{index}`.',
        tags: ['log'],
        querystring: query,
        documentedHeaders: {
          'Last-Event-ID': Type.String({
            pattern: '^[0-9]{0,15}$',
            description: 'The last event that was heard; goes before `after`.',
          }),
        },
        response: {
          200: streamOf(eventSchema, 'An event an entry; a comment every 15 seconds.'),
          ...refusals('event-id-malformed', 'affair-not-found', 'streams-full'),
        },
      },
    },
    (request, reply) => {
      if (streams.size >= maxStreams) throw new NodeError({ code: 'streams-full', limit: maxStreams })
      const filter = filterOf(request.query.affair, (name) => affairs.find(name) !== undefined)
      const next = (lastEventId(request.headers['last-event-id']) ?? request.query.after ?? feed.size() - 1) + 1
      const { raw } = reply.hijack()
      raw.writeHead(200, {
        ...(reply.getHeaders() as { [name: string]: string }),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      raw.flushHeaders()
      if (request.method === 'HEAD') {
        raw.end()
        return
      }
      const stream: EventStream = new EventStream(feed, filter, next, raw, () => streams.delete(stream))
      streams.add(stream)
    },
  )
}

function filterOf(names: string | undefined, isKnown: (name: string) => boolean): EntryFilter {
  const affairs = names === undefined ? null : new Set(names.split(','))
  for (const name of affairs ?? []) if (!isKnown(name)) throw new NodeError({ code: 'affair-not-found' })
  return { affairs }
}

function lastEventId(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header)) throw new NodeError({ code: 'event-id-malformed' })
  return Number(header)
}
