import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { commitMembers, fromHex, memberLeaf, memberSalt, toHex, utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import { type Fault, faultyFiles } from '../test/faultyFiles.ts'
import { ContentError } from './errors.ts'
import { nodeFiles } from './files.ts'
import { headBytes, stateAt } from './packRecord.ts'
import { scanPack } from './packScan.ts'
import { ContentStore } from './store.ts'
import { verifyImage } from './verify.ts'

let root: string
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'contents-crash-'))
})
after(() => rm(root, { recursive: true }))

let folders = 0
const newFolder = () => join(root, String(folders++))
const key = () => crypto.getRandomValues(new Uint8Array(32))
const member = (path: string, bytes: Uint8Array) => ({ path, bytes: [bytes] })

async function scrubbed(store: ContentStore): Promise<Map<string, string>> {
  const states = new Map<string, string>()
  for await (const { commitment, state } of store.scrub()) states.set(toHex(commitment), state)
  return states
}

describe('P1: nothing acknowledged is lost', () => {
  test('SIGKILL during puts: every acknowledged content is whole, nothing is half there', async () => {
    const folder = newFolder()
    const acknowledged = new Set<string>()
    for (let round = 0; round < 4; round++) {
      const child = spawn(process.execPath, [
        fileURLToPath(new URL('../test/putUntilKilled.ts', import.meta.url)),
        folder,
      ])
      let said = ''
      child.stdout.on('data', (chunk) => {
        said += chunk
        if (said.split('\n').length > 10 + 7 * round) child.kill('SIGKILL')
      })
      await once(child, 'close')
      for (const line of said.split('\n').slice(0, -1)) acknowledged.add(line)
      const store = await ContentStore.open({ folder })
      const states = await scrubbed(store)
      for (const id of acknowledged) assert.equal(states.get(id), 'present', id)
      assert.ok([...states.values()].every((state) => state === 'present'))
      assert.deepEqual(store.findings.unreadable, [])
      assert.deepEqual(await readdir(join(folder, 'staging')), [])
      await store.close()
    }
    assert.ok(acknowledged.size > 40)
  })

  test('a pack cut at any byte, or with a page never written: what was durable before is whole, the rest is gone', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    for (let group = 0; group < 3; group++)
      await Promise.all([1, 2].map((n) => store.put(key(), [member('a', new Uint8Array(5_000 * n).fill(7))])))
    const pack = new Uint8Array(await readFile(join(folder, 'packs', '00000001.pack')))
    await store.close()
    const whole = scanPack(pack)
    assert.equal(whole.records.length, 6)
    const lastGroup = whole.records[4]!.at - headBytes
    fc.assert(
      fc.property(fc.integer({ min: lastGroup, max: pack.length - 1 }), (cut) => {
        const scan = scanPack(pack.subarray(0, cut))
        assert.deepEqual(scan.records.slice(0, 4), whole.records.slice(0, 4))
        for (const { at, length, commitment } of scan.records)
          assert.ok(verifyImage(pack.subarray(at, at + length), commitment))
        assert.deepEqual(scan.unreadable, [])
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: Math.ceil(lastGroup / 4096), max: Math.floor(pack.length / 4096) - 1 }), (page) => {
        const torn = pack.slice()
        torn.fill(0, page * 4096, (page + 1) * 4096)
        const scan = scanPack(torn)
        for (const { at, length, commitment } of scan.records)
          assert.ok(verifyImage(torn.subarray(at, at + length), commitment))
        assert.ok(scan.interrupted.length > 0)
        assert.deepEqual(scan.unreadable, [])
      }),
    )
  })

  test('a flipped bit never passes for an interrupted write: the content stays known, as damaged', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    for (let group = 0; group < 2; group++)
      await store.put(key(), [member('a', crypto.getRandomValues(new Uint8Array(6_000)))])
    const pack = new Uint8Array(await readFile(join(folder, 'packs', '00000001.pack')))
    await store.close()
    const stateBytes = scanPack(pack).records.map(({ at }) => at - headBytes + stateAt)
    fc.assert(
      fc.property(fc.nat(pack.length - 1), fc.nat(7), (at, bit) => {
        // Turned, this byte says "erased": then no tombstone bears it out, and the ledger's own list of contents tells.
        fc.pre(!stateBytes.includes(at))
        const flipped = pack.slice()
        flipped[at]! ^= 1 << bit
        const { records, interrupted, unreadable } = scanPack(flipped)
        assert.deepEqual(interrupted, [])
        assert.equal(records.length + unreadable.length, 2)
      }),
    )
  })

  test('an interrupted tail is wiped when the store opens, so that no half-written name stays behind', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const first = await store.put(key(), [member('a', utf8('first'))])
    const size = (await readFile(join(folder, 'packs', '00000001.pack'))).length
    await store.put(key(), [member('a', utf8(`canary ${'x'.repeat(3_000)}`))])
    const pack = join(folder, 'packs', '00000001.pack')
    await truncate(pack, size + 2_000)
    const again = await ContentStore.open({ folder })
    assert.equal(again.findings.interrupted, 1)
    assert.deepEqual([...(await scrubbed(again)).keys()], [toHex(first.commitment)])
    assert.ok(!(await readFile(pack)).includes('canary'))
    await again.close()
    await store.close()
  })

  test('a lost or damaged pack index is made again from the pack', async () => {
    const folder = newFolder()
    const store = await ContentStore.open({ folder })
    const { commitment } = await store.put(key(), [member('a', utf8('text'))])
    await store.close()
    const index = join(folder, 'packs', '00000001.index')
    for (const bytes of [new Uint8Array(0), new Uint8Array(500).fill(9)]) {
      await writeFile(index, bytes)
      const again = await ContentStore.open({ folder })
      assert.deepEqual(await again.status(commitment), { state: 'present' })
      await again.close()
    }
  })
})

