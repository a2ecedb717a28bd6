import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { equalBytes, type Leaf, parseLeaf, parseTransaction } from '@gongshi/protocol'
import {
  act,
  editor,
  genesisTime,
  head,
  keyFields,
  makeBlock,
  officerId,
  openCity,
  organ,
  publish,
  registrar,
  signerOf,
} from '../../fixtures/city.ts'
import type { Finalized, Ledger } from '../engine.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'

const now = genesisTime + 10_000
const noticeId = (number: string) => [[organ.scheme, organ.id], number]

const open = () => openCity(new SimulatedStore())
const leavesOf = ({ leaves }: Finalized): Leaf[] => leaves.map(({ bytes }) => parseLeaf(bytes))
const outcomesOf = ({ results }: Finalized) => results.flatMap(({ members }) => members.map(({ outcome }) => outcome))
const codesOf = (done: Finalized) => outcomesOf(done).map((outcome) => (outcome[0] === 'ok' ? 'ok' : outcome[1]))

function codeOf(ledger: Ledger, transaction: Uint8Array, time: number): string {
  const admission = ledger.check(transaction, time)
  return admission.ok ? 'ok' : admission.code
}

function addKey(word: string) {
  const input = { ...keyFields(signerOf(word)), officer: [officerId('editor')], organ: null }
  return act('addKey', input, now, { affair: 'organisations', signers: [registrar] })
}

describe('a block', () => {
  test('has its leaves in order, the block leaf last, with the state root of the app hash', async () => {
    const ledger = await open()
    const done = await makeBlock(ledger, [await publish('a', now), await publish('b', now)], now)
    assert.deepEqual(
      leavesOf(done).map(({ kind }) => kind),
      ['tx', 'tx', 'block'],
    )
    assert.deepEqual(
      done.leaves.map(({ index }) => index),
      [0, 1, 2],
    )
    const last = leavesOf(done).at(-1)
    assert.ok(last?.kind === 'block' && equalBytes(last.stateRoot, ledger.findApp(1)!.stateRoot))
    assert.equal(ledger.findBlock(1)?.firstIndex, 0)
  })

  test('without work adds no leaf and keeps the app hash', async () => {
    const ledger = await open()
    await makeBlock(ledger, [await publish('a', now)], now)
    const before = ledger.info()
    const done = await makeBlock(ledger, [], now + 1)
    assert.ok(done.empty)
    assert.deepEqual(ledger.info().appHash, before.appHash)
    assert.equal(ledger.logSize(), 2)
    assert.equal(ledger.findBlock(2), undefined)
    assert.deepEqual(ledger.findApp(2), ledger.findApp(1))
  })

  test('must follow the last one, in height and time', async () => {
    const ledger = await open()
    const blockHash = new Uint8Array(32)
    assert.throws(() => ledger.finalize({ height: 2, time: now, bundles: [], blockHash }), {
      code: 'block-out-of-order',
    })
    assert.throws(() => ledger.finalize({ height: 1, time: genesisTime - 1, bundles: [], blockHash }), {
      code: 'block-out-of-order',
    })
    await assert.rejects(ledger.commit(), { code: 'block-not-finalized' })
    await makeBlock(ledger, [], now)
  })

  test('that is executed and not committed leaves nothing behind', async () => {
    const ledger = await open()
    const blockHash = new Uint8Array(32)
    const before = ledger.info()
    const first = ledger.finalize({ height: 1, time: now, bundles: [], blockHash })
    assert.ok(first.empty)
    assert.deepEqual(ledger.info(), before)
    const done = await makeBlock(ledger, [await publish('a', now)], now)
    assert.deepEqual(codesOf(done), ['ok'])
  })
})

