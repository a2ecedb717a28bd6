import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { parseTransaction, toHex } from '@gongshi/protocol'
import { nodeFlags } from '../scripts/house/node24.mjs'
import { writeBodies } from './support/bodies.ts'
import { BulkSigner, publications } from './support/bulk.ts'
import { Child } from './support/child.ts'
import type { Answered, postAll } from './support/load.ts'
import { against, alone, type BenchModule, type Measure, percentile, type Surroundings } from './support/measure.ts'

const times = 3
/** Transactions a request: a few hundred connections then hold as many waiting ones as a node takes. */
const perRequest = 50
/** Of clients that were there before, as behind a proxy that keeps its connections. */
const connections = 1000
/** By then blocks have been flushed, and projections have followed some way. */
const restMs = 5_000
const chainId = 'bench-of-more-than-it-takes'
const names = {
  rate: 'acknowledged while three times as many come',
  middle: 'acknowledgement meanwhile, half of them within',
  tail: 'acknowledgement meanwhile, 99% within',
  refused: 'refused with a code and told when to come again, of what came',
  uncoded: 'answered otherwise',
  lost: 'acknowledged and not found afterwards',
  slipped: 'refused and found all the same',
  memory: 'heap of the node afterwards, collected, its bounded caches apart',
  again: 'a lone act right afterwards',
} as const

/** More than a node can do: what it acknowledges, refuses, keeps, and how soon it is itself again. */
export const overload: BenchModule = {
  name: 'overload',
  title: 'More than a node takes',
  measures: Object.values(names),
  what: `First what the node commits at most: publications of about 512 bytes, ${perRequest} a request, 8 requests under way. Then ${times} times as many a second, each request sent at its time whether or not those before were answered, over connections that are open by then, nothing refused sent again; then every single one is looked up. Clients and node in two processes on the same machine; the node has the settings that it comes with.`,
  async run(surroundings) {
    const node = await Overloaded.start(surroundings.folder)
    try {
      return await measure(node, surroundings)
    } finally {
      await node.stop()
    }
  },
}

async function measure(node: Overloaded, { quick, say }: Surroundings): Promise<Measure[]> {
  const [count, seconds] = quick ? [4_000, 10] : [20_000, 30]
  await node.most(count) // the code is compiled by what it meets
  const most = await node.most(count)
  const before = { lone: await node.lone(), memory: await node.megabytes() }
  const { answers, found } = await node.flood(Math.round(most * times * seconds), most * times)
  const after = { lone: await node.lone(), memory: await node.megabytes() }
  const tally = tallyOf(answers, found)
  const { kept, refused, uncoded, lost, slipped } = tally
  say(`${most.toFixed()}/s at most; of ${answers.length}: ${JSON.stringify(tally.codes)}`)
  const latencies = kept.map(({ ms }) => ms).toSorted((left, right) => left - right)
  const none = { of: 'value', bound: 'most', at: 0 } as const
  const lasted = Math.max(...kept.map(({ until }) => until)) / 1000
  const rate = { name: names.rate, unit: 'transactions/s', goal: { of: 'ratio', bound: 'least', at: 0.8 } } as const
  const memory = { name: names.memory, unit: 'MB', goal: { of: 'ratio', bound: 'most', at: 1.5 } } as const
  const again = { name: names.again, unit: 'ms', goal: { of: 'ratio', bound: 'most', at: 2 } } as const
  return [
    against(rate, 'at most', [kept.length / lasted], [most]),
    alone({ name: names.middle, unit: 'ms' }, [percentile(latencies, 0.5)]),
    alone({ name: names.tail, unit: 'ms' }, [percentile(latencies, 0.99)]),
    alone({ name: names.refused, unit: '%' }, [(100 * refused) / answers.length]),
    alone({ name: names.uncoded, unit: 'acts', goal: none }, [uncoded]),
    alone({ name: names.lost, unit: 'acts', goal: none }, [lost]),
    alone({ name: names.slipped, unit: 'acts', goal: none }, [slipped]),
    against(memory, 'before', [after.memory], [before.memory]),
    against(again, 'before', [after.lone], [before.lone]),
  ]
}

/** Of one transaction: its status or code, and the milliseconds from when it was due and from the beginning until its answer. */
type Fate = { readonly fate: string; readonly ms: number; readonly until: number }

