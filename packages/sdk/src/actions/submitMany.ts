import { concat, hexName, type Transaction } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { cut } from '../http/cut.ts'
import { type Json, malformed, member, readInteger, readList, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import { type Committed, readTransactionStatus, type TransactionStatus } from './getTransaction.ts'

type Refused = { readonly status: 'refused'; readonly txId: Uint8Array; readonly code: string }

/** One answer a transaction, in their order: admitted and where it stands, or why it is not admissible. */
export type ManyAnswer = TransactionStatus | Refused

/** Of a committed one that it stands in the ledger, and how: `code` is that of its refusal, null for one that was done. */
export type BriefCommitted = Omit<Committed, 'outcome' | 'receipt'> & { readonly code: string | null }
export type BriefAnswer = Exclude<TransactionStatus, Committed> | BriefCommitted | Refused

/** What a node takes in one request. */
const maxBytes = 1024 * 1024
const maxTransactions = 1000

/**
 * Submits many signed transactions, as many in one request as it can hold, and waits until they are committed or
 * `waitSeconds` have passed.
 * None depends on another: each is admitted or refused by itself.
 * @throws {ClientError} client-node-unreachable, client-node-refused for the request as a whole
 */
export function submitMany(
  client: Submitting,
  transactions: readonly Transaction[],
  options: Waiting = {},
): Promise<ManyAnswer[]> {
  return submitAll(client, transactions, options, '', readTransactionStatus)
}

/**
 * As `submitMany`, for one who has no use for what each act did. PERF: a leaf takes its bytes twice over in base64, and its
 * parsing here as long as the signature of its transaction.
 */
export function submitManyBriefly(
  client: Submitting,
  transactions: readonly Transaction[],
  options: Waiting = {},
): Promise<BriefAnswer[]> {
  return submitAll(client, transactions, options, ', return=minimal', readBriefStatus)
}

type Submitting = Pick<Client, 'url' | 'fetch' | 'language'>
type Waiting = { readonly waitSeconds?: number; readonly signal?: AbortSignal }

async function submitAll<Status>(
  client: Submitting,
  transactions: readonly Transaction[],
  { waitSeconds = 10, signal }: Waiting,
  preference: string,
  read: (json: Json, txId: Uint8Array) => Status,
): Promise<(Status | Refused)[]> {
  const answers: (Status | Refused)[] = []
  const headers = { 'content-type': 'application/cbor-seq', prefer: `wait=${waitSeconds}${preference}` }
  const stopping = signal === undefined ? {} : { signal }
  for (const run of cut(transactions, ({ transaction }) => transaction.length, maxBytes, maxTransactions)) {
    const body = concat(...run.map(({ transaction }) => transaction))
    const asked = askJson(client, '/api/v1/transactions', { method: 'POST', headers, body, ...stopping })
    answers.push(...(await asked.then((json) => readAnswers(json, run, read)).catch(noRoom(run))))
  }
  return answers
}

/** A node refuses a whole request where this address has as much waiting as it may: so none of it is taken in, yet. */
function noRoom(transactions: readonly Transaction[]): (error: unknown) => Refused[] {
  return (error) => {
    const code = 'queue-share-full'
    if (!isRefusal(error, code)) throw error
    return transactions.map(({ txId }) => ({ status: 'refused', txId, code }))
  }
}

function readAnswers<Status>(
  json: Json,
  transactions: readonly Transaction[],
  read: (json: Json, txId: Uint8Array) => Status,
): (Status | Refused)[] {
  const results = readList(json, 'results')
  if (results.length !== transactions.length) throw malformed('results')
  return results.map((result, at) => {
    const { txId } = transactions[at]!
    if (member(result, 'status') !== 'refused') return read(result, txId)
    return { status: 'refused', txId, code: readText(member(result, 'code'), 'code') }
  })
}

function readBriefStatus(json: Json, txId: Uint8Array): Exclude<BriefAnswer, Refused> {
  if (member(json, 'status') !== 'committed')
    return readTransactionStatus(json, txId) as Exclude<TransactionStatus, Committed>
  if (readText(member(json, 'txId'), 'txId') !== hexName(txId)) throw malformed('txId')
  const [index, height, time] = ['index', 'height', 'time'].map((name) => readInteger(member(json, name), name))
  const outcome = readText(member(json, 'outcome'), 'outcome')
  return {
    status: 'committed',
    txId,
    index: index!,
    height: height!,
    time: time!,
    code: outcome === 'ok' ? null : outcome,
  }
}
