import type { ReadRelease } from '@gongshi/ocds'
import type { Transaction } from '@gongshi/protocol'
import {
  type Act,
  type Client,
  getRowHistory,
  type ManyAnswer,
  sign,
  submitMany,
  submitTransaction,
  uploadContent,
  type Wallet,
} from '@gongshi/sdk'
import { CliError } from '../errors.ts'
import { importInput } from './importInput.ts'
import { ImportReport } from './importReport.ts'

type Release = Extract<ReadRelease, { ok: true }>
type Sending = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'random' | 'trust' | 'chainId' | 'sleep'>

export type Importing = {
  readonly client: Sending
  readonly wallet: Wallet
  readonly act: Act
  /** The view whose rows are the releases imported before, by (ocid, release id). */
  readonly view: string
  /** Known to be none: then no release is looked up before it is sent. */
  readonly noneYet?: boolean
  readonly signal: AbortSignal
  readonly onProgress?: (report: ImportReport) => void
}

/** Releases that travel together; while one batch waits for its block, the next is uploaded and signed. */
const batchReleases = 64
const batchesAtOnce = 3
/** The state already has a row with this key: an earlier run, or someone else, was first. */
const existsCode = 'row-exists'

/**
 * Publishes each release once: what the ledger holds is left alone, so that a run that was killed is simply started
 * again. The content goes first, then the act that names it, so that no act ever names a content that is not there.
 * @throws {CliError} cli-interrupted after the batches under way have ended; {ClientError} when the node is lost
 */
export async function importReleases(reads: AsyncIterable<ReadRelease>, importing: Importing): Promise<ImportReport> {
  const report = new ImportReport(() => importing.client.now())
  const underWay = new Set<Promise<void>>()
  let lost: { readonly error: unknown } | undefined
  const begin = async (batch: readonly Release[]): Promise<void> => {
    const work = importBatch(batch, importing, report)
      .catch((error: unknown) => {
        lost ??= { error }
      })
      .finally(() => underWay.delete(work))
    underWay.add(work)
    if (underWay.size >= batchesAtOnce) await Promise.race(underWay)
  }
  let batch: Release[] = []
  for await (const read of reads) {
    if (lost !== undefined || importing.signal.aborted) break
    report.read(read)
    if (read.ok) batch.push(read)
    if (batch.length < batchReleases) continue
    await begin(batch)
    batch = []
  }
  if (batch.length > 0 && lost === undefined && !importing.signal.aborted) await begin(batch)
  await Promise.all(underWay)
  if (lost !== undefined) throw lost.error
  if (importing.signal.aborted) throw new CliError({ code: 'cli-interrupted' })
  return report
}

async function importBatch(batch: readonly Release[], importing: Importing, report: ImportReport): Promise<void> {
  const fresh = importing.noneYet ? batch : await withoutExisting(batch, importing, report)
  if (fresh.length === 0) return
  const signed = await Promise.all(fresh.map((read) => prepare(read, importing)))
  const answers = await submitMany(importing.client, signed)
  for (const [at, answer] of answers.entries()) {
    const read = fresh[at]!
    settle(read, await final(answer, signed[at]!, importing), report)
  }
  importing.onProgress?.(report)
}

async function withoutExisting(
  batch: readonly Release[],
  { client, act, view }: Importing,
  report: ImportReport,
): Promise<Release[]> {
  const found = await Promise.all(
    batch.map(({ release: { ocid, id } }) => getRowHistory(client, act.affair.name, view, [ocid, id])),
  )
  return batch.filter((read, at) => {
    const exists = found[at]!.rows.length > 0
    if (exists) report.already(read)
    return !exists
  })
}

async function prepare(read: Release, { client, wallet, act }: Importing): Promise<Transaction> {
  const content = await uploadContent(client, wallet.signers[0], read.source)
  return sign(client, wallet, act, importInput(read.release, content))
}

/** What could not be told in one request is asked for until it can. */
async function final(answer: ManyAnswer, transaction: Transaction, { client, signal }: Importing): Promise<ManyAnswer> {
  if (answer.status === 'committed') return answer
  if (answer.status === 'refused' && answer.code !== 'queue-full' && answer.code !== 'rate-limited') return answer
  return submitTransaction(client, transaction, { signal })
}

function settle(read: Release, answer: ManyAnswer, report: ImportReport): void {
  const refusal = refusalOf(answer)
  if (refusal === undefined) report.published(read)
  else if (refusal === existsCode) report.already(read)
  else report.refused(read, refusal)
}

function refusalOf(answer: ManyAnswer): string | undefined {
  if (answer.status === 'refused') return answer.code
  if (answer.status !== 'committed') return 'transaction-unknown'
  return answer.outcome[0] === 'ok' ? undefined : answer.outcome[1]
}
