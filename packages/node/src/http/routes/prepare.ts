import {
  type ActWords,
  type AffairDeclaration,
  actWords,
  encodeInput,
  inputFields,
  type Json,
  valueFromJson,
} from '@gongshi/affair-kit'
import { affairTexts } from '@gongshi/affairs'
import type { MemberOutcome } from '@gongshi/ledger'
import { minorUnitDigits } from '@gongshi/ocds'
import {
  assembleSigned,
  decodeCbor,
  encodeCbor,
  encodePayload,
  encodeTransaction,
  formatTimestamp,
  fromBase64,
  fromHex,
  GongshiError,
  inputHash,
  limits,
  normaliseEs256,
  type PublicKey,
  parsePayload,
  parseTransaction,
  signingInput,
  suites,
  timestampFromMs,
  toBase64,
  toHex,
} from '@gongshi/protocol'
import { type Static, Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { cborToJson } from '../cborJson.ts'
import type { Server } from '../createServer.ts'
import { jsonOf, refusals, refusedFor } from '../documentation.ts'
import { base64, hash32 } from '../parameters.ts'
import type { Services } from '../services.ts'

type Needs = Pick<Services, 'affairs' | 'ledger' | 'now' | 'random'>

export const nameSchema = Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,63}$' })

const requestSchema = Type.Object(
  {
    input: Type.Record(Type.String(), Type.Unknown(), { description: 'What the act says, by name, in JSON form.' }),
    signers: Type.Array(hash32, {
      minItems: 1,
      maxItems: limits.signers,
      description: 'Key ids, in the order of signing.',
    }),
    notAfter: Type.Optional(
      Type.String({ maxLength: 30, description: 'RFC 3339, UTC; the last block time at which it may be executed.' }),
    ),
  },
  { additionalProperties: false },
)

const wordsSchema = Type.Object({
  title: Type.String(),
  basis: Type.String(),
  lines: Type.Array(Type.Array(Type.String(), { minItems: 2, maxItems: 2 })),
})

const dryRunSchema = Type.Object(
  {
    outcome: Type.String({ description: '`ok`, or the code of the refusal.' }),
    events: Type.Optional(jsonOf('Events.')),
    detail: Type.Optional(jsonOf('Of the refusal.')),
  },
  { description: 'What would become of it in the next block.' },
)

const answerSchema = Type.Object({
  txId: hash32,
  notAfter: Type.String(),
  prepared: Type.Unsafe<string>({ ...base64, description: 'Goes back with the signatures, as it is.' }),
  sign: Type.Array(
    Type.Object({
      signer: hash32,
      suite: Type.String({
        description:
          '`ed25519` (RFC 8032), `es256` (ECDSA, P-256, SHA-256) or `webauthnEs256` (a passkey: its signature is authenticatorData, r, s and clientDataJSON in one).',
      }),
      bytes: Type.Unsafe<string>({ ...base64, description: 'What this key signs.' }),
    }),
  ),
  words: Type.Object({ zh: wordsSchema, en: wordsSchema }, { description: 'What the signature means.' }),
  dryRun: dryRunSchema,
})

/** Without a `notAfter` of its own a prepared act waits so long for its signatures. Milliseconds. */
const usualLifeMs = 10 * 60_000

/** For languages without an SDK: JSON in; the bytes to sign, what they mean, and what would come of it out. */
export function prepareRoute(server: Server, needs: Needs): void {
  server.post<{ Params: { name: string; action: string }; Body: Static<typeof requestSchema> }>(
    '/api/v1/affairs/:name/actions/:action/prepare',
    {
      schema: {
        operationId: 'prepareAct',
        summary: 'Prepare an act for signing: the bytes, the plain words, a dry run',
        description:
          'Nothing is kept. Sign each of `sign[].bytes`, then post `{"prepared", "signatures"}` to `/api/v1/transactions` as JSON.',
        tags: ['transactions'],
        params: Type.Object({ name: nameSchema, action: nameSchema }),
        body: requestSchema,
        response: {
          200: answerSchema,
          ...refusals('affair-not-found', 'action-unknown', 'signer-unknown'),
          ...refusedFor({ 422: 'The input does not fit the declaration.' }),
        },
      },
    },
    async (request) => prepare(needs, request.params.name, request.params.action, request.body),
  )
}

/** What would become of a transaction in the next block if its signatures were good. Nothing is kept. */
export function dryRunRoute(server: Server, { ledger, now }: Needs): void {
  server.post(
    '/api/v1/transactions/dry-run',
    {
      schema: {
        operationId: 'tryTransaction',
        summary: 'Try a transaction out, as if it were signed',
        tags: ['transactions'],
        consumes: ['application/cose'],
        response: { 200: dryRunSchema, ...refusedFor({ 400: 'The bytes are no transaction.' }) },
      },
    },
    async (request) => {
      if (!(request.body instanceof Uint8Array)) throw new NodeError({ code: 'media-type-unsupported' })
      return describeOutcome(ledger.tryOut(request.body, now()))
    },
  )
}