describe('members of a bundle', () => {
  test('a bad one loses only itself, leaves no entry, and does not use up its id', async () => {
    const ledger = await open()
    const stranger = await publish('s', now, { signers: [signerOf('newcomer')] })
    const done = await makeBlock(
      ledger,
      [await publish('a', now), stranger, Uint8Array.of(1), await publish('b', now)],
      now,
    )
    assert.deepEqual(codesOf(done), ['ok', 'signer-unknown', 'transaction-malformed', 'ok'])
    assert.deepEqual(
      done.results[0]!.members.map(({ index }) => index),
      [0, null, null, 1],
    )
    assert.deepEqual(done.results[0]!.members[2]!.txId, new Uint8Array(0))
    await makeBlock(ledger, [await addKey('newcomer')], now + 1)
    assert.deepEqual(codesOf(await makeBlock(ledger, [stranger], now + 2)), ['ok'])
  })

  test('what is no bundle has result 1 without data, and the others go on', async () => {
    const ledger = await open()
    const { encodeBundle } = await import('@gongshi/protocol')
    const bundles = [Uint8Array.of(0x80), encodeBundle([await publish('a', now)])]
    const done = ledger.finalize({ height: 1, time: now, bundles, blockHash: new Uint8Array(32) })
    assert.deepEqual(
      done.results.map(({ code, data, members }) => [code, data.length, members.length]),
      [
        [1, 0, 0],
        [0, 32, 1],
      ],
    )
  })

  test('a repeated one counts once, also across bundles', async () => {
    const ledger = await open()
    const one = await publish('a', now)
    assert.deepEqual(codesOf(await makeBlock(ledger, [one, one], now)), ['ok', 'transaction-repeated'])
  })

  test('a refused one leaves its leaf and nothing else, and uses up its id', async () => {
    const ledger = await open()
    await makeBlock(ledger, [await publish('a', now)], now)
    const again = await publish('a', now)
    const done = await makeBlock(ledger, [again], now + 1)
    assert.deepEqual(outcomesOf(done)[0]?.slice(0, 2), ['refused', 'row-exists'])
    assert.deepEqual(
      leavesOf(done).map(({ kind }) => kind),
      ['tx', 'block'],
    )
    assert.equal(codeOf(ledger, again, now + 1), 'transaction-repeated')
  })
})

describe('a refusal that comes late', () => {
  test('when the act has written its row and has no event left takes the row back as well', async () => {
    const ledger = await open()
    await makeBlock(ledger, [await act('install', { name: 'm', level: 5n, alarm: null }, now)], now)
    const done = await makeBlock(ledger, [await act('overspend', { meter: ['m'] }, now)], now + 1)
    assert.deepEqual(outcomesOf(done), [['refused', 'bounds', ['events']]])
    assert.equal((ledger.state('notices', 'entity/meter', ['m']) as unknown[])[3], 5)
    assert.equal(ledger.state('notices', 'history/meter', [['m'], 1]), undefined)
  })
})

describe('what an earlier member changed is judged at execution', () => {
  test('a key revoked in the block leaves a refusal; in the next block it is inadmissible', async () => {
    const ledger = await open()
    const revoke = await act('revokeKey', { key: [editor.key.id] }, now, {
      affair: 'organisations',
      signers: [registrar],
    })
    const done = await makeBlock(ledger, [await publish('a', now), revoke, await publish('b', now)], now)
    assert.deepEqual(codesOf(done), ['ok', 'ok', 'signer-key'])
    assert.equal(codeOf(ledger, await publish('c', now), now), 'signer-revoked')
    assert.equal(ledger.findKey(editor.key.id)?.isActive, false)
  })

  test('a key registered in H signs from H+1', async () => {
    const ledger = await open()
    const early = await publish('a', now, { signers: [signerOf('late')] })
    assert.deepEqual(codesOf(await makeBlock(ledger, [await addKey('late'), early], now)), ['ok', 'signer-unknown'])
    assert.deepEqual(codesOf(await makeBlock(ledger, [early], now + 1)), ['ok'])
  })
})

describe('faults of an affair', () => {
  test('a broken invariant rolls back, suspends that action by a leaf of its own, and nothing else', async () => {
    const ledger = await open()
    await makeBlock(ledger, [await act('install', { name: 'm', level: 5n, alarm: null }, now)], now)
    const raise = (by: bigint) => act('raise', { meter: ['m'], by }, now)
    const done = await makeBlock(
      ledger,
      [await raise(1n), await raise(9n), await raise(1n), await publish('a', now)],
      now + 1,
    )
    assert.deepEqual(codesOf(done), ['ok', 'invariant', 'suspended', 'ok'])
    assert.deepEqual(
      leavesOf(done).map((leaf) => (leaf.kind === 'system' ? leaf.event : leaf.kind)),
      ['tx', 'tx', 'suspended', 'tx', 'tx', 'block'],
    )
    assert.deepEqual(
      done.results[0]!.members.map(({ index }) => index),
      [2, 3, 5, 6],
    )
    assert.deepEqual(
      done.faults.map(({ code, action }) => [code, action]),
      [['invariant', 'raise']],
    )
    assert.equal((ledger.state('notices', 'entity/meter', ['m']) as unknown[])[3], 6)
    assert.equal(codeOf(ledger, await raise(1n), now + 1), 'action-suspended')
  })

  test('one that must go on is only alarmed', async () => {
    const ledger = await open()
    await makeBlock(ledger, [await act('install', { name: 'm', level: 5n, alarm: null }, now)], now)
    const raise = (by: bigint) => act('raiseOn', { meter: ['m'], by }, now)
    const done = await makeBlock(ledger, [await raise(9n), await raise(1n)], now + 1)
    assert.deepEqual(codesOf(done), ['invariant', 'ok'])
    assert.equal(done.faults.length, 1)
    assert.equal(codeOf(ledger, await raise(1n), now + 1), 'ok')
  })
})

