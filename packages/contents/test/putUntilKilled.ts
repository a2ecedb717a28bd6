import { writeSync } from 'node:fs'
import { toHex } from '@gongshi/protocol'
import { ContentStore } from '../src/store.ts'

// Puts contents of all sizes until it is killed, and says of each that it is durable, on a line of its own.
const [folder] = process.argv.slice(2)
const store = await ContentStore.open({ folder: folder! })
let count = 0

async function putOneAfterAnother(writer: number): Promise<never> {
  for (;;) {
    const recordKey = crypto.getRandomValues(new Uint8Array(32))
    const size = [10, 3_000, 60_000, 70_000, 400_000][count++ % 5]!
    const members = [
      { path: 'text', bytes: [new Uint8Array(size).fill(1 + (count % 250))] },
      { path: 'writer', bytes: [Uint8Array.of(writer)] },
    ]
    const { commitment } = await store.put(recordKey, members)
    writeSync(1, `${toHex(commitment)}\n`)
  }
}

await Promise.all([1, 2, 3, 4].map(putOneAfterAnother))
