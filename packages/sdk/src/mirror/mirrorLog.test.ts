import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { encodeEntryBundle, parseCheckpoint, parseNote, signCheckpoint } from '@gongshi/protocol'
import { numberedEntries, publisherOf, type StaticServer, serveFolder, writeTiledLog } from '../../test/tiledLog.ts'
import { createClient } from '../client.ts'
import { type Mirrored, mirrorLog } from './mirrorLog.ts'
import { formatTwoCheckpoints, verifyTwoCheckpoints } from './twoCheckpoints.ts'

const { signer, key } = publisherOf('log.example/made-up/node')
const keys = [key]
const folder = mkdtempSync(join(tmpdir(), 'gongshi-mirror-'))
const served = join(folder, 'served')
let server: StaticServer
before(async () => {
  server = await serveFolder(served)
})
after(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

type How = { readonly url?: string; readonly recheck?: boolean; readonly signal?: AbortSignal }

function mirror(name: string, { url = server.url, recheck = false, signal }: How = {}): Promise<Mirrored> {
  const client = createClient({ url, sleep: async () => undefined })
  const { signal: never } = new AbortController()
  const options = { client, keys, folder: join(folder, name), recheck, signal: signal ?? never }
  return mirrorLog({ ...options, onProgress: () => undefined })
}

/** What is served from now on. */
async function serveLog(count: number, said?: string): Promise<void> {
  rmSync(served, { recursive: true, force: true })
  await writeTiledLog(served, numberedEntries(count, said), signer)
}

const filesIn = (name: string): string[] =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, name).length + 1))
    .sort()

function assertSame(one: string, other: string): void {
  assert.deepEqual(filesIn(one), filesIn(other))
  for (const file of filesIn(one))
    assert.ok(readFileSync(join(folder, one, file)).equals(readFileSync(join(folder, other, file))), file)
}

describe('mirroring a log', () => {
  test('at every shape of its edge the copy is what was served, byte for byte, and a copy of the copy is, too', async () => {
    for (const count of [0, 1, 255, 256, 257, 600, 65_536 + 300]) {
      await serveLog(count)
      const { size, added, bytes } = await mirror(`of-${count}`)
      assert.deepEqual([size, added, bytes > 0], [count, count, count > 0])
      assertSame(`of-${count}`, 'served')
    }
    const second = await serveFolder(join(folder, 'of-600'))
    await mirror('second', { url: second.url })
    await second.close()
    assertSame('second', 'of-600')
  })

  test('run again it takes only what is new, and the partial tiles that are full by now go', async () => {
    await serveLog(300)
    await mirror('grown')
    await serveLog(700)
    server.asked.length = 0
    assert.equal((await mirror('grown')).added, 400)
    rmSync(join(folder, 'grown/tile/1/000.p/1')) // not full yet: a reader of the checkpoint before may still ask for it
    assertSame('grown', 'served')
    assert.ok(!server.asked.some((path) => path.includes('entries/000')), 'bundle 0 was there')
    server.asked.length = 0
    assert.equal((await mirror('grown')).added, 0)
    assert.ok(server.asked.every((path) => !path.includes('entries')))
  })

  test('what an interrupted run has left is checked and used; a damaged file is fetched again', async () => {
    await serveLog(1200)
    const stop = new AbortController()
    const counting = createClient({ url: server.url })
    let bundles = 0
    const client = {
      ...counting,
      fetch: (...[address, init]: Parameters<typeof fetch>) => {
        if (String(address).includes('entries') && ++bundles === 3) stop.abort()
        return fetch(address, init)
      },
    }
    const options = { client, keys, folder: join(folder, 'cut'), recheck: false, onProgress: () => undefined }
    await assert.rejects(mirrorLog({ ...options, signal: stop.signal }))
    assert.ok(!existsSync(join(folder, 'cut/checkpoint')), 'no checkpoint over half a log')
    writeFileSync(join(folder, 'cut/tile/0/000'), 'half a wri')
    await mirror('cut')
    assertSame('cut', 'served')
  })

  test('--recheck mends what has gone bad since; without it what was whole is not read again', async () => {
    await serveLog(600)
    await mirror('rotten')
    writeFileSync(join(folder, 'rotten/tile/entries/000'), 'rot')
    await mirror('rotten')
    assert.equal(readFileSync(join(folder, 'rotten/tile/entries/000'), 'utf8'), 'rot')
    await mirror('rotten', { recheck: true })
    assertSame('rotten', 'served')
  })

  test('a partial tile that the log has dropped is cut from the full one', async () => {
    await serveLog(700)
    const full = (path: string) => readFileSync(join(served, path))
    const [tile, bundle] = [full('tile/0/001'), full('tile/entries/001')]
    await serveLog(300)
    rmSync(join(served, 'tile/0/001.p'), { recursive: true })
    rmSync(join(served, 'tile/entries/001.p'), { recursive: true })
    writeFileSync(join(served, 'tile/0/001'), tile)
    writeFileSync(join(served, 'tile/entries/001'), bundle)
    await mirror('cut-from-full')
    assert.equal(readFileSync(join(folder, 'cut-from-full/tile/0/001.p/44')).length, 44 * 32)
  })
})