function tallyOf(answers: readonly Fate[], found: readonly boolean[]) {
  const codes: Record<string, number> = {}
  for (const { fate } of answers) codes[fate] = (codes[fate] ?? 0) + 1
  const isRefusal = ({ fate }: Fate) => fate === 'queue-full' || fate === 'queue-share-full'
  const kept = answers.filter(({ fate }) => fate === 'committed')
  const refused = answers.filter(isRefusal).length
  const lost = answers.filter(({ fate }, at) => fate === 'committed' && !found[at]).length
  const slipped = answers.filter((each, at) => isRefusal(each) && found[at]).length
  return { codes, kept, refused, uncoded: answers.length - kept.length - refused, lost, slipped }
}

/** A node and its clients, each in a process of its own. */
class Overloaded {
  readonly #server = new Child('./nodeChild.ts', nodeFlags)
  readonly #load = new Child('./loadChild.ts')
  readonly #folder: string
  readonly #signer: BulkSigner
  #origin = ''
  #sent = 0

  private constructor(folder: string, secret: readonly number[]) {
    this.#folder = folder
    this.#signer = new BulkSigner(Uint8Array.from(secret))
  }

  static async start(folder: string): Promise<Overloaded> {
    const secret = [...randomBytes(32)]
    const node = new Overloaded(folder, secret)
    node.#origin = await node.#server.ask<string>('start', { folder, chainId, secret, projections: {} })
    return node
  }

  /** Transactions a second. */
  async most(count: number): Promise<number> {
    const { seconds } = await this.#post(await this.#make(count), perRequest, 8)
    return count / seconds
  }

  /** Milliseconds until one that nobody is beside is acknowledged: the middle of some. */
  async lone(): Promise<number> {
    const { latenciesMs } = await this.#post(await this.#make(15), 1, 1)
    return percentile(
      latenciesMs.toSorted((left, right) => left - right),
      0.5,
    )
  }

  /** So many a second; what became of each, and whether it is on the ledger once no answer is open any more. */
  async flood(
    count: number,
    perSecond: number,
  ): Promise<{ readonly answers: readonly Fate[]; readonly found: readonly boolean[] }> {
    const made = await this.#make(count)
    const file = await this.#write(made, perRequest)
    const pace = perSecond / perRequest
    const pacing = { url: this.#url, file, perSecond: pace, headers, connections }
    const answered = await this.#load.ask<Answered[]>('pace', pacing)
    const answers = answered.flatMap(({ ms, status, text }, at): Fate[] => {
      const times = { ms, until: (at * 1000) / pace + ms }
      const whole = made.slice(at * perRequest, (at + 1) * perRequest)
      if (status !== 200) return whole.map(() => ({ ...times, fate: codeIn(text) ?? `status ${status}` }))
      const each = JSON.parse(text) as readonly { readonly status: string; readonly code?: string }[]
      return each.map(({ status, code }) => ({ ...times, fate: code ?? status }))
    })
    const paths = made.map((each) => `/api/v1/transactions/${toHex(parseTransaction(each).txId)}`)
    const statuses = await this.#load.ask<number[]>('statuses', { url: this.#origin, paths })
    return { answers, found: statuses.map((status) => status === 200) }
  }

  async megabytes(): Promise<number> {
    await setTimeout(restMs)
    const { heapBytes, cacheBytes } = await this.#server.ask<{ heapBytes: number; cacheBytes: number }>('heap')
    return (heapBytes - cacheBytes) / 2 ** 20
  }

  async stop(): Promise<void> {
    await this.#load.stop()
    await this.#server.stop()
  }

  get #url(): string {
    return `${this.#origin}/api/v1/transactions`
  }

  async #make(count: number): Promise<Uint8Array[]> {
    this.#sent += count
    return publications(this.#signer, chainId, this.#sent - count, count)
  }

  async #write(made: readonly Uint8Array[], each: number): Promise<string> {
    const file = join(this.#folder, 'bodies')
    const bodies = Array.from({ length: Math.ceil(made.length / each) }, (_, at) =>
      Buffer.concat(made.slice(at * each, (at + 1) * each)),
    )
    await writeFile(file, writeBodies(bodies))
    return file
  }

  async #post(made: readonly Uint8Array[], each: number, connections: number): ReturnType<typeof postAll> {
    const file = await this.#write(made, each)
    return this.#load.ask('post', { url: this.#url, file, connections, headers })
  }
}

const headers = { 'content-type': 'application/cbor-seq', prefer: 'wait=60' }

function codeIn(problem: string): string | null {
  try {
    return (JSON.parse(problem) as { readonly code?: string }).code ?? null
  } catch {
    return null
  }
}
