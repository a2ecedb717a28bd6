import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Cbor } from '@gongshi/protocol'
import { makeShare, pointBytes, readSealed, seal } from '@gongshi/threshold'
import { vault } from '../../fixtures/vault/affair.ts'
import { vaultHandlers } from '../../fixtures/vault/handlers.ts'
import { bytesOf, randomFrom, recordOf, trusteesOf } from '../../fixtures/vault/trustees.ts'
import { affairBench } from '../bench/affairBench.ts'
import { BenchLedger, type Input } from '../bench/benchLedger.ts'
import { subject } from '../bench/benchWorld.ts'
import { bundleHandlers, instrumentedBundle } from '../tool/bundleHandlers.ts'
import { installAffair } from '../tool/installAffair.ts'
import { draw } from './draw.ts'
import { rowLabel } from './rowLabel.ts'
import { sealedFields, sealRecord } from './sealedRecord.ts'

const handlers = await bundleHandlers(new URL('../../fixtures/vault/handlers.ts', import.meta.url).pathname)
const contained = await installAffair(vault, { handlers })
const { installed: plain } = affairBench(vault, { handlers: vaultHandlers })

const procedure = ['p']
const context = rowLabel('bench', 'vault', 'procedure', procedure)
const others = rowLabel('bench', 'vault', 'procedure', ['q'])
const { ceremony, enrolled, published, disputes, accepted, parts, key } = trusteesOf(context, 4, 2, [3])
const trustees = { needed: 2n, trustees: enrolled }
const contributions = published.map(recordOf)
const group = bytesOf(key!)
const author = subject('a bidder')
const bid = [procedure, author]
const label = rowLabel('bench', 'vault', 'bid', bid)
const secret = randomFrom('secret')(32)
const { sealed, opener } = seal(key!.key, label, secret, randomFrom('seal'))
const shares = parts.map((part, at) =>
  makeShare(at + 1, part, readSealed(key!.key, label, sealed), randomFrom(`share ${at}`)),
)
const offer = { price: { currency: 'CNY', minor: 1234n }, until: null }
const fields = sealedFields(vault, 'open', 'offer')
const record = sealRecord(fields, offer, { secret, label, size: 128 })

/** A ledger with the procedure, and, when it is asked for, a bid. */
function ledgerOf(run: typeof plain, given: Input = {}): BenchLedger {
  const ledger = new BenchLedger([run])
  for (const code of ['p', 'q']) ledger.do('vault', 'begin', { code })
  if (Object.keys(given).length > 0)
    ledger.do('vault', 'bid', { procedure, author, sealed, record, key: group.key, ...given })
  return ledger
}

/** The event that the handler told, run as it is written and in its sandbox, which must agree. */
function told(action: string, input: Input, before: Input = {}): Cbor {
  const [first, second] = [plain, contained].map((run) => {
    const { outcome, fault } = ledgerOf(run, before).submit('vault', action, input)
    assert.equal(fault, undefined)
    return outcome
  })
  assert.deepEqual(first, second)
  assert.equal(first![0], 'ok', JSON.stringify(first))
  return (first![1] as readonly Cbor[][]).at(-1)![1]!
}

const changed = (bytes: Uint8Array, at = 0) => bytes.with(at, bytes[at]! ^ 1)
const zeros = (bytes: number) => new Uint8Array(bytes)

describe('a handler judges the making of a key', () => {
  test('a trustee enrols for one procedure', () => {
    assert.equal(told('enrol', { procedure, enrolled: enrolled[0]! }), true)
    assert.equal(told('enrol', { procedure: ['q'], enrolled: enrolled[0]! }), false)
    assert.equal(told('enrol', { procedure, enrolled: changed(enrolled[0]!, 50) }), false)
    assert.equal(told('enrol', { procedure, enrolled: zeros(96) }), false)
  })

  test('a contribution is its author’s', () => {
    const [contribution] = contributions
    const judged = (given: Input) =>
      told('contribute', { procedure, ...trustees, author: 1n, contribution: contribution!, ...given })
    assert.equal(judged({}), true)
    for (const wrong of [
      { author: 2n },
      { author: 0n },
      { author: -1n },
      { author: 2n ** 62n },
      { procedure: ['q'] },
      { needed: 3n },
      { needed: 0n },
      { trustees: [] },
      { trustees: [enrolled[0]!, enrolled[0]!, enrolled[2]!, enrolled[3]!] },
      { trustees: enrolled.with(0, zeros(96)) },
      { contribution: { ...contribution!, hidden: [] } },
      { contribution: { ...contribution!, proof: changed(contribution!.proof) } },
      { contribution: { ...contribution!, handle: zeros(32) } },
    ])
      assert.equal(judged(wrong), false)
  })

  test('who cheated is put out, who did not is not', () => {
    const [{ dispute, index }] = disputes as [(typeof disputes)[0]]
    const judged = (given: Input) =>
      told('dispute', {
        ...{ procedure, ...trustees, author: 3n, contribution: contributions[2]!, trustee: BigInt(index), dispute },
        ...given,
      })
    assert.equal(judged({}), true)
    for (const wrong of [
      { author: 1n, contribution: contributions[0]! },
      { trustee: 1n },
      { trustee: 5n },
      { dispute: zeros(96) },
      { dispute: changed(dispute, 40) },
      { procedure: ['q'] },
    ])
      assert.equal(judged(wrong), false)
  })

  test('the contributions that stand make the key; too few, or one twice, make none', () => {
    const given = (indexes: readonly number[]) =>
      indexes.map((index) => ({ index: BigInt(index), contribution: contributions[index - 1]! }))
    const made = (indexes: readonly number[]) =>
      told('combine', { procedure, ...trustees, contributions: given(indexes) })
    assert.deepEqual(made(accepted), [group.key, group.parts])
    assert.equal(made([1]), null)
    assert.equal(made([1, 1]), null)
    assert.equal(made([]), null)
  })
})

