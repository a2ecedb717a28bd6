import { readFile } from 'node:fs/promises'
import { disclosure } from '@gongshi/affairs'
import { readReleases } from '@gongshi/ocds'
import { type Signer, utf8 } from '@gongshi/protocol'
import {
  type ActInput,
  type Client,
  type ContentMember,
  createWallet,
  getLedger,
  getView,
  type Json,
  sign,
  submitMany,
  uploadContent,
} from '@gongshi/sdk'
import { type DemoNotice, demoCorrection, demoNotices, demoWithdrawal } from './city/notices.ts'
import { importerName, publisherName } from './city/officers.ts'
import { demoScheme } from './city/organs.ts'
import { DemoError } from './errors.ts'

/** Opens an officer's key by its name. */
export type DemoKeys = (name: string) => Promise<Signer>

/** An act of the seed that is still to be done: who signs it, with which content. */
type Step = {
  readonly action: string
  readonly signer: string
  readonly content?: readonly ContentMember[]
  readonly input: ActInput
}

const noticeType = 'application/vnd.gongshi.notice'
const releaseFiles = ['bridge.json', 'hospital.json']
const pageRows = 200
/** What a row that exists already answers to whoever would create it again. */
const existsCode = 'row-exists'

/**
 * Publishes the synthetic city's notices, corrects one, withdraws one, and imports the OCDS examples; what is there
 * already is left alone.
 * @throws {DemoError} demo-seed-refused; {ClientError} where the node can't be asked
 */
export async function seed(
  client: Client,
  keys: DemoKeys,
  report: (done: number, of: number) => void = () => undefined,
): Promise<void> {
  const there = await readThere(client)
  const rounds = [
    [...(await importing(there)), ...demoNotices.filter(({ identifier }) => !there.has(identifier)).map(publishing)],
    // What changes a notice comes once it is there.
    [...correcting(there), ...withdrawing(there)],
  ]
  const of = rounds.flat().length
  let done = 0
  for (const round of rounds) {
    if (round.length > 0) await publishAll(client, keys, round)
    done += round.length
    report(done, of)
  }
  await viewsFollow(client)
}

/** What the ledger has: identifiers with the standing of each notice, and ids of releases. */
async function readThere(
  client: Client,
): Promise<ReadonlyMap<string, { readonly edition: number; readonly status: string }>> {
  await viewsFollow(client)
  const there = new Map<string, { edition: number; status: string }>()
  for (const view of ['publication', 'release']) {
    for (const row of await rowsOf(client, view)) {
      const { fields, status } = row as unknown as {
        fields: { identifier?: string; release?: string; edition?: number }
        status: string
      }
      there.set((fields.identifier ?? fields.release)!, { edition: fields.edition ?? 1, status })
    }
  }
  return there
}

/** Right after a start, and after new entries, the views are behind the log for a moment. */
async function viewsFollow(client: Client): Promise<void> {
  const { logSize } = await getLedger(client)
  while ((await getView(client, 'disclosure', 'publication', { limit: 1 })).asOf.entries < logSize)
    await client.sleep(20)
}

async function rowsOf(client: Client, view: string): Promise<readonly Json[]> {
  const rows: Json[] = []
  let cursor: string | null = null
  do {
    const page = await getView(client, 'disclosure', view, { limit: pageRows, ...(cursor === null ? {} : { cursor }) })
    rows.push(...page.rows)
    cursor = page.next
  } while (cursor !== null)
  return rows
}

async function publishAll(client: Client, keys: DemoKeys, steps: readonly Step[]): Promise<void> {
  const signed = await Promise.all(
    steps.map(async ({ action, signer: name, content, input }) => {
      const signer = await keys(name)
      const stored = content === undefined ? {} : { content: await uploadContent(client, signer, content) }
      return sign(client, createWallet(signer), { affair: disclosure, action }, { ...input, ...stored })
    }),
  )
  const answers = await submitMany(client, signed, { waitSeconds: 30 })
  for (const answer of answers) {
    const refused = answer.status === 'committed' ? refusalOf(answer.outcome) : answer.status
    if (refused !== null) throw new DemoError({ code: 'demo-seed-refused', reason: refused })
  }
}

function refusalOf(outcome: readonly unknown[]): string | null {
  return outcome[0] === 'ok' || outcome[1] === existsCode ? null : String(outcome[1])
}

function publishing(notice: DemoNotice): Step {
  const { identifier, kind, clause, issued } = notice
  return {
    action: 'publish',
    signer: publisherName(notice.organ),
    content: noticeMembers(notice),
    input: { organ: organOf(notice), identifier, kind, clause, issued, effective: null, expires: null },
  }
}

function correcting(there: ReadonlyMap<string, { readonly edition: number }>): Step[] {
  const { of, clause, issued, paragraphs } = demoCorrection
  if ((there.get(of)?.edition ?? 1) > 1) return []
  const notice = getNotice(of)
  const input = { publication: [organKey(notice), of], issued, effective: null, expires: null, clause, reason: 'error' }
  const content = noticeMembers({ ...notice, paragraphs })
  return [{ action: 'supersede', signer: publisherName(notice.organ), content, input }]
}

function withdrawing(there: ReadonlyMap<string, { readonly status: string }>): Step[] {
  const { of, clause } = demoWithdrawal
  if (there.get(of)?.status === 'withdrawn') return []
  const notice = getNotice(of)
  const input = { publication: [organKey(notice), of], clause, reason: 'lapsed' }
  return [{ action: 'withdraw', signer: publisherName(notice.organ), input }]
}

/** The examples, each release once; a member without bytes marks them as made up and leaves their source as it is. */
async function importing(there: ReadonlyMap<string, unknown>): Promise<Step[]> {
  const steps: Step[] = []
  for (const file of releaseFiles) {
    const bytes = await readFile(new URL(`./ocds/${file}`, import.meta.url))
    for await (const read of readReleases([bytes], { strict: true })) {
      if (!read.ok) throw new DemoError({ code: 'demo-seed-refused', reason: read.code })
      const { ocid, id, date, tags, amounts, organ } = read.release
      if (there.has(id)) continue
      const content = [...read.source, { path: '@synthetic', bytes: new Uint8Array(0) }]
      const input = { ocid, release: id, date, tags, amounts, organ }
      steps.push({ action: 'importRelease', signer: importerName, content, input })
    }
  }
  return steps
}

export function noticeMembers({ title, paragraphs }: Pick<DemoNotice, 'title' | 'paragraphs'>): ContentMember[] {
  const text = (path: string, value: string): ContentMember => ({ path, bytes: utf8(value) })
  return [
    text('@type', noticeType),
    text('@synthetic', 'a city that does not exist; 虚构城市'),
    text('title/zh', title.zh),
    text('title/en', title.en),
    ...paragraphs.flatMap(({ zh, en }, at) => [text(`paragraph/${at + 1}/zh`, zh), text(`paragraph/${at + 1}/en`, en)]),
  ]
}

function getNotice(identifier: string): DemoNotice {
  return demoNotices.find((notice) => notice.identifier === identifier)!
}

function organOf({ organ }: DemoNotice) {
  return { scheme: demoScheme, id: organ }
}

function organKey({ organ }: DemoNotice): [string, string] {
  return [demoScheme, organ]
}
