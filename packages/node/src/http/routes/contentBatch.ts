import { ContentError, contentErrorTexts } from '@gongshi/contents'
import {
  type BatchedUpload,
  batchCommitment,
  equalBytes,
  GongshiError,
  hexName,
  maxBatchBytes,
  maxBatchContents,
  parseUpload,
  parseUploadBatch,
  type UploadPermit,
  uploadBatchMediaType,
} from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Server } from '../createServer.ts'
import { refusals } from '../documentation.ts'
import { hash32 } from '../parameters.ts'
import type { Services } from '../services.ts'
import { readPermit } from './uploadPermit.ts'

type Needs = Pick<Services, 'contents' | 'ledger' | 'now' | 'signatureCheck'>

const json = 'application/json; charset=utf-8'
const batchRefusals = [
  'upload-unsigned',
  'upload-unauthorised',
  'upload-expired',
  'upload-mismatch',
  'upload-malformed',
  'media-type-unsupported',
  'request-too-large',
  'content-disk-full',
] as const
/** One answer a content, in their order. */
const resultsSchema = Type.Array(
  Type.Union([
    Type.Object({ commitment: hash32, status: Type.Literal('stored') }),
    Type.Object({ commitment: hash32, status: Type.Literal('refused'), code: Type.String() }),
  ]),
)
type Result =
  | { readonly commitment: string; readonly status: 'stored' }
  | { readonly commitment: string; readonly status: 'refused'; readonly code: string }

/**
 * Many small contents in one request, under one permit for all of them; they share an fsync. Each is stored or refused
 * by itself. When the disk fails, the request as a whole does: what was stored until then may be sent again.
 */
export function contentBatchRoute(server: Server, services: Needs): void {
  server.addContentTypeParser(uploadBatchMediaType, { parseAs: 'buffer' }, (_request, body: Buffer, done) =>
    done(null, new Uint8Array(body.buffer, body.byteOffset, body.length)),
  )
  const permits = new WeakMap<object, UploadPermit>()
  server.post<{ Body: Uint8Array | undefined }>(
    '/api/v1/contents',
    {
      bodyLimit: maxBatchBytes,
      schema: {
        operationId: 'putContents',
        summary: 'Store many small contents',
        description: `At most ${maxBatchContents}. The header \`Gongshi-Upload\` holds one permit for all of them in their order.`,
        tags: ['contents'],
        consumes: [uploadBatchMediaType],
        security: [{ uploadPermit: [] }],
        response: { 200: resultsSchema, ...refusals(...batchRefusals) },
      },
      // After the request was counted against its sender's limit, and before a byte of the body is read: a stranger makes
      // the node hold nothing.
      preParsing: async (request, _reply, payload) => {
        permits.set(request, readPermit(services, request.headers['gongshi-upload']))
        return payload
      },
    },
    async (request, reply) => {
      if (!isBatch(request.headers['content-type']) || !(request.body instanceof Uint8Array))
        throw new NodeError({ code: 'media-type-unsupported' })
      const uploads = parseUploadBatch(request.body)
      const permitted = permits.get(request)?.commitment
      const arrived = batchCommitment(uploads.map(({ commitment }) => commitment))
      if (permitted === undefined || !equalBytes(permitted, arrived)) throw new NodeError({ code: 'upload-mismatch' })
      // PERF: the schema documents the answer; choosing among its forms at each one costs more than writing it.
      return reply.type(json).send(JSON.stringify(await storeAll(services, uploads)))
    },
  )
}

export function isBatch(contentType: string | undefined): boolean {
  return contentType?.startsWith(uploadBatchMediaType) ?? false
}

/** Waits for all of them, also when one meets a failure of the disk, so that nothing goes on behind the answer. */
async function storeAll(services: Needs, uploads: readonly BatchedUpload[]): Promise<Result[]> {
  const settled = await Promise.allSettled(uploads.map((each) => store(services, each)))
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}

async function store({ contents }: Pick<Needs, 'contents'>, { commitment, upload }: BatchedUpload): Promise<Result> {
  try {
    const { recordKey, members } = parseUpload(upload)
    const sources = members.map(({ path, bytes }) => ({ path, bytes: [bytes] }))
    await contents.put(recordKey, sources, commitment)
    return { commitment: hexName(commitment), status: 'stored' }
  } catch (error) {
    if (!(error instanceof GongshiError) || isOurs(error)) throw error
    return { commitment: hexName(commitment), status: 'refused', code: error.code }
  }
}

/** A failure of the store, for which no content is to blame. */
function isOurs(error: unknown): boolean {
  return error instanceof ContentError && contentErrorTexts[error.code].status >= 500
}
