import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { encodeCbor, toHex, utf8 } from '@gongshi/protocol'
import { maxDiscarded } from './discards.ts'
import { ContentError } from './errors.ts'
import { type Files, nodeFiles } from './files.ts'
import { ContentStore } from './store.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'contents-discard-'))
})
after(() => rm(root, { recursive: true }))

let folders = 0
const newFolder = () => join(root, String(folders++))
const tombstone = { entry: 7, clause: 'personal-information/47', at: 1 }
const refused = (code: string) => (error: unknown) => error instanceof ContentError && error.code === code

/** A content of one member, small enough for a pack or too large for one. */
async function put(store: ContentStore, text: string, times = 1): Promise<Uint8Array> {
  const recordKey = new Uint8Array(32).fill(text.length)
  return (await store.put(recordKey, [{ path: 'a', bytes: [utf8(text.repeat(times))] }])).commitment
}

async function listed(store: ContentStore): Promise<string[]> {
  const found: string[] = []
  for await (const commitment of store.commitments()) found.push(toHex(commitment))
  return found.sort()
}

async function isOnDisk(folder: string, text: string): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name))).includes(text)) return true
  return false
}

describe('a discarded content', () => {
  for (const [size, times] of [
    ['small', 1],
    ['large', 9_000],
  ] as const)
    test(`is gone with every byte, without a trace, and may come back: ${size}`, async () => {
      const folder = newFolder()
      const store = await ContentStore.open({ folder })
      const [gone, kept] = [await put(store, 'canary gone', times), await put(store, 'canary of the other', times)]
      await store.members(gone)
      assert.equal(await store.discard([gone]), 1)
      assert.deepEqual(await store.status(gone), { state: 'absent' })
      await assert.rejects(store.read(gone, 'a'), refused('content-absent'))
      assert.deepEqual([await isOnDisk(folder, 'canary gone'), await listed(store)], [false, [toHex(kept)]])
      assert.deepEqual(await store.tombstones(), [])
      assert.equal(await store.discard([gone]), 0, 'there is nothing left to discard')
      assert.deepEqual(await put(store, 'canary gone', times), gone)
      assert.deepEqual(await store.status(gone), { state: 'present' })
      await store.close()
    })

  test('does not come back with the index of its pack, closed before or after', async () => {
    const folder = newFolder()
    const first = await ContentStore.open({ folder })
    const [gone, kept, late] = [await put(first, 'gone'), await put(first, 'kept!'), await put(first, 'late, too')]
    await first.discard([late])
    await first.close()
    const second = await ContentStore.open({ folder })
    assert.deepEqual(await listed(second), [toHex(gone), toHex(kept)].sort())
    await second.discard([gone])
    for (const next of [await ContentStore.open({ folder }), await ContentStore.open({ folder })]) {
      assert.deepEqual([await listed(next), next.findings.unreadable], [[toHex(kept)], []])
      await next.close()
    }
  })

  test('nor does a damaged one that was mended before', async () => {
    const folder = newFolder()
    const first = await ContentStore.open({ folder })
    const commitment = await put(first, 'canary mended')
    await first.close()
    const path = join(folder, 'packs', '00000001.pack')
    const pack = await readFile(path)
    pack[70]! ^= 1
    await writeFile(path, pack)
    const second = await ContentStore.open({ folder })
    await put(second, 'canary mended')
    assert.deepEqual(await second.status(commitment), { state: 'present' })
    await second.discard([commitment])
    await second.close()
    const third = await ContentStore.open({ folder })
    assert.deepEqual([await third.status(commitment), await listed(third)], [{ state: 'absent' }, []])
    await third.close()
  })

  test('is chosen from what is here, once; an erased one is not touched', async () => {
    const store = await ContentStore.open({ folder: newFolder() })
    const [erased, chosen, spared] = [
      await put(store, 'erased'),
      await put(store, 'chosen!'),
      await put(store, 'spared!!'),
    ]
    await store.erase(erased, tombstone)
    const offered: Uint8Array[][] = []
    const count = await store.discard([erased, chosen, spared, new Uint8Array(32), chosen], (present) => {
      offered.push(present)
      return [chosen]
    })
    assert.deepEqual([count, offered], [1, [[chosen, spared]]])
    assert.equal((await store.status(erased)).state, 'erased')
    assert.deepEqual(await listed(store), [toHex(spared)])
    await assert.rejects(
      store.discard(Array.from({ length: maxDiscarded + 1 }, () => chosen)),
      refused('content-too-large'),
    )
    await store.close()
    await assert.rejects(store.discard([spared]), refused('content-store-closed'))
  })

  test('put while it is being discarded: the put waits, and what it acknowledges stays', async () => {
    const folder = newFolder()
    const told: [string, boolean][] = []
    const store = await ContentStore.open({
      folder,
      onPut: (commitment, isNew) => void told.push([toHex(commitment), isNew]),
    })
    const commitment = await put(store, 'wanted again')
    let again: Promise<Uint8Array> | undefined
    await store.discard([commitment], (present) => {
      again = put(store, 'wanted again')
      return present
    })
    assert.deepEqual(await again, commitment)
    const next = await ContentStore.open({ folder })
    assert.deepEqual(await next.status(commitment), { state: 'present' })
    await put(store, 'wanted again')
    const id = toHex(commitment)
    assert.deepEqual(
      told,
      [
        [id, true],
        [id, true],
        [id, false],
      ],
      'each put is told of',
    )
    for (const each of [next, store]) await each.close()
  })
})

