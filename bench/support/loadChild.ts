/** Clients in a process of their own: `post` and `pace` send what a file of bodies holds, `get` asks, `hold` follows streams. */
import { readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import { readBodies } from './bodies.ts'
import { answerParent } from './child.ts'
import { getAll, hold, postAll, postPaced, statusesOf } from './load.ts'

export type Posting = {
  readonly url: string
  readonly file: string
  readonly connections: number
  readonly headers: Readonly<Record<string, string>>
}

export type Pacing = Posting & { readonly perSecond: number }

export type Getting = {
  readonly url: string
  readonly paths: readonly string[]
  readonly count: number
  readonly connections: number
}

let held: Awaited<ReturnType<typeof hold>> | null = null

answerParent(
  {
    /** Microseconds of processor time, all threads. */
    cpu: () => {
      const { user, system } = process.cpuUsage()
      return user + system
    },
    post: async ({ url, file, connections, headers }: Posting) =>
      postAll(new URL(url), readBodies(await readFile(file)), connections, headers),
    pace: async ({ url, file, perSecond, headers, connections }: Pacing) =>
      postPaced([new URL(url)], readBodies(await readFile(file)), perSecond, headers, connections),
    statuses: async ({ url, paths }: { url: string; paths: readonly string[] }) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 32 })
      const statuses = await statusesOf(new URL(url), paths, agent)
      agent.destroy()
      return statuses
    },
    get: ({ url, paths, count, connections }: Getting) => getAll(new URL(url), paths, count, connections),
    hold: async ({ url, connections }: { url: string; connections: number }) => {
      held = await hold(new URL(url), connections)
    },
    release: () => held?.close(),
  },
  async () => undefined,
)
