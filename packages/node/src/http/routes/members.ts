import { Readable } from 'node:stream'
import {
  batchCommitment,
  encodeUploadBatch,
  equalBytes,
  fromBase64,
  GongshiError,
  maxBatchContents,
  parseUploadBatch,
  toBase64,
  uploadBatchMediaType,
} from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { gather } from '../../replicate/gather.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { base64, hash32, index, parseHash, unixMs } from '../parameters.ts'
import type { Services } from '../services.ts'
import { isBatch } from './contentBatch.ts'

type Needs = Pick<Services, 'contents' | 'replication'>

const mediaType = 'application/vnd.gongshi.content'
const erasureSchema = Type.Object({
  entry: index,
  receipts: Type.Array(
    Type.Object({
      origin: Type.String({ description: 'Under which the member publishes the log.' }),
      at: unixMs,
      keeps: Type.String({
        description: '`nothing`, or `blocks`: the body still stands in blocks that others replay.',
      }),
      receipt: base64,
    }),
  ),
  waiting: Type.Array(Type.String({ description: 'A member that has not said so yet.' })),
})

/** What members' nodes ask each other for. */
export function memberRoutes(server: Server, services: Needs): void {
  wholeRoute(server, services)
  wholesRoute(server, services)
  erasureRoute(server, services)
}

function wholeRoute(server: Server, { contents, replication: { members } }: Needs): void {
  server.get<{ Params: { commitment: string } }>(
    '/api/v1/contents/:commitment/whole',
    {
      schema: {
        operationId: 'getWholeContent',
        summary: 'A whole content with its record key, for members’ nodes',
        description:
          'The header `Gongshi-Member` holds a request for it, signed by a publisher’s key that the ledger lists.',
        tags: ['contents'],
        params: Type.Object({ commitment: hash32 }),
        security: [{ memberRequest: [] }],
        response: {
          200: bodyOf(mediaType, 'As for an upload.'),
          ...refusals('member-only', 'content-absent', 'content-erased', 'content-damaged'),
        },
      },
    },
    async (request, reply) => {
      const commitment = parseHash(request.params.commitment)
      if (!equalBytes(askedFor(members, request.headers['gongshi-member']), commitment))
        throw new NodeError({ code: 'member-only' })
      await contents.members(commitment) // what is not here is told before the answer begins
      reply.header('cache-control', 'no-store').header('content-disposition', 'attachment')
      return reply.type(mediaType).send(Readable.from(contents.whole(commitment), { objectMode: false }))
    },
  )
}

/** One commitment asked for, and its head. */
const askedBytes = 2 + 32 + 1

function wholesRoute(server: Server, { contents, replication: { members } }: Needs): void {
  server.post<{ Body: Uint8Array | undefined }>(
    '/api/v1/contents/whole',
    {
      bodyLimit: maxBatchContents * askedBytes,
      schema: {
        operationId: 'getWholeContents',
        summary: 'Many whole contents with their record keys, for members’ nodes',
        description:
          'The body names what is wanted, the answer holds what of it is here; one without bytes is here and is asked for alone. The header `Gongshi-Member` holds a request for all of it in its order, signed by a publisher’s key that the ledger lists.',
        tags: ['contents'],
        consumes: [uploadBatchMediaType],
        security: [{ memberRequest: [] }],
        response: {
          200: bodyOf(uploadBatchMediaType, 'Those that are here.'),
          ...refusals('member-only', 'upload-malformed', 'media-type-unsupported', 'request-too-large'),
        },
      },
    },
    async (request, reply) => {
      const asked = askedFor(members, request.headers['gongshi-member'])
      if (!isBatch(request.headers['content-type']) || !(request.body instanceof Uint8Array))
        throw new NodeError({ code: 'media-type-unsupported' })
      const wanted = parseUploadBatch(request.body).map(({ commitment }) => commitment)
      if (!equalBytes(asked, batchCommitment(wanted))) throw new NodeError({ code: 'member-only' })
      reply.header('cache-control', 'no-store').header('content-disposition', 'attachment')
      return reply.type(uploadBatchMediaType).send(Buffer.from(encodeUploadBatch(await gather(contents, wanted))))
    },
  )
}

/** Whatever is wrong with a request, it is not a member's. @throws {NodeError} member-only */
function askedFor(members: Needs['replication']['members'], header: string | string[] | undefined): Uint8Array {
  try {
    const asked = typeof header === 'string' ? members.asksFor(fromBase64(header)) : null
    if (asked !== null) return asked
  } catch (error) {
    if (!(error instanceof GongshiError)) throw error
  }
  throw new NodeError({ code: 'member-only' })
}

function erasureRoute(server: Server, { replication: { erasureReceipts } }: Needs): void {
  server.get<{ Params: { entry: number } }>(
    '/api/v1/erasures/:entry',
    {
      schema: {
        operationId: 'getErasureReceipts',
        summary: 'Who has destroyed what this entry ordered to be destroyed',
        description: 'Each receipt is a COSE_Sign1 (docs/protocol.md) of a publisher’s key that the ledger lists.',
        tags: ['contents'],
        params: Type.Object({ entry: index }),
        response: { 200: erasureSchema, ...refusals('erasure-unknown') },
      },
    },
    async (request, reply) => {
      const { entry } = request.params
      const receipts = erasureReceipts.of(entry)
      if (receipts.length === 0) throw new NodeError({ code: 'erasure-unknown' })
      reply.header('cache-control', 'no-store')
      return {
        entry,
        receipts: receipts.map(({ origin, at, keeps, bytes }) => ({ origin, at, keeps, receipt: toBase64(bytes) })),
        waiting: erasureReceipts.waitingFor(entry),
      }
    },
  )
}
