import type { LedgerReads } from '@gongshi/ledger'
import { encodeCbor } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { index } from '../parameters.ts'
import type { Services } from '../services.ts'
import { getEntry } from './entries.ts'

type Needs = Pick<Services, 'ledger' | 'publisher'>

/** As many as a C2SP bundle of entries has leaves. */
export const entriesAPart = 256

/** Leaf, `signed`, body; the entry that erased the body, and that one's leaf. */
export type EncodedPart = readonly [
  leaf: Uint8Array,
  signed: Uint8Array | null,
  body: Uint8Array | null,
  erasedBy: number | null,
  order: Uint8Array | null,
]

/** What a member that begins with a snapshot fetches: entries with everything that belongs to them, 256 at a time. */
export function partsRoute(server: Server, { ledger, publisher }: Needs): void {
  server.get<{ Params: { index: number } }>(
    '/log/parts/:index',
    {
      schema: {
        operationId: 'getParts',
        summary: 'Entries with what belongs to them, 256 at a time',
        tags: ['log'],
        params: Type.Object({ index: { ...index, description: 'The first entry’s index, divided by 256.' } }),
        response: {
          200: bodyOf('application/cbor', 'A list of [leaf, signed, body, erased by, that entry’s leaf].'),
          ...refusals('entry-unknown'),
        },
      },
    },
    async (request, reply) => {
      const size = publisher.published?.size ?? 0
      const from = request.params.index * entriesAPart
      if (!(from < size)) throw new NodeError({ code: 'entry-unknown' })
      const count = Math.min(entriesAPart, size - from)
      const parts = Array.from({ length: count }, (_, at) => [...partOf(ledger, from + at)])
      reply.header('cache-control', 'no-store') // a body may be erased
      return reply.type('application/cbor').send(Buffer.from(encodeCbor(parts)))
    },
  )
}

function partOf(ledger: LedgerReads, at: number): EncodedPart {
  const { leaf, signed, body, erasedBy } = getEntry(ledger, at)
  return [leaf, signed, body, erasedBy, erasedBy === null ? null : getEntry(ledger, erasedBy).leaf]
}