describe('what is served wrong', () => {
  const flip = (path: string, at = 40): void => {
    const bytes = readFileSync(join(served, path))
    bytes[at]! ^= 1
    writeFileSync(join(served, path), bytes)
  }
  const cases: [name: string, spoil: () => void, code: string][] = [
    ['a hash in a full tile', () => flip('tile/0/001'), 'mirror-tile-mismatch'],
    ['a hash in the tile at the edge', () => flip('tile/0/002.p/88'), 'mirror-tile-mismatch'],
    ['a hash above', () => flip('tile/1/000.p/2'), 'mirror-tile-mismatch'],
    ['an entry', () => flip('tile/entries/001'), 'mirror-tile-mismatch'],
    ['an entry at the edge', () => flip('tile/entries/002.p/88'), 'mirror-tile-mismatch'],
    ['a tile too short', () => writeFileSync(join(served, 'tile/0/000'), 'short'), 'mirror-tile-malformed'],
    [
      'a tile without end',
      () => writeFileSync(join(served, 'tile/0/000'), Buffer.alloc(9000)),
      'mirror-tile-malformed',
    ],
    ['a bundle cut', () => writeFileSync(join(served, 'tile/entries/000'), 'xx'), 'mirror-tile-malformed'],
    [
      'a bundle of fewer entries',
      () => writeFileSync(join(served, 'tile/entries/000'), encodeEntryBundle(numberedEntries(255))),
      'mirror-tile-malformed',
    ],
    ['a tile missing', () => rmSync(join(served, 'tile/0/001')), 'mirror-tile-missing'],
    ['no checkpoint', () => rmSync(join(served, 'checkpoint')), 'mirror-log-absent'],
    ['a checkpoint that is none', () => writeFileSync(join(served, 'checkpoint'), '<html>'), 'note-malformed'],
    ['a changed checkpoint', () => flip('checkpoint', 27), 'note-signature-invalid'],
  ]
  for (const [name, spoil, code] of cases)
    test(`${name}: ${code}, and no checkpoint is written`, async () => {
      await serveLog(600)
      spoil()
      const target = `wrong-${code}`
      await assert.rejects(mirror(target), { code })
      assert.ok(!existsSync(join(folder, target, 'checkpoint')))
      rmSync(join(folder, target), { recursive: true, force: true })
    })

  test('a node that cannot be reached, and one that fails each time', async () => {
    await assert.rejects(mirror('nowhere', { url: 'http://127.0.0.1:1' }), { code: 'client-node-unreachable' })
  })

  test('another log does not go into the same folder', async () => {
    const other = publisherOf('other.example/log/node')
    await serveLog(10)
    await mirror('mixed')
    rmSync(served, { recursive: true })
    await writeTiledLog(served, numberedEntries(20), other.signer)
    const client = createClient({ url: server.url })
    const options = { client, folder: join(folder, 'mixed'), recheck: false, signal: new AbortController().signal }
    const mixed = mirrorLog({ ...options, keys: [key, other.key], onProgress: () => undefined })
    await assert.rejects(mixed, { code: 'mirror-other-log' })
  })
})

describe('a log that is not the one that was mirrored', () => {
  /** Mirrors 600 entries, then what the log has become; what is kept of that is judged by the publisher’s key alone. */
  async function caught(name: string, become: () => Promise<void>, code: string) {
    await serveLog(600)
    await mirror(name)
    cpSync(join(folder, name), join(folder, `${name}-before`), { recursive: true })
    await become()
    const failure = await mirror(name).then(
      () => assert.fail('mirrored'),
      (error) => error.failure,
    )
    assert.equal(failure.code, code)
    const text = readFileSync(failure.proof, 'utf8')
    rmSync(failure.proof)
    assertSame(name, `${name}-before`)
    return { text, judged: verifyTwoCheckpoints(text, keys) }
  }

  for (const count of [600, 601, 700, 5000, 256, 10])
    test(`forked, now of ${count} entries: the proof convicts`, async () => {
      const { text, judged } = await caught(`forked-${count}`, () => serveLog(count, 'another'), 'mirror-log-forked')
      assert.equal(judged?.verdict, 'forked')
      assert.deepEqual(
        [judged?.smaller.size, judged?.larger.size],
        [count, 600].sort((a, b) => a - b),
      )
      assert.equal(verifyTwoCheckpoints(text.replace(/"root": "[0-9a-f]{4}/, '"root": "0000'), keys), null)
    })

  for (const count of [599, 512, 256, 1])
    test(`shrunk to ${count} entries`, async () => {
      const { judged } = await caught(`shrunk-${count}`, () => serveLog(count), 'mirror-log-shrank')
      assert.equal(judged?.verdict, 'consistent')
      assert.deepEqual([judged?.smaller.size, judged?.larger.size], [count, 600])
    })

  test('two publishers of one ledger who show two logs: either’s word against the other’s, by both their signatures', async () => {
    const other = publisherOf('log.example/made-up/other')
    const roots = [1, 2].map((each) => new Uint8Array(32).fill(each))
    const [smaller, larger] = await Promise.all(
      [signer, other.signer].map((each, at) =>
        signCheckpoint({ origin: each.name, size: 7, root: roots[at]! }, [each]),
      ),
    )
    const text = formatTwoCheckpoints({ smaller: smaller!, larger: larger!, root: roots[1]!, proof: [] })
    assert.equal(verifyTwoCheckpoints(text, [key, other.key])?.verdict, 'forked')
    assert.throws(() => verifyTwoCheckpoints(text, keys), { code: 'note-key-unknown' })
  })

  test('tiles of another log than the checkpoint’s prove nothing against the publisher', async () => {
    await serveLog(600)
    await mirror('unjust')
    await serveLog(700)
    const note = readFileSync(join(served, 'checkpoint'))
    await serveLog(700, 'another')
    writeFileSync(join(served, 'checkpoint'), note)
    await assert.rejects(mirror('unjust'), { code: 'mirror-tile-mismatch' })
    assert.equal(parseCheckpoint(parseNote(readFileSync(join(folder, 'unjust/checkpoint'), 'utf8')).text).size, 600)
  })
})
