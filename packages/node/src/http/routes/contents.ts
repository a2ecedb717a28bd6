import { Readable } from 'node:stream'
import { encodeMemberGround, equalBytes, readUpload, toBase64 } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { assertOpen } from '../../masking/assertOpen.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, jsonOf, refusals } from '../documentation.ts'
import { hash32, parseHash } from '../parameters.ts'
import type { Services } from '../services.ts'
import { readPermit } from './uploadPermit.ts'

type Needs = Pick<Services, 'contents' | 'ledger' | 'now' | 'signatureCheck'>

const mediaType = 'application/vnd.gongshi.content'
const groundHeader = 'gongshi-member-proof'
const params = Type.Object({ commitment: hash32 })
const storedSchema = Type.Object({
  commitment: hash32,
  members: Type.Array(Type.Object({ path: Type.String(), size: Type.Integer({ description: 'Bytes.' }) })),
})
const uploadRefusals = [
  'upload-unsigned',
  'upload-unauthorised',
  'upload-expired',
  'upload-mismatch',
  'upload-malformed',
  'request-cut-short',
  'content-mismatch',
  'content-too-large',
  'content-disk-full',
] as const

/**
 * Contents beside the ledger. Reading is public, for what stands here was published; taking one in needs the permit of
 * a key that is active on the ledger, so that a stranger cannot fill the disk.
 */
export function contentRoutes(server: Server, services: Needs): void {
  uploadRoute(server, services)
  statusRoute(server, services)
  memberRoute(server, services)
}

function uploadRoute(server: Server, services: Needs): void {
  server.addContentTypeParser(mediaType, (_request, payload, done) => done(null, payload))
  server.put<{ Params: { commitment: string }; Body: Readable }>(
    '/api/v1/contents/:commitment',
    {
      bodyLimit: Number.MAX_SAFE_INTEGER,
      schema: {
        operationId: 'putContent',
        summary: 'Store a content',
        description: 'The header `Gongshi-Upload` holds a permit for it, signed by a key that the ledger knows.',
        tags: ['contents'],
        params,
        consumes: [mediaType],
        security: [{ uploadPermit: [] }],
        response: { 201: storedSchema, ...refusals(...uploadRefusals) },
      },
    },
    async (request, reply) => {
      const commitment = parseHash(request.params.commitment)
      const permit = readPermit(services, request.headers['gongshi-upload'])
      if (!equalBytes(permit.commitment, commitment)) throw new NodeError({ code: 'upload-mismatch' })
      if (!(request.body instanceof Readable)) throw new NodeError({ code: 'media-type-unsupported' })
      const { recordKey, members } = await readUpload(request.body)
      const stored = await services.contents.put(recordKey, members, commitment)
      return reply.code(201).send({ commitment: request.params.commitment, members: stored.members })
    },
  )
}

function statusRoute(server: Server, { contents }: Pick<Needs, 'contents'>): void {
  server.get<{ Params: { commitment: string } }>(
    '/api/v1/contents/:commitment',
    {
      schema: {
        operationId: 'getContent',
        summary: 'State and members of a content',
        tags: ['contents'],
        params,
        response: { 200: jsonOf('`state` present, with members; absent; damaged; or erased, with the tombstone.') },
      },
    },
    async (request, reply) => {
      const commitment = parseHash(request.params.commitment)
      const status = await contents.status(commitment)
      reply.header('cache-control', 'no-store')
      if (status.state === 'erased') return { ...status, commitment: request.params.commitment }
      return {
        commitment: request.params.commitment,
        state: status.state,
        members: status.state === 'present' ? await contents.members(commitment) : [],
      }
    },
  )
}

function memberRoute(server: Server, { contents }: Pick<Needs, 'contents'>): void {
  server.get<{ Params: { commitment: string }; Querystring: { path: string } }>(
    '/api/v1/contents/:commitment/member',
    {
      schema: {
        operationId: 'getContentMember',
        summary: 'One member of a content, checked against its commitment as it is sent',
        description: `The header \`${groundHeader}\` holds salt and proof, by which a reader checks it, too.`,
        tags: ['contents'],
        params,
        querystring: Type.Object({ path: Type.String({ minLength: 1, maxLength: 1024 }) }),
        response: {
          200: bodyOf('application/octet-stream', 'The bytes of the member.'),
          ...refusals(
            'member-restricted',
            'content-absent',
            'content-member-absent',
            'content-erased',
            'content-damaged',
          ),
        },
      },
    },
    async (request, reply) => {
      const commitment = parseHash(request.params.commitment)
      await assertOpen(contents, commitment, [request.query.path])
      const { bytes } = await contents.read(commitment, request.query.path)
      const ground = encodeMemberGround(await contents.prove(commitment, request.query.path))
      reply.header('cache-control', 'no-store').header('content-disposition', 'attachment')
      reply.header(groundHeader, toBase64(ground))
      return reply.type('application/octet-stream').send(Readable.from(bytes))
    },
  )
}
