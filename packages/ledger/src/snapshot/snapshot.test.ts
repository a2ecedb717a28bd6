import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { appHash, concat, domainHash, encodeBundle, encodeCbor, sha256, utf8 } from '@gongshi/protocol'
import { genesis, genesisTime, openCity, publish } from '../../fixtures/city.ts'
import { candidates } from '../../fixtures/workload.ts'
import { exportSnapshot, type Ledger, LedgerError, type PastEntry, SimulatedStore, type Snapshot } from '../index.ts'
import { type ChunkContent, chunkBytes, decodeChunk, encodeChunk, encodeSnapshot, parseSnapshot } from './snapshot.ts'

async function decide(ledger: Ledger, bundles: readonly Uint8Array[], time: number): Promise<Uint8Array> {
  const height = ledger.info().height + 1
  const { appHash: hash } = ledger.finalize({ height, time, bundles, blockHash: new Uint8Array(32).fill(height) })
  await ledger.commit()
  return hash
}

const at = (minutes: number) => genesisTime + minutes * 60_000

/** A city with some acts, due acts carried out, and an empty block at the end. */
async function lived(store = new SimulatedStore()): Promise<Ledger> {
  const ledger = await openCity(store)
  for (let block = 1; block <= 6; block++) {
    const { bundles } = await candidates(
      ledger,
      [
        [
          { kind: 'timed', at: block },
          { kind: 'install', at: block },
        ],
        [{ kind: 'raise', at: block }],
      ],
      [],
    )
    await decide(
      ledger,
      [...bundles, encodeBundle([await publish(`b${block}`, at(block), { salt: sha256(utf8(`${block}`)) })])],
      at(block),
    )
  }
  await decide(ledger, [], at(7))
  return ledger
}

type Made = { readonly snapshot: Snapshot; readonly chunks: readonly Uint8Array[] }

async function snapshotOf(ledger: Ledger): Promise<Made> {
  const pinned = await ledger.snapshots.pin()
  const chunks: Uint8Array[] = []
  const snapshot = await exportSnapshot(pinned, async (chunk) => void chunks.push(chunk))
  pinned.release()
  return { snapshot, chunks }
}

async function restore(ledger: Ledger, { snapshot, chunks }: Made, trusted: Uint8Array): Promise<void> {
  await ledger.snapshots.beginRestore(snapshot, trusted)
  for (const [index, chunk] of chunks.entries())
    assert.equal(await ledger.snapshots.restoreChunk(index, chunk), index === chunks.length - 1)
}

function pastOf(ledger: Ledger, from: number, to: number): PastEntry[] {
  return Array.from({ length: to - from }, (_, offset) => {
    const { leaf, signed, body } = ledger.findEntry(from + offset)!
    return { leaf, signed, body, erased: null }
  })
}

