import { type Static, Type } from 'typebox'
import { defaultOcidPrefix } from '../ocds/nativeOcid.ts'
import { engineSchema } from './engineSchema.ts'
import { signInSchema } from './signInSchema.ts'
import { witnessSchema } from './witnessSchema.ts'

const port = (normal: number, description: string) =>
  Type.Integer({ minimum: 0, maximum: 65535, default: normal, description })
const host = (description: string) => Type.String({ minLength: 1, maxLength: 255, default: '127.0.0.1', description })

/** `gongshi.config.json`. An unknown key refuses to start: a misspelt setting must not be a silent default. */
export const configSchema = Type.Object(
  {
    data: Type.String({
      minLength: 1,
      default: './gongshi-data',
      description: 'Folder of the ledger and its contents.',
    }),
    http: Type.Object(
      {
        host: host('Address of the portal and the API.'),
        port: port(7900, 'Port of the portal and the API; 0 takes a free one.'),
        publicUrl: Type.Optional(
          Type.String({
            pattern: '^https?://[^\\s/]+$',
            description: 'Origin under which people reach this node, no path.',
          }),
        ),
        requestsPerMinute: Type.Integer({ minimum: 1, default: 600_000, description: 'Limit for one client address.' }),
        waitingPerAddress: Type.Integer({
          minimum: 1,
          default: 10_000,
          description: 'Transactions of one client address that may wait.',
        }),
        trustedProxies: Type.Array(Type.String({ format: 'address-range' }), {
          maxItems: 100,
          default: [],
          description:
            'Addresses or ranges (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` names the client; from anybody else it says nothing.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    licence: Type.Optional(
      Type.Object(
        {
          url: Type.String({
            pattern: '^https://[^\\s]+$',
            maxLength: 500,
            description:
              'Where the licence stands under which the open data are offered; without it the page names none.',
          }),
          zh: Type.String({ minLength: 1, maxLength: 200, description: 'Its name in Chinese.' }),
          en: Type.String({ minLength: 1, maxLength: 200, description: 'Its name in English.' }),
        },
        { additionalProperties: false },
      ),
    ),
    ops: Type.Object(
      {
        host: host('Address of health and metrics; keep it private.'),
        port: port(7901, 'Port of health and metrics; 0 takes a free one.'),
      },
      { additionalProperties: false, default: {} },
    ),
    engine: engineSchema,
    members: Type.Array(Type.String({ pattern: '^https?://[^\\s/@,]+$', maxLength: 300 }), {
      maxItems: 200,
      default: [],
      description:
        'Portals of the other members: their logs are compared with this node’s, contents that are missing here are fetched from them, and a node without blocks begins with a snapshot of theirs.',
    }),
    replication: Type.Object(
      {
        mostBytes: Type.Integer({
          minimum: 1,
          default: 4 * 2 ** 30,
          description: 'The largest content that is taken from another member. Bytes.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    rpcPort: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 65535,
        description: 'A port of its own for the read part of the CometBFT RPC, beside /rpc; usually 26657.',
      }),
    ),
    log: Type.Object(
      {
        level: Type.Union(
          [
            Type.Literal('silent'),
            Type.Literal('error'),
            Type.Literal('warn'),
            Type.Literal('info'),
            Type.Literal('debug'),
          ],
          { default: 'info', description: 'The least serious line that is written.' },
        ),
      },
      { additionalProperties: false, default: {} },
    ),
    webhooks: Type.Array(
      Type.Object(
        {
          name: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }),
          url: Type.String({ pattern: '^https?://[^\\s/@]+(/\\S*)?$', maxLength: 2000 }),
          secretFile: Type.String({ minLength: 1 }),
          affairs: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })),
          allowPrivate: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
      {
        maxItems: 20,
        default: [],
        description:
          'Receivers that are told of each committed entry (docs/follow.md): `name`, `url`, `secretFile`; `affairs` names those wanted, `allowPrivate` lets the receiver lie in a private network.',
      },
    ),
    signIn: signInSchema,
    witnesses: witnessSchema,
    projections: Type.Object(
      {
        database: Type.Optional(
          Type.String({
            pattern: '^postgres(ql)?://',
            maxLength: 2000,
            description:
              'A PostgreSQL database (15 or later, UTF8) for lists and search, as a connection string: it may create schemas there, and the file that holds its password is readable for the node alone. Without it SQLite files in the data folder.',
          }),
        ),
      },
      { additionalProperties: false, default: {} },
    ),
    ocds: Type.Object(
      {
        prefix: Type.String({
          pattern: '^ocds-[a-z0-9]{6}$',
          default: defaultOcidPrefix,
          description:
            'What the ocids of native procedures begin with: the prefix that the Open Contracting Partnership gave to whoever publishes here, the same at every member. Six zeros are nobody’s.',
        }),
      },
      { additionalProperties: false, default: {} },
    ),
    queue: Type.Integer({
      minimum: 1,
      maximum: 1_000_000,
      default: 20_000,
      description: 'Transactions that may wait.',
    }),
    queueBytes: Type.Integer({
      minimum: 2 ** 20,
      default: 64 * 2 ** 20,
      description: 'Bytes of transactions that may wait.',
    }),
    queuePerSigner: Type.Integer({
      minimum: 1,
      default: 10_000,
      description: 'Transactions with the signature of one key that may wait.',
    }),
    clockJumpMs: Type.Integer({
      minimum: 1000,
      default: 300_000,
      description: 'A jump of the clock beyond this against the monotonic clock stops signing. Milliseconds.',
    }),
  },
  { additionalProperties: false },
)

export type NodeConfig = Static<typeof configSchema>
