import { equalBytes, type Outcome, parseLeaf, toHex } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { isRefusal } from '../errors.ts'
import { type Json, malformed, member, readBase64, readHex, readInteger, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'

/** What became of a transaction, as one node tells it. `committed` is durable; evidence proves it to others. */
export type TransactionStatus =
  | { readonly status: 'unknown'; readonly txId: Uint8Array }
  | { readonly status: 'pending'; readonly txId: Uint8Array; readonly receipt?: Uint8Array }
  | Committed

export type Committed = {
  readonly status: 'committed'
  readonly txId: Uint8Array
  /** The entry's index in the log: what evidence is asked for by. */
  readonly index: number
  readonly height: number
  /** Block time, Unix milliseconds. */
  readonly time: number
  readonly outcome: Outcome
  readonly receipt?: Uint8Array
}

export async function getTransaction(
  client: Pick<Client, 'url' | 'fetch' | 'language'>,
  txId: Uint8Array,
): Promise<TransactionStatus> {
  try {
    return readTransactionStatus(await askJson(client, `/api/v1/transactions/${toHex(txId)}`), txId)
  } catch (error) {
    if (isRefusal(error, 'transaction-unknown')) return { status: 'unknown', txId }
    throw error
  }
}

/** Reads the status of the transaction that was asked for; of a committed one, what its own leaf says. */
export function readTransactionStatus(json: Json, txId: Uint8Array): TransactionStatus {
  if (!equalBytes(readHex(member(json, 'txId'), 'txId'), txId)) throw malformed('txId')
  const given = member(json, 'receipt')
  const receipt = given === undefined || given === null ? {} : { receipt: readBase64(given, 'receipt') }
  const status = readText(member(json, 'status'), 'status')
  if (status === 'pending') return { status, txId, ...receipt }
  if (status !== 'committed') throw malformed('status')
  const { height, time, outcome } = transactionLeaf(readBase64(member(json, 'leaf'), 'leaf'), txId)
  return { status, txId, index: readInteger(member(json, 'index'), 'index'), height, time, outcome, ...receipt }
}

function transactionLeaf(bytes: Uint8Array, txId: Uint8Array): { height: number; time: number; outcome: Outcome } {
  try {
    const leaf = parseLeaf(bytes)
    if (leaf.kind === 'tx' && equalBytes(leaf.txId, txId)) return leaf
  } catch (error) {
    throw malformed('leaf', error)
  }
  throw malformed('leaf')
}
