import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Store, StoreTable, StoreWrite } from './store.ts'

const key = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)
const put = (table: StoreTable, at: Uint8Array, value: Uint8Array | null): StoreWrite => ({ table, key: at, value })

/** What every `Store` must do; `open` gives an empty one, `reopen` closes it and opens the same data again. */
export function storeConformance(name: string, open: () => Store, reopen: (store: Store) => Promise<Store>): void {
  describe(`store conformance: ${name}`, () => {
    test('a value is read as written, empty ones too; an absent key is undefined; tables are apart', async () => {
      const store = open()
      await store.write([put('leaf', key(1), key(7, 8)), put('leaf', key(2), key()), put('body', key(1), key(9))])
      assert.deepEqual(store.get('leaf', key(1)), key(7, 8))
      assert.deepEqual(store.get('leaf', key(2)), key())
      assert.deepEqual(store.get('body', key(1)), key(9))
      assert.equal(store.get('body', key(2)), undefined)
      await store.close()
    })

    test('a batch replaces and removes; the later write of one key wins; a missing key may be removed', async () => {
      const store = open()
      await store.write([put('meta', key(1), key(1)), put('meta', key(2), key(2))])
      await store.write([put('meta', key(1), null), put('meta', key(2), key(3)), put('meta', key(3), null)])
      await store.write([put('meta', key(4), key(1)), put('meta', key(4), key(2))])
      assert.equal(store.get('meta', key(1)), undefined)
      assert.deepEqual(store.get('meta', key(2)), key(3))
      assert.deepEqual(store.get('meta', key(4)), key(2))
      await store.close()
    })

    test('ranges are in byte order, from included, to excluded, both ways, with a limit', async () => {
      const store = open()
      const keys = [key(0), key(0, 0), key(1), key(1, 255), key(2), key(128), key(255, 255)]
      await store.write([...keys].reverse().map((at) => put('value', at, at)))
      const ranged = (range: Parameters<Store['range']>[1]) => [...store.range('value', range)].map(([at]) => at)
      assert.deepEqual(ranged({}), keys)
      assert.deepEqual(ranged({ from: key(1), to: key(2) }), [key(1), key(1, 255)])
      assert.deepEqual(ranged({ from: key(1), to: key(2), reverse: true }), [key(1, 255), key(1)])
      assert.deepEqual(ranged({ from: key(1), to: key(3), reverse: true, limit: 1 }), [key(2)])
      assert.deepEqual(ranged({ to: key(2), reverse: true, limit: 2 }), [key(1, 255), key(1)])
      assert.deepEqual(ranged({ from: key(3), limit: 1 }), [key(128)])
      assert.deepEqual(ranged({ limit: 0 }), [])
      assert.deepEqual(ranged({ from: key(3), to: key(4) }), [])
      await store.close()
    })

    test('bytes that came out or went in belong to the caller', async () => {
      const store = open()
      const value = key(1, 2, 3)
      const writing = store.write([put('leaf', key(1), value)])
      await writing
      value[0] = 9
      const read = store.get('leaf', key(1))!
      read[1] = 9
      assert.deepEqual(store.get('leaf', key(1)), key(1, 2, 3))
      assert.equal(read.constructor, Uint8Array)
      await store.close()
    })

    test('what was written survives closing; batches apply in the order of the calls', async () => {
      const store = open()
      const writes = Array.from({ length: 50 }, (_, at) => store.write([put('meta', key(1), key(at))]))
      await Promise.all(writes)
      const again = await reopen(store)
      assert.deepEqual(again.get('meta', key(1)), key(49))
      await again.close()
    })

    test('a large batch is one batch', async () => {
      const store = open()
      const many = Array.from({ length: 5000 }, (_, at) => put('leaf', key(at >> 8, at & 255), new Uint8Array(200)))
      await store.write(many)
      assert.equal([...store.range('leaf')].length, 5000)
      await store.close()
    })
  })
}
