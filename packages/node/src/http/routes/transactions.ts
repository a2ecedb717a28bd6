import type { Inclusion, Submission } from '@gongshi/ledger'
import { GongshiError, hexName, parseLeaf, parseTransaction, signReceipt, toBase64 } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { AddressShares } from '../addressShares.ts'
import { asBuffer } from '../asBuffer.ts'
import { bodyLimitBytes, type Server } from '../createServer.ts'
import { refusals, refusedFor } from '../documentation.ts'
import { base64, hash32, height, index, parseHash, unixMs } from '../parameters.ts'
import { cutTransactions } from '../sequence.ts'
import type { Services } from '../services.ts'
import type { Answer, ShortWay } from '../shortWay.ts'
import { assemblePrepared } from './prepare.ts'

type Needs = Pick<Services, 'engine' | 'ledger' | 'receiptSigner' | 'metrics' | 'now' | 'refusal'>
/** Whose transaction it is, by where it came from. */
type From = { readonly address: string; readonly shares: AddressShares }

const committedSchema = Type.Object({
  txId: hash32,
  status: Type.Literal('committed'),
  index,
  height,
  time: unixMs,
  outcome: Type.String({ description: '`ok`, or the code of the refusal.' }),
  leaf: base64,
})
const minimalSchema = Type.Omit(committedSchema, ['leaf'])
const pendingSchema = Type.Object({ txId: hash32, status: Type.Literal('pending'), receipt: Type.Optional(base64) })
const refusedSchema = Type.Object({ status: Type.Literal('refused'), code: Type.String() })
const signedSchema = Type.Object(
  {
    prepared: Type.String({ description: 'As it was prepared: base64.' }),
    signatures: Type.Array(base64, { description: 'In the order of `sign`.' }),
  },
  { additionalProperties: false },
)
const admissionRefusals = refusedFor({
  400: 'The bytes are no transaction, or a signature does not verify.',
  403: 'A signer is not known, or its key was revoked.',
  404: 'There is no such affair or action.',
  409: 'It was submitted before, or its version is not in force now.',
  413: 'It is too large.',
  422: 'The ledger does not take it: another chain, expired, or an input that does not fit its declaration.',
  429: 'Too many requests, or too many transactions of one signer or one address wait.',
  503: 'The queue is full, or the ledger has stopped writing.',
})
/** One answer a transaction, in their order: what each would have had alone. */
const manySchema = Type.Array(Type.Union([committedSchema, minimalSchema, pendingSchema, refusedSchema]))

/** A node keeps its promise within this time, or the transaction's own end. Milliseconds. */
const includeWithinMs = 60_000
const longestWaitSeconds = 60
const maxMany = 1000
const json = 'application/json; charset=utf-8'
const path = '/api/v1/transactions'

type Outcome = { readonly status: number; readonly body: object }
/** What a submission asks of its answer, RFC 7240. */
type Preferences = { readonly waitMs: number; readonly isMinimal: boolean }

export function transactionRoutes(server: Server, services: Needs, shares: AddressShares): void {
  const takeBytes = (_request: unknown, body: Buffer, done: (error: Error | null, body?: Uint8Array) => void) =>
    done(null, new Uint8Array(body.buffer, body.byteOffset, body.length))
  server.addContentTypeParser(['application/cose', 'application/cbor-seq'], { parseAs: 'buffer' }, takeBytes)
  server.post<{ Body: unknown }>(
    path,
    {
      schema: {
        operationId: 'submitTransaction',
        summary: 'Submit a signed transaction, or a sequence of them',
        description:
          'With `Prefer: wait=N` the answer comes once the transaction is durable, or after N seconds. As JSON: `{"prepared", "signatures"}` of an act that was prepared, the signatures in base64.',
        tags: ['transactions'],
        security: [{ signedBody: [] }],
        documentedHeaders: {
          Prefer: Type.String({
            description: '`wait=N`, RFC 7240 §4.3; at most 60 seconds. `return=minimal` (§4.2): without leaves.',
          }),
        },
        consumes: ['application/cose', 'application/cbor-seq', 'application/json'],
        body: { content: { 'application/json': { schema: signedSchema } } },
        response: {
          200: Type.Union([committedSchema, minimalSchema, manySchema]),
          202: pendingSchema,
          ...admissionRefusals,
        },
      },
      // PERF: who has no room left is told before the request is read: 50 acts cut and refused one by one cost 0.5 ms.
      onRequest: async (request) => shares.assertRoom(request.ip),
    },
    async (request, reply) => {
      const preferred = preferencesOf(request.headers.prefer)
      const bytes = bytesOfBody(services, request.headers['content-type'], request.body)
      const from = { address: request.ip, shares }
      if (request.headers['content-type']?.startsWith('application/cbor-seq'))
        return reply.type(json).send(JSON.stringify(await submitMany(services, from, bytes, preferred)))
      const { status, headers, body } = answerOf(await submitOne(services, from, bytes, preferred))
      return reply.headers(headers).code(status).send(body)
    },
  )
  server.get<{ Params: { txId: string } }>(
    `${path}/:txId`,
    {
      schema: {
        operationId: 'getTransaction',
        summary: 'What became of a transaction',
        tags: ['transactions'],
        params: Type.Object({ txId: hash32 }),
        response: { 200: Type.Union([committedSchema, pendingSchema]), ...refusals('transaction-unknown') },
      },
    },
    async (request) => {
      const txId = parseHash(request.params.txId)
      const found = services.ledger.findTransaction(txId)
      if (found) return storedBody(services, txId, found.index)
      if (services.engine.isPending(txId)) return { txId: request.params.txId, status: 'pending' }
      throw new NodeError({ code: 'transaction-unknown' })
    },
  )
}

