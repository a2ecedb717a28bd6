import { decodeInputFields, inputFields, valueToJson } from '@gongshi/affair-kit'
import type { BlockRecord, EntryParts } from '@gongshi/ledger'
import { commitToJson, headerToJson, type Json, type Leaf, parseLeaf, splitBody } from '@gongshi/protocol'
import { Type } from 'typebox'
import type { AffairBook } from '../../affairBook.ts'
import { describeLeaf } from '../../describeLeaf.ts'
import { missingBlock } from '../../engine/missingBlock.ts'
import { NodeError } from '../../errors.ts'
import { asBuffer } from '../asBuffer.ts'
import type { Conditional } from '../conditional.ts'
import type { Server } from '../createServer.ts'
import { jsonOf, refusals } from '../documentation.ts'
import { height, index } from '../parameters.ts'
import type { Services } from '../services.ts'
import { type Read, shortRead } from '../shortReads.ts'
import type { ShortWay } from '../shortWay.ts'

type Reading = Pick<Services, 'ledger' | 'affairs' | 'kept'>
type Needs = Reading & Pick<Services, 'engine' | 'others'>

const route = '/api/v1/entries/:index'

export function entryRoutes(server: Server, services: Needs, preHandler: Conditional): void {
  server.get<{ Params: { index: number } }>(
    route,
    {
      schema: {
        operationId: 'getEntry',
        summary: 'An entry of the log, decoded, with its raw bytes',
        tags: ['log'],
        params: Type.Object({ index }),
        response: {
          200: jsonOf('The fields of the leaf by name; `raw` holds the bytes.'),
          ...refusals('entry-unknown'),
        },
      },
    },
    async (request, reply) => {
      const { headers, body } = readEntry(services, request.params.index)
      return reply.headers(headers).send(body)
    },
  )
  server.get<{ Params: { height: number } }>(
    '/api/v1/blocks/:height',
    {
      preHandler,
      schema: {
        operationId: 'getBlock',
        summary: 'A block, decoded',
        tags: ['log'],
        params: Type.Object({ height }),
        response: {
          200: jsonOf('Header, commit, and the entries that the block added.'),
          ...refusals('block-unknown', 'block-pruned'),
        },
      },
    },
    async (request) => describeBlock(services, request.params.height),
  )
}

/** The same for the plainest requests. */
export function shortEntry(services: Reading): ShortWay {
  const address = /^\/api\/v1\/entries\/(0|[1-9]\d{0,14})$/
  return shortRead({ route, address, isCompressed: true, read: (at) => readEntry(services, Number(at)) })
}

function readEntry(services: Reading, at: number): Read {
  // A body may be erased.
  const headers = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' }
  return { headers, body: entryAsJson(services, at) }
}

/** @throws {NodeError} entry-unknown */
export function getEntry(ledger: Needs['ledger'], at: number): EntryParts {
  const entry = ledger.findEntry(at)
  if (entry === undefined) throw new NodeError({ code: 'entry-unknown' })
  return entry
}

/** The text of `describeEntry`. @throws {NodeError} entry-unknown */
function entryAsJson({ affairs, ledger, kept }: Reading, at: number): Buffer {
  const known = kept.find('entry', at)
  if (known !== undefined) return known
  const bytes = Buffer.from(JSON.stringify(describeEntry({ affairs }, getEntry(ledger, at))))
  kept.keep('entry', at, bytes, kept.erasures)
  return bytes
}

function describeEntry({ affairs }: Pick<Needs, 'affairs'>, entry: EntryParts): Json {
  const leaf = parseLeaf(entry.leaf)
  return {
    index: entry.index,
    ...describeLeaf(leaf),
    ...(leaf.kind === 'tx' ? { input: describeInput(affairs, leaf, entry), erasedBy: entry.erasedBy } : {}),
    raw: {
      leaf: base64(entry.leaf),
      signed: entry.signed && base64(entry.signed),
      body: entry.body && base64(entry.body),
    },
  }
}

/** PERF: natively; the protocol's own, which runs anywhere, takes as long as reading the leaf. */
function base64(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('base64')
}

/** The input by name; null once its body is erased, or when it is not of the declared form. */
function describeInput(affairs: AffairBook, leaf: Extract<Leaf, { kind: 'tx' }>, entry: EntryParts): Json {
  const declaration = affairs.find(leaf.affair, leaf.version)
  if (entry.body === null || entry.signed === null || declaration === undefined) return null
  const fields = inputFields(declaration, leaf.action)
  const { input } = splitBody(entry.body)
  const values = decodeInputFields(fields, input)
  return Object.fromEntries(fields.map(({ name, kind }) => [name, valueToJson(kind, values[name]!)]))
}

async function describeBlock(needs: Needs, at: number): Promise<Json> {
  const { engine, ledger } = needs
  const [header, commit] = await Promise.all([engine.findHeader(at), engine.findCommit(at)])
  if (header === undefined || commit === undefined) throw await missingBlock(needs, at)
  const record: BlockRecord | undefined = ledger.findBlock(at)
  return {
    header: headerToJson(header),
    commit: commitToJson(commit),
    entries: record ? { first: record.firstIndex, last: record.logSize - 1 } : null,
  }
}