describe('a full disk and a failing disk leave nothing half done', () => {
  const contentOf = (byte: string, text: string, times: number) => {
    const recordKey = fromHex(byte.repeat(32))
    const bytes = utf8(text.repeat(times))
    const commitment = commitMembers([memberLeaf(memberSalt(recordKey, 'a'), 'a', bytes)])
    return { recordKey, text, members: () => [member('a', bytes)], commitment }
  }
  const contents = { small: contentOf('11', 'canary small', 1), large: contentOf('22', 'canary large', 9_000) }
  const unwanted = {
    little: contentOf('44', 'canary little', 1),
    other: contentOf('55', 'canary other', 2),
    big: contentOf('66', 'canary big', 9_000),
  }
  const later = contentOf('33', 'later', 1)
  const tombstone = { entry: 7, clause: 'personal-information/47', at: 1 }

  /** Puts, erases, discards, puts something else; answers the steps that were acknowledged. Nothing but our own errors may come. */
  async function work(store: ContentStore): Promise<Set<string>> {
    const done = new Set<string>()
    const attempt = async (name: string, step: () => Promise<unknown>) => {
      try {
        await step()
        done.add(name)
      } catch (error) {
        if (!(error instanceof ContentError)) throw error
      }
    }
    for (const [name, { recordKey, members, commitment }] of Object.entries(contents)) {
      await attempt(`put ${name}`, () => store.put(recordKey, members()))
      await attempt(`erase ${name}`, () => store.erase(commitment, tombstone))
    }
    for (const [name, { recordKey, members }] of Object.entries(unwanted))
      await attempt(`put ${name}`, () => store.put(recordKey, members()))
    await attempt('discard', () => store.discard(Object.values(unwanted).map(({ commitment }) => commitment)))
    await attempt('put later', () => store.put(later.recordKey, later.members()))
    return done
  }

  for (const fault of ['ENOSPC', 'EIO'] as const satisfies Fault[])
    test(`${fault} at every call of the file system`, async () => {
      const counting = faultyFiles(nodeFiles, 0, fault)
      const healthy = await ContentStore.open({ folder: newFolder(), files: counting })
      assert.equal((await work(healthy)).size, 9)
      await healthy.close()
      for (let failAt = 1; failAt <= counting.calls(); failAt++) {
        const folder = newFolder()
        const files = faultyFiles(nodeFiles, failAt, fault)
        const store = await ContentStore.open({ folder, files }).catch((error: unknown) => {
          assert.ok(error instanceof ContentError, `site ${failAt}`)
        })
        const done = store === undefined ? new Set<string>() : await work(store)
        const again = await ContentStore.open({ folder })
        await judge(again, folder, done, `site ${failAt}`)
        await again.close()
        await store?.close()
      }
    })

  async function judge(store: ContentStore, folder: string, done: Set<string>, site: string): Promise<void> {
    assert.deepEqual(await readdir(join(folder, 'staging')), [], site)
    for (const state of (await scrubbed(store)).values()) assert.equal(state, 'present', site)
    if (done.has('put later')) assert.deepEqual(await store.status(later.commitment), { state: 'present' }, site)
    for (const [name, { commitment, text }] of Object.entries(contents)) {
      const { state } = await store.status(commitment)
      if (done.has(`erase ${name}`)) assert.equal(state, 'erased', site)
      else if (done.has(`put ${name}`)) assert.ok(state === 'present' || state === 'erased', site)
      if (state === 'erased' || state === 'absent') assert.ok(!(await isOnDisk(folder, text)), site)
    }
    for (const [name, { recordKey, members, commitment, text }] of Object.entries(unwanted)) {
      const { state } = await store.status(commitment)
      if (done.has('discard')) assert.equal(state, 'absent', site)
      else if (done.has(`put ${name}`))
        assert.ok(state === 'present' || state === 'absent', `${site}: ${name} ${state}`)
      if (state === 'absent') assert.ok(!(await isOnDisk(folder, text)), `${site}: ${name} is still there`)
      await store.put(recordKey, members())
      assert.deepEqual(await store.status(commitment), { state: 'present' }, `${site}: ${name} put again`)
    }
  }
})

async function isOnDisk(folder: string, text: string): Promise<boolean> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && (await readFile(join(entry.parentPath, entry.name))).includes(text)) return true
  return false
}
