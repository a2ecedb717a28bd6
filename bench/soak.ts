/**
 * `npm run soak -- --transactions N [--clients C] [--snapshots FOLDER]`: so many publications through HTTP to one node, each acknowledged, in ten parts.
 * After each part the node's heap is looked at, collected. What the ledger's bounded caches count as theirs is told apart: it grows
 * until their bound. Everything else may grow by less than 5% after the first part. Ends with a line of figures, and with an exit
 * code other than 0 when it grew by more. `--snapshots`: the heap after the first, the fifth and the last part goes into this folder.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Submitting } from './support/submitting.ts'

const parts = 10
const snapshotParts: readonly number[] = [1, 5, 10]
/** Bodies that lie ready at once. */
const perRound = 2000
/** So short that the ids which a node has to remember are as many after the first part as after the last. Milliseconds. */
const lifetimeMs = 180_000
const mostGrowth = 0.05
const megabyte = 2 ** 20

/** Megabytes. */
type Heap = { readonly caches: number; readonly others: number }

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '16' },
    snapshots: { type: 'string' },
  },
})
const count = wholeNumber('transactions', values.transactions)

const folder = await mkdtemp(join(process.env.GONGSHI_BENCH_FOLDER ?? tmpdir(), 'gongshi-soak-'))
try {
  process.exitCode = await soak()
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function soak(): Promise<number> {
  const submitting = await Submitting.start(folder, wholeNumber('clients', values.clients))
  const heaps: Heap[] = []
  const begun = performance.now()
  let residentMegabytes = 0
  try {
    for (let part = 1; part <= parts; part++) {
      const until = Math.round((count * part) / parts)
      while (submitting.sent < until)
        await submitting.round(Math.min(perRound, until - submitting.sent), { lifetimeMs })
      const { heapBytes, cacheBytes, residentBytes } = await submitting.restingHeap()
      heaps.push({ caches: cacheBytes / megabyte, others: (heapBytes - cacheBytes) / megabyte })
      residentMegabytes = residentBytes / megabyte
      if (values.snapshots !== undefined && snapshotParts.includes(part))
        await submitting.snapshot(resolve(values.snapshots, `${part}.heapsnapshot`))
      console.error(`${submitting.sent} transactions: heap ${inWords(heaps.at(-1)!)}`)
    }
  } finally {
    await submitting.stop()
  }
  return tell(heaps, residentMegabytes, (performance.now() - begun) / 1000)
}

function tell(heaps: readonly Heap[], residentMegabytes: number, seconds: number): number {
  const [first, last] = [heaps[0]!, heaps.at(-1)!]
  const growth = last.others / first.others - 1
  console.log(
    `${count} transactions acknowledged in ${seconds.toFixed(0)} s, ${Math.round(count / seconds)}/s: heap ` +
      `${inWords(first)} after the first tenth, ${inWords(last)} after the last (${(growth * 100).toFixed(1)}%), ` +
      `process ${residentMegabytes.toFixed(0)} MB`,
  )
  return growth < mostGrowth ? 0 : 1
}

function inWords({ caches, others }: Heap): string {
  return `${others.toFixed(1)} MB and ${caches.toFixed(1)} MB of caches`
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} is a whole number from 1 on, not ${text}`)
  return Number(text)
}
