import { closeSync, openSync, promises, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { decodeRecord, type Records } from './bareRecord.ts'
import type { BareTree } from './bareTree.ts'
import { writeBodies } from './bodies.ts'

const perBlock = 500
/** Blocks whose signatures are being checked while one is decoded, hashed and written. */
const checkedAhead = 4
const threads = 2

/** Threads that check signatures, as many as this machine's cores in the goals. */
export class BareThreads {
  readonly #workers: Worker[]
  readonly #waiting: ((good: number) => void)[][]

  constructor(key: Uint8Array) {
    this.#waiting = Array.from({ length: threads }, () => [])
    this.#workers = this.#waiting.map((waiting) => {
      const worker = new Worker(new URL('./bareThread.ts', import.meta.url), { workerData: key })
      return worker.on('message', (good: number) => waiting.shift()!(good))
    })
  }

  /** How many of the records are signed well. */
  async check(records: readonly Uint8Array[]): Promise<number> {
    const share = Math.ceil(records.length / threads)
    const parts = this.#workers.map((worker, at) => {
      const bodies = new Uint8Array(writeBodies(records.slice(at * share, (at + 1) * share)))
      worker.postMessage(bodies, [bodies.buffer])
      return new Promise<number>((resolve) => this.#waiting[at]!.push(resolve))
    })
    return (await Promise.all(parts)).reduce((sum, good) => sum + good, 0)
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}

/** Records a second that two threads check, and nothing else is done: the limit of anything that checks signatures. */
export async function checkOnly(checking: BareThreads, { records }: Records): Promise<number> {
  const began = performance.now()
  await Promise.all(blocksOf(records).map((block) => checking.check(block)))
  return records.length / ((performance.now() - began) / 1000)
}

/**
 * Records a second through the least that a ledger of signed records can do: take each apart, check its signature, put
 * its values under the root of a tree, and have its block on the disk. No rules, no log, no indexes, nobody who asks.
 * @throws when a signature is not good
 */
export async function runBarePipeline(
  checking: BareThreads,
  tree: BareTree,
  file: string,
  { records }: Records,
): Promise<number> {
  const blocks = blocksOf(records)
  const checks: Promise<number>[] = []
  const descriptor = openSync(file, 'w')
  const handle = await promises.open(file, 'r+')
  let durable: Promise<void> = Promise.resolve()
  const began = performance.now()
  for (const [at, block] of blocks.entries()) {
    while (checks.length < Math.min(blocks.length, at + checkedAhead))
      checks.push(checking.check(blocks[checks.length]!))
    const entries = block.flatMap(decodeRecord)
    if ((await checks[at]) !== block.length) throw new Error('a signature is not good')
    await durable
    tree.write(entries)
    writeSync(descriptor, Buffer.concat([tree.root, ...block]))
    durable = handle.datasync()
  }
  await durable
  const seconds = (performance.now() - began) / 1000
  closeSync(descriptor)
  await handle.close()
  return records.length / seconds
}

function blocksOf(records: readonly Uint8Array[]): Uint8Array[][] {
  return Array.from({ length: Math.ceil(records.length / perBlock) }, (_, at) =>
    records.slice(at * perBlock, (at + 1) * perBlock),
  )
}
