import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, beforeEach, describe, test } from 'node:test'
import { sha256, utf8 } from '@gongshi/protocol'
import { BundleIndex } from './bundleIndex.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-bundles-'))
after(() => rmSync(folder, { recursive: true }))

const hashOf = (name: string): Uint8Array => sha256(utf8(name))
/** Another hash that begins with the same 8 bytes. */
const twinOf = (hash: Uint8Array): Uint8Array =>
  Uint8Array.from([...hash.subarray(0, 8), ...hashOf('twin').subarray(8)])
const fail = (error: unknown): never => {
  throw error
}

let blocks: Uint8Array[][]
let files = 0
let path: string
beforeEach(() => {
  blocks = []
  path = join(folder, `${files++}.sqlite`)
})

function open(): BundleIndex {
  const source = {
    latestHeight: () => blocks.length,
    findBundleHashes: async (height: number) => blocks[height - 1],
  }
  return new BundleIndex(path, source, fail)
}

describe('the index of bundles', () => {
  test('finds the block and the place, also of what came a moment ago', async () => {
    const index = open()
    for (let height = 1; height <= 100; height++) blocks.push([hashOf(`a${height}`), hashOf(`b${height}`)])
    assert.deepEqual(await index.find(hashOf('b77')), { height: 77, position: 1 })
    assert.equal(await index.find(hashOf('c')), undefined)
    blocks.push([], [hashOf('late')])
    assert.deepEqual(await index.find(hashOf('late')), { height: 102, position: 0 })
    await index.close()
  })

  test('tells apart hashes that begin alike', async () => {
    blocks.push([hashOf('a')], [twinOf(hashOf('a'))])
    const index = open()
    assert.deepEqual(await index.find(hashOf('a')), { height: 1, position: 0 })
    assert.deepEqual(await index.find(twinOf(hashOf('a'))), { height: 2, position: 0 })
    await index.close()
  })

  test('goes on where it was', async () => {
    blocks.push([hashOf('a')])
    const first = open()
    await first.find(hashOf('a'))
    await first.close()
    const read: number[] = []
    const source = {
      latestHeight: () => blocks.length,
      findBundleHashes: async (height: number) => {
        read.push(height)
        return blocks[height - 1]
      },
    }
    blocks.push([hashOf('b')])
    const second = new BundleIndex(path, source, fail)
    assert.deepEqual(await second.find(hashOf('b')), { height: 2, position: 0 })
    assert.deepEqual(read, [2, 2], 'read to be indexed, and to be found')
    await second.close()
  })

  test('begins anew on blocks that were rolled back', async () => {
    blocks.push([hashOf('a')], [hashOf('b')])
    const before = open()
    await before.find(hashOf('b'))
    await before.close()
    blocks = [[hashOf('other')]]
    const after = open()
    assert.deepEqual(await after.find(hashOf('other')), { height: 1, position: 0 })
    assert.equal(await after.find(hashOf('a')), undefined)
    await after.close()
  })

  test('an old ledger is indexed a part at a question, and all of it in the end', async () => {
    for (let height = 1; height <= 1500; height++) blocks.push([hashOf(`${height}`)])
    const index = open()
    const found = []
    for (let asked = 0; asked < 3; asked++) found.push(await index.find(hashOf('1400')))
    assert.deepEqual(found, [undefined, undefined, { height: 1400, position: 0 }])
    await index.close()
  })

  test('says by its code that its file is none, or takes nothing any more', async () => {
    mkdirSync(path)
    assert.throws(open, { failure: { code: 'bundles-unreadable', path } })
    rmSync(path, { recursive: true })
    blocks.push([hashOf('a')])
    const index = open()
    const other = new DatabaseSync(path)
    other.exec('DROP TABLE bundle')
    other.close()
    await assert.rejects(index.find(hashOf('a')), { failure: { code: 'bundles-unreadable', path } })
    await index.close()
  })
})
