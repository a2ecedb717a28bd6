/** Clients in a process of their own: `post` sends what a file of bodies holds, `get` asks, `hold` follows streams. */
import { readFile } from 'node:fs/promises'
import { readBodies } from './bodies.ts'
import { answerParent } from './child.ts'
import { getAll, hold, postAll } from './load.ts'

export type Posting = {
  readonly url: string
  readonly file: string
  readonly connections: number
  readonly headers: Readonly<Record<string, string>>
}

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
    get: ({ url, paths, count, connections }: Getting) => getAll(new URL(url), paths, count, connections),
    hold: async ({ url, connections }: { url: string; connections: number }) => {
      held = await hold(new URL(url), connections)
    },
    release: () => held?.close(),
  },
  async () => undefined,
)
