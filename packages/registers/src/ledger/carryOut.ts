import { organisations } from '@gongshi/affairs'
import type { Transaction } from '@gongshi/protocol'
import {
  type Client,
  ClientError,
  isPassingRefusal,
  type ManyAnswer,
  sign,
  submitMany,
  submitTransaction,
  type Wallet,
} from '@gongshi/sdk'
import type { PlannedAct } from './plannedAct.ts'

export type Carrying = {
  readonly client: Client
  readonly wallet: Wallet
  readonly signal?: AbortSignal
  readonly onProgress?: (done: number, of: number) => void
}

/** An act that the ledger refused: something changed since the plan was made, or the signer may not. */
export type RefusedAct = { readonly subject: string; readonly action: string; readonly code: string }
export type Carried = { readonly done: number; readonly refused: readonly RefusedAct[] }

/** Acts that travel in one request, and requests under way at once. */
const batchActs = 250
const batchesAtOnce = 4

/**
 * Signs a plan's acts and submits them, wave after wave, each wave in bulk. An organ of which an act was refused is left
 * as it is from there on. Killed half way, a new plan holds what is missing.
 * @throws {ClientError} client-cancelled between two batches; whatever keeps the node from being asked
 */
export async function carryOut(acts: readonly PlannedAct[], carrying: Carrying): Promise<Carried> {
  const refused: RefusedAct[] = []
  const broken = new Set<string>()
  let done = 0
  const waves = [...Map.groupBy(acts, ({ wave }) => wave)].sort(([left], [right]) => left - right)
  for (const [, wave] of waves) {
    const ready = wave.filter(({ subject }) => !broken.has(subject))
    await inBatches(ready, carrying, (act, code) => {
      if (code === null) done++
      else {
        refused.push({ subject: act.subject, action: act.action, code })
        broken.add(act.subject)
      }
      carrying.onProgress?.(done, acts.length)
    })
  }
  return { done, refused }
}

type Told = (act: PlannedAct, code: string | null) => void

async function inBatches(acts: readonly PlannedAct[], carrying: Carrying, tell: Told): Promise<void> {
  const underWay = new Set<Promise<void>>()
  let lost: { readonly error: unknown } | undefined
  for (let from = 0; from < acts.length && lost === undefined; from += batchActs) {
    if (carrying.signal?.aborted) break
    const work = submitBatch(acts.slice(from, from + batchActs), carrying, tell)
      .catch((error: unknown) => {
        lost ??= { error }
      })
      .finally(() => underWay.delete(work))
    underWay.add(work)
    if (underWay.size >= batchesAtOnce) await Promise.race(underWay)
  }
  await Promise.all(underWay)
  if (lost !== undefined) throw lost.error
  if (carrying.signal?.aborted) throw new ClientError({ code: 'client-cancelled' })
}

async function submitBatch(acts: readonly PlannedAct[], carrying: Carrying, tell: Told): Promise<void> {
  const { client, wallet } = carrying
  const signed: Transaction[] = []
  for (const { action, input } of acts)
    signed.push(await sign(client, wallet, { affair: organisations, action }, input))
  const answers = await submitMany(client, signed)
  for (const [at, answer] of answers.entries()) tell(acts[at]!, refusalOf(await final(answer, signed[at]!, carrying)))
}

/** What could not be told in one request is asked for until it can. */
async function final(answer: ManyAnswer, transaction: Transaction, { client, signal }: Carrying): Promise<ManyAnswer> {
  if (answer.status === 'committed') return answer
  if (answer.status === 'refused' && !isPassingRefusal(answer.code)) return answer
  return submitTransaction(client, transaction, signal === undefined ? {} : { signal })
}

function refusalOf(answer: ManyAnswer): string | null {
  if (answer.status === 'refused') return answer.code
  if (answer.status !== 'committed') return 'transaction-unknown'
  return answer.outcome[0] === 'ok' ? null : String(answer.outcome[1])
}