describe('a handler judges what is sealed', () => {
  const submitted = (given: Input) =>
    [plain, contained].map((run) => {
      const input = { procedure, author, sealed, record, key: group.key, ...given }
      return ledgerOf(run).submit('vault', 'bid', input).outcome.slice(0, 2)
    })

  test('bytes are sealed for the very row that is being made', () => {
    for (const outcome of submitted({})) assert.equal(outcome[0], 'ok')
    for (const wrong of [
      { author: subject('another') },
      { procedure: ['q'] },
      { sealed: changed(sealed, 100) },
      { sealed: zeros(160) },
      { key: zeros(32) },
      { key: pointBytes(ceremony.trustees[0]!) },
    ])
      for (const outcome of submitted(wrong)) assert.deepEqual(outcome, ['refused', 'unsealed'])
  })

  test('a share is one trustee’s for one bid', () => {
    const judged = (given: Input) =>
      told('share', { bid, ...group, index: 1n, share: shares[0]!, ...given }, { record })
    assert.equal(judged({}), true)
    for (const wrong of [
      { index: 2n },
      { index: 0n },
      { index: 5n },
      { parts: [] },
      { share: shares[1]! },
      { share: changed(shares[0]!) },
      { share: zeros(96) },
    ])
      assert.equal(judged(wrong), false)
  })

  const openedBy = (action: string, input: Input, before: Input) => {
    const [first, second] = [plain, contained].map(
      (run) => ledgerOf(run, before).submit('vault', action, input).outcome,
    )
    assert.deepEqual(first, second)
    return (first![1] as readonly Cbor[][]).at(-1)!.slice(1)
  }
  const opened = (given: Input, before: Input = { record }) => {
    const some = [2, 4].map((index) => ({ index: BigInt(index), share: shares[index - 1]! }))
    return openedBy('open', { bid, ...group, shares: some, ...given }, before)
  }

  test('any so many shares open the record; fewer, or one twice, open nothing', () => {
    const share = (index: number) => ({ index: BigInt(index), share: shares[index - 1]! })
    for (const some of [
      [2, 4],
      [1, 3],
      [4, 1, 2],
    ])
      assert.deepEqual(opened({ shares: some.map(share) }), [secret, [['CNY', 1234n], null]])
    assert.deepEqual(opened({ shares: [share(1)] }), [null, null])
    assert.deepEqual(opened({ shares: [share(1), share(1)] }), [null, null])
    assert.deepEqual(opened({ shares: [] }), [null, null])
    assert.deepEqual(opened({ key: zeros(32) }), [null, null])
    assert.deepEqual(opened({ needed: 0n }), [null, null])
  })

  test('who sealed it opens alone; nobody does with another number', () => {
    const openedAlone = (given: Input) => openedBy('openAlone', { bid, key: group.key, opener, ...given }, { record })
    assert.deepEqual(openedAlone({}), [secret, [['CNY', 1234n], null]])
    for (const wrong of [
      { opener: changed(opener) },
      { opener: zeros(32) },
      { opener: zeros(32).fill(255) },
      { key: zeros(32) },
    ])
      assert.deepEqual(openedAlone(wrong), [null, null])
  })

  test('a record that is something else opens to nothing', () => {
    const price = { kind: 'record', fields: { price: { kind: 'int' } } } as const
    for (const wrong of [
      zeros(128),
      changed(record),
      sealRecord(fields, offer, { secret, label: others, size: 128 }),
      sealRecord(fields, offer, { secret: zeros(32), label, size: 128 }),
      sealRecord(price.fields, { price: 5n }, { secret, label, size: 128 }),
    ])
      assert.deepEqual(opened({}, { record: wrong }), [secret, null])
  })
})

describe('a handler draws', () => {
  const seeds = [zeros(32), randomFrom('seed')(32)]
  const drawn = (given: Input) => told('draw', { procedure, seeds, count: 40, take: 5, ...given })

  test('what everybody draws from the same seeds', () => {
    assert.deepEqual(drawn({}), draw(seeds, 40, 5))
    assert.deepEqual(drawn({ take: 41 }), [])
    assert.deepEqual(drawn({ take: 0 }), [])
    assert.deepEqual(drawn({ seeds: [] }), [])
    assert.deepEqual(drawn({ seeds: Array.from({ length: 201 }, () => zeros(32)) }), [])
  })
})

describe('what it costs', () => {
  test('every question is charged before it is answered', async () => {
    const questions = {
      isTrustee: 'isTrustee(procedure.id,input.enrolled)',
      nothing: 'isTrustee()',
    }
    for (const [name, question] of Object.entries(questions)) {
      const source = `registerHandlers({enrol(ctx,{procedure,input}){for(;;)ctx.threshold.${question}}})`
      const bounded = { ...vault, actions: { begin: vault.actions.begin, enrol: vault.actions.enrol } }
      const run = await installAffair(bounded as never, { handlers: instrumentedBundle(source) })
      const ledger = new BenchLedger([run])
      ledger.do('vault', 'begin', { code: 'p' })
      const { outcome } = ledger.submit('vault', 'enrol', { procedure, enrolled: enrolled[0]! })
      assert.deepEqual(outcome, ['refused', 'bounds', ['steps']], name)
    }
  })
})
