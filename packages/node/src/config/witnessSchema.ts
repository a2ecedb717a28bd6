import { Type } from 'typebox'

/** Outside witnesses of the log (c2sp.org/tlog-witness). */
export const witnessSchema = Type.Object(
  {
    list: Type.Array(
      Type.Object(
        {
          url: Type.String({ pattern: '^https?://[^\\s@?#]+[^\\s/@?#]$', maxLength: 300 }),
          vkey: Type.String({ pattern: '^[^+\\s]+\\+[0-9a-f]{8}\\+[0-9A-Za-z+/=]+$', maxLength: 2100 }),
        },
        { additionalProperties: false },
      ),
      {
        maxItems: 16,
        default: [],
        description:
          'Witnesses that are asked to cosign each checkpoint: `url`, below which `/add-checkpoint` lies, and `vkey`, the cosigner’s key (type 4, Ed25519, or 6, ML-DSA-44).',
      },
    ),
    quorum: Type.Integer({
      minimum: 0,
      maximum: 16,
      default: 0,
      description:
        'How many of them must have cosigned a checkpoint before it is published; the trust root asks for as many.',
    }),
    answerMs: Type.Integer({
      minimum: 100,
      maximum: 60_000,
      default: 5000,
      description: 'How long one may take to answer. Milliseconds.',
    }),
    alarmAfterMs: Type.Integer({
      minimum: 1000,
      default: 600_000,
      description:
        'Without a quorum for so long, `gongshi_witness_quorum_missing` is 1 and the log says so. Milliseconds.',
    }),
    refuseWrites: Type.Boolean({
      default: false,
      description:
        'Whether a single operator’s node then takes no more transactions (`witnesses-stale`). Not for a consortium, which outsiders must not be able to halt.',
    }),
  },
  { additionalProperties: false, default: {} },
)
