import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ActionDeclaration, AffairDeclaration, EntityDeclaration } from '../declare/declaration.ts'
import { KitError } from '../errors.ts'
import { t } from '../kinds/t.ts'
import { checkAffair, compileAffair, type Fault, formatFaults } from './affair.ts'

const clerk = { officer: 'clerk' }

/** A small affair without faults; each test spoils it in one place. */
const unit: EntityDeclaration = {
  key: ['code'],
  fields: {
    code: t.code('unit'),
    holder: t.subject(),
    note: t.text(20),
    until: t.option(t.time()),
    state: t.oneOf('good', 'bad'),
    sum: t.money(),
  },
  status: ['open', 'sealed', 'closed'],
  index: ['holder'],
  has: { sealed: ['until'] },
  tallies: {
    liens: { count: 'lien', by: 'unit', in: ['active'] },
    owed: { sum: 'lien', of: 'sum', by: 'unit', in: ['active'] },
  },
  invariants: { 'closed only without liens': 'after.status != "closed" || after.liens == 0' },
}
const lien: EntityDeclaration = {
  key: ['unit'],
  fields: { unit: t.ref('unit'), sum: t.money() },
  status: ['active', 'gone'],
  index: ['unit'],
}
const actions: { readonly [name: string]: ActionDeclaration } = {
  open: {
    creates: 'unit',
    to: 'open',
    basis: 'law/1',
    fill: ['code', 'holder', 'note', 'state', 'sum'],
    signers: { clerk },
  },
  sell: {
    on: 'unit',
    from: ['open'],
    basis: 'law/2',
    input: { to: t.subject() },
    signers: { clerk, holder: { person: 'unit.holder' } },
    refuse: { same: 'input.to == unit.holder' },
    set: { holder: 'input.to' },
  },
  seal: {
    on: 'unit',
    from: ['open'],
    to: 'sealed',
    basis: 'law/3',
    signers: { clerk },
    set: { until: 'now + param.term' },
  },
  lapse: { on: 'unit', from: ['sealed'], to: 'open', basis: 'law/3', at: 'unit.until', set: { until: null } },
  close: {
    on: 'unit',
    from: ['open'],
    to: 'closed',
    basis: 'law/4',
    signers: { clerk },
    with: { gone: { each: 'lien', by: 'unit', max: 9, from: ['active'], to: 'gone' } },
  },
}
const affair: AffairDeclaration = {
  name: 'register',
  version: 1,
  params: { term: t.duration('law/3') },
  events: {},
  entities: { unit, lien },
  actions,
}

const withAction = (name: string, change: Partial<ActionDeclaration>): AffairDeclaration => ({
  ...affair,
  actions: { ...actions, [name]: { ...actions[name]!, ...change } },
})
const withUnit = (change: Partial<EntityDeclaration>): AffairDeclaration => ({
  ...affair,
  entities: { unit: { ...unit, ...change }, lien },
})

type Short = readonly [Fault['code'], string, string?]
const shorts = (declaration: AffairDeclaration, imports: readonly AffairDeclaration[] = []): readonly Short[] =>
  checkAffair(declaration, { imports }).map(({ code, path, meant }) =>
    meant === undefined ? [code, path] : [code, path, meant],
  )

