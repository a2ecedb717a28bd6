import type { IncomingHttpHeaders } from 'node:http'
import { encodeCbor, toHex } from '@gongshi/protocol'
import { Type } from 'typebox'
import { type ListedPublisher, listingEntry } from '../../publishers.ts'
import { type Conditional, jsonType, KeptByTag, revalidate, type TagOf } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { jsonOf } from '../documentation.ts'
import { hash32, height, unixMs } from '../parameters.ts'
import { rowKeyText } from '../rowKey.ts'
import type { Services } from '../services.ts'
import { shortRead } from '../shortReads.ts'
import type { ShortWay } from '../shortWay.ts'

type Needs = Pick<
  Services,
  | 'engine'
  | 'engineName'
  | 'ledger'
  | 'publisher'
  | 'affairs'
  | 'trust'
  | 'genesis'
  | 'synthetic'
  | 'publishers'
  | 'version'
>

const ledgerAddress = '/api/v1/ledger'
const versionSchema = Type.Object({ version: Type.Integer(), hash: hash32, from: height })
const ledgerSchema = Type.Object({
  chainId: Type.String(),
  genesisHash: hash32,
  synthetic: Type.Boolean({ description: 'The genesis says that everything on this ledger is made up.' }),
  engine: Type.String(),
  height,
  time: unixMs,
  appHash: hash32,
  stateRoot: hash32,
  logSize: Type.Integer(),
  publishedSize: Type.Integer({ description: 'Size of the last checkpoint.' }),
  logKeys: Type.Array(Type.String({ description: 'vkey of a publisher.' })),
  affairs: Type.Array(Type.Object({ name: Type.String(), versions: Type.Array(versionSchema) })),
  version: Type.String({ description: 'Of the program.' }),
})

const publishersSchema = Type.Array(
  Type.Object({
    origin: Type.String(),
    vkey: Type.String(),
    from: unixMs,
    entry: Type.Union([Type.Integer(), Type.Null()], { description: 'The order that listed it; null: the genesis.' }),
    evidence: Type.Union([Type.String(), Type.Null()], { description: 'Of that order.' }),
    standing: Type.String({ description: 'Evidence that the key is listed now.' }),
  }),
)

/** What this ledger is and where it stands. */
export function ledgerRoutes(server: Server, services: Needs, preHandler: Conditional, standing: KeptByTag): void {
  server.get(
    ledgerAddress,
    {
      preHandler,
      schema: {
        operationId: 'getLedger',
        summary: 'Where the ledger stands',
        tags: ['ledger'],
        response: { 200: ledgerSchema },
      },
    },
    standing.handler,
  )
  foundingRoutes(server, services, preHandler)
}

/** The same for the plainest requests. */
export function shortLedger(standing: KeptByTag, tagOf: TagOf): ShortWay {
  const read = (_: string, headers: IncomingHttpHeaders) => {
    const etag = tagOf({ headers })
    const own = { etag, 'cache-control': revalidate, 'content-type': jsonType }
    return { headers: own, body: standing.find(etag) }
  }
  const short = shortRead({ route: ledgerAddress, address: /^(\/api\/v1\/ledger)$/, isCompressed: true, read })
  return {
    ...short,
    isPlain: (request) => request.headers['if-none-match'] === undefined && short.isPlain(request),
  }
}

/** The answer of `GET /api/v1/ledger`. */
export function ledgerStanding(services: Needs): KeptByTag {
  const { ledger } = services
  return new KeptByTag(() => {
    const info = ledger.info()
    const app = ledger.findApp(info.height)
    return {
      chainId: info.chainId,
      genesisHash: toHex(info.genesisHash),
      synthetic: services.synthetic,
      engine: services.engineName,
      height: info.height,
      time: info.time,
      appHash: toHex(info.appHash),
      stateRoot: app ? toHex(app.stateRoot) : '0'.repeat(64),
      logSize: ledger.logSize(),
      publishedSize: services.publisher.published?.size ?? 0,
      logKeys: services.publishers().map(({ vkey }) => vkey),
      affairs: services.affairs.names.map((name) => ({ name, versions: describeVersions(services, name) })),
      version: services.version,
    }
  })
}

/** What a reader checks everything against, and where it comes from. */
function foundingRoutes(server: Server, services: Needs, preHandler: Conditional): void {
  const { ledger } = services
  server.get(
    '/api/v1/trust',
    {
      preHandler,
      schema: {
        operationId: 'getTrust',
        summary: 'The trust root, as this node gives it',
        tags: ['ledger'],
        response: { 200: jsonOf('A trust root, `gongshi/trust/1`.') },
      },
    },
    async () => services.trust(),
  )
  server.get(
    '/api/v1/publishers',
    {
      preHandler,
      schema: {
        operationId: 'listPublishers',
        summary: 'The keys of the trust root under which checkpoints are published, and how each came to be listed',
        tags: ['ledger'],
        response: { 200: publishersSchema },
      },
    },
    async () => services.publishers().map((publisher) => describePublisher(ledger, publisher)),
  )
  server.get(
    '/api/v1/genesis',
    {
      preHandler,
      schema: {
        operationId: 'getGenesis',
        summary: 'The genesis',
        tags: ['ledger'],
        response: { 200: jsonOf('The genesis file.') },
      },
    },
    async () => services.genesis,
  )
}

function describePublisher(ledger: Needs['ledger'], publisher: ListedPublisher) {
  const { origin, vkey, from } = publisher
  const entry = listingEntry(ledger, publisher)
  return {
    origin,
    vkey,
    from,
    entry,
    evidence: entry === null ? null : `/api/v1/evidence/entries/${entry}`,
    standing: `/api/v1/evidence/state/ledger/publisher/${rowKeyText(encodeCbor([origin]))}`,
  }
}

function describeVersions({ affairs }: Pick<Needs, 'affairs'>, name: string) {
  return affairs.versions(name).map(({ version, hash, from }) => ({ version, hash: toHex(hash), from }))
}
