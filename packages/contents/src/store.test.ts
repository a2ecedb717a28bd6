import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { equalBytes, memberLeaf, memberSalt, readUpload, toHex, utf8, verifyMember } from '@gongshi/protocol'
import fc from 'fast-check'
import { ContentError } from './errors.ts'
import { packedContentBytes, readChunkBytes } from './limits.ts'
import { ContentStore } from './store.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'contents-'))
})
after(() => rm(root, { recursive: true }))

const tombstone = { entry: 41, clause: 'personal-information/47', at: 1_700_000_000_000 }
let folders = 0
const newFolder = () => join(root, String(folders++))
const member = (path: string, text: string | Uint8Array) => ({
  path,
  bytes: [typeof text === 'string' ? utf8(text) : text],
})
const key = () => new Uint8Array(randomBytes(32))
const refused = (code: string) => (error: unknown) => error instanceof ContentError && error.code === code

async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return new Uint8Array(Buffer.concat(parts))
}

/** Does any file under the folder hold these bytes? */
export async function foundOnDisk(folder: string, needle: Uint8Array): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    if (
      entry.name.includes(Buffer.from(needle).toString('latin1')) ||
      (await readFile(path)).includes(Buffer.from(needle))
    )
      found.push(path)
  }
  return found
}

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

async function onlyFile(folder: string, end: RegExp): Promise<string> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => end.test(name))
  assert.equal(names.length, 1, names.join(' '))
  return join(folder, names[0]!)
}

async function damage(path: string, at: number): Promise<void> {
  const bytes = await readFile(path)
  bytes[at]! ^= 1
  await writeFile(path, bytes)
}

