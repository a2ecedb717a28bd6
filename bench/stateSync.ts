import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { joinNode } from '../e2e/consortium/fifthValidator.ts'
import { startTestnet, type Testnet } from '../e2e/consortium/testnet.ts'
import { decodeChunk } from '../packages/ledger/src/snapshot/snapshot.ts'
import { ourRound, signerOf } from './consortium.ts'
import { alone, type BenchModule } from './support/measure.ts'

const everyBlocks = 20
const roundActs = 5000
const patientMs = 30 * 60_000

const names = {
  sync: 'an empty node joins by a snapshot and serves within',
  memory: 'memory of a Gongshi process of that network',
} as const

/** A consortium's ledger of a million keys: how a node joins it, and what it takes. */
export const stateSync: BenchModule = {
  name: 'stateSync',
  title: 'A consortium’s ledger of a million keys',
  measures: Object.values(names),
  what: `One validator, \`gongshi testnet\`, publications until its snapshot holds a million keys (\`--quick\`: a few thousand). Then \`gongshi join\` with an empty disk on the same machine: from the start of its process, over the verified header, the snapshot and the older entries, until \`/readyz\`. Memory is what \`/metrics\` says of the validator's process after that (resident, mapped pages of the state file among them).`,
  async run({ quick, say }) {
    const wanted = quick ? 3000 : 1_000_000
    const net = await startTestnet(1)
    try {
      const operations = await withSnapshots(net)
      let keys = await keysIn(net)
      for (let last = Number.NEGATIVE_INFINITY; keys < wanted; ) {
        await ourRound(net, await signerOf(net), roundActs)
        // A snapshot of many keys takes its time: it is looked at when about so many more will be in it.
        if (performance.now() - last < 30_000 && !quick) continue
        last = performance.now()
        keys = await keysIn(net)
        say(`${keys} keys`)
      }
      const started = performance.now()
      const joined = await joinNode(net, 'joined', { everyBlocks })
      await readyAt(joined.operations)
      const seconds = (performance.now() - started) / 1000
      return [
        alone({ name: names.sync, unit: 's', goal: { of: 'value', bound: 'most', at: 60 } }, [seconds]),
        alone({ name: names.memory, unit: 'MiB', goal: { of: 'value', bound: 'most', at: 1024 } }, [
          await residentMiB(operations),
        ]),
      ]
    } finally {
      await net.end()
    }
  },
}

/** Its operations address, once it makes snapshots often. */
async function withSnapshots(net: Testnet): Promise<string> {
  const node = net.nodes[0]!
  const config = JSON.parse(readFileSync(node.config, 'utf8')) as { readonly engine: object }
  await net.kill(node)
  writeFileSync(node.config, JSON.stringify({ ...config, engine: { ...config.engine, snapshots: { everyBlocks } } }))
  net.startAgain(node)
  await readyAt(node.operations)
  return node.operations
}

/** Of the newest snapshot; waits for the first. */
async function keysIn({ nodes }: Testnet): Promise<number> {
  const folder = join(nodes[0]!.data, 'snapshots')
  for (;;) {
    const heights = readdirSync(folder).filter((name) => /^\d+$/.test(name))
    const newest = heights.map(Number).sort((left, right) => right - left)[0]
    if (newest !== undefined) return countKeys(join(folder, String(newest)))
    await setTimeout(500)
  }
}

function countKeys(folder: string): number {
  const chunks = readdirSync(folder).filter((name) => /^\d{6}$/.test(name))
  return chunks.reduce((sum, name) => {
    const content = decodeChunk(readFileSync(join(folder, name)))
    return sum + (content.kind === 'state' ? content.rows.length : 0)
  }, 0)
}

async function readyAt(operations: string): Promise<void> {
  for (const end = Date.now() + patientMs; Date.now() < end; await setTimeout(100)) {
    const answer = await fetch(`${operations}/readyz`).catch(() => null)
    if (answer?.ok) return
  }
  throw new Error('it does not get ready')
}

async function residentMiB(operations: string): Promise<number> {
  const text = await (await fetch(`${operations}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)![1]) / 2 ** 20
}
