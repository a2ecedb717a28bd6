import { randomBytes } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { ContentStore } from '@gongshi/contents'
import { BlockLog, openFolder } from '@gongshi/engine-solo'
import { against, type BenchModule } from './support/measure.ts'

const names = {
  block: 'a block of 8 KB made durable',
  content: 'contents of 4 KB stored, 16 at once',
} as const

/** What stands between an act and its acknowledgement: the disk, and how much we add to it. */
export const disk: BenchModule = {
  name: 'disk',
  title: 'Block file and contents',
  measures: Object.values(names),
  what: 'Blocks one after the other, each durable before the next, against bare write and fdatasync into a file of zeros of the same length. Contents of one member of 4 KB, sixteen under way, each durable on return and read back under its commitment, against sixteen bare files, each written and fsynced.',
  async run({ quick, folder }) {
    const [rounds, count] = quick ? [3, 100] : [7, 1_000]
    const blocks = { ours: [] as number[], theirs: [] as number[] }
    const contents = { ours: [] as number[], theirs: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      const place = join(folder, String(round))
      await mkdir(place)
      blocks.theirs.push(await bareBlocks(place, count))
      blocks.ours.push(await ourBlocks(place, count))
      contents.theirs.push(await bareFiles(place, count))
      contents.ours.push(await ourContents(place, count))
    }
    return [
      against({ name: names.block, unit: 'ms' }, 'bare write and fdatasync', blocks.ours, blocks.theirs),
      against(
        { name: names.content, unit: 'contents/s' },
        'bare files, written and fsynced',
        contents.ours,
        contents.theirs,
      ),
    ]
  },
}

const blockBytes = 8 * 1024
const contentBytes = 4 * 1024
const atOnce = 16

async function ourBlocks(place: string, count: number): Promise<number> {
  const log = await BlockLog.open(await openFolder(join(place, 'blocks')))
  const payload = new Uint8Array(randomBytes(blockBytes))
  await log.appendDurably(1, payload) // the file's first zeros
  const begin = performance.now()
  for (let height = 2; height < count + 2; height++) {
    await log.appendDurably(height, payload)
  }
  const took = performance.now() - begin
  await log.close()
  return took / count
}

async function bareBlocks(place: string, count: number): Promise<number> {
  const file = await open(join(place, 'bare'), 'wx+')
  const bytes = randomBytes(blockBytes)
  await file.write(Buffer.alloc(blockBytes * (count + 1)), 0)
  await file.datasync()
  const begin = performance.now()
  for (let block = 0; block < count; block++) {
    await file.write(bytes, 0, blockBytes, block * blockBytes)
    await file.datasync()
  }
  const took = performance.now() - begin
  await file.close()
  return took / count
}

async function ourContents(place: string, count: number): Promise<number> {
  const store = await ContentStore.open({ folder: join(place, 'contents') })
  const rate = await rateOf(count, async () => {
    const bytes = new Uint8Array(randomBytes(contentBytes))
    await store.put(new Uint8Array(randomBytes(32)), [{ path: 'release', bytes: [bytes] }])
  })
  await store.close()
  return rate
}

async function bareFiles(place: string, count: number): Promise<number> {
  let number = 0
  return rateOf(count, async () => {
    const file = await open(join(place, `bare-${number++}`), 'wx')
    await file.write(randomBytes(contentBytes))
    await file.sync()
    await file.close()
  })
}

/** Acts a second, so many under way. */
async function rateOf(count: number, act: () => Promise<void>): Promise<number> {
  let left = count
  const begin = performance.now()
  const worker = async () => {
    while (left-- > 0) await act()
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return count / ((performance.now() - begin) / 1000)
}
