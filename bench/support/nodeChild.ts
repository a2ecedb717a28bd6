/** A node in a process of its own, until the parent lets go. */
import { writeFile } from 'node:fs/promises'
import { Session } from 'node:inspector/promises'
import { BulkSigner } from './bulk.ts'
import { answerParent } from './child.ts'
import { startBenchNode } from './node.ts'

type Start = {
  readonly folder: string
  readonly chainId: string
  readonly secret: readonly number[]
  readonly projections: object
}

let running: Awaited<ReturnType<typeof startBenchNode>> | null = null
const inspector = new Session()

answerParent(
  {
    start: async ({ folder, chainId, secret, projections }: Start) => {
      running = await startBenchNode(folder, chainId, new BulkSigner(Uint8Array.from(secret)), projections)
      return running.url
    },
    /** Microseconds of processor time, all threads. */
    cpu: () => {
      const { user, system } = process.cpuUsage()
      const own = process.threadCpuUsage()
      return { all: user + system, main: own.user + own.system }
    },
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
