import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Cbor, domainHash, encodeCbor, toHex } from '@gongshi/protocol'
import fc from 'fast-check'
import { shelf } from '../../fixtures/shelf/affair.ts'
import { box, codeOf as code, ledgerWithBox, zhang } from '../../fixtures/shelf/shelfLedger.ts'
import type { BenchLedger } from '../bench/benchLedger.ts'
import { defaultOrgan, subject } from '../bench/benchWorld.ts'
import type { Value } from '../cel/value.ts'
import { textHash } from '../kinds/stored.ts'
import { perform } from './perform.ts'
import { historyTable } from './row.ts'

describe('a request', () => {
  test('of an unknown version or action, or with an input of another form, is refused', () => {
    const ledger = ledgerWithBox()
    const last = ledger.steps.findLast((step) => step.kind === 'act')!.request
    const [request] = [{ ...last, txId: subject('another') }]
    assert.equal(code(ledger.perform({ ...request, affair: 'gone' })), 'affair-version')
    assert.equal(code(ledger.perform({ ...request, version: 2 })), 'affair-version')
    assert.equal(code(ledger.perform({ ...request, action: 'toString' })), 'action-unknown')
    assert.equal(code(ledger.perform({ ...request, input: encodeCbor([]) })), 'input')
    assert.equal(code(ledger.perform({ ...request, input: new Uint8Array([0xff]) })), 'input')
    assert.equal(code(ledger.perform({ ...request, input: new Uint8Array(70_000) })), 'input')
  })

  test('of whatever bytes never throws and never leaves a fault', () => {
    const ledger = ledgerWithBox()
    const signers = [ledger.person(zhang)]
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(shelf.actions)), fc.uint8Array({ maxLength: 60 }), (action, input) => {
        const request = { affair: 'shelf', version: 1, action, input, salt: zhang, txId: zhang, signers }
        const { outcome, fault } = perform(ledger.registry, ledger.host, ledger.block, request)
        ledger.host.drop()
        assert.equal(outcome[0], 'refused')
        assert.equal(fault, undefined)
      }),
    )
  })

  test('gives the same outcome and the same writes whenever it is performed', () => {
    const [first, second] = [ledgerWithBox(), ledgerWithBox()]
    for (const ledger of [first, second]) {
      ledger.do('shelf', 'put', { box, price: { currency: 'CNY', minor: 5n }, next: null })
      ledger.do('shelf', 'weigh', { box, by: 3n })
    }
    assert.deepEqual(first.host.contents(), second.host.contents())
    assert.deepEqual(first.steps, second.steps)
  })
})

describe('a row', () => {
  test('holds a text as its hash, bound to the transaction’s salt', () => {
    const ledger = ledgerWithBox()
    const request = ledger.steps.findLast((step) => step.kind === 'act')!.request
    assert.deepEqual(ledger.row('shelf', 'box', box).fields.note, textHash(request.salt, 'input.note', 'for Li'))
    assert.ok(
      ![...ledger.host.contents().values()].some((value) =>
        toHex(encodeCbor(value)).includes(toHex(new TextEncoder().encode('for Li'))),
      ),
    )
  })

  test('keeps what it was, and by what it ended', () => {
    const ledger = ledgerWithBox()
    const before = ledger.host.get('shelf', 'entity/box', box)
    ledger.advance(5)
    ledger.do('shelf', 'weigh', { box, by: 3n })
    const step = ledger.steps.findLast((each) => each.kind === 'act')!
    const history = ledger.host.get('shelf', historyTable('box'), [box, 1])
    assert.deepEqual(history, ['weigh', ledger.time, step.request.txId, before!])
  })

  test('without a key has an id from its transaction; two rows of one transaction have two', () => {
    const ledger = ledgerWithBox()
    const price = { currency: 'CNY', minor: 5n }
    const [first, second] = [1, 2].map(() => ledger.do('shelf', 'put', { box, price, next: null }))
    assert.equal((first as Uint8Array).length, 32)
    assert.notDeepEqual(first, second)
    const { txId } = ledger.steps.findLast((step) => step.kind === 'act')!.request
    assert.deepEqual(second, domainHash('gongshi/row/1', encodeCbor([txId, 0])))
  })

  test('refers only to rows that are there', () => {
    const ledger = ledgerWithBox()
    const price = { currency: 'CNY', minor: 5n }
    assert.deepEqual(ledger.submit('shelf', 'put', { box, price, next: zhang }).outcome, [
      'refused',
      'ref-missing',
      ['next'],
    ])
    const first = ledger.do('shelf', 'put', { box, price, next: null }) as Value
    ledger.do('shelf', 'put', { box, price, next: first })
  })

  test('sums of another currency are refused', () => {
    const ledger = ledgerWithBox()
    ledger.do('shelf', 'put', { box, price: { currency: 'CNY', minor: 5n }, next: null })
    assert.deepEqual(ledger.row('shelf', 'box', box).tallies, { items: 1n, worth: { currency: 'CNY', minor: 5n } })
    assert.equal(
      code(ledger.submit('shelf', 'put', { box, price: { currency: 'USD', minor: 5n }, next: null })),
      'tally-currency',
    )
  })
})

