import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
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
} as const

/** How long people wait for the first page. */
export const start: BenchModule = {
  name: 'start',
  title: 'Start',
  measures: Object.values(names),
  what: 'From starting the process (`gongshi start`) to a complete answer of `GET /`. With the demo it founds a ledger and publishes a city’s notices first. The restart reopens a ledger after an orderly stop; blocks, state and log are checked as at every start.',
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
    for (let round = 0; round < rounds; round++) restart.push(await secondsToPage(['--data', data]))
    const goal = (at: number) => ({ of: 'value', bound: 'most', at }) as const
    return [
      alone({ name: names.demo, unit: 's', goal: goal(60) }, demo),
      alone({ name: names.empty, unit: 's' }, empty),
      alone({ name: names.restart, unit: 's', goal: goal(3) }, restart),
      alone({ name: names.entries, unit: 'entries' }, [size]),
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
async function secondsToPage(parameters: readonly string[], said?: RegExp): Promise<number> {
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
    return (performance.now() - begin) / 1000
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
