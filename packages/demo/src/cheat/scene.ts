import { cp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type Client, createClient, getRowHistory, getTrust } from '@gongshi/sdk'
import { demoCorrection, demoNotices, demoWithdrawal } from '../city/notices.ts'
import { demoScheme } from '../city/organs.ts'
import { DemoError } from '../errors.ts'
import { chainIdOf, type DemoPowers, demoChainId } from '../found.ts'
import { withNode } from '../runningNode.ts'
import { fetchEntryEvidence, fetchStateEvidence, readServedLog, type Saved } from './citizen.ts'

/** The notice that somebody would like gone: the audit report. */
export const unwelcome = 'QS-2026-063'
export const publicationTable = 'entity/publication'

/** What the citizen keeps, by name. */
export type SavedName = 'report' | 'report-row' | 'correction' | 'corrected-row' | 'withdrawn-row'

/** The stage: a copy of the demo at rest, and what an honest citizen saved from it. */
export type Scene = {
  /** The untouched copy, from which every attack takes its own. */
  readonly base: string
  readonly work: string
  readonly saved: Saved
  readonly powers: DemoPowers
}

/**
 * Copies the demo's folder; the original is only read, and may be running.
 * @throws {DemoError} demo-absent, demo-other-ledger, demo-incomplete, demo-unsound
 */
export async function prepareScene(data: string, work: string, powers: DemoPowers): Promise<Scene> {
  const chainId = await chainIdOf(data)
  if (chainId === undefined) throw new DemoError({ code: 'demo-absent', path: data })
  if (chainId !== demoChainId) throw new DemoError({ code: 'demo-other-ledger', path: data })
  const base = join(work, 'base')
  // The databases are left behind: a running node may be writing them, and the blocks give them again.
  const left = new Set([
    'state',
    'lock',
    'lock-journal',
    'views',
    ...['', '-wal', '-shm'].map((end) => `bundles.sqlite${end}`),
  ])
  await cp(data, base, { recursive: true, filter: (path) => !left.has(basename(path)) })
  const opened = await withNode(base, powers, ({ url }) => saveEvidence(createClient({ url })))
  if (!opened.started) throw new DemoError({ code: 'demo-unsound', reason: opened.code })
  return { base, work, saved: opened.result, powers }
}

/** A fresh copy for one attack. */
export async function copyOf({ base, work }: Scene, name: string): Promise<string> {
  const copy = join(work, name)
  await cp(base, copy, { recursive: true })
  return copy
}

export function savedEvidence({ saved }: Scene, name: SavedName): Uint8Array {
  return saved.evidence.get(name)!
}

export function rowKey(identifier: string): [[string, string], string] {
  const { organ } = demoNotices.find((notice) => notice.identifier === identifier)!
  return [[demoScheme, organ], identifier]
}

async function saveEvidence(client: Client): Promise<Saved> {
  const trust = await getTrust(client)
  const report = await findRevision(client, unwelcome, 'publish')
  const correction = await findRevision(client, demoCorrection.of, 'supersede')
  const paragraphs = ['title/zh', 'title/en', 'paragraph/1/zh', 'paragraph/1/en']
  const disclosed = paragraphs.map((path) => `${report.content}:${path}`)
  const row = (identifier: string) => fetchStateEvidence(client, publicationTable, rowKey(identifier))
  const evidence = new Map<SavedName, Uint8Array>([
    ['report', await fetchEntryEvidence(client, report.entry, disclosed)],
    ['report-row', await row(unwelcome)],
    ['correction', await fetchEntryEvidence(client, correction.entry)],
    ['corrected-row', await row(demoCorrection.of)],
    ['withdrawn-row', await row(demoWithdrawal.of)],
  ])
  const { checkpoint } = await readServedLog(client.url)
  return { trust, checkpoint, evidence }
}

async function findRevision(client: Client, identifier: string, action: string) {
  const patience = 250
  for (let tries = 0; tries < patience; tries++) {
    const { rows } = await getRowHistory(client, 'disclosure', 'publication', rowKey(identifier))
    const revisions = rows as unknown as { action: string; entry: number; fields: { content: string } }[]
    const found = revisions.find((revision) => revision.action === action)
    if (found !== undefined) return { entry: found.entry, content: found.fields.content }
    await client.sleep(20) // the views follow the log, and have not come so far
  }
  throw new DemoError({ code: 'demo-incomplete' })
}
