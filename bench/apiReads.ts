import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeBodies } from './support/bodies.ts'
import { BulkSigner, publications } from './support/bulk.ts'
import { Child } from './support/child.ts'
import type { getAll } from './support/load.ts'
import type { Getting, Posting } from './support/loadChild.ts'
import { against, alone, type BenchModule, type Goal, type Measure, type Surroundings } from './support/measure.ts'

const chainId = 'bench-of-a-public-affairs-ledger'
const clients = 16
const readers = 1000
/** A tile and more: entries beside blocks' own. */
const published = 600

const paths = {
  'where the ledger stands': '/api/v1/ledger',
  'an entry': '/api/v1/entries/300',
  'evidence for an entry': '/api/v1/evidence/entries/300',
  'a tile of the log': '/log/tile/0/000',
} as const
const names = {
  read: (what: string) => `reads of ${what}`,
  alone: 'processor time of the node at rest',
  followed: `processor time of the node at rest with ${readers.toLocaleString('en')} readers of its events`,
} as const

/** What anybody may ask for, against the least that a server can do; and readers of whom nobody hears. */
export const apiReads: BenchModule = {
  name: 'api-reads',
  title: 'Reading over HTTP',
  measures: [...Object.keys(paths).map(names.read), names.alone, names.followed],
  what: `A ledger of ${published} publications. ${clients} keep-alive connections, each asking again when it has its answer; the node, the rival and the clients in processes of their own. Rival: a fastify route, nothing else registered, that sends as many bytes made beforehand; the two take turns. Readers at rest: connections that follow \`/api/v1/events\` while nothing is committed, the node's processor time over 32 seconds (two signs of life to each), all threads, as a share of one core.`,
  async run(surroundings) {
    const server = new Child('./nodeChild.ts', ['--max-semi-space-size=32']) // as scripts/gongshi.mjs does
    const load = new Child('./loadChild.ts')
    try {
      const url = await startFilled(server, load, surroundings)
      const measures: Measure[] = []
      for (const [what, path] of Object.entries(paths))
        measures.push(await measureReads(what, `${url}${path}`, load, surroundings))
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
  while ((await fetch(`${url}/api/v1/evidence/entries/300`)).status !== 200) await sleep(100)
  return url
}

async function measureReads(what: string, url: string, load: Child, { quick, say }: Surroundings): Promise<Measure> {
  const answer = await fetch(url)
  if (answer.status !== 200) throw new Error(`${url}: ${answer.status}`)
  const { byteLength } = await answer.arrayBuffer()
  const rival = new Child('./bareChild.ts')
  try {
    const mediaType = answer.headers.get('content-type')!
    const bare = await rival.ask<string>('start', { bytes: byteLength, mediaType })
    const [rounds, count] = quick ? [3, 3000] : [7, 15_000]
    const rateOf = async (address: string): Promise<number> => {
      const getting: Getting = { url: address, count, connections: clients }
      return count / (await load.ask<Awaited<ReturnType<typeof getAll>>>('get', getting)).seconds
    }
    for (const address of [url, `${bare}/`]) await rateOf(address) // compiled by what it meets
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round < rounds; round++) {
      theirs.push(await rateOf(`${bare}/`))
      ours.push(await rateOf(url))
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
