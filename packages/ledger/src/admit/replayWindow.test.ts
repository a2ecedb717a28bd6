import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ledgerAffair } from '@gongshi/affair-kit'
import { parseTransaction, sha256 } from '@gongshi/protocol'
import fc from 'fast-check'
import { act, editor, genesisTime, head, makeBlock, openCity, organ, publish } from '../../fixtures/city.ts'
import { ledgerTables } from '../execute/ledgerState.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { minuteOf } from './replayWindow.ts'

const minute = 60_000
const hour = 60 * minute

describe('the replay window', () => {
  test('a minute is [count, chain] over the ids that each block added, in the order of execution', async () => {
    const ledger = await openCity(new SimulatedStore())
    const now = genesisTime + 1000
    const notAfter = now + 5 * minute
    const sent = await Promise.all(['a', 'b', 'c'].map((number) => publish(number, now, { notAfter })))
    await makeBlock(ledger, sent.slice(0, 2), now)
    await makeBlock(ledger, sent.slice(2), now + 1)
    const [a, b, c] = sent.map((each) => parseTransaction(each).txId)
    const chain = sha256(sha256(new Uint8Array(32), a!, b!), c!)
    assert.deepEqual(ledger.state(ledgerAffair, ledgerTables.replay, [minuteOf(notAfter)]), [3, chain])
  })

  test('no id counts twice, whatever the blocks, restarts and repetitions; one that was never in a block does', async () => {
    const repetition = fc.record({ at: fc.nat({ max: 7 }), later: fc.nat({ max: 90 }), restart: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(repetition, { minLength: 1, maxLength: 25 }), async (repetitions) => {
        const store = new SimulatedStore()
        let ledger = await openCity(store)
        let now = genesisTime + 1000
        const sent = await Promise.all(
          Array.from({ length: 8 }, (_, at) => publish(`${at}`, now, { notAfter: now + (at + 1) * 7 * minute })),
        )
        const used = new Set<number>()
        for (const { at, later, restart } of repetitions) {
          now += later * 10_000
          if (restart) {
            await ledger.close()
            ledger = await openCity(store)
          }
          const expired = now > parseTransaction(sent[at]!).notAfter
          const { results } = await makeBlock(ledger, [sent[at]!], now)
          const expected = expired ? 'transaction-expired' : used.has(at) ? 'transaction-repeated' : 'ok'
          const { outcome } = results[0]!.members[0]!
          assert.equal(outcome[0] === 'ok' ? 'ok' : outcome[1], expected)
          if (expected === 'ok') used.add(at)
        }
      }),
      { numRuns: 40 },
    )
  })

  test('minutes go an hour after they passed, only in blocks with other work, and never those of long joint acts', async () => {
    const store = new SimulatedStore()
    const ledger = await openCity(store)
    const now = genesisTime + 1000
    const soon = minuteOf(now + 5 * minute)
    const late = now + 20 * 24 * hour
    const joint = await act('withdraw', { notice: [organ.scheme, 'x'] }, now, {
      signers: [editor, head],
      notAfter: late,
    })
    await makeBlock(ledger, [await publish('a', now), joint], now)
    const stands = (at: number) => ledger.state(ledgerAffair, ledgerTables.replay, [at]) !== undefined
    const after = now + 70 * minute
    await makeBlock(ledger, [], after)
    assert.ok(stands(soon), 'an empty block changes nothing')
    await makeBlock(ledger, [await publish('b', after)], after + 1)
    assert.ok(!stands(soon))
    assert.ok(stands(minuteOf(late)))
    await ledger.close()
    assert.equal([...store.range('replay')].length, 2)
  })

  test('after a rest of months, blocks with work take away what is over, a bounded part each', async () => {
    const ledger = await openCity(new SimulatedStore())
    const later = genesisTime + 90 * 24 * hour
    const pruned = () => ledger.state(ledgerAffair, ledgerTables.replay, ['pruned']) as number
    const begin = pruned()
    await makeBlock(ledger, [await publish('a', later)], later)
    assert.equal(pruned(), begin + 120)
    await makeBlock(ledger, [await publish('b', later)], later + 1)
    assert.equal(pruned(), begin + 240)
  })
})
