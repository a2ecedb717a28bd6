import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { certificates } from '../../fixtures/certificates/affair.ts'
import { identity } from '../../fixtures/identity/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { landHandlers } from '../../fixtures/land/handlers.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import { defineAffair } from '../declare/affair.ts'
import { t } from '../kinds/t.ts'
import { affairBench, BenchLedger, recordVectors, subject } from './affairBench.ts'
import { runMatrix } from './matrix.ts'

const params = { exchequer: subject('exchequer') }
const benches = {
  identity: affairBench(identity),
  treasury: affairBench(treasury, { params }),
  certificates: affairBench(certificates, { params: { grace: 86_400_000 } }),
}
const imports = Object.values(benches).map(({ installed }) => installed)
const all = {
  ...benches,
  land: affairBench(land, { handlers: landHandlers, imports, params: { sealTerm: 86_400_000 } }),
  approvals: affairBench(approvals, { imports }),
}

describe('the matrix of roles, actions and states', () => {
  for (const [name, bench] of Object.entries(all))
    test(name, () => {
      const cells = bench.checkMatrix()
      assert.ok(cells.some(({ expected }) => expected === 'may'))
      assert.ok(cells.some(({ expected }) => expected === 'signer'))
    })

  test('a cell that is not as declared is seen', () => {
    const { installed } = all.land
    const { seal } = installed.program.actions
    const lax = {
      ...seal!,
      from: ['registered', 'closed'],
      signers: [{ ...seal!.signers[0]!, role: 'registrar' }] as never,
    }
    const program = { ...installed.program, actions: { ...installed.program.actions, seal: lax } }
    const cells = runMatrix(() => new BenchLedger([...imports, { ...installed, program }]), installed.program)
    const wrong = cells.filter(({ holds }) => !holds).map(({ action, status, by }) => [action, status, by])
    assert.deepEqual(wrong, [
      ['seal', 'registered', 'declared'],
      ['seal', 'registered', 'registrar for court'],
      ['seal', 'closed', 'declared'],
      ['seal', 'closed', 'registrar for court'],
      ['seal', 'closed', 'revoked key for court'],
      ['seal', 'closed', 'person for court'],
      ['seal', 'closed', 'organ for court'],
      ['seal', 'closed', 'barred from it for court'],
    ])
  })
})

describe('random acts', () => {
  for (const [name, bench] of Object.entries(all))
    test(`${name}: no fault, and tallies, indexes and queue are what the rows say`, () => {
      bench.checkInvariants({ runs: 15, acts: 60 })
    })

  test('an affair that can break its promise is found', () => {
    const careless = defineAffair({
      name: 'careless',
      version: 1,
      entities: {
        purse: {
          key: ['owner'],
          fields: { owner: t.subject(), amount: t.int() },
          status: ['open'],
          invariants: { 'no purse is overdrawn': 'after.amount >= 0' },
        },
      },
      actions: {
        open: {
          creates: 'purse',
          to: 'open',
          basis: 'test/1',
          fill: ['owner'],
          signers: { owner: { person: 'input.owner' } },
          set: { amount: 3 },
        },
        spend: {
          on: 'purse',
          from: ['open'],
          basis: 'test/2',
          input: { sum: t.int() },
          signers: { owner: { person: 'purse.owner' } },
          set: { amount: 'purse.amount - input.sum' },
        },
      },
    })
    assert.throws(() => affairBench(careless).checkInvariants(), /no purse is overdrawn/)
  })
})

describe('stored runs', () => {
  const startMs = 1_700_000_000_000

  function run(): BenchLedger {
    const ledger = new BenchLedger([...imports, all.land.installed], { startMs })
    ledger.setParameter('land', 'sealTerm', 86_400_000)
    ledger.do('land', 'register', {
      code: 'u1',
      holder: subject('zhang'),
      division: { scheme: 'gb-t-2260', code: '110101', date: '2020-01-01' },
    })
    ledger.do('land', 'seal', { unit: ['u1'] })
    ledger.advance(2 * 86_400_000)
    ledger.submit('land', 'discharge', { lien: new Uint8Array(32) }, [])
    return ledger
  }

  test('give the same outcomes and the same state again', () => {
    const vectors = recordVectors(run(), startMs)
    assert.deepEqual(recordVectors(run(), startMs), vectors)
    all.land.replay(vectors)
    assert.equal(vectors.steps.length, run().steps.length)
  })

  test('a changed outcome, order or state is found', () => {
    const vectors = recordVectors(run(), startMs)
    assert.throws(() => all.land.replay({ ...vectors, stateHash: '00' }), /state/)
    assert.throws(() => all.land.replay({ ...vectors, steps: vectors.steps.toSpliced(0, 1) }), /step/)
  })
})

describe('a migration from the last version', () => {
  const first = defineAffair({
    name: 'permits',
    version: 1,
    entities: {
      permit: {
        key: ['code'],
        fields: { code: t.code('permit'), days: t.int() },
        status: ['valid', 'gone'],
        index: ['days'],
      },
    },
    actions: {
      grant: {
        creates: 'permit',
        to: 'valid',
        basis: 'test/1',
        fill: ['code', 'days'],
        signers: { clerk: { officer: 'clerk' } },
      },
      drop: { on: 'permit', from: ['valid'], to: 'gone', basis: 'test/2', signers: { clerk: { officer: 'clerk' } } },
    },
  })
  const second = defineAffair({
    name: 'permits',
    version: 2,
    entities: {
      permit: {
        key: ['code'],
        fields: { code: t.code('permit'), hours: t.int(), renewed: t.bool(), note: t.option(t.int()) },
        status: ['valid', 'withdrawn'],
        index: ['hours'],
      },
    },
    actions: {
      grant: {
        creates: 'permit',
        to: 'valid',
        basis: 'test/1',
        fill: ['code', 'hours'],
        signers: { clerk: { officer: 'clerk' } },
        set: { renewed: false },
      },
      renew: {
        on: 'permit',
        from: ['valid'],
        basis: 'test/3',
        signers: { clerk: { officer: 'clerk' } },
        set: { renewed: true },
      },
    },
    migrate: {
      from: 1,
      entities: { permit: { set: { hours: 'before.days * 24', renewed: false }, status: { gone: 'withdrawn' } } },
    },
  })
  const old = affairBench(first)
  const bench = affairBench(second, { imports: [old.installed] })

  test('reads every old row in the new shape', () => {
    const rows = bench.migrated(first)
    assert.deepEqual(
      rows.map(({ is }) => [is.status, is.fields.hours, is.fields.renewed, is.fields.note]),
      [
        ['valid', 24n, false, null],
        ['withdrawn', 24n, false, null],
      ],
    )
  })

  test('an old row is stored in the new shape, and indexed anew, when an action changes it', () => {
    const before = old.ledger()
    before.do('permits', 'grant', { code: 'p1', days: 3n })
    const after = bench.ledger()
    for (const name of ['entity/permit', 'index/permit/days'])
      for (const [key, value] of before.host.rows('permits', name)) after.write('permits', name, key, value)
    after.do('permits', 'renew', { permit: ['p1'] })
    assert.deepEqual(after.row('permits', 'permit', ['p1']).fields, {
      code: 'p1',
      hours: 72n,
      renewed: true,
      note: null,
    })
    assert.equal(after.row('permits', 'permit', ['p1']).revision, 2)
    assert.equal(after.host.rows('permits', 'index/permit/hours').length, 1)
  })
})