describe('rows found by their index', () => {
  const put = (ledger: BenchLedger, count: number) => {
    for (let number = 0; number < count; number++)
      ledger.do('shelf', 'put', { box, price: { currency: 'CNY', minor: 5n }, next: null })
  }

  test('move together, and the tallies with them', () => {
    const ledger = ledgerWithBox()
    put(ledger, 3)
    const { outcome } = ledger.submit('shelf', 'empty', { box })
    assert.deepEqual(
      (outcome[1] as readonly Cbor[][]).map(([entity, , , , from, to]) => [entity, from, to]),
      [
        ['box', 'open', 'gone'],
        ['item', 'in', 'out'],
        ['item', 'in', 'out'],
        ['item', 'in', 'out'],
      ],
    )
    assert.deepEqual(ledger.row('shelf', 'box', box).tallies, { items: 0n, worth: { currency: 'CNY', minor: 0n } })
  })

  test('beyond what the declaration allows are refused, not half moved', () => {
    const ledger = ledgerWithBox()
    put(ledger, 4)
    const before = ledger.host.contents()
    assert.deepEqual(ledger.submit('shelf', 'empty', { box }, [ledger.person(zhang)]).outcome, [
      'refused',
      'rows-too-many',
      ['item', 3],
    ])
    assert.deepEqual(ledger.host.contents(), before)
  })
})

describe('a threshold', () => {
  const shut = (signersOf: (ledger: BenchLedger) => { id: Uint8Array }[]) => {
    const ledger = ledgerWithBox()
    return ledger
      .submit('shelf', 'shut', { box, until: ledger.time + 10 }, [ledger.person(zhang), ...signersOf(ledger)])
      .outcome.slice(0, 2)
  }

  test('wants that many different officers', () => {
    const one = (ledger: BenchLedger) => ledger.officer('witness')
    assert.deepEqual(
      shut((ledger) => [one(ledger)]),
      ['refused', 'signer-count'],
    )
    assert.deepEqual(
      shut((ledger) => [one(ledger), one(ledger)]),
      ['refused', 'signer-repeated'],
    )
    assert.equal(shut((ledger) => [one(ledger), ledger.officer('witness', { number: 1 })])[0], 'ok')
  })

  test('two keys of one officer are one officer', () => {
    const second = (ledger: BenchLedger) => {
      const first = ledger.officer('witness')
      const { fields } = ledger.row('organisations', 'key', [first.id])
      const id = subject('a second key')
      ledger.put('organisations', 'key', [id], 'active', { ...fields, thumbprint: id })
      return [first, { id }]
    }
    assert.deepEqual(shut(second), ['refused', 'signer-repeated'])
  })

  test('an officer of an organ that has ended signs no more', () => {
    const ended = (ledger: BenchLedger) => {
      const actors = [ledger.officer('witness'), ledger.officer('witness', { number: 1 })]
      ledger.put('organisations', 'organ', [[defaultOrgan.scheme, defaultOrgan.id]], 'ended', { organ: defaultOrgan })
      return actors
    }
    assert.deepEqual(shut(ended), ['refused', 'signer-term'])
  })
})
