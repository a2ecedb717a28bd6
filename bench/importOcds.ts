import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nativeProcedure, readReleases } from '@gongshi/ocds'
import { utf8 } from '@gongshi/protocol'
import { encodeKeyFile } from '@gongshi/sdk/node'
import { releasePackage, syntheticReleases } from '@gongshi/testkit'
import { nodeFlags } from '../scripts/house/node24.mjs'
import { Child } from './support/child.ts'
import { runCommand } from './support/commandRival.ts'
import { against, alone, type BenchModule, type Measure, type Surroundings } from './support/measure.ts'
import { Postgres } from './support/postgres.ts'

const names = { rate: 'releases imported', durable: 'the same against durable inserts', size: 'a release' } as const
const paddedBytes = 4096
const clients = 16
/** 1,000 releases/s where PostgreSQL made 16,000 inserts/s: the slowest of the machines on which the goal was set. */
const shareOfInserts = 1_000 / 16_000

/** The command that people use, on a node of its own: read, check, map, upload the content, sign, submit, wait, report. */
export const importOcds: BenchModule = {
  name: 'import-ocds',
  title: 'Import of procurement releases',
  measures: Object.values(names),
  what: `\`gongshi import ocds --native\` of synthetic OCDS 1.1 releases of open tenders with lots, about 4 KB each (a common size of real ones), into a running node: each mapped into the beginnings of a procedure, its content stored and synced, its publication signed, durable and acknowledged. The rate is the command’s own, without its start. Rivals: what no import can be faster than on one core, reading, checking and mapping the same releases and nothing else, by processor time; and pgbench with ${clients} clients as under “Signed transactions through HTTP”, which tells how fast the machine is: the goal of 1,000 releases/s was set where PostgreSQL makes 16,000 to 26,000 inserts/s. All take turns.`,
  async run({ quick, folder, say }) {
    const postgres = await Postgres.start(folder)
    const key = join(folder, 'importer.key')
    const secret = new Uint8Array(randomBytes(32))
    const file = { suite: 'ed25519', secret, label: 'bench', passphrase: null } as const
    await writeFile(key, await encodeKeyFile(file), { mode: 0o600 })
    const server = new Child('./nodeChild.ts', nodeFlags)
    try {
      const url = await server.ask<string>('start', { folder, chainId: 'bench', secret: [...secret] })
      return measuresOf(await takeTurns({ quick, folder, say, key, url, server, postgres }))
    } finally {
      await server.stop()
      if (postgres instanceof Postgres) await postgres.stop()
    }
  },
}

type Importers = Surroundings & {
  readonly key: string
  readonly url: string
  readonly server: Child
  readonly postgres: Postgres | { readonly absent: string }
}
type Turn = { readonly rate: number; readonly mapping: number; readonly bytes: number }
type Turns = { readonly ours: readonly Turn[]; readonly inserts: readonly number[] | { readonly absent: string } }

async function takeTurns({ quick, folder, say, key, url, server, postgres }: Importers): Promise<Turns> {
  const [rounds, count, seconds] = quick ? [2, 600, 2] : [5, 15_000, 8]
  const ours: Turn[] = []
  const inserts: number[] = []
  for (let round = 0; round <= rounds; round++) {
    const text = packageOf(count, round)
    const before = await server.ask<{ all: number }>('cpu')
    const { rate, micros } = await importFile({ folder, round, text, url, key, count })
    const after = await server.ask<{ all: number }>('cpu')
    const mapping = await readingRate(text)
    const ofNode = (after.all - before.all) / count
    say(`${Math.round(rate)}/s; a release: node ${ofNode.toFixed()} us, command ${(micros / count).toFixed()} us`)
    if (round === 0) continue // the node's code is compiled by it
    ours.push({ rate, mapping, bytes: text.length / count })
    if (!(postgres instanceof Postgres)) continue
    inserts.push((await postgres.inserts(clients, seconds)).rate)
    say(`${Math.round(inserts.at(-1)!)} inserts/s`)
  }
  return { ours, inserts: postgres instanceof Postgres ? inserts : postgres }
}

function measuresOf({ ours, inserts }: Turns): Measure[] {
  const of = (name: keyof Turn) => ours.map((turn) => turn[name])
  const rate = { name: names.rate, unit: 'releases/s', goal: { of: 'value', bound: 'least', at: 1_000 } } as const
  const goal = { of: 'ratio', bound: 'least', at: shareOfInserts } as const
  return [
    against(rate, 'reading, checking, mapping alone', of('rate'), of('mapping')),
    against(
      { name: names.durable, unit: 'releases/s', goal },
      'PostgreSQL 15, durable single-row inserts',
      of('rate'),
      inserts,
    ),
    alone({ name: names.size, unit: 'bytes' }, of('bytes')),
  ]
}

/** Releases that nobody imported before, open tenders with lots, each filled up to the size of a real one. */
function packageOf(count: number, round: number): string {
  const { releases } = syntheticReleases(count, `bench ${round}`)
  const sized = releases.map((release, number) => {
    const named = { ...release, ocid: `ocds-bench${round}-${number}`, tender: openTender(release.tender as object) }
    const missing = paddedBytes - JSON.stringify(named).length
    return { ...named, description: 'Paving of a road that does not exist. '.repeat(Math.max(1, missing / 38)) }
  })
  return JSON.stringify(releasePackage(sized))
}

function openTender(tender: object): object {
  return {
    ...tender,
    procurementMethod: 'open',
    mainProcurementCategory: 'works',
    lots: [1, 2].map((id) => ({
      id: `l${id}`,
      title: `Section ${id}`,
      value: { amount: 500.25 * id, currency: 'EUR' },
    })),
    enquiryPeriod: { endDate: '2026-01-20T00:00:00Z' },
    tenderPeriod: { startDate: '2026-01-01T00:00:00Z', endDate: '2026-02-01T00:00:00Z' },
  }
}

type Import = {
  readonly folder: string
  readonly round: number
  readonly text: string
  readonly url: string
  readonly key: string
  readonly count: number
}

/** `micros`: processor time of the command, its start included. */
async function importFile({ folder, round, text, url, key, count }: Import): Promise<{ rate: number; micros: number }> {
  const file = join(folder, `releases-${round}.json`)
  await writeFile(file, text)
  const cli = fileURLToPath(new URL('../packages/cli/src/main.ts', import.meta.url))
  const native = join(folder, `native-${round}.jsonl`)
  const parameters = ['import', 'ocds', file, '--native', native, '--url', url, '--key', key, '--json']
  const before = microsOfEnded()
  const { stdout } = await runCommand(process.execPath, [...nodeFlags, cli, ...parameters])
  const micros = microsOfEnded() - before
  const summary = JSON.parse(stdout) as { published: number; seconds: number; native: { mapped: number } }
  if (summary.published !== count || summary.native.mapped !== count)
    throw new Error(`of ${count} releases ${summary.published} were published, ${summary.native.mapped} mapped`)
  return { rate: count / summary.seconds, micros }
}

/** Releases a second of this thread's own time. */
async function readingRate(text: string): Promise<number> {
  const bytes = utf8(text)
  const before = process.threadCpuUsage()
  let mapped = 0
  for await (const read of readReleases([bytes]))
    if (read.ok && nativeProcedure(read.value, read.release).procedure !== null) mapped++
  const { user, system } = process.threadCpuUsage(before)
  return mapped / ((user + system) / 1e6)
}

/** Processor time of children that have ended: `cutime` and `cstime`, in steps of 10 ms (proc_pid_stat(5)). */
function microsOfEnded(): number {
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[13]) + Number(fields[14])) * 10_000
}
