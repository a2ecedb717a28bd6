import type { Engine, LedgerReads } from '@gongshi/ledger'
import { appHash, type Cbor, decodeCbor, encodeCbor, ProtocolError, stateProofToCbor } from '@gongshi/protocol'

export type QueryNeeds = {
  readonly engine: Pick<Engine, 'latestHeight' | 'prove'>
  readonly ledger: Pick<LedgerReads, 'info' | 'findApp' | 'findBlock' | 'proveState'>
}

/** Codes of a query that has no answer, in codespace `gongshi`. */
const queryCode = { path: 1, key: 2, height: 3 } as const

/** Why a query has no answer. */
export class QueryRefusal extends Error {
  readonly code: number

  constructor(code: number, log: string) {
    super(log)
    this.code = code
  }
}

export type Answer = {
  readonly key: Uint8Array
  /** Null proves that nothing stands there. */
  readonly value: Uint8Array | null
  readonly operators: readonly ProofOperator[]
  /** The header above this height carries the app hash. */
  readonly height: number
}

/** CometBFT's ProofOp. */
type ProofOperator = { readonly type: string; readonly key: Uint8Array; readonly data: Uint8Array }

export type Query = {
  readonly path: string
  readonly key: Uint8Array
  readonly height: number
  readonly isProven: boolean
}

/** What the state holds there now, or the app hash of a height. @throws {QueryRefusal} */
export async function answerOf(needs: QueryNeeds, query: Query): Promise<Answer> {
  if (query.path === '/app/hash') return appHashAt(needs, query)
  const [, affair, table] = /^\/state\/([a-z][a-zA-Z0-9-]{0,63})\/([a-zA-Z0-9/-]{1,128})$/.exec(query.path) ?? []
  if (affair === undefined || table === undefined)
    throw new QueryRefusal(queryCode.path, 'path is neither /state/{affair}/{table} nor /app/hash')
  return stateAt(needs, affair, table, query)
}

/** Without a proof: it is the header above that says it. */
function appHashAt({ engine, ledger }: QueryNeeds, { height: asked }: Query): Answer {
  const height = asked === 0 ? ledger.info().height : asked
  const app = height > 0 && height <= engine.latestHeight() ? ledger.findApp(height) : undefined
  if (app === undefined) throw new QueryRefusal(queryCode.height, `height ${height} is not available`)
  return { key: new Uint8Array(), value: appHash(app), operators: [], height }
}

async function stateAt({ engine, ledger }: QueryNeeds, affair: string, table: string, query: Query): Promise<Answer> {
  const key = decodeKey(query.key)
  if (engine.latestHeight() === 0) await engine.prove()
  const answer = ledger.proveState(affair, table, key)
  // A block with leaves is proven by the header after it; an empty one carries the app hash that still holds.
  const height = ledger.findBlock(answer.height) ? answer.height : answer.height - 1
  if (query.height !== 0 && query.height !== height)
    throw new QueryRefusal(queryCode.height, `only height ${height} is available`)
  if (height === engine.latestHeight()) await engine.prove()
  if (!query.isProven) return { key: query.key, value: answer.value, operators: [], height }
  const { logSize, logRoot } = ledger.findApp(answer.height)!
  const operators = [
    {
      type: 'gongshi:state/1',
      key: encodeCbor([affair, table, key]),
      data: encodeCbor(stateProofToCbor(answer.proof)),
    },
    { type: 'gongshi:app/1', key: new Uint8Array(), data: encodeCbor([logSize, logRoot]) },
  ]
  return { key: query.key, value: answer.value, operators, height }
}

function decodeKey(bytes: Uint8Array): Cbor {
  try {
    return decodeCbor(bytes, { maxBytes: 1024, maxDepth: 8 })
  } catch (error) {
    if (error instanceof ProtocolError) throw new QueryRefusal(queryCode.key, 'data is not the canonical CBOR of a key')
    throw error
  }
}
