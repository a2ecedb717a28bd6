import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installedAffairs } from '@gongshi/affairs'
import { type JsonObject, maskRelease, mergeReleases } from '@gongshi/ocds'
import { syntheticReleases } from '@gongshi/testkit'
import { releaseStream } from '../packages/node/src/ocds/releaseStream.ts'
import { openSqliteReader, openSqliteWriter } from '../packages/node/src/projections/database/openSqlite.ts'
import { Declarations, Scopes } from '../packages/node/src/projections/declarations.ts'
import type { ReleasesQuestion } from '../packages/node/src/projections/question.ts'
import { releases } from '../packages/node/src/projections/releases.ts'
import { tablesVersion } from '../packages/node/src/projections/tables.ts'
import { runCommand } from './support/commandRival.ts'
import { against, alone, type BenchModule } from './support/measure.ts'

const names = {
  export: 'compiled records exported',
  merge: 'releases merged into compiled ones',
  memory: 'memory that the second half takes beyond the first',
} as const
const paddedBytes = 4096
const rowsAtOnce = 1_000
const none = new Uint8Array(0)

/** What the route reads and merges, of releases of a common size, from the SQLite file of a node's views. */
export const exportOcds: BenchModule = {
  name: 'export-ocds',
  title: 'Export of compiled procurement records',
  measures: Object.values(names),
  what: '`/ocds/export/compiled.jsonl` without HTTP: 100,000 masked releases of about 4 KB out of the views’ SQLite file, one process each, merged and written as JSON lines, in one thread; processor time. Rivals: `JSON.parse` and `JSON.stringify` of the same texts already in memory; `ocdsmerge` (Python), the standard’s own implementation, merging the same parsed releases.',
  async run({ quick, folder, say }) {
    const [rounds, count] = quick ? [2, 4_000] : [3, 100_000]
    const path = join(folder, 'generation-1.sqlite')
    const texts = maskedReleases(Math.min(count, 4_000))
    await fill(path, texts, count)
    const ours: number[] = []
    const json: number[] = []
    let growth = 0
    for (let round = 0; round < rounds; round++) {
      const taken = await exportAll(path, count)
      ours.push(taken.perSecond)
      growth = Math.max(growth, taken.growthMiB)
      json.push(perSecond(texts, (text) => JSON.stringify(JSON.parse(text))))
      say(`${Math.round(ours.at(-1)!)}/s`)
    }
    const parsed = texts.map((text) => [JSON.parse(text) as JsonObject])
    const merged = Array.from({ length: rounds }, () => perSecond(parsed, (one) => mergeReleases(one).compiled))
    const theirs = await byReference(folder, texts, rounds)
    return [
      against(
        { name: names.export, unit: 'records/s', goal: { of: 'value', bound: 'least', at: 5_000 } },
        'JSON.parse and JSON.stringify',
        ours,
        json,
      ),
      against({ name: names.merge, unit: 'releases/s' }, 'ocdsmerge', merged, theirs),
      alone({ name: names.memory, unit: 'MiB', goal: { of: 'value', bound: 'most', at: 32 } }, [growth]),
    ]
  },
}

function maskedReleases(count: number): string[] {
  return syntheticReleases(count, 'bench').releases.map((release) => {
    const missing = paddedBytes - JSON.stringify(release).length
    const description = 'Paving of a road that does not exist. '.repeat(Math.max(1, missing / 38))
    return JSON.stringify(maskRelease({ ...release, description } as JsonObject))
  })
}

