import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Cbor, domainHash, encodeCbor, toHex } from '@gongshi/protocol'
import fc from 'fast-check'
import { BenchLedger, defaultOrgan, subject } from '../bench/benchLedger.ts'
import type { Value } from '../cel/value.ts'
import { compileAffair } from '../check/affair.ts'
import { defineAffair, party } from '../declare/affair.ts'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { encodeInput } from '../declare/input.ts'
import { textHash } from '../kinds/stored.ts'
import { t } from '../kinds/t.ts'
import type { Installed, Registry } from './host.ts'
import { perform, performDue } from './perform.ts'
import { historyTable } from './row.ts'
import { versionHash } from './version.ts'

const owner = party({ person: 'box.owner' })

/** An affair whose one purpose is to have one of everything. */
const shelf = defineAffair({
  name: 'shelf',
  version: 1,
  params: { limit: t.int('shelf/1') },
  entities: {
    box: {
      key: ['code'],
      fields: {
        code: t.code('box'),
        owner: t.subject(),
        note: t.option(t.text(200)),
        until: t.option(t.time()),
        weight: t.int(),
      },
      status: ['open', 'shut', 'gone'],
      index: ['owner'],
      has: { shut: ['until'] },
      tallies: {
        items: { count: 'item', by: 'box', in: ['in'] },
        worth: { sum: 'item', of: 'price', by: 'box', in: ['in'] },
      },
      invariants: {
        'a box stays with its owner': 'after.owner == before.owner',
        'no box is heavy': 'after.weight <= 1000',
      },
    },
    item: {
      fields: { box: t.ref('box'), price: t.money(), next: t.option(t.ref('item')) },
      status: ['in', 'out'],
      index: ['box'],
    },
  },
  actions: {
    make: {
      creates: 'box',
      to: 'open',
      basis: 'shelf/1',
      fill: ['code', 'owner', 'note'],
      signers: { owner: { person: 'input.owner' } },
      set: { weight: 0 },
    },
    weigh: {
      on: 'box',
      from: ['open'],
      basis: 'shelf/2',
      input: { by: t.int() },
      signers: { owner },
      refuse: { over: 'box.weight + input.by > param.limit' },
      set: { weight: 'box.weight + input.by' },
    },
    steal: {
      on: 'box',
      from: ['open'],
      basis: 'shelf/3',
      input: { by: t.subject() },
      signers: { thief: { person: 'input.by' } },
      set: { owner: 'input.by' },
    },
    put: {
      creates: 'item',
      to: 'in',
      basis: 'shelf/4',
      fill: ['box', 'price', 'next'],
      with: { box: { one: 'box', is: 'input.box', from: ['open'] } },
      signers: { owner },
    },
    shut: {
      on: 'box',
      from: ['open'],
      to: 'shut',
      basis: 'shelf/5',
      input: { until: t.time() },
      set: { until: 'input.until' },
      signers: { owner, witness: { officer: 'witness', atLeast: 2 } },
    },
    open: {
      on: 'box',
      from: ['shut'],
      to: 'open',
      basis: 'shelf/6',
      at: 'box.until',
      signers: { owner },
      set: { until: null },
    },
    empty: {
      on: 'box',
      from: ['open'],
      to: 'gone',
      basis: 'shelf/7',
      signers: { owner },
      with: { items: { each: 'item', by: 'box', from: ['in'], to: 'out', max: 3 } },
    },
    share: {
      on: 'box',
      from: ['open'],
      basis: 'shelf/8',
      input: { among: t.int() },
      signers: { owner },
      set: { weight: 'box.weight / input.among' },
    },
    think: {
      on: 'box',
      from: ['open'],
      basis: 'shelf/9',
      input: { list: t.list(t.int(), 900) },
      signers: { owner },
      refuse: { twice: 'input.list.exists(a, input.list.exists(b, a + b == 1))' },
    },
  },
})

const installedOf = (declaration: AffairDeclaration): Installed => ({
  declaration,
  program: compileAffair(declaration),
  versionHash: versionHash(declaration, null),
})
const installed = installedOf(shelf)
const zhang = subject('zhang')

function ledgerWithBox(): BenchLedger {
  const ledger = new BenchLedger([installed])
  ledger.setParameter('shelf', 'limit', 2000n)
  ledger.do('shelf', 'make', { code: 'a', owner: zhang, note: 'for Li' })
  return ledger
}

