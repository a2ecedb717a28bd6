import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Cbor, encodeTransaction, parseTransaction } from '@gongshi/protocol'
import {
  type Act,
  act,
  editor,
  genesisTime,
  head,
  makeBlock,
  openCity,
  organ,
  publish,
  revoked,
  signerOf,
} from '../../fixtures/city.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'
import { dayOf, jointActsPerDay, jointNotAfterMs, notAfterMs } from './admissible.ts'

const now = genesisTime + 10_000
const ledger = await openCity(new SimulatedStore())

function verdict(transaction: Uint8Array): string {
  const admission = ledger.check(transaction, now)
  return admission.ok ? 'ok' : admission.code
}

describe('what a refusal tells', () => {
  const refusal = (transaction: Uint8Array) => {
    const admission = ledger.check(transaction, now)
    assert.ok(!admission.ok)
    const { code, detail } = admission
    return { code, detail }
  }
  const cases: readonly [code: string, detail: Cbor, how: Act][] = [
    ['chain-other', null, { chainId: 'other-city' }],
    ['transaction-expired', [now - 1, now], { notAfter: now - 1 }],
    ['not-after-too-far', [now + notAfterMs + 1, now + notAfterMs], { notAfter: now + notAfterMs + 1 }],
    [
      'not-after-too-far',
      [now + jointNotAfterMs + 1, now + jointNotAfterMs],
      { notAfter: now + jointNotAfterMs + 1, signers: [editor, head] },
    ],
    ['affair-version-inactive', [1], { version: 2 }],
    ['signer-unknown', [0], { signers: [signerOf('stranger')] }],
    ['signer-unknown', [1], { signers: [editor, signerOf('stranger')] }],
    ['signer-revoked', [0], { signers: [revoked] }],
    ['signer-revoked', [1], { signers: [editor, revoked] }],
  ]
  for (const [code, detail, how] of cases)
    test(`${code}, ${JSON.stringify(detail)}`, async () => {
      assert.deepEqual(refusal(await publish('told', now, how)), { code, detail })
    })
})

describe('times at their bounds', () => {
  test('an act is good in the very millisecond of its notAfter, and as long before as it may be', async () => {
    for (const notAfter of [now, now + 1, now + notAfterMs])
      assert.equal(verdict(await publish('bound', now, { notAfter })), 'ok')
    const joint = (notAfter: number) =>
      act('withdraw', { notice: [[organ.scheme, organ.id], 'bound'] }, now, { signers: [editor, head], notAfter })
    for (const notAfter of [now, now + notAfterMs, now + notAfterMs + 1, now + jointNotAfterMs])
      assert.equal(verdict(await joint(notAfter)), 'ok')
    assert.equal(jointNotAfterMs, 2_592_000_000)
  })

  test('only what is kept beyond the usual time counts against the quota of a day', async () => {
    const own = await openCity(new SimulatedStore())
    const joint = (number: number, notAfter: number) =>
      act('withdraw', { notice: [[organ.scheme, organ.id], `${number}`] }, now, { signers: [editor, head], notAfter })
    const usual = await Promise.all(
      Array.from({ length: jointActsPerDay + 1 }, (_, number) => joint(number, now + notAfterMs)),
    )
    const long = await Promise.all(
      Array.from({ length: jointActsPerDay }, (_, number) => joint(1000 + number, now + notAfterMs + 1)),
    )
    const outcomes = async (transactions: readonly Uint8Array[], time: number) =>
      (await makeBlock(own, transactions, time)).results
        .flatMap(({ members }) => members)
        .map(({ outcome }) => outcome[1])
        .filter((code) => code === 'not-after-quota').length
    for (const part of [usual, long])
      for (const from of [0, 60]) assert.equal(await outcomes(part.slice(from, from + 60), now), 0)
    const more = await joint(5000, now + notAfterMs + 1)
    const admission = own.check(more, now)
    assert.deepEqual(admission.ok ? null : [admission.code, admission.detail], ['not-after-quota', [jointActsPerDay]])
    // The day after it begins anew, whichever day of the count stands in the state.
    const tomorrow = now + 86_400_000
    const again = await act('withdraw', { notice: [[organ.scheme, organ.id], 'next'] }, tomorrow, {
      signers: [editor, head],
      notAfter: tomorrow + notAfterMs + 1,
    })
    assert.equal(own.check(again, tomorrow).ok, true)
    assert.deepEqual([dayOf(now), dayOf(now + 86_399_999), dayOf(tomorrow)], [20_454, 20_455, 20_455])
  })
})

describe('an act that is tried out', () => {
  test('is judged as if its signatures were good, and otherwise as any', async () => {
    const outcome = (transaction: Uint8Array) => ledger.tryOut(transaction, now)
    const good = await publish('tried', now)
    assert.equal(outcome(good)[0], 'ok')
    const { bytes, salt, input } = parseTransaction(good)
    const unsigned = encodeTransaction(bytes.with(bytes.length - 5, bytes.at(-5)! ^ 1), salt, input)
    assert.deepEqual([verdict(unsigned), outcome(unsigned)[0]], ['signature-invalid', 'ok'])
    assert.deepEqual(outcome(good.subarray(1))[0], 'inadmissible')
    const late = await publish('tried', now, { notAfter: now - 1 })
    assert.deepEqual(outcome(late), ['inadmissible', 'transaction-expired'])
    assert.deepEqual(outcome(await publish('tried', now, { signers: [revoked] })), ['inadmissible', 'signer-revoked'])
    assert.equal(verdict(good), 'ok', 'nothing of it stays')
  })
})
