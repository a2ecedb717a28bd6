import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { storeConformance } from '../../fixtures/storeConformance.ts'
import { openLmdbStore } from './lmdbStore.ts'
import { SimulatedStore } from './simulatedStore.ts'
import type { Store } from './store.ts'
import { WriteBehind } from './writeBehind.ts'

const folders = new Map<Store, string>()

after(() => {
  for (const folder of folders.values()) rmSync(folder, { recursive: true, force: true })
})

function openTemporary(folder = mkdtempSync(join(tmpdir(), 'gongshi-store-'))): Store {
  const store = openLmdbStore(folder)
  folders.set(store, folder)
  return store
}

storeConformance('LMDB', {
  open: () => openTemporary(),
  reopen: async (store) => {
    await store.close()
    return openTemporary(folders.get(store))
  },
})

storeConformance('simulated', {
  open: () => new SimulatedStore(),
  reopen: async (store) => {
    await store.close()
    return (store as SimulatedStore).crash('synced')
  },
})

test('a store whose files can’t be opened is refused by its code, and the process lives', () => {
  for (const file of ['data.mdb', 'lock.mdb']) {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-store-'))
    mkdirSync(join(folder, file))
    assert.throws(() => openLmdbStore(folder), { failure: { code: 'store-unreadable' } })
    rmSync(folder, { recursive: true })
  }
})

const at = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)

const onLinux = process.platform === 'linux'

test('the file is mapped once however it grows', { skip: !onLinux && 'reads /proc' }, async () => {
  const store = openTemporary()
  const value = new Uint8Array(100_000)
  for (let count = 0; count < 40; count++) await store.write([{ table: 'tile', key: at(count), value }])
  const maps = readFileSync('/proc/self/maps', 'utf8').split('\n')
  assert.equal(maps.filter((line) => line.endsWith(join(folders.get(store)!, 'data.mdb'))).length, 1)
  await store.close()
})

// lmdb 3.5.6 frees its environment and then uses it when it can't open (`openEnv` in env.cpp): that can't be caught.
for (const file of ['data.mdb', 'lock.mdb'])
  test(`a start that gets no map for ${file} ends the process and harms nothing`, { skip: !mayTrace() }, async () => {
    const store = openTemporary()
    const folder = folders.get(store)!
    await store.write([{ table: 'meta', key: at(1), value: at(7) }])
    await store.close()
    const injecting = ['-P', join(folder, file), '-e', 'trace=mmap', '-e', 'inject=mmap:error=ENOMEM']
    const opening = `(await import(${JSON.stringify(import.meta.resolve('./lmdbStore.ts'))})).openLmdbStore(process.argv[1])`
    const node = [process.execPath, '--input-type=module', '-e', opening, folder]
    const { status, stderr } = spawnSync('strace', ['-f', '-qq', ...injecting, ...node], { encoding: 'utf8' })
    assert.match(stderr, /ENOMEM .*\(INJECTED\)/)
    assert.notEqual(status, 0)
    const again = openTemporary(folder)
    assert.deepEqual(again.get('meta', at(1)), at(7))
    await again.write([{ table: 'meta', key: at(2), value: at(8) }])
    await again.close()
  })

function mayTrace(): boolean {
  return spawnSync('strace', ['-qq', '-o', '/dev/null', '-e', 'trace=none', 'true']).status === 0
}

