import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { genesis, genesisTime, installed, makeBlock, openCity, publish } from '../../fixtures/city.ts'
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
        ['notices', 1],
        ['organisations', 1],
      ],
    )
    assert.equal(genesis.affairs.length, 2)
  })
})
