import { Type } from 'typebox'

/** Who orders, and how the members of a consortium reach each other. */
export const engineSchema = Type.Object(
  {
    kind: Type.Union([Type.Literal('solo'), Type.Literal('cometbft')], {
      default: 'solo',
      description: 'Who orders: this node alone, or the members of a consortium by CometBFT; as the genesis has it.',
    }),
    binary: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'CometBFT’s program; otherwise the one on PATH, or where `go install` puts it.',
      }),
    ),
    listen: Type.String({
      pattern: '^\\S+:\\d{1,5}$',
      default: '127.0.0.1:26656',
      description: 'Address and port at which the other members reach this node’s CometBFT.',
    }),
    signer: Type.Optional(
      Type.Object(
        {
          listen: Type.String({
            pattern: '^[a-z]{3,4}://\\S+$',
            description:
              'Where CometBFT waits for a signer that holds the validator’s key (`priv_validator_laddr`): `unix://` or `tcp://`.',
          }),
          publicKey: Type.String({
            pattern: '^[0-9a-f]{64}$',
            description: 'The key that it holds, Ed25519; with it the file `validator.key` is not used for blocks.',
          }),
        },
        { additionalProperties: false },
      ),
    ),
    externalAddress: Type.Optional(
      Type.String({
        pattern: '^\\S+:\\d{1,5}$',
        description: 'What it tells them, where that is another address.',
      }),
    ),
    peers: Type.Array(Type.String({ pattern: '^[0-9a-f]{40}@\\S+:\\d{1,5}$' }), {
      maxItems: 200,
      default: [],
      description: 'The other members, as `id@host:port`; `gongshi cometbft --id` prints a node’s own id.',
    }),
    pex: Type.Boolean({
      default: false,
      description:
        'Finds further peers through those it knows, as a sentry does; a validator behind sentries does not.',
    }),
    privatePeers: Type.Array(Type.String({ pattern: '^[0-9a-f]{40}$' }), {
      maxItems: 200,
      default: [],
      description: 'Ids of peers that are always let in and never told of to others: at a sentry, its validator’s.',
    }),
    keepBlocks: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'How many blocks CometBFT keeps, or as many as a node that joins needs where that is more; older ones, with the bodies in them, leave its store. Without it all of them: an archive.',
      }),
    ),
    snapshots: Type.Object(
      {
        everyBlocks: Type.Integer({
          minimum: 0,
          default: 2000,
          description: 'A snapshot for nodes that join at each multiple of so many blocks; 0 makes none.',
        }),
        keep: Type.Integer({ minimum: 1, maximum: 100, default: 2, description: 'The newest snapshots that stay.' }),
      },
      { additionalProperties: false, default: {} },
    ),
    stateSync: Type.Optional(
      Type.Object(
        {
          trust: Type.String({
            minLength: 1,
            description:
              'A node without blocks begins with a snapshot from the `members`: the file of the trust root from which its header is verified (`gongshi trust`).',
          }),
          snapshot: Type.Optional(
            Type.String({
              minLength: 1,
              description: 'A snapshot’s folder that was carried here: it begins with that one.',
            }),
          ),
          bootstrap: Type.String({
            minLength: 1,
            default: 'gongshi-bootstrap',
            description:
              'The program that lets CometBFT begin with it, built from `tools/gongshi-bootstrap`; otherwise the one on PATH.',
          }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false, default: {} },
)
