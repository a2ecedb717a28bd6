import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { act, editor, genesisTime, makeBlock, openCity, publish, registrar } from '../../fixtures/city.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { AuthorityMemory } from './authorityMemory.ts'

const now = genesisTime + 10_000
const revoke = (time: number) =>
  act('revokeKey', { key: [editor.key.id] }, time, { affair: 'organisations', signers: [registrar] })

describe('what is remembered of signers', () => {
  test('ends with the act that changes a row of theirs: in the same block, and in the blocks after', async () => {
    const ledger = await openCity(new SimulatedStore())
    const block = [await publish('a', now), await revoke(now), await publish('b', now)]
    const { results } = await makeBlock(ledger, block, now)
    const codes = results.flatMap(({ members }) => members.map(({ outcome }) => outcome[1]))
    assert.equal(codes[2], 'signer-key')
  })

  test('of a block that was never committed: nothing', async () => {
    const ledger = await openCity(new SimulatedStore())
    await makeBlock(ledger, [await publish('a', now)], now)
    const blockHash = new Uint8Array(32)
    const dropped = [await revoke(now + 1)].map((each) => Uint8Array.of(0x81, ...each))
    ledger.finalize({ height: 2, time: now + 1, bundles: dropped, blockHash })
    const { results } = await makeBlock(ledger, [await publish('b', now + 1)], now + 1)
    assert.equal(results[0]!.members[0]!.outcome[0], 'ok')
  })

  test('holds for the state on which it was found, and for those that leave its rows alone', () => {
    const memory = new AuthorityMemory()
    const [one, two, three] = [{}, {}, {}]
    const key = Uint8Array.of(1)
    const write = (affair: string) => ({ name: '', affair, table: 't', key: null, value: undefined })
    memory.at(one).keep(key, 'known')
    memory.follow(one, two, [write('disclosure')])
    assert.equal(memory.at(two).recall(key), 'known')
    memory.follow(two, three, [write('organisations')])
    assert.equal(memory.at(three).recall(key), undefined)
    memory.at(three).keep(['place', 'x'], 'known')
    assert.equal(memory.at(one).recall(['place', 'x']), undefined)
  })
})
