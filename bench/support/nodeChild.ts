/** A node in a process of its own, until the parent lets go. */
import { readdirSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { setFlagsFromString, writeHeapSnapshot } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Generations } from '../../packages/ledger/src/state/generations.ts'
import { Publisher } from '../../packages/node/src/publish/publisher.ts'
import { BulkSigner } from './bulk.ts'
import { answerParent } from './child.ts'
import { startBenchNode } from './node.ts'

type Start = {
  readonly folder: string
  readonly chainId: string
  readonly secret: readonly number[]
  readonly projections: object
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const { cut } = Publisher.prototype
let publisher: Publisher | null = null
let often: NodeJS.Timeout | undefined
Publisher.prototype.cut = function () {
  publisher = this
  return cut.call(this)
}
let running: Awaited<ReturnType<typeof startBenchNode>> | null = null
const inspector = new Session()

answerParent(
  {
    start: async ({ folder, chainId, secret, projections }: Start) => {
      running = await startBenchNode(folder, chainId, new BulkSigner(Uint8Array.from(secret)), projections)
      return running.url
    },
    publishes: (timesASecond: number) => cutEvery(timesASecond),
    /** Microseconds of processor time, all threads. */
    cpu: () => {
      const { user, system } = process.cpuUsage()
      const own = process.threadCpuUsage()
      return { all: user + system, main: own.user + own.system }
    },
    /** Bytes of memory that this process and those under it have in use. */
    memory: () => residentBytes(process.pid),
    heap: async () => {
      await collectTwice()
      const { heapUsed, external, rss } = process.memoryUsage()
      return { heapBytes: heapUsed + external, residentBytes: rss, cacheBytes: await cacheBytes() }
    },
    /** Writes everything that is in the heap in the form that browsers' developer tools open and compare. */
    snapshot: (file: string) => writeHeapSnapshot(file),
    profile: async () => {
      inspector.connect()
      await inspector.post('Profiler.enable')
      await inspector.post('Profiler.start')
    },
    /** Writes what was going on since `profile` in the form that browsers' developer tools open. */
    endProfile: async (file: string) => {
      const { profile } = await inspector.post('Profiler.stop')
      await writeFile(file, JSON.stringify(profile))
      inspector.disconnect()
    },
  },
  async () => running?.remove(),
)

/** In place of the publisher's own timer, one at a time like there. */
function cutEvery(timesASecond: number): void {
  clearInterval(often)
  Publisher.prototype.cut = async () => undefined
  if (timesASecond === 0) return
  let isCutting = false
  often = setInterval(async () => {
    if (isCutting) return
    isCutting = true
    await cut.call(publisher!)
    isCutting = false
  }, 1000 / timesASecond)
}

/** Buffers outside V8's heap go with the turn after the collection that found them dead, and what they held with the next one. */
async function collectTwice(): Promise<void> {
  collect()
  await new Promise((resolve) => setImmediate(resolve))
  collect()
}

/** What the ledger's bounded caches count of themselves, found in the heap: no node has to be asked for it otherwise. */
async function cacheBytes(): Promise<number> {
  inspector.connect()
  const shared = globalThis as { cachePrototype?: Generations<unknown> }
  shared.cachePrototype = Generations.prototype
  try {
    const { result } = await inspector.post('Runtime.evaluate', { expression: 'globalThis.cachePrototype' })
    const { objects } = await inspector.post('Runtime.queryObjects', { prototypeObjectId: result.objectId! })
    const sum = await inspector.post('Runtime.callFunctionOn', {
      objectId: objects.objectId!,
      functionDeclaration: 'function () { return this.reduce((sum, { weight }) => sum + weight, 0) }',
      returnByValue: true,
    })
    return sum.result.value as number
  } finally {
    delete shared.cachePrototype
    inspector.disconnect()
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function residentBytes(pid: number): number {
  const statuses = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => statusOf(name) ?? [])
  const of = (parent: number): number =>
    statuses
      .filter((each) => each.pid === parent || each.parent === parent)
      .reduce((sum, each) => sum + (each.pid === parent ? each.kilobytes * 1024 : of(each.pid)), 0)
  return of(pid)
}

function statusOf(pid: string) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const number = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0)
    return { pid: Number(pid), parent: number('PPid'), kilobytes: number('VmRSS') }
  } catch {
    return null // it has ended meanwhile
  }
}