describe('a content store gives back what it was given', () => {
  test('contents of any size and any split, under the same commitment as one computed by hand', async () => {
    const store = await ContentStore.open({ folder: newFolder() })
    const sizes = fc.oneof(
      fc.nat(300),
      fc.constantFrom(packedContentBytes, packedContentBytes + 1, readChunkBytes, 700_000),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(sizes, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 90_000 }),
        async (all, step) => {
          const recordKey = key()
          const whole = all.map((size) => new Uint8Array(randomBytes(size)))
          const pieces = (bytes: Uint8Array) =>
            Array.from({ length: Math.ceil(bytes.length / step) }, (_, n) => bytes.subarray(n * step, n * step + step))
          const { commitment } = await store.put(
            recordKey,
            whole.map((bytes, n) => ({ path: `/${n}`, bytes: pieces(bytes) })),
          )
          for (const [n, bytes] of whole.entries()) {
            const stream = await store.read(commitment, `/${n}`)
            assert.equal(stream.size, bytes.length)
            assert.ok(equalBytes(await collect(stream.bytes), bytes))
          }
          assert.deepEqual(await store.status(commitment), { state: 'present' })
        },
      ),
      { numRuns: 12, examples: [[[65_536, 65_536], 1]] },
    )
    await store.close()
  })

  test('comes back without its record key, by members with their salts alone, and goes on as it was', async () => {
    for (const size of [300, packedContentBytes + 1]) {
      const parts = [member('@type', 'application/age'), member('/documents', new Uint8Array(size).fill(5))]
      const recordKey = key()
      const first = await ContentStore.open({ folder: newFolder() })
      const { commitment } = await first.put(recordKey, parts)
      const salts = await Promise.all(parts.map(async ({ path }) => (await first.prove(commitment, path)).salt))
      const salted = parts.map((part, at) => ({ ...part, salt: salts[at]! }))
      const folder = newFolder()
      const lost = await ContentStore.open({ folder })
      await lost.put(null, salted, commitment)
      await lost.close()
      const again = await ContentStore.open({ folder })
      assert.ok(
        equalBytes(await collect((await again.read(commitment, '/documents')).bytes), new Uint8Array(size).fill(5)),
      )
      assert.deepEqual(await again.prove(commitment, '/documents'), await first.prove(commitment, '/documents'))
      assert.deepEqual((await foundOnDisk(folder, recordKey)).length, 0)
      const { recordKey: unknown, members } = await readUpload(again.whole(commitment))
      const third = await ContentStore.open({ folder: newFolder() })
      await third.put(unknown, members, commitment)
      assert.deepEqual(await third.status(commitment), { state: 'present' })
      const changed = [salted[0]!, { ...salted[1]!, bytes: [new Uint8Array(size).fill(6)] }]
      await assert.rejects(third.put(null, changed, commitment), refused('content-mismatch'))
      await assert.rejects(third.put(null, parts, commitment), refused('content-key-malformed'))
      for (const store of [first, again, third]) await store.close()
    }
  })

  test('members at hand, in pieces or as streams make the same content', async () => {
    const store = await ContentStore.open({ folder: newFolder() })
    const recordKey = key()
    for (const size of [0, 200, 300, packedContentBytes - 40, packedContentBytes + 1, 3 * readChunkBytes]) {
      const parts = [
        ['head', utf8('head')],
        ['body', new Uint8Array(size).fill(7)],
      ] as const
      async function* stream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
        for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000)
      }
      async function* streams() {
        for (const [path, bytes] of parts) yield { path, bytes: stream(bytes) }
      }
      const ways = [
        parts.map(([path, bytes]) => ({ path, bytes: [bytes] })),
        parts.map(([path, bytes]) => ({ path, bytes: [bytes.subarray(0, 9), bytes.subarray(9)] })),
        parts.map(([path, bytes]) => ({ path, bytes: stream(bytes) })),
        streams(),
      ]
      const names = new Set<string>()
      for (const way of ways) names.add(toHex((await store.put(recordKey, way)).commitment))
      assert.equal(names.size, 1, String(size))
    }
    await store.close()
  })

  test('across a restart, with and without an orderly close', async () => {
    const folder = newFolder()
    const first = await ContentStore.open({ folder })
    const small = await first.put(key(), [member('a', 'small')])
    const large = await first.put(key(), [member('a', new Uint8Array(100_000).fill(7))])
    const second = await ContentStore.open({ folder })
    assert.equal((await second.read(small.commitment, 'a')).size, 5)
    assert.equal((await second.read(large.commitment, 'a')).size, 100_000)
    const later = await second.put(key(), [member('a', 'later')])
    await second.close()
    const third = await ContentStore.open({ folder })
    for (const { commitment } of [small, large, later])
      assert.deepEqual(await third.status(commitment), { state: 'present' })
    assert.equal((await listed(third.commitments())).length, 3)
    await third.close()
    await first.close()
  })

  test('many puts of the same content at once keep one copy', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const recordKey = key()
    for (const bytes of [utf8('the same notice'), new Uint8Array(200_000).fill(9)]) {
      const put = () => store.put(recordKey, [member('a', bytes)])
      const stored = await Promise.all(Array.from({ length: 20 }, put))
      assert.equal(new Set(stored.map(({ commitment }) => toHex(commitment))).size, 1)
      assert.ok(equalBytes(await collect((await store.read(stored[0]!.commitment, 'a')).bytes), bytes))
    }
    await store.close()
    const pack = await onlyFile(folder, /\.pack$/)
    assert.equal((await readFile(pack)).toString('latin1').split('the same notice').length - 1, 1)
    assert.deepEqual(await readdir(join(folder, 'staging')), [])
  })
})

