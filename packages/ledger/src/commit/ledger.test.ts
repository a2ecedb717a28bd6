import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { genesisTime, makeBlock, openCity, publish } from '../../fixtures/city.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'

describe('the ledger', () => {
  test('publishes', async () => {
    const ledger = await openCity(new SimulatedStore())
    const now = genesisTime + 1000
    const transaction = await publish('n1', now)
    console.log(ledger.check(transaction, now))
    const done = await makeBlock(ledger, [transaction], now)
    console.log(done.results[0]!.members[0]!.outcome, ledger.info())
    assert.equal(done.leaves.length, 2)
  })
})
