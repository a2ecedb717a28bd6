import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type Ledger, openLmdbStore, SimulatedStore } from '@gongshi/ledger'
import { genesisTime, makeBlock, openCity, publish } from '../../../ledger/fixtures/city.ts'
import { ApplyResult, OfferResult } from '../abci/messages.ts'
import type { CometLine } from '../comet/supervise.ts'
import { Snapshots } from './snapshotCalls.ts'
import { SnapshotFolder } from './snapshotFolder.ts'

const folder = mkdtempSync(join(tmpdir(), 'gongshi-snapshots-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let folders = 0

async function member(everyBlocks: number, ledger?: Ledger) {
  const own = ledger ?? (await openCity(new SimulatedStore()))
  const at = join(folder, String(folders++))
  const lines: CometLine[] = []
  const restored: number[] = []
  const snapshots = new Snapshots({
    ledger: own,
    folder: await SnapshotFolder.open(at, 2),
    everyBlocks,
    now: () => genesisTime,
    onLine: (line) => lines.push(line),
    onRestored: () => restored.push(own.info().height),
  })
  const live = async (blocks: number) => {
    for (let block = 1; block <= blocks; block++) {
      const height = own.info().height + 1
      const time = genesisTime + height * 1000
      await makeBlock(own, [await publish(`n${height}`, time)], time)
      await snapshots.committed({ height, time })
      await snapshots.settled()
    }
  }
  return { ledger: own, at, lines, restored, snapshots, live, ...snapshots.calls }
}

type Member = Awaited<ReturnType<typeof member>>
const listed = async ({ listSnapshots }: Member) => (await listSnapshots({})).snapshots
const chunkOf = async ({ loadSnapshotChunk }: Member, height: bigint, chunk: number, format = 1) =>
  (await loadSnapshotChunk({ height, format, chunk })).chunk

describe('snapshots for nodes that join', () => {
  test('are made at their heights while blocks go on, from LMDB as well; the oldest go, and half of one is never offered', async () => {
    const store = openLmdbStore(join(folder, 'lmdb'))
    const maker = await member(2, await openCity(store))
    await maker.live(7)
    assert.deepEqual(
      (await listed(maker)).map(({ height }) => height),
      [6n, 4n],
    )
    assert.equal((await chunkOf(maker, 2n, 0)).length, 0)
    assert.equal((await chunkOf(maker, 6n, 0, 2)).length, 0)
    assert.ok((await chunkOf(maker, 6n, 0)).length > 0)
    mkdirSync(join(maker.at, '8.unfinished'))
    writeFileSync(join(maker.at, '8.unfinished', '000000'), 'half')
    assert.deepEqual(
      (await (await SnapshotFolder.open(maker.at, 2)).list()).map(({ height }) => height),
      [6, 4],
    )
    assert.deepEqual(readdirSync(maker.at).sort(), ['4', '6'])
    const other = await member(2)
    await other.live(3)
    assert.equal((await listed(other)).length, 1)
    await maker.ledger.close()
    await store.close()
  })

  test('one that the disk has damaged is offered to nobody, and ends nothing', async () => {
    const maker = await member(2)
    await maker.live(4)
    for (const damage of ['', 'no CBOR']) {
      writeFileSync(join(maker.at, '4', 'snapshot'), damage)
      assert.deepEqual(
        (await listed(maker)).map(({ height }) => height),
        [2n],
      )
      assert.equal((await chunkOf(maker, 4n, 0)).length, 0)
    }
  })

  test('a sender of a chunk that lies is asked no more, another is; then the ledger stands at the height', async () => {
    const maker = await member(3)
    await maker.live(3)
    const [snapshot] = await listed(maker)
    const appHash = maker.ledger.info().appHash
    const joiner = await member(0)
    assert.deepEqual(await joiner.offerSnapshot({ snapshot: snapshot!, appHash }), { result: OfferResult.ACCEPT })
    for (let index = 0; index < snapshot!.chunks; index++) {
      const chunk = await chunkOf(maker, 3n, index)
      const lie = Uint8Array.from([...chunk.subarray(0, -1), chunk.at(-1)! ^ 1])
      assert.deepEqual(await joiner.applySnapshotChunk({ index, chunk: lie, sender: 'liar' }), {
        result: ApplyResult.RETRY,
        refetchChunks: [index],
        rejectSenders: ['liar'],
      })
      const { result } = await joiner.applySnapshotChunk({ index, chunk, sender: 'honest' })
      assert.equal(result, ApplyResult.ACCEPT)
    }
    assert.deepEqual(joiner.restored, [3])
    assert.deepEqual(joiner.ledger.info().appHash, appHash)
    const [line] = joiner.lines
    assert.deepEqual(line!.fields, { code: 'snapshot-chunk', chunk: 0, sender: 'liar' })
  })

  test('another form is refused as such; one that no header vouches for is refused; a ledger with blocks takes none', async () => {
    const maker = await member(3)
    await maker.live(3)
    const snapshot = (await listed(maker))[0]!
    const appHash = maker.ledger.info().appHash
    const joiner = await member(0)
    const offered = async (part: object, hash = appHash) =>
      (await joiner.offerSnapshot({ snapshot: { ...snapshot, ...part }, appHash: hash })).result
    assert.equal(await offered({ format: 2 }), OfferResult.REJECT_FORMAT)
    assert.equal(await offered({ metadata: new Uint8Array() }), OfferResult.REJECT)
    assert.equal(await offered({}, new Uint8Array(32)), OfferResult.REJECT)
    assert.deepEqual(
      joiner.lines.map(({ fields }) => (fields as { code: string }).code),
      ['snapshot-format', 'snapshot-malformed', 'snapshot-app-hash'],
    )
    await joiner.live(1)
    assert.equal(await offered({}), OfferResult.ABORT)
  })
})
