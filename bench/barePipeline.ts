import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nodeFlags } from '../scripts/house/node24.mjs'
import { BareThreads, checkOnly, runBarePipeline } from './support/barePipeline.ts'
import { makeRecords } from './support/bareRecord.ts'
import { BareTree } from './support/bareTree.ts'
import { writeBodies } from './support/bodies.ts'
import { BulkSigner, publications } from './support/bulk.ts'
import { Child } from './support/child.ts'
import type { postAll } from './support/load.ts'
import { against, type BenchModule, type Goal, type Measure, type Surroundings } from './support/measure.ts'

const names = {
  bare: 'the bare pipeline',
  inProcess: 'ours in one process, 512 under way',
  bulk: 'ours through HTTP, 250 transactions a request, 8 requests under way',
} as const

const least = (at: number): Goal => ({ of: 'ratio', bound: 'least', at })
const chainId = 'bench-beside-the-bare-pipeline'
const perRequest = 250

/** The pipeline that does nothing but what nobody can leave out, against its own limit; and ours against it. */
export const barePipeline: BenchModule = {
  name: 'bare-pipeline',
  title: 'Beside the bare pipeline',
  measures: Object.values(names),
  what: 'The bare pipeline (`bench/support/barePipeline.ts`): records of about 512 bytes decoded, their Ed25519 signatures checked by libsodium in two threads, three keys each written under a tree of 2^20 values, one fdatasync for each block of 500; no rules, no log, no indexes, no answers. Its limit: the same two threads doing nothing but checking. Ours: publications of about 512 bytes by the affair `disclosure`, which begin with an empty ledger; ledger and embedded engine alone in one process, and a whole node to which sequences of transactions are posted by a process beside it. All take turns.',
  async run(surroundings) {
    const ours = await Ours.start(surroundings.folder)
    try {
      return await takeTurns(surroundings, ours)
    } finally {
      await ours.stop()
    }
  },
}

async function takeTurns({ quick, folder, say }: Surroundings, ours: Ours): Promise<Measure[]> {
  const [rounds, count] = quick ? [3, 4_000] : [7, 20_000]
  const rates = { limit: [] as number[], bare: [] as number[], inProcess: [] as number[], bulk: [] as number[] }
  const records = makeRecords(count)
  const checking = new BareThreads(records.key)
  const tree = new BareTree(20)
  const file = join(folder, 'bare')
  try {
    await ours.inProcess(count) // code is compiled by what it meets
    await ours.bulk(count)
    await runBarePipeline(checking, tree, file, records)
    for (let round = 0; round < rounds; round++) {
      rates.limit.push(await checkOnly(checking, records))
      rates.bare.push(await runBarePipeline(checking, tree, file, records))
      rates.inProcess.push(await ours.inProcess(count))
      rates.bulk.push(await ours.bulk(count))
      say(
        Object.entries(rates)
          .map(([name, each]) => `${name} ${Math.round(each.at(-1)!)}/s`)
          .join(', '),
      )
    }
  } finally {
    await checking.close()
  }
  const unit = 'transactions/s'
  const limit = 'two threads that only check'
  return [
    against({ name: names.bare, unit: 'records/s', goal: least(0.4) }, limit, rates.bare, rates.limit),
    against({ name: names.inProcess, unit, goal: least(0.8) }, names.bare, rates.inProcess, rates.bare),
    against({ name: names.bulk, unit, goal: least(0.75) }, names.bare, rates.bulk, rates.bare),
  ]
}

/** An engine alone, and a node, each in a process and with a ledger of its own. */
class Ours {
  readonly #engine = new Child('./engineChild.ts', nodeFlags)
  readonly #node = new Child('./nodeChild.ts', nodeFlags)
  readonly #load = new Child('./loadChild.ts')
  readonly #secret = [...randomBytes(32)]
  readonly #signer = new BulkSigner(Uint8Array.from(this.#secret))
  readonly #folder: string
  #url = ''
  #made = 0

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async start(folder: string): Promise<Ours> {
    const ours = new Ours(folder)
    const given = { folder, chainId, secret: ours.#secret, projections: {} }
    await ours.#engine.ask('start', given)
    ours.#url = `${await ours.#node.ask<string>('start', given)}/api/v1/transactions`
    return ours
  }

  /** Transactions a second. */
  async inProcess(count: number): Promise<number> {
    const file = await this.#write(await this.#transactions(count))
    return count / (await this.#engine.ask<number>('submit', { file, atOnce: 512 }))
  }

  /** Transactions a second. */
  async bulk(count: number): Promise<number> {
    const transactions = await this.#transactions(count)
    const sequences = Array.from({ length: Math.ceil(count / perRequest) }, (_, at) =>
      Buffer.concat(transactions.slice(at * perRequest, (at + 1) * perRequest)),
    )
    const headers = { 'content-type': 'application/cbor-seq', prefer: 'wait=30' }
    const posting = { url: this.#url, file: await this.#write(sequences), connections: 8, headers }
    const { seconds } = await this.#load.ask<Awaited<ReturnType<typeof postAll>>>('post', posting)
    return count / seconds
  }

  async stop(): Promise<void> {
    await Promise.all([this.#engine.stop(), this.#node.stop(), this.#load.stop()])
  }

  async #transactions(count: number): Promise<Uint8Array[]> {
    this.#made += count
    return publications(this.#signer, chainId, this.#made - count, count)
  }

  async #write(bodies: readonly Uint8Array[]): Promise<string> {
    const file = join(this.#folder, 'bodies')
    await writeFile(file, writeBodies(bodies))
    return file
  }
}
