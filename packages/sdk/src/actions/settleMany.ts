import type { Transaction } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { type Committed, getTransaction } from './getTransaction.ts'
import { isPassingRefusal, restAfter } from './passing.ts'
import { type BriefAnswer, type BriefCommitted, submitManyBriefly } from './submitMany.ts'

/** The end of one of many: in the ledger, or never to be there as it is. */
export type SettledAnswer = Extract<BriefAnswer, { status: 'committed' | 'refused' }>

type Submitting = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'sleep'>

const waitSeconds = 30
const firstPauseMs = 200
const longestPauseMs = 5_000
/** What a node says of bytes that it may have taken before, in this run or an earlier one. */
const perhapsThere = new Set(['transaction-repeated', 'transaction-expired'])

/**
 * Submits signed transactions until each is committed, refused for good, or expired (`client-submission-expired`). A node
 * that takes no more just now is left alone as long as it wishes; bytes that it has already are found, not doubled.
 * @throws {ClientError} client-cancelled, and client-node-refused for the request as a whole
 */
export async function settleMany(
  client: Submitting,
  transactions: readonly Transaction[],
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<SettledAnswer[]> {
  const settled = new Map<Transaction, SettledAnswer>()
  let pauseMs = firstPauseMs
  for (let left = transactions; ; ) {
    const { answers, restMs } = await round(client, left, signal)
    for (const [at, transaction] of left.entries()) {
      const found = await settle(client, transaction, answers?.[at])
      if (found !== undefined) settled.set(transaction, found)
    }
    left = left.filter((transaction) => !settled.has(transaction))
    if (left.length === 0) return transactions.map((transaction) => settled.get(transaction)!)
    await client.sleep(Math.max(pauseMs, restMs))
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
}

/** No answers: the node could not be asked, or takes no request just now. */
async function round(client: Submitting, transactions: readonly Transaction[], signal: AbortSignal | undefined) {
  if (signal?.aborted) throw new ClientError({ code: 'client-cancelled' })
  try {
    const options = { waitSeconds, ...(signal === undefined ? {} : { signal }) }
    return { answers: await submitManyBriefly(client, transactions, options), restMs: 0 }
  } catch (error) {
    const restMs = restAfter(error)
    if (restMs === null) throw error
    return { answers: null, restMs }
  }
}

/** Undefined while it may still be committed. */
async function settle(
  client: Submitting,
  transaction: Transaction,
  answer: BriefAnswer | undefined,
): Promise<SettledAnswer | undefined> {
  const { txId, notAfter } = transaction
  if (answer?.status === 'committed') return answer
  const isRefused = answer?.status === 'refused' && !isPassingRefusal(answer.code)
  if (isRefused && !perhapsThere.has(answer.code)) return answer
  if (!isRefused && client.now() <= notAfter) return undefined
  const found = await getTransaction(client, txId).catch((error: unknown) => {
    if (restAfter(error) === null) throw error
    return null // asked again in the next round
  })
  if (found === null || found.status === 'pending') return undefined
  if (found.status === 'committed') return briefly(found)
  return isRefused ? answer : { status: 'refused', txId, code: 'client-submission-expired' }
}

function briefly({ txId, index, height, time, outcome }: Committed): BriefCommitted {
  const code = outcome[0] === 'ok' ? null : outcome[1]
  return { status: 'committed', txId, index, height, time, code }
}
