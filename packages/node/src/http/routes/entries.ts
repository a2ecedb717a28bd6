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

type Needs = Pick<Services, 'engine' | 'others' | 'ledger' | 'affairs' | 'kept'>

export function entryRoutes(server: Server, services: Needs, preHandler: Conditional): void {
  server.get<{ Params: { index: number } }>(
    '/api/v1/entries/:index',
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
      reply.header('cache-control', 'no-store') // a body may be erased
      return reply.type('application/json; charset=utf-8').send(entryAsJson(services, request.params.index))
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

/** @throws {NodeError} entry-unknown */
export function getEntry(ledger: Needs['ledger'], at: number): EntryParts {
  const entry = ledger.findEntry(at)
  if (entry === undefined) throw new NodeError({ code: 'entry-unknown' })
  return entry
}

/** The text of `describeEntry`. @throws {NodeError} entry-unknown */
function entryAsJson({ affairs, ledger, kept }: Pick<Needs, 'affairs' | 'ledger' | 'kept'>, at: number): Buffer {
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
