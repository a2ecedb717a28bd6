import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { SimulatedFolder, seededRandom } from '@gongshi/testkit'
import fc from 'fast-check'
import { SoloError } from '../errors.ts'
import type { Folder } from '../files/files.ts'
import { BlockLog, clearUnfinished } from './blockLog.ts'

const limits = { segmentBytes: 6000, fillBytes: 4096 }
const open = (folder: Folder) => BlockLog.open(folder, limits)

/** Bytes without a run of zeros, as real blocks are. */
function payloadOf(height: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => ((height * 31 + at * 7) % 255) + 1)
}

async function written(folder: Folder, heights: number, length = 900): Promise<BlockLog> {
  const log = await open(folder)
  for (let height = 1; height <= heights; height++) {
    await log.append(height, payloadOf(height, length))
    await log.sync()
  }
  return log
}

describe('the block log', () => {
  test('gives back every block after it is opened again, across segments', async () => {
    const folder = new SimulatedFolder()
    await written(folder, 20)
    const again = await open(folder)
    assert.deepEqual([again.firstHeight, again.lastHeight, again.tornTail], [1, 20, null])
    assert.ok((await folder.list()).length > 1)
    for (let height = 1; height <= 20; height++) assert.deepEqual(await again.read(height), payloadOf(height, 900))
  })

  test('a durable write is under way before its caller goes on, since the block is executed meanwhile', async () => {
    const folder = new SimulatedFolder()
    const log = await written(folder, 1)
    const before = folder.syncs.count
    const durable = log.appendDurably(2, payloadOf(2, 900))
    assert.equal(folder.syncs.count, before + 1)
    await durable
    assert.deepEqual(await (await open(folder)).read(2), payloadOf(2, 900))
  })

  test('P1: after a crash nothing synced is lost, and what was not synced is whole, torn or gone', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 3000 }),
        async (seed, synced, length) => {
          const folder = new SimulatedFolder()
          const log = await written(folder, synced, length)
          await log.append(synced + 1, payloadOf(synced + 1, length))
          const survivor = folder.crash(seededRandom(seed))
          const again = await open(survivor)
          assert.ok((again.lastHeight ?? 0) >= synced, 'a synced block was lost')
          if (again.tornTail) await again.dropTornTail()
          const last = again.lastHeight ?? 0
          for (let height = 1; height <= last; height++)
            assert.deepEqual(await again.read(height), payloadOf(height, length))
          await again.append(last + 1, payloadOf(last + 1, length))
          await again.sync()
          assert.equal((await open(survivor)).lastHeight, last + 1)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('a flipped bit anywhere in a synced record is damage, never a torn write', async () => {
    const folder = new SimulatedFolder()
    await written(folder, 3)
    const name = (await folder.list())[0]!
    const bytes = folder.bytesOf(name)
    const end = 3 * (24 + 904 + 8)
    for (let at = 0; at < end; at++) {
      const untouched = bytes[at]!
      bytes[at] = untouched ^ 0x10
      await assert.rejects(
        open(folder),
        (error) => error instanceof SoloError && error.code === 'blocks-damaged',
        `byte ${at}`,
      )
      bytes[at] = untouched
    }
  })

  test('a record cut by the end of the file is torn', async () => {
    const folder = new SimulatedFolder()
    await written(folder, 2)
    const cut = new SimulatedFolder()
    const file = await cut.open('000000000000001.blocks')
    await file.write(0, folder.bytesOf('000000000000001.blocks').slice(0, 1500))
    const again = await open(cut)
    assert.equal(again.lastHeight, 1)
    assert.equal(again.tornTail?.height, 2)
  })

  test('one who reads beside a running node leaves a rewriting alone; only the writer clears what was cut short', async () => {
    const folder = new SimulatedFolder()
    await written(folder, 3)
    const [name] = await folder.list()
    await (await folder.open(`${name}.new`)).close()
    const beside = await open(folder)
    assert.equal(beside.lastHeight, 3)
    assert.ok((await folder.list()).includes(`${name}.new`))
    await clearUnfinished(folder)
    assert.deepEqual(await folder.list(), [name])
  })

  test('a failed sync is final for this log', async () => {
    const folder = new SimulatedFolder()
    const log = await written(folder, 2)
    folder.failAfter({ operation: 'sync', code: 'EIO' }, 0)
    await log.append(3, payloadOf(3, 100))
    await assert.rejects(log.sync(), { failure: { code: 'disk-failed', operation: 'sync blocks' } })
    await assert.rejects(log.sync(), { failure: { code: 'disk-failed', operation: 'sync blocks' } })
    await assert.rejects(log.append(4, payloadOf(4, 100)), {
      failure: { code: 'disk-failed', operation: 'sync blocks' },
    })
  })

  test('a record or a file that only the cache has is made durable before anything is built on it', async () => {
    for (const operation of ['write', 'folder'] as const) {
      const folder = new SimulatedFolder()
      const log = await open(folder)
      folder.failAfter({ operation: 'sync', code: 'EIO' }, operation === 'folder' ? 0 : 2)
      await assert.rejects(log.appendDurably(1, payloadOf(1, 900)), { code: 'disk-failed' })
      const next = await open(folder)
      await next.secure()
      const last = (next.lastHeight ?? 0) + 1
      await next.appendDurably(last, payloadOf(last, 900))
      for (let seed = 1; seed <= 20; seed++)
        assert.equal((await open(folder.crash(seededRandom(seed)))).lastHeight, last, `${operation}, seed ${seed}`)
    }
  })

  test('a full disk has its own code', async () => {
    const folder = new SimulatedFolder()
    const log = await written(folder, 1)
    folder.failAfter({ operation: 'write', code: 'ENOSPC' }, 0)
    await assert.rejects(log.append(2, payloadOf(2, 100)), { failure: { code: 'disk-full' } })
  })

  test('a replaced block is the only one that changes, also after a crash in the middle', async () => {
    const folder = new SimulatedFolder()
    const log = await written(folder, 12)
    await log.replace(4, payloadOf(99, 50))
    assert.deepEqual(await log.read(4), payloadOf(99, 50))
    const again = await open(folder.crash(seededRandom(7)))
    for (let height = 1; height <= 12; height++)
      assert.deepEqual(await again.read(height), height === 4 ? payloadOf(99, 50) : payloadOf(height, 900))
    folder.failAfter({ operation: 'sync', code: 'EIO' }, 0)
    await assert.rejects(log.replace(5, payloadOf(98, 50)))
    const untouched = await open(folder.crash(seededRandom(8)))
    assert.deepEqual(await untouched.read(5), payloadOf(5, 900))
  })
})