const box = ['a']
const code = (performed: { readonly outcome: readonly unknown[] }) => performed.outcome[1]

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
    assert.deepEqual(shut(ended), ['refused', 'signer-key'])
  })
})

describe('a due act', () => {
  function shutBox(): BenchLedger {
    const ledger = ledgerWithBox()
    ledger.do('shelf', 'shut', { box, until: ledger.time + 10 })
    return ledger
  }
  const item = { affair: 'shelf', action: 'open', key: box }

  test('is refused before its time, at another time, and for a row that is not there', () => {
    const ledger = shutBox()
    const due = (at: number, key: Cbor = box) =>
      code(performDue(ledger.registry, ledger.host, ledger.block, { ...item, key }, at))
    assert.equal(due(ledger.time + 10), 'not-due')
    assert.equal(due(ledger.time), 'not-due')
    assert.equal(due(ledger.time, ['gone']), 'not-due')
    assert.equal(
      code(performDue(ledger.registry, ledger.host, ledger.block, { ...item, action: 'make' }, 0)),
      'action-unknown',
    )
  })

  test('gives way to whoever comes first', () => {
    const ledger = shutBox()
    ledger.do('shelf', 'open', { box })
    assert.equal(ledger.host.armed().length, 0)
    ledger.advance(20)
    assert.ok(!ledger.steps.some(({ kind }) => kind === 'due'))
  })

  test('has no transaction in its history', () => {
    const ledger = shutBox()
    ledger.advance(20)
    const history = ledger.host.get('shelf', historyTable('box'), [box, 2]) as readonly Cbor[]
    assert.deepEqual([history[0], history[2]], ['open', null])
  })
})

describe('what goes wrong', () => {
  test('a broken invariant rolls back and is a fault of the action', () => {
    const ledger = ledgerWithBox()
    const before = ledger.host.contents()
    const li = ledger.person(subject('li'))
    const kept = ledger.host.contents()
    const performed = ledger.submit('shelf', 'steal', { box, by: subject('li') }, [li])
    assert.deepEqual(performed.outcome, ['refused', 'invariant', null])
    assert.deepEqual(performed.fault, {
      code: 'invariant',
      message: 'box: a box stays with its owner',
      affair: 'shelf',
      version: 1,
      action: 'steal',
    })
    assert.deepEqual(ledger.host.contents(), kept)
    assert.ok(before.size < kept.size)
  })

  test('figures beyond what rules can compute are the request’s fault, not the affair’s', () => {
    const ledger = ledgerWithBox()
    const zero = ledger.submit('shelf', 'share', { box, among: 0n })
    assert.deepEqual([zero.outcome, zero.fault], [['refused', 'expression-division-by-zero', null], undefined])
    const most = { currency: 'CNY', minor: 2n ** 63n - 1n }
    ledger.do('shelf', 'put', { box, price: most, next: null })
    const huge = ledger.submit('shelf', 'put', { box, price: most, next: null })
    assert.deepEqual([huge.outcome, huge.fault], [['refused', 'value-range', null], undefined])
  })

  test('a parameter without a value in force is refused; its time decides which value is', () => {
    const ledger = new BenchLedger([installed])
    ledger.do('shelf', 'make', { code: 'a', owner: zhang, note: null })
    const weigh = () => code(ledger.submit('shelf', 'weigh', { box, by: 5n }, [ledger.person(zhang)]))
    assert.equal(weigh(), 'param-missing')
    ledger.setParameter('shelf', 'limit', 1n, ledger.time + 10)
    assert.equal(weigh(), 'param-missing')
    ledger.advance(10)
    assert.equal(weigh(), 'over')
  })

  test('a rule that takes too long costs its budget and no fault', () => {
    const ledger = ledgerWithBox()
    const list = Array.from({ length: 900 }, () => 1n)
    const performed = ledger.submit('shelf', 'think', { box, list })
    assert.deepEqual([performed.outcome, performed.fault], [['refused', 'bounds', ['steps']], undefined])
  })

  test('a suspended action is refused', () => {
    const ledger = ledgerWithBox()
    const registry: Registry = { ...ledger.registry, suspended: (_affair, _version, action) => action === 'weigh' }
    const input = encodeInput(shelf, 'weigh', { box, by: 1n })
    const request = {
      affair: 'shelf',
      version: 1,
      action: 'weigh',
      input,
      salt: zhang,
      txId: zhang,
      signers: [ledger.person(zhang)],
    }
    assert.equal(code(perform(registry, ledger.host, ledger.block, request)), 'suspended')
  })
})
