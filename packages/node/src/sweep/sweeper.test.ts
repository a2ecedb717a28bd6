import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { ContentError, ContentStore } from '@gongshi/contents'
import { encodeCbor, toHex, utf8 } from '@gongshi/protocol'
import { freshFolder } from '../../test/sampleNode.ts'
import { commitmentsIn } from './commitmentsIn.ts'
import { graceMs, Sweeper, type SweeperNeeds, type Swept } from './sweeper.ts'
import { UnnamedContents } from './unnamedContents.ts'

type Entry = { readonly leaf: Uint8Array; readonly body: Uint8Array | null; readonly erasedBy: number | null }

const leafOf = (...parts: Uint8Array[]) => encodeCbor(['tx', 1, ['ok', [['filed', ...parts]]]])
const named = (...commitments: Uint8Array[]): Entry => ({ leaf: leafOf(...commitments), body: null, erasedBy: null })
const start = 1_790_000_000_000

let folder: string
let place: Place
beforeEach(async () => {
  folder = freshFolder()
  place = await Place.open()
})
afterEach(async () => {
  await place.store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** The parts that a sweeper works with, on real files; the log and what is on its way are lists. */
class Place {
  readonly entries: Entry[] = []
  readonly pending: Uint8Array[] = []
  readonly swept: Swept[] = []
  now = start
  fault: object | null = null
  /** How far the views have come, and the fields of the rows that entries made. */
  views = { entries: 0, rows: new Map<number, object>() }
  readonly store: ContentStore
  readonly unnamed: UnnamedContents
  readonly sweeper: Sweeper
  /** Called before a discarding chooses. */
  before = () => {}

  private constructor(store: ContentStore, unnamed: UnnamedContents) {
    this.store = store
    this.unnamed = unnamed
    this.sweeper = new Sweeper({
      contents: {
        commitments: () => store.commitments(),
        discard: (commitments, choose) => {
          this.before()
          return store.discard(commitments, choose)
        },
      },
      unnamed,
      ledger: {
        logSize: () => this.entries.length,
        findEntry: (index) => ({ index, signed: null, ...this.entries[index]! }),
      },
      rowsOf: async (entry) => (entry < this.views.entries ? [this.views.rows.get(entry)!] : null),
      engine: sourceOf(this),
      now: () => this.now,
      onSwept: (swept) => this.swept.push(swept),
      onFault: assert.ifError,
    })
  }

  static async open(): Promise<Place> {
    const unnamed = await UnnamedContents.open(folder)
    const onPut = (commitment: Uint8Array, isNew: boolean) => unnamed.put(commitment, isNew)
    return new Place(await ContentStore.open({ folder: join(folder, 'contents'), onPut }), unnamed)
  }

  async put(text: string): Promise<Uint8Array> {
    const recordKey = new Uint8Array(32).fill(text.length)
    return (await this.store.put(recordKey, [{ path: 'a', bytes: [utf8(text)] }])).commitment
  }

  async stateOf(commitment: Uint8Array): Promise<string> {
    return (await this.store.status(commitment)).state
  }
}

function sourceOf(place: { readonly pending: Uint8Array[]; fault: object | null }): SweeperNeeds['engine'] {
  return {
    pending: () => place.pending,
    get fault() {
      return place.fault
    },
  }
}

/** Sweeps, waits until the time is over, sweeps again. */
async function afterGrace(): Promise<void> {
  await place.sweeper.sweep()
  place.now += graceMs + 1
  await place.sweeper.sweep()
}

describe('what is swept away', () => {
  test('a content that no entry names, when its time is over and not before; named ones never', async () => {
    const [orphan, published, inBody] = [
      await place.put('orphan'),
      await place.put('published'),
      await place.put('in a body'),
    ]
    place.entries.push(named(published), {
      leaf: leafOf(),
      body: encodeCbor([new Uint8Array(32), inBody]),
      erasedBy: null,
    })
    await place.sweeper.sweep()
    place.now += graceMs
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(orphan), 'present')
    place.now += 1
    await place.sweeper.sweep()
    assert.deepEqual(
      [await place.stateOf(orphan), await place.stateOf(published), await place.stateOf(inBody)],
      ['absent', 'present', 'present'],
    )
    assert.deepEqual(place.swept, [
      { discarded: 0, waiting: 1 },
      { discarded: 0, waiting: 1 },
      { discarded: 1, waiting: 0 },
    ])
    assert.deepEqual(await place.put('orphan'), orphan)
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(orphan), 'present', 'put again it begins anew')
  })

  test('the time that it has waited survives a restart; a damaged record begins anew', async () => {
    const orphan = await place.put('orphan')
    await place.sweeper.sweep()
    const { now } = place
    const restart = async () => {
      await place.sweeper.stop()
      await place.store.close()
      place = await Place.open()
    }
    const file = join(folder, 'unnamed.json')
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { contents: { [toHex(orphan)]: now } })
    for (const text of [
      'garbage',
      '{}',
      '{"contents":{"zz":1,"__proto__":2}}',
      `{"contents":{"${toHex(orphan)}":"soon"}}`,
    ]) {
      await restart()
      writeFileSync(file, text)
      await restart()
      place.now = now + graceMs + 1
      await place.sweeper.sweep()
      assert.equal(await place.stateOf(orphan), 'present', text)
    }
    await restart()
    place.now = now + 2 * graceMs + 2
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(orphan), 'absent')
  })

  test('a clock that is set back makes nothing go sooner', async () => {
    const orphan = await place.put('orphan')
    place.now = start + 5 * graceMs
    await place.sweeper.sweep()
    place.now = start
    await afterGrace()
    assert.equal(await place.stateOf(orphan), 'absent')
    assert.equal(place.now, start + graceMs + 1)
  })

  test('what was erased meanwhile waits no longer', async () => {
    const orphan = await place.put('orphan')
    await place.sweeper.sweep()
    await place.store.erase(orphan, { entry: 1, clause: 'personal-information/47', at: 1 })
    await afterGrace()
    assert.deepEqual([await place.stateOf(orphan), place.swept.at(-1)], ['erased', { discarded: 0, waiting: 0 }])
  })
})