function prepare(
  { affairs, ledger, now, random }: Needs,
  affair: string,
  action: string,
  asked: Static<typeof requestSchema>,
) {
  const declaration = affairs.find(affair)
  if (declaration === undefined) throw new NodeError({ code: 'affair-not-found' })
  if (!Object.hasOwn(declaration.actions, action)) throw new GongshiError({ code: 'action-unknown' })
  const keys = asked.signers.map((id) => keyOf(ledger, id))
  const input = inputOf(declaration, action, asked.input as Json)
  const salt = random(limits.saltBytes)
  const bytes = encodeInput(declaration, action, input)
  const { chainId } = ledger.info()
  const notAfter = asked.notAfter === undefined ? now() + usualLifeMs : instantOf(asked.notAfter)
  const { version } = declaration
  const signers = keys.map(({ id }) => id)
  const payload = encodePayload({
    chainId,
    notAfter,
    signers,
    affair,
    version,
    action,
    inputHash: inputHash(salt, bytes),
  })
  const unsigned = assemble(
    payload,
    salt,
    bytes,
    keys,
    keys.map(({ suite }) => new Uint8Array(suites[suite].signatureBytes[0])),
  )
  const act = { chainId, action, notAfter, input }
  const words = (language: 'zh' | 'en'): ActWords =>
    actWords(declaration, affairTexts[affair]![language], language, act, minorUnitDigits)
  return {
    txId: toHex(parseTransaction(unsigned).txId),
    notAfter: formatTimestamp(timestampFromMs(notAfter)),
    prepared: toBase64(encodeCbor([payload, salt, bytes])),
    sign: keys.map((key) => ({
      signer: toHex(key.id),
      suite: key.suite,
      bytes: toBase64(signingInput(payload, { alg: suites[key.suite].algorithm, kid: key.id })),
    })),
    words: { zh: words('zh'), en: words('en') },
    dryRun: describeOutcome(ledger.tryOut(unsigned, now())),
  }
}

/** `{"prepared", "signatures"}` as the transaction that it makes. @throws {TransactionError | NodeError} */
export function assemblePrepared(ledger: Needs['ledger'], asked: unknown): Uint8Array {
  const { prepared, signatures } = (asked ?? {}) as { readonly prepared?: unknown; readonly signatures?: unknown }
  if (typeof prepared !== 'string' || !Array.isArray(signatures))
    throw new NodeError({ code: 'request-malformed', at: 'body' })
  const [payload, salt, input] = partsOf(prepared)
  const keys = parsePayload(payload).signers.map((id) => keyOf(ledger, toHex(id)))
  return assemble(
    payload,
    salt,
    input,
    keys,
    signatures.map((each) => bytesOf(each)),
  )
}

function partsOf(prepared: string): readonly [Uint8Array, Uint8Array, Uint8Array] {
  try {
    const parts = decodeCbor(bytesOf(prepared), { maxBytes: limits.transactionBytes, maxDepth: 2 })
    if (Array.isArray(parts) && parts.length === 3 && parts.every((part) => part instanceof Uint8Array))
      return parts as unknown as readonly [Uint8Array, Uint8Array, Uint8Array]
  } catch {}
  throw new NodeError({ code: 'request-malformed', at: 'body/prepared' })
}

function bytesOf(text: unknown): Uint8Array {
  try {
    return fromBase64(String(text))
  } catch {
    throw new NodeError({ code: 'request-malformed', at: 'body' })
  }
}

/** ECDSA libraries give either of two equivalent signatures; the ledger takes the one with the lower s. */
function assemble(
  payload: Uint8Array,
  salt: Uint8Array,
  input: Uint8Array,
  keys: readonly PublicKey[],
  signatures: readonly Uint8Array[],
): Uint8Array {
  if (signatures.length !== keys.length) throw new NodeError({ code: 'request-malformed', at: 'body/signatures' })
  const signed = signatures.map((signature, at) => {
    const { suite, id } = keys[at]!
    const isEcdsa = suite === 'es256' && signature.length === suites.es256.signatureBytes[0]
    return { alg: suites[suite].algorithm, kid: id, signature: isEcdsa ? normaliseEs256(signature) : signature }
  })
  return encodeTransaction(assembleSigned(payload, signed), salt, input)
}

/** @throws {GongshiError} signer-unknown */
function keyOf(ledger: Needs['ledger'], id: string): PublicKey {
  const found = ledger.findKey(fromHex(id))
  if (found === undefined) throw new GongshiError({ code: 'signer-unknown' })
  return found.key
}

/** @throws {KitError} value-… with the path of the first member that is wrong */
export function inputOf(declaration: AffairDeclaration, action: string, json: Json) {
  const fields = Object.fromEntries(inputFields(declaration, action).map(({ name: field, kind }) => [field, kind]))
  return valueFromJson({ kind: 'record', fields }, json) as Parameters<typeof encodeInput>[2]
}

function instantOf(text: string): number {
  return valueFromJson({ kind: 'time' }, text, 'notAfter') as number
}

function describeOutcome(outcome: MemberOutcome) {
  if (outcome[0] === 'ok') return { outcome: 'ok', events: cborToJson(outcome[1]) }
  return { outcome: outcome[1], ...(outcome[0] === 'refused' ? { detail: cborToJson(outcome[2]) } : {}) }
}
