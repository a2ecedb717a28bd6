import { Type } from 'typebox'
import { type Asked, CourtPacks, type PackOrder, type Told } from '../../courtPacks/courtPacks.ts'
import { NodeError } from '../../errors.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { index } from '../parameters.ts'
import { parseRowKey } from '../rowKey.ts'
import type { Services } from '../services.ts'

const row = Type.String({
  pattern: '^[a-z][a-zA-Z0-9-]{0,63}/[a-zA-Z][a-zA-Z0-9-]{0,63}/[A-Za-z0-9_-]{1,1400}$',
  description: 'Affair, entity and key, the key as in the address of the row’s page.',
})
const wanted = {
  entry: Type.Optional(Type.Array(index, { maxItems: 40, description: 'Entries of the log.' })),
  row: Type.Optional(Type.Array(row, { maxItems: 8, description: 'Rows, each with every act that changed it.' })),
}
type Query = { readonly entry?: readonly number[]; readonly row?: readonly string[] }
const codes = [
  'court-pack-empty',
  'court-pack-too-many',
  'court-pack-row-unknown',
  'entry-unknown',
  'entry-unproven',
  'block-pruned',
  'state-key-malformed',
  'exports-full',
] as const
const tags = ['evidence']

/** A case for a court: the whole archive, and its document alone, which a browser shows as it stands in the archive. */
export function courtPackRoutes(server: Server, services: Pick<Services, 'trust' | 'now'>): void {
  const packs = new CourtPacks((asked) => askServer(server, asked))
  server.addHook('onClose', () => packs.close())
  const make = (query: Query, form: PackOrder['form'], address: string) => {
    const order = {
      wanted: wantedBy(query),
      form,
      trust: JSON.stringify(services.trust()),
      now: services.now(),
      address,
    }
    return packs.make(order)
  }
  server.get<{ Querystring: Query }>(
    '/api/v1/court-pack.zip',
    {
      schema: {
        operationId: 'getCourtPack',
        summary: 'A court pack: a case in plain words, its evidence, trust root and verifier in one archive',
        tags,
        querystring: Type.Object(wanted),
        response: { 200: bodyOf(['application/zip'], 'The archive.'), ...refusals(...codes) },
      },
    },
    async ({ query, ip }, reply) => {
      const zip = await make(query, 'zip', ip)
      return reply.headers(headersOf('application/zip', 'attachment; filename="court-pack.zip"')).send(zip)
    },
  )
  server.get<{ Querystring: Query & { readonly lang: 'zh' | 'en' } }>(
    '/api/v1/court-pack.pdf',
    {
      schema: {
        operationId: 'getCourtPackDocument',
        summary: 'The document of a court pack, as it stands in the archive',
        tags,
        querystring: Type.Object({ ...wanted, lang: Type.Union([Type.Literal('zh'), Type.Literal('en')]) }),
        response: { 200: bodyOf(['application/pdf'], 'A tagged PDF.'), ...refusals(...codes) },
      },
    },
    async ({ query, ip }, reply) => {
      const document = await make(query, query.lang, ip)
      return reply
        .headers(headersOf('application/pdf', `inline; filename="court-pack.${query.lang}.pdf"`))
        .send(document)
    },
  )
}

function headersOf(type: string, disposition: string) {
  // Evidence fetched later is proven under a later header: what comes next is another pack.
  return { 'content-type': type, 'content-disposition': disposition, 'cache-control': 'no-store' }
}

/** @throws {NodeError} state-key-malformed */
function wantedBy({ entry = [], row = [] }: Query): PackOrder['wanted'] {
  const rows = row.map((text) => {
    const [affair, entity, key] = text.split('/')
    return { affair: affair!, entity: entity!, key: parseRowKey(key!).key }
  })
  return { entries: entry, rows }
}

/** By the same routes, limits and codes as a request that comes in. */
async function askServer(server: Server, { method, path, headers, body, address }: Asked): Promise<Told> {
  const answer = await server.inject({
    method: method === 'POST' ? 'POST' : 'GET',
    url: path,
    headers,
    remoteAddress: address,
    ...(body === null ? {} : { payload: Buffer.from(body) }),
  })
  if (answer.statusCode >= 500) throw new NodeError({ code: 'node-failed' })
  const type = String(answer.headers['content-type'] ?? 'application/octet-stream')
  return { status: answer.statusCode, headers: { 'content-type': type }, bytes: new Uint8Array(answer.rawPayload) }
}
