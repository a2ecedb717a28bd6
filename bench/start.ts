import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { BulkSigner, publications } from './support/bulk.ts'
import { alone, type BenchModule } from './support/measure.ts'
import { foundBenchLedger, openBenchNode } from './support/node.ts'

const names = {
  demo: 'fresh folder to a page answering, with the demo’s data',
  empty: 'fresh folder to a page answering, empty ledger',
  restart: 'restart with a long log to a page answering',
  entries: 'entries of that log',
  memory: 'resident memory of the node with that log, after 2,000 reads',
  own: 'of that its own, without pages of mapped files',
} as const

/** How long people wait for the first page. */
export const start: BenchModule = {
  name: 'start',
  title: 'Start',
  measures: Object.values(names),
  what: 'From starting the process (`gongshi start`) to a complete answer of `GET /`. With the demo it founds a ledger and publishes a city’s notices first. The restart reopens a ledger after an orderly stop; blocks, state and log are checked as at every start. The memory is what the kernel counts as resident (VmRSS), with the launcher and all threads; the state is a mapped file (LMDB), whose pages count when they were read and are given back when others need the room; once the views have every entry and entries, pages, evidence and lists were read.',
  async run({ quick, folder, say }) {
    const [rounds, entries] = quick ? [1, 4_000] : [3, 100_000]
    const demo: number[] = []
    for (let round = 0; round < rounds; round++)
      demo.push(await secondsToPage(['--demo', '--data', join(folder, `demo-${round}`)], /\/entries\/|http.*verify/))
    const empty: number[] = []
    const signer = new BulkSigner(new Uint8Array(randomBytes(32)))
    for (let round = 0; round < rounds; round++)
      empty.push(await secondsToPage(['--data', await foundBenchLedger(folder, 'bench', signer)]))
    const data = await foundBenchLedger(folder, 'bench', signer)
    const size = await fill(data, signer, entries, say)
    const restart: number[] = []
    const [memory, own]: [number[], number[]] = [[], []]
    const readMuch = async (url: string, pid: number) => {
      await read(url, size)
      memory.push(residentMiB(pid, 'VmRSS'))
      own.push(residentMiB(pid, 'RssAnon'))
    }
    for (let round = 0; round < rounds; round++)
      restart.push(await secondsToPage(['--data', data], undefined, readMuch))
    const goal = (at: number) => ({ of: 'value', bound: 'most', at }) as const
    return [
      alone({ name: names.demo, unit: 's', goal: goal(60) }, demo),
      alone({ name: names.empty, unit: 's' }, empty),
      alone({ name: names.restart, unit: 's', goal: goal(3) }, restart),
      alone({ name: names.entries, unit: 'entries' }, [size]),
      alone({ name: names.memory, unit: 'MiB', goal: goal(400) }, memory),
      alone({ name: names.own, unit: 'MiB' }, own),
    ]
  },
}

/** Publishes in sequences of 500, which is how one fills a ledger, and gives the size of its log. */
async function fill(data: string, signer: BulkSigner, entries: number, say: (text: string) => void): Promise<number> {
  const node = await openBenchNode(data)
  const headers = { 'content-type': 'application/cbor-seq', prefer: 'wait=60' }
  for (let from = 0; from < entries; from += 500) {
    const body = Buffer.concat(await publications(signer, 'bench', from, 500))
    const answer = await fetch(`${node.url}/api/v1/transactions`, { method: 'POST', headers, body })
    if (answer.status !== 200) throw new Error(await answer.text())
    await answer.arrayBuffer()
    if (from % 20_000 === 0) say(`${from} of ${entries} entries`)
  }
  const { logSize } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { logSize?: number }
  await node.stop()
  return logSize ?? entries
}

/** Until `GET /` answers; with the demo, until it says that its data is there, too. */
async function secondsToPage(
  parameters: readonly string[],
  said?: RegExp,
  then: (url: string, pid: number) => Promise<void> = async () => undefined,
): Promise<number> {
  const command = fileURLToPath(new URL('../scripts/gongshi.mjs', import.meta.url))
  const begin = performance.now()
  const ports = ['--port', '0', '--ops-port', '0', '--lang', 'en']
  const node = spawn(process.execPath, [command, 'start', ...parameters, ...ports], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await waitFor(node, said)
    const page = await fetch(url)
    await page.text()
    if (!page.ok) throw new Error(`GET / answered ${page.status}`)
    const seconds = (performance.now() - begin) / 1000
    await then(url, node.pid!)
    return seconds
  } finally {
    node.kill('SIGTERM')
    await once(node, 'exit')
  }
}

async function waitFor(node: ChildProcess, said?: RegExp): Promise<string> {
  let url: string | undefined
  for await (const line of createInterface({ input: node.stdout! })) {
    url ??= /http:\/\/\S+/.exec(line)?.[0]
    if (url !== undefined && (said === undefined || said.test(line))) return url
  }
  throw new Error('the node ended before it answered')
}

const reads = 2000

/** Reads all over the log, sixteen at a time. */
async function read(url: string, entries: number): Promise<void> {
  const paths = (at: number) => [
    `/api/v1/entries/${at}`,
    `/en/entries/${at}`,
    `/api/v1/evidence/entries/${at}`,
    `/api/v1/affairs/disclosure/views/publication?limit=100`,
  ]
  const ask = async (path: string) => {
    const answer = await fetch(new URL(path, url))
    await answer.arrayBuffer()
    return answer.status
  }
  const asOf = async () =>
    ((await (await fetch(new URL(paths(0)[3]!, url))).json()) as { readonly asOf?: { readonly entries: number } }).asOf
  while (((await asOf())?.entries ?? 0) < entries) await new Promise((resolve) => setTimeout(resolve, 500))
  let next = 0
  const lane = async () => {
    for (let at = next++; at < reads; at = next++) {
      const status = await ask(paths(Math.floor((at * entries) / reads))[at % 4]!)
      if (status !== 200) throw new Error(`a read answered ${status}`)
    }
  }
  await Promise.all(Array.from({ length: 16 }, lane))
}

/** Of a process and what it started, in MiB (proc(5)). */
function residentMiB(pid: number, what: 'VmRSS' | 'RssAnon'): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const kib = Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1])
  return kib / 1024 + children.reduce((sum, child) => sum + residentMiB(Number(child), what), 0)
}
