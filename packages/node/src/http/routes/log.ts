import type { LedgerReads } from '@gongshi/ledger'
import { encodeEntryBundle, parseTilePath, sha256, type TileName, tileWidthAt, toHex, utf8 } from '@gongshi/protocol'
import { Type } from 'typebox'
import { NodeError } from '../../errors.ts'
import { asBuffer } from '../asBuffer.ts'
import { conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { bodyOf, refusals } from '../documentation.ts'
import { index } from '../parameters.ts'
import type { Services } from '../services.ts'
import { type Read, shortRead } from '../shortReads.ts'
import type { ShortWay } from '../shortWay.ts'
import { getEntry } from './entries.ts'
import { partsRoute } from './parts.ts'

type Needs = Pick<Services, 'ledger' | 'publisher'>

const params = Type.Object({ index })
const tileAddress = '/log/tile/*'
const forever = 'public, max-age=31536000, immutable'

/**
 * The log as static resources (C2SP tlog-tiles): what lies beyond the published checkpoint is not shown, for what is
 * immutable must not be seen before the next header has confirmed it.
 */
export function logRoutes(server: Server, needs: Needs): void {
  checkpointRoute(server, needs)
  tileRoute(server, needs)
  signedRoute(server, needs)
  bodyRoute(server, needs)
  partsRoute(server, needs)
}

function checkpointRoute(server: Server, { publisher }: Needs): void {
  server.get(
    '/log/checkpoint',
    {
      preHandler: conditional(() => tagOf(publisher), 'public, max-age=2'),
      schema: {
        operationId: 'getCheckpoint',
        summary: 'The signed tree head (C2SP tlog-checkpoint)',
        tags: ['log'],
        response: { 200: bodyOf('text/plain', 'A signed note.'), ...refusals('checkpoint-absent') },
      },
    },
    async (_request, reply) => {
      if (publisher.published === null) throw new NodeError({ code: 'checkpoint-absent' })
      return reply.type('text/plain; charset=utf-8').send(publisher.published.note)
    },
  )
}

function tileRoute(server: Server, needs: Needs): void {
  server.get<{ Params: { '*': string } }>(
    tileAddress,
    {
      schema: {
        operationId: 'getTile',
        summary: 'A tile of hashes, or a bundle of entries (C2SP tlog-tiles)',
        tags: ['log'],
        params: Type.Object({
          '*': Type.String({ description: 'Such as `0/000`, `entries/x001/234.p/5`.', examples: ['0/000.p/1'] }),
        }),
        response: { 200: bodyOf('application/octet-stream', 'Immutable.'), ...refusals('tile-unknown') },
      },
    },
    async (request, reply) => {
      const { headers, body } = readTile(needs, request.params['*'])
      return reply.headers(headers).send(body)
    },
  )
}

/** The same for the plainest requests. */
export function shortTile(needs: Needs): ShortWay {
  const address = /^\/log\/tile\/([\w./]+)$/
  return shortRead({ route: tileAddress, address, isCompressed: false, read: (path) => readTile(needs, path) })
}

function readTile({ ledger, publisher }: Needs, path: string): Read {
  const name = parseTilePath(`tile/${path}`)
  if (name === null || name.width > tileWidthAt(sizeOf(publisher), name.level, name.index))
    throw new NodeError({ code: 'tile-unknown' })
  const headers = { 'cache-control': forever, 'content-type': 'application/octet-stream' }
  return { headers, body: asBuffer(tile(ledger, name)) }
}

function signedRoute(server: Server, needs: Needs): void {
  server.get<{ Params: { index: number } }>(
    '/log/signed/:index',
    {
      schema: {
        operationId: 'getSigned',
        summary: 'The signed part of a transaction, kept for good',
        tags: ['log'],
        params,
        response: { 200: bodyOf('application/cose', 'Immutable.'), ...refusals('entry-unknown', 'body-absent') },
      },
    },
    async (request, reply) => {
      const { signed } = getPublished(needs, request.params.index)
      if (signed === null) throw new NodeError({ code: 'body-absent' })
      return reply.header('cache-control', forever).type('application/cose').send(Buffer.from(signed))
    },
  )
}

function bodyRoute(server: Server, needs: Needs): void {
  server.get<{ Params: { index: number } }>(
    '/log/body/:index',
    {
      schema: {
        operationId: 'getBody',
        summary: 'The body of a transaction; 410 once it was erased',
        tags: ['log'],
        params,
        response: {
          200: bodyOf('application/cbor', 'Salt and input.'),
          ...refusals('entry-unknown', 'body-absent', 'body-erased'),
        },
      },
    },
    async (request, reply) => {
      const { body, erasedBy } = getPublished(needs, request.params.index)
      reply.header('cache-control', 'no-store')
      if (erasedBy !== null) throw new NodeError({ code: 'body-erased', erasedBy })
      if (body === null) throw new NodeError({ code: 'body-absent' })
      return reply.type('application/cbor').send(Buffer.from(body))
    },
  )
}

/** Witnesses may sign a checkpoint again: the same size under other lines. */
function tagOf({ published }: Needs['publisher']): string {
  return `W/"${published === null ? 0 : toHex(sha256(utf8(published.note))).slice(0, 16)}"`
}

function sizeOf(publisher: Needs['publisher']): number {
  return publisher.published?.size ?? 0
}

/** @throws {NodeError} entry-unknown for what no checkpoint covers yet */
function getPublished({ ledger, publisher }: Needs, at: number) {
  if (at >= sizeOf(publisher)) throw new NodeError({ code: 'entry-unknown' })
  return getEntry(ledger, at)
}

function tile(ledger: LedgerReads, { level, index: at, width }: TileName): Uint8Array {
  if (level !== 'entries') {
    const hashes = ledger.findTile(level, at, width)
    if (hashes === undefined) throw new NodeError({ code: 'tile-unknown' })
    return hashes
  }
  const leaves = Array.from({ length: width }, (_, offset) => getEntry(ledger, at * 256 + offset).leaf)
  return encodeEntryBundle(leaves)
}
