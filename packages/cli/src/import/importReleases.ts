import type { ReadRelease } from '@gongshi/ocds'
import type { Transaction } from '@gongshi/protocol'
import {
  type Act,
  type BriefAnswer,
  type Client,
  findRows,
  isPassingRefusal,
  type SettledAnswer,
  settleMany,
  sign,
  submitManyBriefly,
  uploadContents,
  type Wallet,
} from '@gongshi/sdk'
import { CliError } from '../errors.ts'
import { importInput } from './importInput.ts'
import { ImportReport } from './importReport.ts'

/** What is kept of a release until it is settled. PERF: its parsed form is larger than its source by far. */
type Release = Omit<Extract<ReadRelease, { ok: true }>, 'value' | 'warnings'>

export type Importing = {
  readonly client: Client
  readonly wallet: Wallet
  readonly act: Act
  /** The entity whose rows are the releases imported before, by (ocid, release id). */
  readonly entity: string
  readonly signal: AbortSignal
  readonly onProgress?: (report: ImportReport) => void
}

/**
 * Releases that travel together; while one batch waits for its block, the next is uploaded and signed. PERF: a batch is a block, which
 * costs 3 ms whatever it holds.
 */
const batchReleases = 128
/** The first ones are small, each twice the one before: a short file, too, is uploaded and signed while its beginning waits. */
const firstReleases = 16
/** Sources of one batch, which with what stands around them fill one upload. */
const batchBytes = 768 * 1024
const batchesAtOnce = 4
/** The state already has a row with this key: an earlier run, or someone else, was first. */
const existsCode = 'row-exists'

/**
 * Publishes each release once: what the ledger holds is left alone, so that a run that was killed is simply started
 * again. The content goes first, then the act that names it, so that no act ever names a content that is not there.
 * @throws {CliError} cli-interrupted after the batches under way have ended; {ClientError} when the node is lost
 */
export async function importReleases(reads: AsyncIterable<ReadRelease>, importing: Importing): Promise<ImportReport> {
  const { signal } = importing
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
  let bytes = 0
  let most = firstReleases
  for await (const read of reads) {
    if (lost !== undefined || signal.aborted) break
    report.read(read)
    if (!read.ok) continue
    const size = sourceBytes(read)
    if (batch.length === most || (batch.length > 0 && bytes + size > batchBytes)) {
      await begin(batch)
      most = Math.min(most * 2, batchReleases)
      batch = []
      bytes = 0
    }
    const { value: _value, warnings: _warnings, ...kept } = read
    batch.push(kept)
    bytes += size
  }
  if (batch.length > 0 && lost === undefined && !signal.aborted) await begin(batch)
  await Promise.all(underWay)
  if (lost !== undefined) throw lost.error
  if (signal.aborted) throw new CliError({ code: 'cli-interrupted' })
  return report
}

function sourceBytes({ source }: Release): number {
  return source.reduce((sum, { path, bytes }) => sum + path.length + bytes.length, 0)
}

async function importBatch(batch: readonly Release[], importing: Importing, report: ImportReport): Promise<void> {
  const fresh = await withoutExisting(batch, importing, report)
  const ready = await prepare(fresh, importing, report)
  const answers = await settle(
    ready.map(({ transaction }) => transaction),
    importing,
  )
  for (const [at, answer] of answers.entries()) note(ready[at]!.read, answer, report)
  importing.onProgress?.(report)
}

async function withoutExisting(
  batch: readonly Release[],
  { client, act, entity }: Importing,
  report: ImportReport,
): Promise<Release[]> {
  const keys = batch.map(({ release: { ocid, id } }) => [ocid, id])
  const found = await findRows(client, act.affair.name, entity, keys)
  return batch.filter((_, at) => {
    if (found[at]) report.already()
    return !found[at]
  })
}

type Ready = { readonly read: Release; readonly transaction: Transaction }

/** Uploads the contents and signs the acts that name them; a content that is refused leaves its release out. */
async function prepare(
  fresh: readonly Release[],
  { client, wallet, act }: Importing,
  report: ImportReport,
): Promise<Ready[]> {
  const uploaded = await uploadContents(
    client,
    wallet.signers[0],
    fresh.map(({ source }) => source),
  )
  const ready: Ready[] = []
  for (const [at, answer] of uploaded.entries()) {
    const read = fresh[at]!
    if (answer.status === 'refused') report.refused(read.at, read.release, answer.code)
    else
      ready.push({ read, transaction: await sign(client, wallet, act, importInput(read.release, answer.commitment)) })
  }
  return ready
}

/**
 * In one request, as nearly always; those for which the node had no room, or no block in time, again until their end is known.
 * @throws {ClientError} when the node is lost at once
 */
async function settle(
  transactions: readonly Transaction[],
  { client, signal }: Importing,
): Promise<readonly SettledAnswer[]> {
  const answers = await submitManyBriefly(client, transactions)
  const open = transactions.filter((_, at) => !isFinal(answers[at]!))
  if (open.length === 0) return answers as SettledAnswer[]
  const settled = await settleMany(client, open, { signal })
  const later = new Map(open.map((transaction, at) => [transaction, settled[at]!]))
  return transactions.map((transaction, at) => later.get(transaction) ?? (answers[at] as SettledAnswer))
}

function isFinal(answer: BriefAnswer): boolean {
  return answer.status === 'committed' || (answer.status === 'refused' && !isPassingRefusal(answer.code))
}

function note(read: Release, answer: SettledAnswer, report: ImportReport): void {
  const { code } = answer
  if (code === null) report.published()
  else if (code === existsCode) report.already()
  else report.refused(read.at, read.release, code)
}
