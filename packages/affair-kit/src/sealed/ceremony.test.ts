import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeShare, readSealed, seal } from '@gongshi/threshold'
import fc from 'fast-check'
import { vault } from '../../fixtures/vault/affair.ts'
import { bytesOf, randomFrom, recordOf, trusteesOf } from '../../fixtures/vault/trustees.ts'
import { BenchLedger, type Input } from '../bench/benchLedger.ts'
import { subject } from '../bench/benchWorld.ts'
import { bundleHandlers } from '../tool/bundleHandlers.ts'
import { installAffair } from '../tool/installAffair.ts'
import { rowLabel } from './rowLabel.ts'

const handlers = await bundleHandlers(new URL('../../fixtures/vault/handlers.ts', import.meta.url).pathname)
const installed = await installAffair(vault, { handlers })
const procedure = ['p']
const author = subject('a bidder')
const context = rowLabel('bench', 'vault', 'procedure', procedure)
const label = rowLabel('bench', 'vault', 'bid', [procedure, author])
const record = new Uint8Array(128)

/** A group, which of its trustees cheat, and in which order the others hand in what opens. */
const groups = fc.integer({ min: 2, max: 5 }).chain((count) =>
  fc.integer({ min: 1, max: count }).chain((threshold) => {
    const all = Array.from({ length: count }, (_, at) => at + 1)
    return fc.record({
      count: fc.constant(count),
      threshold: fc.constant(threshold),
      cheats: fc.subarray(all, { maxLength: count - threshold }),
      openers: fc.shuffledSubarray(all, { minLength: threshold }),
    })
  }),
)

test('whichever trustees cheat, a dispute puts each out, and the key of the others opens', () => {
  const property = fc.property(groups, ({ count, threshold, cheats, openers }) => {
    const ledger = new BenchLedger([installed])
    ledger.do('vault', 'begin', { code: 'p' })
    const told = (action: string, input: Input) => {
      const { outcome } = ledger.submit('vault', action, input)
      assert.equal(outcome[0], 'ok', JSON.stringify(outcome[1]))
      return (outcome[1] as readonly unknown[][]).at(-1)!.slice(1)
    }
    const { enrolled, published, disputes, accepted, parts, key } = trusteesOf(context, count, threshold, cheats)
    const ceremony = { procedure, needed: BigInt(threshold), trustees: enrolled }
    const contributions = published.map(recordOf)
    const judged = (from: number, index: number, dispute: Uint8Array) => {
      const disputed = { author: BigInt(from), contribution: contributions[from - 1]!, trustee: BigInt(index), dispute }
      return told('dispute', { ...ceremony, ...disputed })
    }
    for (const each of disputes) {
      assert.deepEqual(judged(each.author, each.index, each.dispute), [true])
      for (const honest of accepted) assert.deepEqual(judged(honest, each.index, each.dispute), [false])
    }
    const standing = accepted.map((index) => ({ index: BigInt(index), contribution: contributions[index - 1]! }))
    const group = bytesOf(key!)
    assert.deepEqual(told('combine', { ...ceremony, contributions: standing }), [[group.key, group.parts]])

    const secret = randomFrom('secret')(32)
    const { sealed } = seal(key!.key, label, secret, randomFrom('seal'))
    ledger.do('vault', 'bid', { procedure, author, sealed, record, key: group.key })
    const read = readSealed(key!.key, label, sealed)
    const shares = openers.map((index) => ({
      index: BigInt(index),
      share: makeShare(index, parts[index - 1]!, read, randomFrom(`share ${index}`)),
    }))
    for (const each of shares) assert.deepEqual(told('share', { bid: [procedure, author], ...group, ...each }), [true])
    assert.deepEqual(told('open', { bid: [procedure, author], ...group, shares }), [secret, null])
  })
  fc.assert(property, { numRuns: 12 })
})