/** The plainest of submissions: one transaction's bytes. */
export function shortSubmission(services: Needs, shares: AddressShares): ShortWay {
  return {
    method: 'POST',
    route: path,
    isPlain: ({ url, headers }) =>
      url === path &&
      headers['content-type'] === 'application/cose' &&
      Number(headers['content-length']) > 0 &&
      Number(headers['content-length']) <= bodyLimitBytes,
    answer: async (request) => {
      const body = request.read() as Buffer
      const bytes = new Uint8Array(body.buffer, body.byteOffset, body.length)
      const from = { address: request.socket.remoteAddress!, shares }
      return answerOf(await submitOne(services, from, bytes, preferencesOf(request.headers.prefer)))
    },
  }
}

/** PERF: the schema documents the answer; choosing among its forms at each one costs more than writing it. */
function answerOf({ status, body }: Outcome): Answer {
  const location = status === 202 && 'txId' in body ? { location: `${path}/${body.txId}` } : {}
  return { status, headers: { 'content-type': json, ...location }, body: JSON.stringify(body) }
}

/** @throws {NodeError} media-type-unsupported */
function bytesOfBody({ ledger }: Needs, mediaType: string | undefined, body: unknown): Uint8Array {
  if (body instanceof Uint8Array) return body
  if (mediaType?.startsWith('application/json')) return assemblePrepared(ledger, body)
  throw new NodeError({ code: 'media-type-unsupported' })
}

function submitOne(services: Needs, from: From, bytes: Uint8Array, preferred: Preferences): Promise<Outcome> {
  return from.shares.during(from.address, () => submitCounted(services, bytes, preferred))
}

async function submitCounted(services: Needs, bytes: Uint8Array, { waitMs, isMinimal }: Preferences): Promise<Outcome> {
  const submission = await admit(services, bytes)
  const inclusion = await settledWithin(submission.durable, waitMs)
  if (inclusion === null) return { status: 202, body: await pendingBody(services, bytes, submission) }
  observe(services, submission, inclusion)
  const { height, time, result } = inclusion
  const leaf = isMinimal ? null : services.ledger.findLeaf(result.index!)!
  return {
    status: 200,
    body: committedBody(submission.txId, leaf, result.index!, { height, time, outcome: result.outcome }),
  }
}

async function submitMany(services: Needs, from: From, bytes: Uint8Array, preferred: Preferences): Promise<object[]> {
  const items = cutTransactions(bytes, maxMany)
  return Promise.all(
    items.map(async (item) => {
      try {
        return (await submitOne(services, from, item, preferred)).body
      } catch (error) {
        if (error instanceof GongshiError) return { status: 'refused', code: error.code }
        throw error
      }
    }),
  )
}

async function admit(services: Needs, bytes: Uint8Array): Promise<Submission> {
  try {
    const refusal = services.refusal()
    if (refusal !== null) throw new NodeError(refusal)
    return await services.engine.submit(bytes)
  } catch (error) {
    if (error instanceof GongshiError) services.metrics.submitted.inc({ outcome: error.code })
    throw error
  }
}

function observe({ metrics, now }: Needs, submission: Submission, inclusion: Inclusion): void {
  metrics.submitted.inc({ outcome: inclusion.result.outcome[0] })
  metrics.acknowledgement.observe((now() - submission.received) / 1000)
}

async function pendingBody({ receiptSigner }: Needs, bytes: Uint8Array, { txId, received }: Submission) {
  const includeBy = Math.min(received + includeWithinMs, parseTransaction(bytes).notAfter)
  const receipt = await signReceipt(receiptSigner, { txId, received, includeBy })
  return { txId: hexName(txId), status: 'pending', receipt: toBase64(receipt) }
}

function storedBody({ ledger }: Pick<Needs, 'ledger'>, txId: Uint8Array, at: number) {
  const leaf = ledger.findLeaf(at)!
  return committedBody(txId, leaf, at, transactionLeaf(leaf))
}

type Committed = { readonly height: number; readonly time: number; readonly outcome: Inclusion['result']['outcome'] }

function committedBody(txId: Uint8Array, leaf: Uint8Array | null, at: number, { height, time, outcome }: Committed) {
  const word = outcome[0] === 'ok' ? 'ok' : outcome[1]
  return {
    txId: hexName(txId),
    status: 'committed',
    index: at,
    height,
    time,
    outcome: word,
    ...(leaf === null ? {} : { leaf: asBuffer(leaf).toString('base64') }),
  }
}

function transactionLeaf(bytes: Uint8Array) {
  const leaf = parseLeaf(bytes)
  if (leaf.kind !== 'tx') throw new NodeError({ code: 'node-failed' })
  return leaf
}

/** RFC 7240: a wait (§4.3) in whole seconds, without which a submission answers at once, and `return=minimal` (§4.2). */
function preferencesOf(header: string | string[] | undefined): Preferences {
  if (header === undefined) return { waitMs: 0, isMinimal: false }
  const text = typeof header === 'string' ? header : header.join(',')
  const seconds = /(?:^|[,;\s])wait=(\d{1,4})(?=$|[,;\s])/.exec(text)?.[1]
  const waitMs = seconds === undefined ? 0 : Math.min(Number(seconds), longestWaitSeconds) * 1000
  return { waitMs, isMinimal: /(?:^|[,;\s])return=minimal(?=$|[,;\s])/.test(text) }
}

async function settledWithin<Value>(promise: Promise<Value>, waitMs: number): Promise<Value | null> {
  if (waitMs === 0) return null
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, waitMs, null)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
