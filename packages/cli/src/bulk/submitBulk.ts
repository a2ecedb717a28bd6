import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { Json } from '@gongshi/affair-kit'
import { GongshiError, type Transaction } from '@gongshi/protocol'
import {
  type Act,
  type ActInput,
  type Client,
  ClientError,
  type SettledAnswer,
  settleMany,
  sign,
  type Wallet,
} from '@gongshi/sdk'
import { CliError } from '../errors.ts'
import { type BulkJournal, lineHash } from './journal.ts'

export type Submitting = {
  readonly client: Client
  readonly wallet: Wallet
  readonly act: Act
  readonly inputOf: (json: Json) => ActInput
  readonly journal: BulkJournal
  readonly signal: AbortSignal
  readonly onProgress: (counts: BulkCounts) => void
}

/** Lines by what became of them: `refused` stands in the ledger with its reason, `inadmissible` came never so far. */
export type BulkCounts = { read: number; done: number; already: number; refused: number; inadmissible: number }
export type BulkReport = BulkCounts & { readonly faults: readonly Fault[] }

type Fault = { readonly line: number; readonly code: string }
type Ready = { readonly line: number; readonly hash: string; readonly transaction: Transaction }

/** Lines that travel together; while they wait for their blocks the next are signed. */
const batchLines = 500
/** Faults that are told with their lines; the journal has all of them. */
const mostFaults = 1000

/**
 * Signs and submits one act a line of a file of JSON lines. What the journal knows is not done again: a run that was
 * killed is simply started again.
 * @throws {CliError} cli-interrupted, cli-line-changed; {ClientError} when the node refuses requests altogether
 */
export async function submitBulk(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  submitting: Submitting,
): Promise<BulkReport> {
  const counts: BulkCounts = { read: 0, done: 0, already: 0, refused: 0, inadmissible: 0 }
  const faults: Fault[] = []
  const fail = (line: number, code: string): void => {
    if (faults.length < mostFaults) faults.push({ line, code })
  }
  let before: Promise<void> = Promise.resolve()
  let batch: Ready[] = []
  const send = async (): Promise<void> => {
    const ready = batch
    batch = []
    await before
    before = settle(ready, submitting, counts, fail)
    before.catch(() => undefined) // awaited with the next batch, or at the end
  }
  let line = 0
  for await (const text of createInterface({ input: Readable.from(bytes), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1
    if (text.trim() === '') continue
    counts.read += 1
    const ready = await prepare(line, text, submitting)
    if (ready === 'already') counts.already += 1
    else if ('code' in ready) {
      counts.inadmissible += 1
      fail(line, ready.code)
    } else if (batch.push(ready) === batchLines) await send()
    if (submitting.signal.aborted) break
  }
  await send()
  await before
  if (submitting.signal.aborted) throw new CliError({ code: 'cli-interrupted' })
  return { ...counts, faults: faults.toSorted((left, right) => left.line - right.line) }
}

/** The line's act, signed, now or by an earlier run; or why it can't be. */
async function prepare(
  line: number,
  text: string,
  { client, wallet, act, inputOf, journal }: Submitting,
): Promise<Ready | 'already' | { readonly code: string }> {
  const hash = lineHash(text)
  const known = journal.known.get(line)
  if (known !== undefined && known.hash !== hash) throw new CliError({ code: 'cli-line-changed', line })
  if (known?.isCommitted) return 'already'
  if (known?.transaction !== undefined) return { line, hash, transaction: known.transaction }
  try {
    const input = inputOf(JSON.parse(text) as Json)
    return { line, hash, transaction: await sign(client, wallet, act, input) }
  } catch (error) {
    if (error instanceof SyntaxError) return { code: 'cli-json-malformed' }
    if (error instanceof GongshiError && !(error instanceof ClientError)) return { code: error.code }
    throw error
  }
}

async function settle(
  ready: readonly Ready[],
  { client, journal, signal, onProgress }: Submitting,
  counts: BulkCounts,
  fail: (line: number, code: string) => void,
): Promise<void> {
  if (ready.length === 0) return
  await journal.signed(ready.filter(({ line }) => !journal.known.has(line)))
  const transactions = ready.map(({ transaction }) => transaction)
  const answers = await settleMany(client, transactions, { signal })
  await journal.ended(answers.map((answer, at) => ({ line: ready[at]!.line, hash: ready[at]!.hash, ...endOf(answer) })))
  for (const [at, answer] of answers.entries()) {
    const { code } = answer
    if (code === null) counts.done += 1
    else {
      counts[answer.status === 'refused' ? 'inadmissible' : 'refused'] += 1
      fail(ready[at]!.line, code)
    }
  }
  onProgress(counts)
}

function endOf(answer: SettledAnswer) {
  if (answer.status === 'refused') return { code: answer.code }
  const { index, height, code } = answer
  return { index, height, outcome: code ?? 'ok' }
}