describe('the simulated store fails as disks do', () => {
  test('a loss of power takes unsynced batches, never synced ones', async () => {
    const store = new SimulatedStore()
    await store.write([{ table: 'meta', key: at(1), value: at(1) }])
    store.holdSyncs()
    let synced = false
    void store.write([{ table: 'meta', key: at(2), value: at(2) }]).then(() => (synced = true))
    await Promise.resolve()
    assert.equal(synced, false)
    assert.deepEqual(store.crash('synced').get('meta', at(1)), at(1))
    assert.equal(store.crash('synced').get('meta', at(2)), undefined)
    assert.deepEqual(store.crash('written').get('meta', at(2)), at(2))
    store.sync()
    assert.deepEqual(store.crash('synced').get('meta', at(2)), at(2))
  })

  test('the n-th write rejects, landed or not', async () => {
    for (const failedWriteLands of [false, true]) {
      const store = new SimulatedStore({ failWrite: 2, failedWriteLands })
      await store.write([{ table: 'meta', key: at(1), value: at(1) }])
      await assert.rejects(store.write([{ table: 'meta', key: at(2), value: at(2) }]), { code: 'store-write-failed' })
      assert.equal(store.get('meta', at(2)) !== undefined, failedWriteLands)
    }
  })
})

describe('writes behind are seen before the store has them', () => {
  test('gets and ranges merge the pending layers, before, during and after a flush', async () => {
    const store = new SimulatedStore()
    await store.write([1, 2, 3].map((byte) => ({ table: 'tile', key: at(byte), value: at(byte) })))
    const behind = new WriteBehind(store)
    behind.put('tile', at(2), null)
    behind.put('tile', at(4), at(4))
    store.holdSyncs()
    const flushed = behind.flush()
    behind.put('tile', at(1), at(9))
    const seen = () => behind.range('tile', { from: at(1), to: at(5) }).map(([, value]) => value[0])
    assert.deepEqual(seen(), [9, 3, 4])
    assert.equal(behind.get('tile', at(2)), undefined)
    store.sync()
    await flushed
    assert.deepEqual(seen(), [9, 3, 4])
    assert.deepEqual(store.get('tile', at(1)), at(1))
    const second = behind.flush()
    store.sync()
    await second
    assert.deepEqual(store.get('tile', at(1)), at(9))
    assert.equal(behind.backlog, 0)
  })

  test('values of any length are read as they were put, whatever becomes of the bytes that were handed in', async () => {
    const store = new SimulatedStore()
    const behind = new WriteBehind(store)
    const values = [0, 1, 40_000, 262_144, 600_000, 7, 250_000, 20_000].map((length, at) =>
      new Uint8Array(length).fill(at + 1),
    )
    for (const [index, value] of values.entries()) {
      const handedIn = value.slice()
      behind.putAt('leaf', index, handedIn)
      handedIn.fill(0)
    }
    behind.putAt('leaf', 1, Uint8Array.of(9, 9))
    const expected = values.with(1, Uint8Array.of(9, 9))
    const seen = () => expected.map((_, index) => behind.getAt('leaf', index))
    assert.deepEqual(seen(), expected)
    behind.getAt('leaf', 2)!.fill(0) // the reader's own
    await behind.flush()
    assert.deepEqual(seen(), expected)
  })

  test('what is put later is put once, by the next flush, which it is a reason for', async () => {
    const store = new SimulatedStore()
    const behind = new WriteBehind(store)
    let calls = 0
    const putAll = () => behind.put('tile', at(1), at(++calls))
    behind.putLater(putAll)
    behind.putLater(putAll)
    assert.equal(behind.get('tile', at(1)), undefined)
    await behind.flush()
    await behind.flush()
    assert.deepEqual([calls, store.get('tile', at(1))], [1, at(1)])
  })

  test('whoever asks for a flush waits for all that was put before, however many ask at once', async () => {
    const store = new SimulatedStore()
    const behind = new WriteBehind(store)
    store.holdSyncs()
    const done: string[] = []
    const flush = (name: string) => void behind.flush().then(() => done.push(name))
    const settle = () => new Promise((resolve) => setImmediate(resolve))
    behind.put('tile', at(1), at(1))
    flush('first')
    behind.put('tile', at(2), at(2))
    flush('second')
    flush('second too')
    store.sync()
    await settle()
    flush('third, with nothing new')
    await settle()
    assert.deepEqual(done, ['first'])
    store.sync()
    await settle()
    assert.deepEqual(done.sort(), ['first', 'second', 'second too', 'third, with nothing new'])
  })
})