describe('what a content store refuses', () => {
  test('malformed input, each with its code, and leaves nothing behind', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const big = new Uint8Array(packedContentBytes + 1)
    const cases: [string, () => Promise<unknown>][] = [
      ['content-key-malformed', () => store.put(new Uint8Array(31), [member('a', 'x')])],
      ['content-empty', () => store.put(key(), [])],
      ['content-member-repeated', () => store.put(key(), [member('a', big), member('a', 'y')])],
      ['content-path-malformed', () => store.put(key(), [member('', 'x')])],
      ['content-path-malformed', () => store.put(key(), [member('a\u0000b', 'x')])],
      ['content-path-malformed', () => store.put(key(), [member('a\u202eb', 'x')])],
      ['content-path-malformed', () => store.put(key(), [member('\ud800', 'x')])],
      ['content-path-malformed', () => store.put(key(), [member('长'.repeat(200), 'x')])],
      ['content-mismatch', () => store.put(key(), [member('a', big)], new Uint8Array(32))],
      ['content-absent', () => store.read(new Uint8Array(32), 'a')],
      ['content-key-malformed', () => store.read(utf8('../../../../../etc/passwd'), 'a')],
      ['content-tombstone-malformed', () => store.erase(new Uint8Array(32), { entry: -1, clause: 'a/1', at: 0 })],
    ]
    for (const [code, act] of cases) await assert.rejects(act, refused(code), code)
    assert.deepEqual(await readdir(join(folder, 'staging')), [])
    assert.deepEqual(await listed(store.commitments()), [])
    await store.close()
    await assert.rejects(() => store.put(key(), [member('a', 'x')]), refused('content-store-closed'))
  })

  test('paths are labels: one that climbs out of folders is stored and touches no folder', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const { commitment } = await store.put(key(), [member('../../../../escaped', 'x')])
    assert.equal((await store.read(commitment, '../../../../escaped')).size, 1)
    await assert.rejects(() => store.read(commitment, 'other'), refused('content-member-absent'))
    await assert.rejects(stat(join(root, '..', 'escaped')))
    await store.close()
  })

  test('a stream that breaks off leaves nothing, and its own error comes through', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    async function* broken() {
      yield new Uint8Array(300_000)
      throw new Error('the line went dead')
    }
    await assert.rejects(() => store.put(key(), [{ path: 'a', bytes: broken() }]), /the line went dead/)
    assert.deepEqual(await readdir(join(folder, 'staging')), [])
    await store.close()
  })
})

describe('a damaged content is reported and never served', () => {
  test('one flipped bit anywhere in a small content', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const { commitment } = await store.put(key(), [member('a', 'a public notice'), member('b', 'its annex')])
    await store.close()
    const pack = await onlyFile(folder, /\.pack$/)
    const size = (await stat(pack)).size
    for (let at = 64; at < size; at += 3) {
      const reports: Uint8Array[] = []
      await damage(pack, at)
      const opened = await ContentStore.open({ folder, onDamage: (which) => reports.push(which) })
      const read = await Promise.allSettled(['a', 'b'].map((path) => opened.read(commitment, path)))
      assert.ok(
        read.some((result) => result.status === 'rejected' && refused('content-damaged')(result.reason)),
        `byte ${at}`,
      )
      assert.deepEqual(await listed(opened.scrub()), [{ commitment, state: 'damaged' }])
      assert.deepEqual(await opened.status(commitment), { state: 'damaged' })
      assert.equal(reports.length, 1)
      await opened.close()
      await damage(pack, at)
    }
  })

  test('in a large content, also when it happens between the check and the walk', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const { commitment } = await store.put(key(), [member('a', new Uint8Array(1_000_000).fill(5))])
    const path = await onlyFile(join(folder, 'files'), /[0-9a-f]{64}$/)
    const stream = await store.read(commitment, 'a')
    await damage(path, 600_000)
    const walk = stream.bytes[Symbol.asyncIterator]()
    assert.equal((await walk.next()).value?.length, readChunkBytes)
    assert.equal((await walk.next()).value?.length, readChunkBytes)
    await assert.rejects(() => walk.next(), refused('content-damaged'))
    await assert.rejects(() => store.read(commitment, 'a'), refused('content-damaged'))
    await store.close()
  })

  test('putting the same content again mends it', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const [recordKey, members] = [key(), [member('a', 'canary quux')]]
    const { commitment } = await store.put(recordKey, members)
    await damage(await onlyFile(folder, /\.pack$/), 70)
    await assert.rejects(() => store.read(commitment, 'a'), refused('content-damaged'))
    await store.put(recordKey, members)
    assert.deepEqual(await store.status(commitment), { state: 'present' })
    await store.erase(commitment, tombstone)
    assert.deepEqual(await foundOnDisk(folder, utf8('canary')), [])
    assert.deepEqual(await foundOnDisk(folder, utf8('quux')), [])
    await store.close()
  })
})

