import { concat, type Transaction } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { cut } from '../http/cut.ts'
import { type Json, malformed, member, readList, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { readTransactionStatus, type TransactionStatus } from './getTransaction.ts'

/** One answer a transaction, in their order: admitted and where it stands, or why it is not admissible. */
export type ManyAnswer =
  | TransactionStatus
  | { readonly status: 'refused'; readonly txId: Uint8Array; readonly code: string }

/** What a node takes in one request. */
const maxBytes = 1024 * 1024
const maxTransactions = 1000

/**
 * Submits many signed transactions, as many in one request as it can hold, and waits until they are committed or
 * `waitSeconds` have passed.
 * None depends on another: each is admitted or refused by itself.
 * @throws {ClientError} client-node-unreachable, client-node-refused for the request as a whole
 */
export async function submitMany(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  transactions: readonly Transaction[],
  options: { readonly waitSeconds?: number; readonly signal?: AbortSignal } = {},
): Promise<ManyAnswer[]> {
  const answers: ManyAnswer[] = []
  for (const run of cut(transactions, ({ transaction }) => transaction.length, maxBytes, maxTransactions))
    answers.push(...(await submitRun(client, run, options).catch(noRoom(run))))
  return answers
}

/** A node refuses a whole request where this address has as much waiting as it may: so none of it is taken in, yet. */
function noRoom(transactions: readonly Transaction[]): (error: unknown) => ManyAnswer[] {
  return (error) => {
    const code = 'queue-share-full'
    if (!isRefusal(error, code)) throw error
    return transactions.map(({ txId }) => ({ status: 'refused', txId, code }))
  }
}

async function submitRun(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  transactions: readonly Transaction[],
  { waitSeconds = 10, signal }: { readonly waitSeconds?: number; readonly signal?: AbortSignal },
): Promise<ManyAnswer[]> {
  const json = await askJson(client, '/api/v1/transactions', {
    method: 'POST',
    headers: { 'content-type': 'application/cbor-seq', prefer: `wait=${waitSeconds}` },
    body: concat(...transactions.map(({ transaction }) => transaction)),
    ...(signal === undefined ? {} : { signal }),
  })
  const results = readList(json, 'results')
  if (results.length !== transactions.length) throw malformed('results')
  return results.map((result, at) => readResult(result, transactions[at]!.txId))
}

function readResult(json: Json, txId: Uint8Array): ManyAnswer {
  if (member(json, 'status') !== 'refused') return readTransactionStatus(json, txId)
  return { status: 'refused', txId, code: readText(member(json, 'code'), 'code') }
}
