import { limits, type PublicKey, parseReceipt, type Transaction, verifyReceipt } from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { askJson } from '../http/request.ts'
import { type Committed, getTransaction, readTransactionStatus, type TransactionStatus } from './getTransaction.ts'
import { restAfter } from './passing.ts'

export type SubmitOptions = {
  readonly lifetimeMs?: number
  readonly signal?: AbortSignal
  /** The key under which this node signs receipts (its publisher's): given, each receipt must verify. */
  readonly receiptKey?: PublicKey
  /** Told of each receipt: the node's promise, worth keeping until the entry is there. */
  readonly onReceipt?: (receipt: Uint8Array) => void
}

export type Submitting = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'sleep'>

/** The node answers after this many seconds at the latest, committed or not. */
const waitSeconds = 10
const firstPauseMs = 200
const longestPauseMs = 5_000
/** Codes that a wrong clock leads to. */
const untimely = new Set(['transaction-expired', 'not-after-too-far'])
const harmlessSkewMs = 60_000

/**
 * Submits a signed transaction, again and again if need be (its id makes that safe), until it is committed or expired.
 *
 * What the caller may trust afterwards: this node has the entry on its disk. For what others can check, getEvidence.
 *
 * @throws {ClientError} client-submission-expired when it can never be committed any more, client-node-refused with the
 * code of admission, client-clock-skewed, client-receipt-mismatch, client-cancelled
 */
export async function submitTransaction(
  client: Submitting,
  transaction: Transaction,
  options: SubmitOptions = {},
): Promise<Committed> {
  let pauseMs = firstPauseMs
  let asked = false
  while (client.now() <= transaction.notAfter) {
    if (options.signal?.aborted) throw new ClientError({ code: 'client-cancelled' })
    const status = await attempt(client, transaction, asked, options)
    asked = true
    if (status.status === 'committed') return status
    await client.sleep(Math.max(pauseMs, status.status === 'busy' ? status.restMs : 0))
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }
  return lastLook(client, transaction)
}

/** The node could not be asked, or takes nothing just now, and wishes to be left alone so long. */
type Busy = { readonly status: 'busy'; readonly restMs: number }

/** One round. The first one sends, later ones look before they send. */
async function attempt(
  client: Submitting,
  transaction: Transaction,
  asked: boolean,
  options: SubmitOptions,
): Promise<TransactionStatus | Busy> {
  try {
    if (asked) {
      const found = await getTransaction(client, transaction.txId)
      if (found.status !== 'unknown') return found
    }
    const status = await post(client, transaction, options.signal)
    checkReceipt(status, transaction, options)
    return status
  } catch (error) {
    const restMs = restAfter(error)
    if (restMs !== null) return { status: 'busy', restMs }
    return committedAnyway(client, transaction, error)
  }
}

async function post(client: Submitting, transaction: Transaction, signal?: AbortSignal): Promise<TransactionStatus> {
  const json = await askJson(client, '/api/v1/transactions', {
    method: 'POST',
    headers: { 'content-type': 'application/cose', prefer: `wait=${waitSeconds}` },
    body: transaction.transaction,
    ...(signal === undefined ? {} : { signal }),
  })
  return readTransactionStatus(json, transaction.txId)
}

/** A refusal because it is there already (an answer was lost, or the same bytes came twice) is the answer wished for. */
async function committedAnyway(client: Submitting, transaction: Transaction, error: unknown): Promise<Committed> {
  if (!(error instanceof ClientError) || error.code !== 'client-node-refused') throw error
  const found = await getTransaction(client, transaction.txId).catch(() => undefined)
  if (found?.status === 'committed') return found
  throw clockFault(client, error) ?? error
}

/** A refusal for its time, where our clock and the node's are far apart: the clock is what to mend. */
function clockFault(client: Submitting, { failure }: ClientError): ClientError | undefined {
  if (failure.code !== 'client-node-refused' || !untimely.has(failure.problem.code)) return undefined
  const { nodeTime } = failure.problem
  const aheadMs = nodeTime === undefined ? 0 : client.now() - nodeTime
  return Math.abs(aheadMs) > harmlessSkewMs ? new ClientError({ code: 'client-clock-skewed', aheadMs }) : undefined
}

/** Expired by our clock, but a block whose time lies before may hold it: the ledger's word decides. */
async function lastLook(client: Submitting, transaction: Transaction): Promise<Committed> {
  const status = await getTransaction(client, transaction.txId)
  if (status.status === 'committed') return status
  throw new ClientError({ code: 'client-submission-expired' })
}

function checkReceipt(status: TransactionStatus, transaction: Transaction, options: SubmitOptions): void {
  if (status.status === 'unknown' || status.receipt === undefined) return
  try {
    const { txId, includeBy } =
      options.receiptKey === undefined
        ? parseReceipt(status.receipt)
        : verifyReceipt(status.receipt, options.receiptKey)
    const ours = txId.length === limits.hashBytes && txId.every((byte, at) => byte === transaction.txId[at])
    if (!ours || includeBy > transaction.notAfter) throw new ClientError({ code: 'client-receipt-mismatch' })
  } catch (error) {
    throw new ClientError({ code: 'client-receipt-mismatch' }, { cause: error })
  }
  options.onReceipt?.(status.receipt)
}
