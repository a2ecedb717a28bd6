import { evidenceToJson, formatTlogProof, fromHex, inclusionProof, limits, parseEvidence } from '@gongshi/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import {
  type Disclosure,
  type EvidenceNeeds,
  entriesEvidence,
  entryEvidence,
  seenFrom,
  stateEvidence,
  statesEvidence,
} from '../../evidence/assemble.ts'
import { preferredType } from '../accept.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { height, index } from '../parameters.ts'
import { parseRowKey } from '../rowKey.ts'
import { shortRead } from '../shortReads.ts'
import type { ShortWay } from '../shortWay.ts'

const mediaType = 'application/vnd.gongshi.evidence+cbor'
const offered = [mediaType, 'application/json'] as const
const entryAddress = '/api/v1/evidence/entries/:index'
const evidenceBody = bodyOf(offered, 'One self-contained file.')
const disclose = Type.Optional(
  Type.Array(Type.String({ pattern: '^[0-9a-f]{64}:', minLength: 66, maxLength: 65 + 1024 }), {
    maxItems: 100, // more would not fit a request's head
    description: 'Members of contents to disclose: the commitment in hex, a colon, the path.',
  }),
)

export const trusted = Type.Optional({
  ...height,
  description:
    'Height of the reader’s trust root, where it is not this node’s own: the way to the header begins there.',
})
type From = { readonly trusted?: number }

export const stateKey = Type.Object({
  affair: Type.String({ pattern: '^[a-z][a-zA-Z0-9-]{0,63}$' }),
  table: Type.String({
    pattern: '^[a-zA-Z0-9/-]{1,128}$',
    description: 'Such as `entity/record`; percent-encoded in an address.',
  }),
  key: Type.String({ minLength: 1, maxLength: 2048, description: 'Canonical CBOR in base64url.' }),
})
type AskedState = { readonly affair: string; readonly table: string; readonly key: string }

/** Evidence as a self-contained file, CBOR by default and JSON by Accept; and the C2SP form of an inclusion proof. */
export function evidenceRoutes(server: Server, needs: EvidenceNeeds): void {
  entryRoute(server, needs)
  stateRoute(server, needs)
  statesRoute(server, needs)
  entriesRoute(server, needs)
  tlogProofRoute(server, needs)
}

function entryRoute(server: Server, needs: EvidenceNeeds): void {
  server.get<{ Params: { index: number }; Querystring: From & { disclose?: string[]; format?: 'json' } }>(
    entryAddress,
    {
      schema: {
        operationId: 'getEntryEvidence',
        summary: 'Evidence for a log entry',
        tags: ['evidence'],
        params: Type.Object({ index }),
        querystring: Type.Object({
          disclose,
          trusted,
          format: Type.Optional(Type.Literal('json', { description: 'As `Accept: application/json`, for links.' })),
        }),
        response: {
          200: evidenceBody,
          ...refusals(
            'entry-unknown',
            'entry-unproven',
            'block-unknown',
            'block-pruned',
            'member-restricted',
            'media-type-unacceptable',
          ),
        },
      },
    },
    async (request, reply) => {
      const seen = await seenFrom(needs, request.query.trusted)
      const bytes = await entryEvidence(seen, request.params.index, disclosures(request.query.disclose ?? []))
      return answer(request, reply, bytes, `entry-${request.params.index}`)
    },
  )
}

/** The same for the plainest requests: nothing disclosed beside the entry, as CBOR. */
export function shortEvidence(needs: EvidenceNeeds): ShortWay {
  const address = /^\/api\/v1\/evidence\/entries\/(0|[1-9]\d{0,14})$/
  const short = shortRead({
    route: entryAddress,
    address,
    isCompressed: false,
    read: async (at) => fileOf(await entryEvidence(needs, Number(at), []), `entry-${at}`),
  })
  return {
    ...short,
    isPlain: (request) => preferredType(request.headers.accept, offered) === mediaType && short.isPlain(request),
  }
}

function stateRoute(server: Server, needs: EvidenceNeeds): void {
  server.get<{ Params: AskedState; Querystring: From }>(
    '/api/v1/evidence/state/:affair/:table/:key',
    {
      schema: {
        operationId: 'getStateEvidence',
        summary: 'Evidence for what the state holds now under a key, or that it holds nothing',
        tags: ['evidence'],
        params: stateKey,
        querystring: Type.Object({ trusted }),
        response: {
          200: evidenceBody,
          ...refusals('state-key-malformed', 'block-unknown', 'media-type-unacceptable'),
        },
      },
    },
    async (request, reply) => {
      const { affair, table, key } = request.params
      const asked = { affair, table, key: parseRowKey(key).key }
      const seen = await seenFrom(needs, request.query.trusted)
      return answer(request, reply, await stateEvidence(seen, asked), 'state')
    },
  )
}

