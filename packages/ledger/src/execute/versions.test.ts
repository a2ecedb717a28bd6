import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { installAffair } from '@gongshi/affair-kit/tool'
import { parseLeaf } from '@gongshi/protocol'
import { act, genesis, genesisTime, installed, makeBlock, openCity, orderTo, publish } from '../../fixtures/city.ts'
import { notices } from '../../fixtures/notices.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { Overlay } from './overlay.ts'
import { activeVersions, findActive, listVersions, scheduleVersion } from './versions.ts'

const hash = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const empty = { read: () => undefined }

describe('versions of affairs', () => {
  test('the last one whose height has come decides; one scheduled before its turn takes the other one’s place', () => {
    const state = new Overlay(empty)
    scheduleVersion(state, { affair: 'b', version: 1, hash: hash(1), from: 1 })
    scheduleVersion(state, { affair: 'a', version: 1, hash: hash(2), from: 1 })
    scheduleVersion(state, { affair: 'b', version: 2, hash: hash(3), from: 10 })
    assert.equal(findActive(state, 'b', 9)?.version, 1)
    assert.equal(findActive(state, 'b', 10)?.version, 2)
    assert.equal(findActive(state, 'c', 10), undefined)
    scheduleVersion(state, { affair: 'b', version: 3, hash: hash(4), from: 7 })
    assert.deepEqual(
      listVersions(state).map(({ affair, version, from }) => [affair, version, from]),
      [
        ['a', 1, 1],
        ['b', 1, 1],
        ['b', 3, 7],
      ],
    )
    assert.deepEqual(
      activeVersions(state, 7).map(({ version }) => version),
      [1, 3],
    )
  })

  test('a node without a version, or with another of that number, does not open the ledger', async () => {
    const store = new SimulatedStore()
    await (await openCity(store)).close()
    const without = installed.filter(({ program }) => program.affair !== 'notices')
    await assert.rejects(openCity(store, { affairs: without }), { code: 'version-missing' })
    const other = installed.map((each) => ({ ...each, versionHash: hash(9) }))
    await assert.rejects(openCity(store, { affairs: other }), { code: 'version-differs' })
    await assert.rejects(openCity(new SimulatedStore(), { affairs: other }), { code: 'version-differs' })
  })

  test('what is in force is told', async () => {
    const ledger = await openCity(new SimulatedStore())
    await makeBlock(ledger, [await publish('a', genesisTime)], genesisTime + 1)
    assert.deepEqual(
      ledger.versions().map(({ affair, version }) => [affair, version]),
      [
        ['governance', 1],
        ['notices', 1],
        ['organisations', 1],
      ],
    )
    assert.equal(genesis.affairs.length, 3)
  })

  test('governance schedules one for a later height; a node that lacks it halts there and says which', async () => {
    const store = new SimulatedStore()
    const ledger = await openCity(store)
    const now = genesisTime + 1000
    const second = await installAffair({ ...notices, version: 2 } as never)
    const activate = (from: bigint, version = 2n) =>
      orderTo(
        'enact',
        { kind: 'version', version: { affair: 'notices', version, hash: second.versionHash, from } },
        now,
      )
    const same = await makeBlock(ledger, [await activate(4n, 1n)], now)
    assert.deepEqual(same.results[0]!.members[0]!.outcome, ['refused', 'order-impossible', ['version-order']])
    const done = await makeBlock(ledger, [await activate(4n)], now + 1)
    assert.deepEqual(
      done.leaves.map(({ bytes }) => parseLeaf(bytes)).map((leaf) => (leaf.kind === 'system' ? leaf.event : leaf.kind)),
      ['tx', 'version-scheduled', 'block'],
    )
    await makeBlock(ledger, [await publish('a', now)], now + 2)
    assert.throws(() => ledger.finalize({ height: 4, time: now + 3, bundles: [], blockHash: hash(0) }), {
      code: 'version-missing',
    })
    const updated = await openCity(new SimulatedStore(), { affairs: [...installed, second] })
    await makeBlock(updated, [await activate(3n)], now)
    await makeBlock(updated, [await publish('a', now)], now + 1)
    const both = [await publish('b', now), await publish('c', now, { version: 2 })]
    const { results } = await makeBlock(updated, both, now + 2)
    assert.deepEqual(
      results[0]!.members.map(({ outcome }) => outcome[0]),
      ['inadmissible', 'ok'],
    )
  })

  test('governance resumes a suspended action; its queued acts then run, in order', async () => {
    const ledger = await openCity(new SimulatedStore())
    const now = genesisTime + 1000
    const install = (name: string, level: bigint, alarm: number) => act('install', { name, level, alarm }, now)
    await makeBlock(ledger, [await install('x', 5n, now + 10), await install('y', -5n, now + 20)], now)
    await makeBlock(ledger, [], now + 10)
    assert.equal(ledger.nextDue(), null)
    const change = { affair: 'notices', version: 1n, action: 'overflow' }
    const resume = await orderTo('enact', { kind: 'resume', resume: change }, now)
    await makeBlock(ledger, [resume], now + 30)
    assert.equal(ledger.nextDue(), now + 20)
    const { leaves } = await makeBlock(ledger, [], now + 40)
    const due = parseLeaf(leaves[0]!.bytes)
    assert.ok(due.kind === 'due' && due.dueTime === now + 20 && due.outcome[0] === 'ok')
  })
})