describe('snapshots', () => {
  test('a node that begins with one goes on as the others do, also after it is opened again', async () => {
    const first = await lived()
    const made = await snapshotOf(first)
    assert.deepEqual(made, await snapshotOf(await lived()), 'every node makes the same bytes')
    const store = new SimulatedStore()
    let second = await openCity(store)
    await restore(second, made, first.info().appHash)
    assert.equal(second.info().height, 7)
    assert.equal(second.snapshots.restoredAt(), 7)
    assert.deepEqual(second.info().appHash, first.info().appHash)
    for (let block = 8; block <= 10; block++) {
      const bundles = [encodeBundle([await publish(`c${block}`, at(block))])]
      assert.deepEqual(await decide(second, bundles, at(block)), await decide(first, bundles, at(block)))
      if (block !== 8) continue
      assert.equal(second.snapshots.restoredAt(), null)
      await second.close()
      second = await openCity(store)
    }
    assert.deepEqual(second.findTile(0, 0, 5), first.findTile(0, 0, 5))
    await assert.rejects(second.snapshots.beginRestore(made.snapshot, first.info().appHash), { code: 'snapshot-late' })
  })

  test('what was used up before it stays used up', async () => {
    const first = await openCity(new SimulatedStore())
    const used = await publish('once', at(1))
    await decide(first, [encodeBundle([used])], at(1))
    const second = await openCity(new SimulatedStore())
    await restore(second, await snapshotOf(first), first.info().appHash)
    const again = second.check(used, at(2))
    assert.equal(again.ok ? '' : again.code, 'transaction-repeated')
  })

  test('a chunk that lies is refused and the right one then taken; a snapshot that lies leaves nothing', async () => {
    const first = await lived()
    const made = await snapshotOf(first)
    const trusted = first.info().appHash
    const ledger = await openCity(new SimulatedStore())
    await ledger.snapshots.beginRestore(made.snapshot, trusted)
    const lying = Uint8Array.from(made.chunks[0]!)
    lying[lying.length >> 1]! ^= 1
    await assert.rejects(ledger.snapshots.restoreChunk(0, lying), { code: 'snapshot-chunk' })
    await assert.rejects(ledger.snapshots.restoreChunk(1, made.chunks[1]!), { code: 'snapshot-chunk' })
    for (const [index, chunk] of made.chunks.entries()) await ledger.snapshots.restoreChunk(index, chunk)
    assert.deepEqual(ledger.info().appHash, trusted)

    const head = parseSnapshot(made.snapshot, trusted)
    const content = decodeChunk(made.chunks[0]!)
    assert.ok(content.kind === 'state')
    const forged = encodeChunk({ kind: 'state', rows: content.rows.slice(1) })
    const hashes = [sha256(forged), ...head.chunks.slice(1)]
    const snapshot = encodeSnapshot({ ...head, chunks: hashes })
    const store = new SimulatedStore()
    const victim = await openCity(store)
    await assert.rejects(restore(victim, { snapshot, chunks: [forged, ...made.chunks.slice(1)] }, trusted), {
      code: 'snapshot-differs',
    })
    const mended = await openCity(store)
    assert.equal(mended.info().height, 0, 'what a refused or interrupted snapshot left behind is begun anew')
    await restore(mended, made, trusted)
    assert.deepEqual(mended.info().appHash, trusted)
  })

  test('ids that are missing beside the tree are found out', async () => {
    const first = await lived()
    const made = await snapshotOf(first)
    const head = parseSnapshot(made.snapshot, first.info().appHash)
    const chunks = made.chunks.filter((chunk) => decodeChunk(chunk).kind !== 'ids')
    assert.ok(chunks.length < made.chunks.length)
    const snapshot = encodeSnapshot({ ...head, chunks: head.chunks.slice(0, chunks.length) })
    const ledger = await openCity(new SimulatedStore())
    await assert.rejects(restore(ledger, { snapshot, chunks }, first.info().appHash), { code: 'snapshot-differs' })
  })

  test('ids that a later minute or block would meet are found out, and so is a log that is longer than it says', async () => {
    const first = await lived()
    const made = await snapshotOf(first)
    const trusted = first.info().appHash
    const head = parseSnapshot(made.snapshot, trusted)
    const [minute, , id] = made.chunks
      .map(decodeChunk)
      .flatMap((content) => (content.kind === 'ids' ? content.rows : []))[0]!
    const planted: ChunkContent[] = [
      { kind: 'ids', rows: [[minute + 60 * 24 * 60, 7, id]] },
      { kind: 'ids', rows: [[0, 1, id]] },
      { kind: 'ids', rows: [[minute, 8, id]] },
      { kind: 'log', hashes: new Uint8Array(32) },
    ]
    for (const more of planted.map(encodeChunk)) {
      const snapshot = encodeSnapshot({ ...head, chunks: [...head.chunks, sha256(more)] })
      const ledger = await openCity(new SimulatedStore())
      await assert.rejects(restore(ledger, { snapshot, chunks: [...made.chunks, more] }, trusted), {
        code: 'snapshot-differs',
      })
    }
  })

  test('another form, metadata that is none, an app hash that no header names: refused before anything is touched', async () => {
    const first = await lived()
    const { snapshot } = await snapshotOf(first)
    const trusted = first.info().appHash
    const ledger = await openCity(new SimulatedStore())
    const before = ledger.info()
    const refused = (offered: Snapshot, code: string, hash = trusted) =>
      assert.rejects(ledger.snapshots.beginRestore(offered, hash), { code })
    await refused({ ...snapshot, format: 2 }, 'snapshot-format')
    await refused({ ...snapshot, format: 0 }, 'snapshot-format')
    await refused({ ...snapshot, metadata: Uint8Array.of(0x80) }, 'snapshot-malformed')
    await refused({ ...snapshot, metadata: Uint8Array.of(0xff, 1) }, 'snapshot-malformed')
    await refused({ ...snapshot, height: 6 }, 'snapshot-malformed')
    await refused({ ...snapshot, chunks: snapshot.chunks + 1 }, 'snapshot-malformed')
    await refused({ ...snapshot, hash: new Uint8Array(32) }, 'snapshot-malformed')
    await refused(snapshot, 'snapshot-app-hash', new Uint8Array(32))
    assert.deepEqual(ledger.info(), before)
  })

  test('counts that the bytes can not bear out, and whatever is cut short, are refused before anything is made of them', async () => {
    const first = await lived()
    const { snapshot, chunks } = await snapshotOf(first)
    const trusted = first.info().appHash
    const placeOf = (work: () => unknown): string | null => {
      try {
        work()
        return null
      } catch (error) {
        assert.ok(error instanceof LedgerError && error.failure.code === 'snapshot-malformed', String(error))
        return error.failure.at
      }
    }
    const offered = (metadata: Uint8Array, count = snapshot.chunks) =>
      placeOf(() => {
        const hash = domainHash('gongshi/snapshot/1', metadata)
        parseSnapshot({ ...snapshot, metadata, hash, chunks: count }, trusted)
      })
    assert.equal(offered(snapshot.metadata), null)
    for (const count of [0, snapshot.chunks + 1, 2 ** 32 - 1])
      assert.equal(offered(snapshot.metadata, count), 'chunk-count')
    assert.equal(offered(new Uint8Array(4_000_000), 1), 'chunk-count')
    for (let length = snapshot.metadata.length - 1; length > 0; length -= 7)
      assert.ok(['metadata', 'chunk-count'].includes(offered(snapshot.metadata.slice(0, length))!))
    assert.equal(offered(concat(snapshot.metadata, Uint8Array.of(0))), 'metadata')

    const chunkOf = (bytes: Uint8Array) => placeOf(() => decodeChunk(bytes))
    for (const chunk of chunks) {
      assert.equal(chunkOf(chunk), null)
      for (let length = 0; length < chunk.length; length += 97) assert.notEqual(chunkOf(chunk.slice(0, length)), null)
      assert.equal(chunkOf(concat(chunk, Uint8Array.of(0))), 'chunk')
    }
    const headOf = (kind: 'state' | 'ids') => encodeChunk({ kind, rows: [] }).slice(0, -1)
    const many = (kind: 'state' | 'ids', rows: Uint8Array) =>
      chunkOf(concat(headOf(kind), Uint8Array.of(0x9a, 0, 0x0f, 0x42, 0x40), rows)) // a million
    const million = (item: number) => new Uint8Array(1_000_000).fill(item)
    for (const kind of ['state', 'ids'] as const)
      assert.equal(many(kind, million(0x80)), 'row-count', 'empty rows: as many bytes as rows')
    assert.equal(chunkOf(new Uint8Array(16_000_001)), 'chunk')
    assert.equal(chunkOf(Uint8Array.of(0x82, 1, 2)), 'chunk')
    assert.equal(chunkOf(encodeCbor(['newer', []])), 'chunk')
  })

  test('the past is taken over entry by entry, each as the log has it, and then nothing is missing', async () => {
    const first = await lived()
    const ledger = await openCity(new SimulatedStore())
    await restore(ledger, await snapshotOf(first), first.info().appHash)
    const size = first.logSize()
    assert.deepEqual(ledger.snapshots.missingHistory()?.until, size)
    assert.throws(() => ledger.findEntry(0), { code: 'history-incomplete' })
    const entries = pastOf(first, 0, size)
    const tx = entries.findIndex(({ body }) => body !== null)
    const swapped = (change: Partial<PastEntry>) =>
      entries.map((each, index) => (index === tx ? { ...each, ...change } : each))
    for (const lie of [
      { leaf: entries.at(-1)!.leaf },
      { signed: entries[tx]!.body },
      { body: Uint8Array.of(0x82, 0x40, 0x40) },
      { body: null, erased: { by: tx, leaf: entries[tx]!.leaf } },
      { body: null, erased: { by: size + 5, leaf: entries[tx]!.leaf } },
    ])
      await assert.rejects(ledger.snapshots.addHistory(swapped(lie)), { code: 'history-differs' })
    await ledger.snapshots.addHistory(entries.slice(0, 3))
    await ledger.snapshots.addHistory(entries.slice(3))
    assert.equal(ledger.snapshots.missingHistory(), null)
    for (let index = 0; index < size; index++) assert.deepEqual(ledger.findEntry(index), first.findEntry(index))
    for (let height = 0; height <= 7; height++) {
      assert.deepEqual(ledger.findBlock(height), first.findBlock(height))
      assert.deepEqual(appHash(ledger.findApp(height)!), appHash(first.findApp(height)!))
    }
  })

  test('a snapshot of a ledger on which nothing has happened yet is one, too', async () => {
    const first = await openCity(new SimulatedStore())
    await decide(first, [], at(1))
    const ledger = await openCity(new SimulatedStore())
    await restore(ledger, await snapshotOf(first), first.info().appHash)
    assert.deepEqual([ledger.info().height, ledger.logSize()], [1, 0])
    assert.ok(genesis.chainId === ledger.info().chainId && chunkBytes < 16_000_000)
  })
})
