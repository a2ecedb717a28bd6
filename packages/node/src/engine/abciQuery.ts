import type { AbciCalls } from '@gongshi/engine-cometbft'
import type { LedgerReads } from '@gongshi/ledger'
import { answerOf, type Query, QueryRefusal } from './stateQuery.ts'

type Asked = Parameters<AbciCalls['query']>[0]
type Answered = Awaited<ReturnType<AbciCalls['query']>>

const empty = new Uint8Array()

/** An ABCI query, as `/rpc` answers it. What stands in the last block has its header only after the next. */
export async function answerAbciQuery(ledger: LedgerReads, { data, path, height, prove }: Asked): Promise<Answered> {
  const latestHeight = () => ledger.info().height
  const engine = { latestHeight, prove: async () => latestHeight() }
  const query: Query = { path, key: data, height: Number(height), isProven: prove }
  try {
    const answer = await answerOf({ engine, ledger }, query)
    const ops = answer.operators.map((each) => ({ ...each }))
    return { ...found, key: answer.key, value: answer.value ?? empty, height: BigInt(answer.height), proofOps: { ops } }
  } catch (error) {
    if (!(error instanceof QueryRefusal)) throw error
    return { ...found, code: error.code, log: error.message, codespace: 'gongshi' }
  }
}

const found: Answered = {
  code: 0,
  log: '',
  info: '',
  index: 0n,
  key: empty,
  value: empty,
  height: 0n,
  codespace: '',
}