describe('an erased content', () => {
  test('is gone from every file, key and salts too; the tombstone says who decided', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    for (const filler of [10, 200_000]) {
      const recordKey = key()
      const canary = utf8(`canary-${toHex(key())}`)
      const members = [member('/parties/0/name', canary), member('/filler', new Uint8Array(filler))]
      const { commitment } = await store.put(recordKey, members)
      const neighbour = await store.put(key(), [member('a', 'stays')])
      const [disclosed] = await store.disclose(commitment, ['/parties/0/name'])
      assert.ok((await foundOnDisk(folder, canary)).length > 0)
      await store.erase(commitment, tombstone)
      for (const secret of [canary, recordKey, disclosed!.salt, utf8('/parties/0/name')])
        assert.deepEqual(await foundOnDisk(folder, secret), [])
      assert.deepEqual(await store.status(commitment), { state: 'erased', tombstone })
      await assert.rejects(() => store.read(commitment, '/filler'), refused('content-erased'))
      await assert.rejects(() => store.put(recordKey, members), refused('content-erased'))
      assert.deepEqual(await store.status(neighbour.commitment), { state: 'present' })
      assert.deepEqual(await foundOnDisk(folder, canary), [])
    }
    await store.close()
    const again = await ContentStore.open({ folder })
    assert.equal((await again.tombstones()).length, 2)
    assert.equal((await listed(again.scrub())).filter(({ state }) => state === 'damaged').length, 0)
    await again.close()
  })

  test('also when it was never here, so that no copy brings it in; the first decision stands', async () => {
    const store = await ContentStore.open({ folder: newFolder() })
    const recordKey = key()
    const elsewhere = await ContentStore.open({ folder: newFolder() })
    const { commitment } = await elsewhere.put(recordKey, [member('a', 'x')])
    await store.erase(commitment, tombstone)
    await store.erase(commitment, { ...tombstone, entry: 99 })
    assert.deepEqual(await store.status(commitment), { state: 'erased', tombstone })
    await assert.rejects(() => store.put(recordKey, [member('a', 'x')]), refused('content-erased'))
    await Promise.all([store.close(), elsewhere.close()])
  })

  test('a read under way ends with the erasure, not with "damaged"', async () => {
    const store = await ContentStore.open({ folder: newFolder(), onDamage: () => assert.fail('not damage') })
    const { commitment } = await store.put(key(), [member('a', new Uint8Array(900_000).fill(3))])
    const walk = (await store.read(commitment, 'a')).bytes[Symbol.asyncIterator]()
    await walk.next()
    await store.erase(commitment, tombstone)
    await assert.rejects(() => walk.next(), refused('content-erased'))
    await store.close()
  })
})

test('the revision changes with what is held, and only then', async () => {
  const told: string[] = []
  const onChange = (commitment: Uint8Array) => told.push(toHex(commitment))
  const store = await ContentStore.open({ folder: newFolder(), onChange })
  const seen = new Set([store.revision])
  const changed = () => {
    assert.ok(!seen.has(store.revision))
    seen.add(store.revision)
  }
  const recordKey = key()
  const { commitment } = await store.put(recordKey, [member('a', 'one')])
  changed()
  const kept = store.revision
  await store.put(recordKey, [member('a', 'one')])
  for await (const _ of (await store.read(commitment, 'a')).bytes) await store.status(commitment)
  await listed(store.scrub())
  assert.equal(store.revision, kept)
  const other = await store.put(key(), [member('a', 'two')])
  changed()
  await store.discard([other.commitment])
  changed()
  await store.erase(commitment, tombstone)
  changed()
  const [one, two] = [toHex(commitment), toHex(other.commitment)]
  assert.deepEqual(told, [one, two, two, one])
  await store.close()
})

test('disclosed members carry what a stranger needs: salt, place and proof', async () => {
  const store = await ContentStore.open({ folder: newFolder() })
  const recordKey = key()
  const { commitment, members } = await store.put(recordKey, [
    member('@type', 'text/plain'),
    member('/1', 'one'),
    member('/2', 'two'),
  ])
  const disclosed = await store.disclose(commitment, ['/2', '@type'])
  assert.deepEqual(
    disclosed.map(({ path }) => path),
    ['/2', '@type'],
  )
  assert.deepEqual(disclosed[0]!.salt, memberSalt(recordKey, '/2'))
  for (const { path, bytes, salt, proof } of disclosed)
    assert.ok(verifyMember(commitment, memberLeaf(salt, path, bytes), proof))
  const { path, bytes, salt, proof } = disclosed[0]!
  assert.deepEqual(await store.prove(commitment, path), { size: bytes.length, salt, proof })
  assert.equal(members.length, 3)
  for (const asked of [() => store.disclose(commitment, ['/3']), () => store.prove(commitment, '/3')])
    await assert.rejects(asked, refused('content-member-absent'))
  await store.close()
})