describe('checkAffair', () => {
  test('a sound affair has no faults', () => assert.equal(formatFaults(checkAffair(affair)), ''))

  const expressions: readonly (readonly [string, Short])[] = [
    ['input.to == unit.holdr', ['unknown-field', 'actions.sell.refuse.same', 'holder']],
    ['inputs.to == unit.holder', ['unknown-name', 'actions.sell.refuse.same', 'input']],
    ['input.to == unit.code', ['types', 'actions.sell.refuse.same']],
    ['input.to == null', ['types', 'actions.sell.refuse.same']],
    ['unit.until > now', ['types', 'actions.sell.refuse.same']],
    ['unit.holder', ['result', 'actions.sell.refuse.same']],
    ['unit.state == "bade"', ['unknown-word', 'actions.sell.refuse.same', 'bad']],
    ['unit.state in ["good", "worse"]', ['unknown-word', 'actions.sell.refuse.same']],
    ['unit.status == "seald"', ['unknown-word', 'actions.sell.refuse.same', 'sealed']],
    ['positiv(unit.owed)', ['unknown-function', 'actions.sell.refuse.same', 'positive']],
    ['positive(unit.holder)', ['types', 'actions.sell.refuse.same']],
    ['unit.liens > 1.5', ['outside-subset', 'actions.sell.refuse.same']],
    ['unit.liens > 1u', ['outside-subset', 'actions.sell.refuse.same']],
    ['{"a": 1} == {"a": 1}', ['outside-subset', 'actions.sell.refuse.same']],
    ['"abc".matches("a.*")', ['outside-subset', 'actions.sell.refuse.same']],
    ['"a" < "b"', ['outside-subset', 'actions.sell.refuse.same']],
    ['timestamp("2026-01-01T00:00:00Z") == now', ['unknown-function', 'actions.sell.refuse.same']],
    ['type(now) == type(now)', ['unknown-function', 'actions.sell.refuse.same']],
    ['dyn(now) == 1', ['unknown-function', 'actions.sell.refuse.same']],
    ['has(unit.until)', ['outside-subset', 'actions.sell.refuse.same']],
    ['cel.bind(x, 1, x == 1)', ['outside-subset', 'actions.sell.refuse.same']],
    ['unit.liens ==', ['syntax', 'actions.sell.refuse.same']],
    ['call.paid.id == unit.id', ['unknown-name', 'actions.sell.refuse.same']],
    [`unit.liens == 1${'0'.repeat(100)}`, ['outside-subset', 'actions.sell.refuse.same']],
    [`${'('.repeat(60)}true${')'.repeat(60)}`, ['syntax', 'actions.sell.refuse.same']],
    [`${'!'.repeat(1_900)}true`, ['syntax', 'actions.sell.refuse.same']],
    ['x'.repeat(3_000), ['outside-subset', 'actions.sell.refuse.same']],
  ]
  for (const [source, expected] of expressions)
    test(`refuses ${source.slice(0, 50)}`, () => {
      const faults = shorts(withAction('sell', { refuse: { same: source } }))
      assert.ok(faults.length > 0)
      for (const fault of faults) assert.deepEqual(fault.slice(0, expected.length), expected)
    })

  const structures: readonly (readonly [string, AffairDeclaration, Short])[] = [
    ['a clause of no law', withAction('sell', { basis: 'article 5' }), ['clause', 'actions.sell.basis']],
    ['a parameter without its clause', { ...affair, params: { term: t.duration() } }, ['clause', 'params.term']],
    [
      'an action that nobody signs',
      { ...affair, actions: { ...actions, sell: { on: 'unit', from: ['open'], basis: 'law/2' } } },
      ['signers', 'actions.sell'],
    ],
    [
      'a key that is not the only signer’s',
      withAction('sell', {
        input: { to: t.subject(), key: t.keyPoint() },
        signers: { clerk, buyer: { person: 'input.to', brings: 'key' } },
      }),
      ['signers', 'actions.sell.signers.buyer.brings'],
    ],
    [
      'a key that is no key',
      withAction('sell', {
        input: { to: t.subject(), key: t.key() },
        signers: { buyer: { person: 'input.to', brings: 'key' } },
      }),
      ['signers', 'actions.sell.signers.buyer.brings'],
    ],
    [
      'an action that is called only, and signed',
      withAction('sell', { calledOnly: true }),
      ['signers', 'actions.sell'],
    ],
    [
      'a timed action that neither leaves nor moves its time',
      withAction('lapse', { to: 'sealed', set: {} }),
      ['timed', 'actions.lapse'],
    ],
    [
      'a timed action with an input',
      withAction('lapse', { input: { why: t.code('why') } }),
      ['timed', 'actions.lapse'],
    ],
    ['a time that is not in the row', withAction('lapse', { at: 'now' }), ['unknown-name', 'actions.lapse.at']],
    ['a way into a status that does not set what it has', withAction('seal', { set: {} }), ['has', 'actions.seal']],
    [
      'a status that has what it empties',
      withAction('seal', { set: { until: null } }),
      ['has', 'actions.seal.set.until'],
    ],
    ['a status of another entity', withAction('close', { to: 'gone' }), ['status', 'actions.close.to']],
    [
      'a row made without a field',
      withAction('open', { fill: ['code', 'holder', 'note', 'state'] }),
      ['missing', 'actions.open'],
    ],
    ['a key that changes', withAction('sell', { set: { code: '"x"', holder: 'input.to' } }), ['key', 'actions.sell']],
    [
      'a field filled in and set',
      withAction('open', { set: { holder: 'input.holder' } }),
      ['duplicate', 'actions.open.set.holder'],
    ],
    [
      'a maker who is on another row',
      withAction('close', { signers: { clerk: { officer: 'clerk', not: 'pledge' } } }),
      ['signers', 'actions.close.signers.clerk.not'],
    ],
    [
      'rows found by a field without index',
      { ...affair, entities: { unit, lien: { ...lien, index: [] } } },
      ['with', 'actions.close.with.gone.by'],
    ],
    [
      'a name that expressions have taken',
      { ...affair, entities: { unit, lien, input: lien } },
      ['name', 'entities.input'],
    ],
    [
      'a field that every row has',
      withUnit({ fields: { ...unit.fields, status: t.int() } }),
      ['name', 'entities.unit.fields.status'],
    ],
    ['a key by a text', withUnit({ key: ['note'] }), ['key', 'entities.unit.key']],
    [
      'a status that has what is always there',
      withUnit({ has: { sealed: ['until', 'holder'] } }),
      ['has', 'entities.unit.has.sealed'],
    ],
    [
      'a tally by what is no ref to it',
      withUnit({ tallies: { ...unit.tallies, liens: { count: 'lien', by: 'sum', in: ['active'] } } }),
      ['tally', 'entities.unit.tallies.liens'],
    ],
    [
      'a sum over what has none',
      withUnit({ tallies: { ...unit.tallies, owed: { sum: 'lien', of: 'unit', by: 'unit', in: ['active'] } } }),
      ['tally', 'entities.unit.tallies.owed'],
    ],
    [
      'an invariant that is no question',
      withUnit({ invariants: { odd: 'after.liens' } }),
      ['result', 'entities.unit.invariants["odd"]'],
    ],
    ['text in an event', { ...affair, events: { told: { words: t.text(9) } } }, ['kind', 'events.told.words']],
    [
      'a list of lists without end',
      withUnit({
        fields: {
          ...unit.fields,
          state: t.list(t.list(t.list(t.list(t.list(t.list(t.list(t.int(), 1), 1), 1), 1), 1), 1), 1),
        },
      }),
      ['kind', 'entities.unit.fields.state'],
    ],
    [
      'a row of an unknown affair',
      withAction('sell', { with: { buyer: { one: { affair: 'identity', entity: 'subject' }, is: 'input.to' } } }),
      ['import', 'actions.sell.with.buyer'],
    ],
    [
      'a call to itself',
      withAction('sell', { calls: { me: { of: { affair: 'register', action: 'open' }, give: {} } } }),
      ['cycle', 'actions.sell.calls.me.of'],
    ],
    [
      'bounds beyond the kit',
      withAction('sell', { bounds: { steps: 10 ** 9 } }),
      ['bounds', 'actions.sell.bounds.steps'],
    ],
    [
      'what is sealed without a handler',
      withAction('sell', { unseals: { offer: { sum: t.money() } } }),
      ['handler', 'actions.sell.unseals.offer'],
    ],
    [
      'a sealed record of nothing',
      withAction('sell', { handler: true, unseals: { offer: {} } }),
      ['missing', 'actions.sell.unseals.offer'],
    ],
    [
      'free text in a sealed record',
      withAction('sell', { handler: true, unseals: { offer: { why: t.option(t.text(9)) } } }),
      ['kind', 'actions.sell.unseals.offer.why'],
    ],
    [
      'a sealed ref that leads nowhere',
      withAction('sell', { handler: true, unseals: { offer: { unit: t.ref('unitt') } } }),
      ['missing', 'actions.sell.unseals.offer.unit'],
    ],
    [
      'a sealed record without a proper name',
      withAction('sell', { handler: true, unseals: { 'the-offer': { sum: t.money() } } }),
      ['name', 'actions.sell.unseals.the-offer'],
    ],
    [
      'a refusal of the kit',
      withAction('sell', { refuse: { bounds: 'true' } }),
      ['name', 'actions.sell.refuse.bounds'],
    ],
  ]
  for (const [what, spoiled, expected] of structures)
    test(`refuses ${what}`, () => assert.deepEqual(shorts(spoiled)[0]?.slice(0, expected.length), expected))

  test('all faults come at once, with a caret and a guess', () => {
    const spoiled = withAction('sell', { basis: 'none', refuse: { same: 'input.to == unit.holdr', few: 'liens > 1' } })
    assert.equal(
      formatFaults(checkAffair(spoiled)),
      [
        'actions.sell.basis: cites a clause of the register as <law>/<article>, such as land-registration/14 [clause]',
        '',
        'actions.sell.refuse.same: a row of unit has no holdr [unknown-field]',
        '  input.to == unit.holdr',
        '                   ^^^^^',
        '  did you mean "holder"?',
        '',
        'actions.sell.refuse.few: there is no liens here [unknown-name]',
        '  liens > 1',
        '  ^^^^^',
      ].join('\n'),
    )
  })

  test('affairs that call one another in a circle are refused', () => {
    const calls = (name: string, other: string): AffairDeclaration => ({
      ...affair,
      name,
      actions: {
        ...actions,
        sell: {
          ...actions.sell!,
          calls: { next: { of: { affair: other, action: 'seal' }, give: { unit: 'unit.id' } } },
        },
      },
    })
    assert.ok(shorts(calls('one', 'two'), [calls('two', 'one')]).some(([code]) => code === 'cycle'))
  })

  test('what has faults is never compiled', () => {
    assert.throws(
      () => compileAffair(withAction('sell', { basis: '' })),
      (error) => error instanceof KitError && error.code === 'declaration-faults',
    )
  })
})

describe('migrations', () => {
  const next: AffairDeclaration = {
    ...affair,
    version: 2,
    entities: {
      unit: { ...unit, fields: { ...unit.fields, area: t.int() }, status: ['open', 'sealed', 'ended'], invariants: {} },
      lien,
    },
    actions: {
      ...actions,
      close: { ...actions.close!, to: 'ended' },
      open: { ...actions.open!, fill: [...actions.open!.fill!, 'area'] },
    },
  }

  test('another shape needs a migration', () => {
    assert.deepEqual(
      checkAffair(next, { previous: affair }).map(({ code, path }) => [code, path]),
      [['migration', 'entities.unit']],
    )
  })

  test('a new field has a value, and an old status a new name', () => {
    const migrate = { from: 1, entities: { unit: { set: { area: 'before.liens * 2' }, status: { closed: 'ended' } } } }
    assert.equal(formatFaults(checkAffair({ ...next, migrate }, { previous: affair })), '')
    const half = { from: 1, entities: { unit: {} } }
    assert.deepEqual(
      checkAffair({ ...next, migrate: half }, { previous: affair }).map(({ path }) => path),
      ['migrate.entities.unit.status.closed', 'migrate.entities.unit.set.area'],
    )
  })
})