describe('a discarding that was cut short', () => {
  /** Files whose writing ends for good at the `failAt`-th change, as a process that is killed does. */
  function killedAt(failAt: number): Files & { readonly changes: () => number } {
    let changes = 0
    const guard =
      <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) =>
      async (...args: Args): Promise<T> => {
        if (++changes >= failAt) throw Object.assign(new Error('killed'), { code: 'EIO' })
        return call(...args)
      }
    return {
      ...nodeFiles,
      changes: () => changes,
      open: async (path, mode) => {
        const file = await (mode === 'create' ? guard(nodeFiles.open) : nodeFiles.open)(path, mode)
        return { ...file, write: guard(file.write), sync: guard(file.sync), truncate: guard(file.truncate) }
      },
      rename: guard(nodeFiles.rename),
      remove: guard(nodeFiles.remove),
      syncFolder: guard(nodeFiles.syncFolder),
    }
  }

  test('at any change of a file: all or nothing at the next start, nothing damaged', async () => {
    const prepare = async (folder: string): Promise<Uint8Array[]> => {
      const store = await ContentStore.open({ folder })
      const commitments = [
        await put(store, 'canary 1'),
        await put(store, 'canary 22'),
        await put(store, 'canary 333', 9_000),
      ]
      await store.close()
      return commitments
    }
    const counted = newFolder()
    const unwanted = await prepare(counted)
    const counting = killedAt(Number.POSITIVE_INFINITY)
    const whole = await ContentStore.open({ folder: counted, files: counting })
    const opened = counting.changes()
    await whole.discard(unwanted)
    assert.ok(counting.changes() - opened > 10)
    const outcomes = new Set<number>()
    for (let failAt = opened + 1; failAt <= counting.changes(); failAt++) {
      const folder = newFolder()
      await prepare(folder)
      const killed = await ContentStore.open({ folder, files: killedAt(failAt) })
      await assert.rejects(killed.discard(unwanted), ContentError)
      // Nobody is told that a content is stored which the next start may take away.
      for (const text of ['canary 1', 'canary 22'])
        await assert.rejects(put(killed, text), ContentError, `at ${failAt}`)
      const damaged: string[] = []
      const next = await ContentStore.open({ folder, onDamage: (commitment) => damaged.push(toHex(commitment)) })
      const left = await listed(next)
      assert.ok(left.length === 0 || left.length === 3, `at ${failAt}: ${left.length}`)
      outcomes.add(left.length)
      for await (const { state } of next.scrub()) assert.equal(state, 'present')
      for (const text of left.length === 0 ? ['canary 1', 'canary 22', 'canary 333'] : [])
        assert.equal(await isOnDisk(folder, text), false, `at ${failAt}: ${text}`)
      assert.deepEqual(damaged, [])
      await next.close()
    }
    assert.deepEqual([...outcomes].sort(), [0, 3])
  })

  test('a list that cannot be read discards nothing and keeps nobody out', async () => {
    for (const bytes of [
      utf8('garbage'),
      encodeCbor([2, []]),
      encodeCbor([1, [new Uint8Array(3), 7]]),
      new Uint8Array(0),
    ]) {
      const folder = newFolder()
      const first = await ContentStore.open({ folder })
      const commitment = await put(first, 'text')
      await first.close()
      await writeFile(join(folder, 'discarding'), bytes)
      const next = await ContentStore.open({ folder })
      assert.deepEqual(await next.status(commitment), { state: 'present' })
      assert.equal(await next.discard([commitment]), 1)
      await next.close()
    }
  })
})