/** The views of a ledger with so many imported releases, each of a process of its own. */
async function fill(path: string, texts: readonly string[], count: number): Promise<void> {
  const writer = openSqliteWriter(path)
  await writer.create()
  const scopes = new Declarations(installedAffairs).scopes()
  const scopeOf = (field: string) => new Scopes(scopes).find('disclosure', 'release', field)!
  const [every, byOcid, byContent] = [scopeOf(''), scopeOf('ocid'), scopeOf('content')]
  const progress = { id: 1, tables: tablesVersion, shape: '', genesis: '', height: 1, root: '', unscrubbed: 0 }
  for (let from = 0; from < count; from += rowsAtOnce)
    await writer.db.transaction().execute(async (within) => {
      const numbers = Array.from({ length: Math.min(rowsAtOnce, count - from) }, (_, at) => from + at)
      const hashOf = (number: number) => new Uint8Array(createHash('sha256').update(String(number)).digest())
      const key = (number: number) => Buffer.from(String(number))
      const row = { affair: 'disclosure', entity: 'release', revision: 1, status: 'published', action: 'importRelease' }
      const revisions = numbers.map((id) => ({ id, key: key(id), ...row, fields: '{}', entry: id, height: 1, time: 0 }))
      const indexed = numbers.flatMap((id) => [
        { id, scope: every, value: none },
        { id, scope: byOcid, value: Buffer.from(`\u0001ocds-000000-${String(id).padStart(6, '0')}`) },
        { id, scope: byContent, value: Buffer.concat([Uint8Array.of(1), hashOf(id)]) },
      ])
      const contents = numbers.map((id) => ({ hash: hashOf(id), text: 'x', release: texts[id % texts.length]! }))
      await writer.insert(within, 'revision', revisions)
      await writer.insert(within, 'indexed', indexed)
      await writer.insert(within, 'content', contents)
    })
  await writer.db.transaction().execute(async (within) => {
    await writer.insert(within, 'scope', scopes)
    await writer.insert(within, 'progress', [{ ...progress, entries: count }])
  })
  await writer.index()
  await writer.close()
}

async function exportAll(path: string, count: number): Promise<{ perSecond: number; growthMiB: number }> {
  const database = openSqliteReader(path)
  const declarations = new Declarations(installedAffairs)
  const reading = { database, declarations, scopes: new Scopes(declarations.scopes()), ocidPrefix: 'ocds-000000' }
  const views = { releases: (question: ReleasesQuestion) => releases(reading, question) }
  const range = { wanted: 'compiled', after: null, below: Number.MAX_SAFE_INTEGER, contentsAt: '' } as const
  const before = process.threadCpuUsage()
  const peaks = [0, 0]
  let lines = 0
  for await (const bytes of releaseStream(views, range, { kind: 'lines' })) {
    for (const byte of bytes) if (byte === 0x0a) lines++
    const half = lines * 2 < count ? 0 : 1
    peaks[half] = Math.max(peaks[half]!, process.memoryUsage.rss())
  }
  const { user, system } = process.threadCpuUsage(before)
  await database.close()
  if (lines !== count) throw new Error(`of ${count} records ${lines} came`)
  return { perSecond: (count * 1e6) / (user + system), growthMiB: Math.max(0, peaks[1]! - peaks[0]!) / 2 ** 20 }
}

function perSecond<Item>(items: readonly Item[], work: (item: Item) => unknown): number {
  for (const item of items) work(item)
  const before = process.threadCpuUsage()
  for (const item of items) work(item)
  const { user, system } = process.threadCpuUsage(before)
  return (items.length * 1e6) / (user + system)
}

const reference = `
import json, sys, time
from ocdsmerge import Merger
merger = Merger(json.load(open(sys.argv[1])))
releases = [json.loads(line) for line in open(sys.argv[2])]
for _ in range(int(sys.argv[3])):
    start = time.process_time()
    for release in releases:
        merger.create_compiled_release([release])
    print(len(releases) / (time.process_time() - start))
`

/** Releases a second of processor time, a round a value. */
async function byReference(folder: string, texts: readonly string[], rounds: number) {
  const schema = new URL('../packages/ocds/src/schema/release-schema-1.1.5.json', import.meta.url).pathname
  const file = join(folder, 'releases.jsonl')
  await writeFile(file, `${texts.join('\n')}\n`)
  try {
    const { stdout } = await runCommand('python3', ['-c', reference, schema, file, String(rounds)])
    return stdout.trim().split('\n').map(Number)
  } catch {
    return { absent: '`pip install ocdsmerge==0.8.0` first' }
  }
}
