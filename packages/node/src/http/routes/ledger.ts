import { toHex } from '@gongshi/protocol'
import { Type } from 'typebox'
import { type Conditional, keptByTag } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { jsonOf } from '../documentation.ts'
import { hash32, height, unixMs } from '../parameters.ts'
import type { Services } from '../services.ts'

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
  | 'logKeys'
  | 'version'
>

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

/** What this ledger is and where it stands. */
export function ledgerRoutes(server: Server, services: Needs, preHandler: Conditional): void {
  const { ledger } = services
  server.get(
    '/api/v1/ledger',
    {
      preHandler,
      schema: {
        operationId: 'getLedger',
        summary: 'Where the ledger stands',
        tags: ['ledger'],
        response: { 200: ledgerSchema },
      },
    },
    keptByTag(() => {
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
        logKeys: services.logKeys,
        affairs: services.affairs.names.map((name) => ({ name, versions: describeVersions(services, name) })),
        version: services.version,
      }
    }),
  )
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

function describeVersions({ affairs }: Pick<Needs, 'affairs'>, name: string) {
  return affairs.versions(name).map(({ version, hash, from }) => ({ version, hash: toHex(hash), from }))
}
