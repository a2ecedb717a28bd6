/** Clients in a process of their own: `post` sends what a file of bodies holds. */
import { readFile } from 'node:fs/promises'
import { readBodies } from './bodies.ts'
import { answerParent } from './child.ts'
import { postAll } from './load.ts'

export type Posting = {
  readonly url: string
  readonly file: string
  readonly connections: number
  readonly headers: Readonly<Record<string, string>>
}

answerParent(
  {
    post: async ({ url, file, connections, headers }: Posting) =>
      postAll(new URL(url), readBodies(await readFile(file)), connections, headers),
  },
  async () => undefined,
)
