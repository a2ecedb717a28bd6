import { randomBytes, randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { nodeFlags } from '../scripts/house/node24.mjs'
import { writeBodies } from './support/bodies.ts'
import { BulkSigner, publications } from './support/bulk.ts'
import { Child } from './support/child.ts'
import type { getAll } from './support/load.ts'
import type { Getting, Posting } from './support/loadChild.ts'
import { against, alone, type BenchModule, type Goal, type Measure, type Surroundings } from './support/measure.ts'

const chainId = 'bench-of-a-public-affairs-ledger'
const clients = 16
const readers = 1000
const published = 12_000
/** What is asked for again and again: so many that their answers fit into the node's memory for them, by far. */
const frequent = 2_000

/** What is asked for. Of the acts one after the other, in no order, each of them before one comes again. */
const asked = [
  { what: 'where the ledger stands', paths: () => ['/api/v1/ledger'] },
  { what: 'an entry, each for the first time', isFirst: true, paths: (acts) => acts.map(entryOf) },
  { what: 'an entry', paths: (acts) => acts.slice(0, frequent).map(entryOf) },
  { what: 'evidence for an entry, each for the first time', isFirst: true, paths: (acts) => acts.map(evidenceOf) },
  { what: 'evidence for an entry', paths: (acts) => acts.slice(0, frequent).map(evidenceOf) },
  { what: 'a tile of the log', paths: () => ['/log/tile/0/000'] },
] as const satisfies readonly Asked[]

type Asked = {
  readonly what: string
  /** Nobody has asked for the same before in this process. */
  readonly isFirst?: true
  paths(acts: readonly number[]): readonly string[]
}
const entryOf = (index: number): string => `/api/v1/entries/${index}`
const evidenceOf = (index: number): string => `/api/v1/evidence/entries/${index}`

const names = {
  read: (what: string) => `reads of ${what}`,
  alone: 'processor time of the node at rest',
  followed: `processor time of the node at rest with ${readers.toLocaleString('en')} readers of its events`,
} as const

/** What anybody may ask for, against the least that a server can do; and readers of whom nobody hears. */
export const apiReads: BenchModule = {
  name: 'api-reads',
  title: 'Reading over HTTP',
  measures: [...asked.map(({ what }) => names.read(what)), names.alone, names.followed],
  what: `A ledger of ${published} publications. ${clients} keep-alive connections, each asking again when it has its answer; the node, the rival and the clients in processes of their own. Rival: a fastify route, nothing else registered, that sends as many bytes made beforehand; the two take turns. Entries and evidence are asked for in no order: over all the acts for the first time in the node’s life, nothing of the answer being kept; and ${frequent} of them again and again, when the node has the answers in memory (16 MiB of them, dropped when a body is erased). Readers at rest: connections that follow \`/api/v1/events\` while nothing is committed, the node's processor time over 32 seconds (two signs of life to each), all threads, as a share of one core.`,
  async run(surroundings) {
    const server = new Child('./nodeChild.ts', nodeFlags)
    const load = new Child('./loadChild.ts')
    try {
      const url = await startFilled(server, load, surroundings)
      const acts = await shuffledActs(url)
      const measures: Measure[] = []
      for (const each of asked) measures.push(await measureReads(each, url, acts, load, surroundings))
      return [...measures, ...(await measureReaders(url, server, load, surroundings))]
    } finally {
      await Promise.all([server.stop(), load.stop()])
    }
  },
}

async function startFilled(server: Child, load: Child, { folder }: Surroundings): Promise<string> {
  const secret = [...randomBytes(32)]
  const url = await server.ask<string>('start', { folder, chainId, secret, projections: {} })
  const file = join(folder, 'bodies')
  await writeFile(file, writeBodies(await publications(new BulkSigner(Uint8Array.from(secret)), chainId, 0, published)))
  const headers = { 'content-type': 'application/cose', prefer: 'wait=30' }
  await load.ask('post', { url: `${url}/api/v1/transactions`, file, connections: clients, headers } satisfies Posting)
  return url
}

/** The entries that are acts, in no order: those that end a block are smaller. Known from the list, so that none is asked for. */
async function shuffledActs(url: string): Promise<number[]> {
  const acts: number[] = []
  for (let cursor = ''; acts.length < published; ) {
    const list = await fetch(`${url}/api/v1/affairs/disclosure/views/publication?limit=200${cursor}`)
    const { rows, next } = (await list.json()) as { rows?: { entry: number }[]; next?: string | null }
    for (const { entry } of rows ?? []) acts.splice(randomInt(acts.length + 1), 0, entry)
    if (next) cursor = `&cursor=${encodeURIComponent(next)}`
    else if (acts.length < published) {
      acts.length = 0 // the list follows the ledger
      cursor = ''
      await sleep(200)
    }
  }
  return acts
}

async function measureReads(
  { what, isFirst, paths }: Asked,
  url: string,
  acts: readonly number[],
  load: Child,
  { quick, say }: Surroundings,
): Promise<Measure> {
  const all = paths(acts)
  const answer = await fetch(`${url}${all.at(-1)}`)
  if (answer.status !== 200) throw new Error(`${url}${all.at(-1)}: ${answer.status}`)
  const { byteLength } = await answer.arrayBuffer()
  const rival = new Child('./bareChild.ts')
  try {
    const mediaType = answer.headers.get('content-type')!
    const bare = await rival.ask<string>('start', { bytes: byteLength, mediaType })
    const rounds = quick ? 3 : 7
    const count = isFirst ? Math.floor(all.length / (rounds + 1)) : quick ? 3000 : 15_000
    const pathsIn = (round: number) => (isFirst ? all.slice(round * count, (round + 1) * count) : all)
    const rateOf = async (origin: string, some: readonly string[]): Promise<number> => {
      const getting: Getting = { url: origin, paths: some, count, connections: clients }
      return count / (await load.ask<Awaited<ReturnType<typeof getAll>>>('get', getting)).seconds
    }
    await rateOf(url, pathsIn(rounds)) // compiled by what it meets
    await rateOf(bare, ['/'])
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      theirs.push(await rateOf(bare, ['/']))
      ours.push(await rateOf(url, pathsIn(round)))
    }
    say(`${what}, ${byteLength} bytes: ${Math.round(ours.at(-1)!)}/s against ${Math.round(theirs.at(-1)!)}/s`)
    const goal: Goal = { of: 'ratio', bound: 'least', at: 0.5 }
    return against({ name: names.read(what), unit: 'reads/s', goal }, 'a bare fastify route', ours, theirs)
  } finally {
    await rival.stop()
  }
}

async function measureReaders(url: string, server: Child, load: Child, { quick }: Surroundings): Promise<Measure[]> {
  const shareOver = async (seconds: number): Promise<number> => {
    const cpu = async () => (await server.ask<{ all: number }>('cpu')).all
    const [before, began] = [await cpu(), performance.now()]
    await sleep(seconds * 1000)
    return ((await cpu()) - before) / (performance.now() - began) / 10
  }
  await sleep(2000) // what the reads before have left behind
  const seconds = quick ? 16 : 32
  const resting = await shareOver(seconds)
  await load.ask('hold', { url: `${url}/api/v1/events`, connections: readers })
  await sleep(2000)
  const followed = await shareOver(seconds)
  await load.ask('release')
  return [
    alone({ name: names.alone, unit: '% of a core' }, [resting]),
    alone({ name: names.followed, unit: '% of a core', goal: { of: 'value', bound: 'most', at: 10 } }, [followed]),
  ]
}
