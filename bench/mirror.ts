import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rm } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { createClient } from '@gongshi/sdk'
import { mirrorLog } from '@gongshi/sdk/mirror'
import { publisherOf, writeTiledLog } from '../packages/sdk/test/tiledLog.ts'
import { Child } from './support/child.ts'
import { against, type BenchModule } from './support/measure.ts'

const name = 'a log mirrored from nothing'
const entryBytes = 512
const atOnce = 16

/** What `gongshi mirror` takes beside fetching and keeping the same files without looking into them. */
export const mirror: BenchModule = {
  name: 'mirror',
  title: 'A log mirrored',
  measures: [name],
  what: `A log of entries of ${entryBytes} bytes in tiles, served from its folder by a plain web server in a process of its own on the same machine: copied by \`mirrorLog\`, which checks every tile and entry against the signed checkpoint and has each file on the disk before it has its name; and fetched by the same number of workers (${atOnce}), each file written and synced and nothing looked at. The rounds alternate.`,
  async run({ quick, folder, say }) {
    const count = quick ? 65_536 : 1_000_000
    const { signer, key } = publisherOf('log.example/bench/mirror')
    const served = join(folder, 'served')
    await writeTiledLog(served, entriesOf(count), signer)
    const files = await filesIn(served)
    const server = new Child('./staticChild.ts')
    const ours: number[] = []
    const theirs: number[] = []
    try {
      const url = await server.ask<string>('start', served)
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        theirs.push(await timed(join(folder, 'plain'), (to) => fetchAll(url, files, to)))
        ours.push(
          await timed(join(folder, 'mirror'), async (to) => {
            const client = createClient({ url })
            const { signal } = new AbortController()
            const how = { client, keys: [key], folder: to, recheck: false, signal, onProgress: () => undefined }
            const { size, bytes } = await mirrorLog(how)
            if (size !== count) throw new Error(`${size} entries`)
            return bytes
          }),
        )
        say(`round ${round + 1}: ${ours.at(-1)!.toFixed()} MB/s, unchecked ${theirs.at(-1)!.toFixed()} MB/s`)
      }
    } finally {
      await server.stop()
    }
    const goal = { of: 'value', bound: 'least', at: 50 } as const
    return [against({ name, unit: 'MB/s', goal }, 'fetched and kept, nothing checked', ours, theirs)]
  },
}

function entriesOf(count: number): Uint8Array[] {
  const pool = randomBytes(entryBytes * 4096)
  return Array.from({ length: count }, (_, at) => {
    const from = (at * 61) % (pool.length - entryBytes)
    return new Uint8Array(pool.buffer, pool.byteOffset + from, entryBytes)
  })
}

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found.filter((file) => file.isFile()).map((file) => relative(folder, join(file.parentPath, file.name)))
}

/** Megabytes a second into an empty folder. */
async function timed(to: string, copy: (to: string) => Promise<number>): Promise<number> {
  const began = performance.now()
  const bytes = await copy(to)
  const seconds = (performance.now() - began) / 1000
  await rm(to, { recursive: true, force: true })
  return bytes / 1e6 / seconds
}

async function fetchAll(url: string, files: readonly string[], to: string): Promise<number> {
  const left = files[Symbol.iterator]()
  let bytes = 0
  const work = async (): Promise<void> => {
    for (const file of left) {
      const body = new Uint8Array(await (await fetch(`${url}/${file}`)).arrayBuffer())
      await mkdir(dirname(join(to, file)), { recursive: true })
      const handle = await open(join(to, file), 'w')
      await handle.writeFile(body)
      await handle.sync()
      await handle.close()
      bytes += body.length
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return bytes
}