describe('what is not swept away', () => {
  test('a content that a pending transaction names, nor after it is committed', async () => {
    const content = await place.put('on its way')
    await place.sweeper.sweep()
    const input = encodeCbor(['No-1', content])
    place.pending.push(encodeCbor([randomBytes(100), randomBytes(32), input]))
    place.now += graceMs + 1
    for (let round = 0; round < 2; round++) await place.sweeper.sweep()
    assert.equal(await place.stateOf(content), 'present')
    place.entries.push(named(content))
    place.pending.length = 0
    await place.sweeper.sweep()
    assert.deepEqual([await place.stateOf(content), place.swept.at(-1)], ['present', { discarded: 0, waiting: 0 }])
  })

  test('nor one that was named at the last moment', async () => {
    const content = await place.put('at the last moment')
    await place.sweeper.sweep()
    place.before = () => place.entries.push(named(content))
    place.now += graceMs + 1
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(content), 'present')
  })

  test('nor one that came back after the entry that names it', async () => {
    const content = await place.put('restored')
    await place.store.discard([content])
    place.unnamed.forget(toHex(content))
    place.entries.push(named(content), named(new Uint8Array(32)))
    await place.sweeper.sweep()
    await place.put('restored')
    await afterGrace()
    assert.equal(await place.stateOf(content), 'present')
  })

  test('nor one that was put again, whatever happens to the node then', async () => {
    const content = await place.put('twice')
    await place.sweeper.sweep()
    place.now += graceMs
    const { now } = place
    await place.put('twice')
    await place.store.close()
    place = await Place.open()
    place.now = now + 1
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(content), 'present')
    await place.put('twice')
    place.now = now + 1 + graceMs
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(content), 'present')
  })

  test('nor one of an entry whose body was erased: its rows say it, and until they are there nothing goes', async () => {
    const [content, orphan] = [await place.put('of a row'), await place.put('orphan')]
    place.entries.push({ leaf: leafOf(), body: null, erasedBy: 7 })
    await afterGrace()
    assert.deepEqual([await place.stateOf(orphan), place.swept], ['present', []])
    place.views = { entries: 1, rows: new Map([[0, { organ: 'x', content: toHex(content) }]]) }
    await afterGrace()
    assert.deepEqual([await place.stateOf(content), await place.stateOf(orphan)], ['present', 'absent'])
  })

  test('nor anything while the engine has stopped: nobody knows what its last block holds', async () => {
    const orphan = await place.put('orphan')
    place.fault = { code: 'engine-halted' }
    await afterGrace()
    assert.equal(await place.stateOf(orphan), 'present')
    place.fault = null
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(orphan), 'absent')
  })

  test('a disk that is full: what could not go goes the next time', async () => {
    const orphan = await place.put('orphan')
    await place.sweeper.sweep()
    place.now += graceMs + 1
    place.before = () => {
      throw new ContentError({ code: 'content-disk-full' })
    }
    await assert.rejects(place.sweeper.sweep(), { code: 'content-disk-full' })
    place.before = () => {}
    await place.sweeper.sweep()
    assert.equal(await place.stateOf(orphan), 'absent')
  })
})

test('commitments are found wherever canonical CBOR may hold them, and cut ones are none', () => {
  const [first, second] = [new Uint8Array(32).fill(1), new Uint8Array(randomBytes(32))]
  const bytes = encodeCbor(['a', [null, [first, 7]], encodeCbor([second]), new Uint8Array(31)])
  const found = [...commitmentsIn(bytes)]
  for (const each of [first, second]) assert.ok(found.includes(toHex(each)))
  assert.deepEqual([...commitmentsIn(encodeCbor(first).subarray(0, 33))], [])
  assert.deepEqual([...commitmentsIn(new Uint8Array(0))], [])
  // A byte string that holds the head itself hides none.
  const tricky = new Uint8Array(32).fill(0x58)
  tricky[1] = 0x20
  assert.ok([...commitmentsIn(encodeCbor([tricky, second]))].includes(toHex(second)))
})