function statesRoute(server: Server, needs: EvidenceNeeds): void {
  server.post<{ Body: { values: AskedState[] }; Querystring: From }>(
    '/api/v1/evidence/states',
    {
      schema: {
        operationId: 'getStatesEvidence',
        summary: 'Evidence for many values of the state at one moment',
        tags: ['evidence'],
        body: Type.Object(
          { values: Type.Array(stateKey, { minItems: 1, maxItems: limits.stateRows }) },
          { additionalProperties: false },
        ),
        querystring: Type.Object({ trusted }),
        response: {
          200: bodyOf([mediaType], 'One file with all of them under one header.'),
          ...refusals('state-key-malformed', 'block-unknown'),
        },
      },
    },
    async ({ body, query }, reply) => {
      const keys = body.values.map(({ affair, table, key }) => ({ affair, table, key: parseRowKey(key).key }))
      reply.header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="states.gse"')
      return reply.type(mediaType).send(await statesEvidence(await seenFrom(needs, query.trusted), keys))
    },
  )
}

function entriesRoute(server: Server, needs: EvidenceNeeds): void {
  server.post<{ Body: { entries: [number, ...number[]] }; Querystring: From }>(
    '/api/v1/evidence/entries',
    {
      schema: {
        operationId: 'getEntriesEvidence',
        summary: 'Evidence for several entries of the log under one header',
        tags: ['evidence'],
        body: Type.Object(
          { entries: Type.Array(index, { minItems: 1, maxItems: limits.jointEntries, uniqueItems: true }) },
          { additionalProperties: false },
        ),
        querystring: Type.Object({ trusted }),
        response: {
          200: bodyOf([mediaType], 'One file with all of them under one header.'),
          ...refusals('entry-unknown', 'entry-unproven', 'block-unknown', 'block-pruned'),
        },
      },
    },
    async ({ body, query }, reply) => {
      reply.header('cache-control', 'no-store').header('content-disposition', 'attachment; filename="entries.gse"')
      return reply.type(mediaType).send(await entriesEvidence(await seenFrom(needs, query.trusted), body.entries))
    },
  )
}

function tlogProofRoute(server: Server, needs: EvidenceNeeds): void {
  server.get<{ Params: { index: number } }>(
    '/log/proof/:index',
    {
      schema: {
        operationId: 'getLogProof',
        summary: 'C2SP .tlog-proof of an entry',
        tags: ['evidence'],
        params: Type.Object({ index }),
        response: { 200: bodyOf('text/plain', 'The proof with its checkpoint.'), ...refusals('entry-unknown') },
      },
    },
    async (request, reply) => {
      const { published } = needs.publisher
      const at = request.params.index
      if (published === null || at >= published.size) throw new NodeError({ code: 'entry-unknown' })
      const proof = inclusionProof(needs.ledger.logHashes(), at, published.size)
      reply.header('content-disposition', `attachment; filename="entry-${at}.tlog-proof"`)
      return reply
        .type('text/plain; charset=utf-8')
        .send(formatTlogProof({ extra: null, index: at, proof, checkpoint: published.note }))
    },
  )
}

function disclosures(texts: readonly string[]): Disclosure[] {
  const paths = new Map<string, string[]>()
  for (const text of texts) {
    const commitment = text.slice(0, 64)
    paths.set(commitment, [...(paths.get(commitment) ?? []), text.slice(65)])
  }
  return [...paths].map(([commitment, chosen]) => ({ commitment: fromHex(commitment), paths: chosen }))
}

function answer(request: FastifyRequest, reply: FastifyReply, bytes: Buffer, name: string): FastifyReply {
  const { format } = request.query as { readonly format?: string }
  const type = format === 'json' ? 'application/json' : preferredType(request.headers.accept, offered)
  if (type === null) throw new NodeError({ code: 'media-type-unacceptable' })
  const { headers, body } = fileOf(bytes, name)
  if (type === mediaType) return reply.headers(headers).send(body)
  reply.header('vary', headers.vary).header('cache-control', headers['cache-control'])
  return reply.type('application/json').send(evidenceToJson(parseEvidence(bytes)))
}

function fileOf(body: Buffer, name: string) {
  const headers = {
    vary: 'accept',
    'cache-control': 'no-store',
    'content-disposition': `attachment; filename="${name}.gse"`,
    'content-type': mediaType,
  }
  return { headers, body }
}