describe('due acts', () => {
  test('come before transactions, in the order of their times, with their own time in the leaf', async () => {
    const ledger = await open()
    const until = now + 60_000
    await makeBlock(ledger, [await publish('b', now, { until: until + 1 }), await publish('a', now, { until })], now)
    assert.equal(ledger.nextDue(), until)
    const early = await makeBlock(ledger, [], until - 1)
    assert.ok(early.empty)
    const done = await makeBlock(ledger, [await publish('c', until)], until + 1)
    const leaves = leavesOf(done)
    assert.deepEqual(
      leaves.map((leaf) => (leaf.kind === 'due' ? [leaf.kind, leaf.dueTime] : [leaf.kind])),
      [['due', until], ['due', until + 1], ['tx'], ['block']],
    )
    assert.equal(ledger.nextDue(), null)
    assert.equal((ledger.state('notices', 'entity/notice', noticeId('a')) as unknown[])[1], 'expired')
  })

  test('one that an act of a signer has disarmed does not happen', async () => {
    const ledger = await open()
    const until = now + 60_000
    await makeBlock(ledger, [await publish('a', now, { until })], now)
    const withdraw = await act('withdraw', { notice: noticeId('a') }, now, { signers: [editor, head] })
    assert.deepEqual(codesOf(await makeBlock(ledger, [withdraw], now + 1)), ['ok'])
    assert.equal(ledger.nextDue(), null)
    assert.ok((await makeBlock(ledger, [], until)).empty)
  })

  test('a failing one leaves its leaf and goes; those of a suspended action wait and hold up nothing', async () => {
    const ledger = await open()
    const alarm = now + 60_000
    const install = (name: string, level: bigint, at: number) => act('install', { name, level, alarm: at }, now)
    await makeBlock(
      ledger,
      [
        await install('x', 5n, alarm),
        await install('y', -5n, alarm + 1),
        await publish('a', now, { until: alarm + 2 }),
      ],
      now,
    )
    const done = await makeBlock(ledger, [], alarm + 1)
    assert.deepEqual(
      leavesOf(done).map((leaf) => (leaf.kind === 'due' ? leaf.outcome[1] : leaf.kind)),
      ['invariant', 'system', 'block'],
    )
    assert.equal(ledger.nextDue(), alarm + 2)
    const next = await makeBlock(ledger, [], alarm + 2)
    assert.deepEqual(
      leavesOf(next).map(({ kind }) => kind),
      ['due', 'block'],
    )
    assert.equal(ledger.nextDue(), null)
  })

  test('are bounded in a block; the rest follow in the next', async () => {
    const ledger = await open()
    const until = now + 60_000
    for (let block = 0; block < 3; block++) {
      const members = Array.from({ length: 200 }, (_, at) => publish(`${block}-${at}`, now, { until }))
      await makeBlock(ledger, await Promise.all(members), now + block)
    }
    const first = await makeBlock(ledger, [], until)
    assert.equal(first.leaves.length, 501)
    assert.equal(ledger.nextDue(), until)
    assert.equal((await makeBlock(ledger, [], until + 1)).leaves.length, 101)
    assert.equal(ledger.nextDue(), null)
  })
})

describe('beside the log', () => {
  test('signed and body are kept apart, and found by id', async () => {
    const ledger = await open()
    const transaction = parseTransaction(await publish('a', now))
    await makeBlock(ledger, [transaction.transaction], now)
    assert.deepEqual(ledger.findTransaction(transaction.txId), { height: 1, index: 0 })
    const entry = ledger.findEntry(0)
    assert.deepEqual(entry?.signed, transaction.bytes)
    assert.deepEqual(entry?.body, transaction.body)
    assert.equal(entry?.erasedBy, null)
    assert.equal(ledger.findEntry(1)?.signed, null)
    assert.equal(ledger.findEntry(2), undefined)
    await assert.rejects(ledger.eraseBody(0, 1), { code: 'entry-not-erasable' })
  })
})
