import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mandatesOf } from '@gongshi/affair-kit'
import { affairBench, defaultDivision, subject } from '@gongshi/affair-kit/bench'
import { bench, dayMs, organ, outcome, Registry } from '../../test/organisationsBench.ts'
import { erasure } from '../index.ts'

const number = (byte: number) => new Uint8Array(16).fill(byte)
const keyOf = (byte: number) => subject(`key ${byte}`)
const office = [['x-test', 'gov'], 'records']
const erasureBench = affairBench(erasure, { imports: [bench.installed], params: { waitingTime: dayMs } })
const proposal = { organ: organ('gov'), content: null, entry: 1n, clause: 'c/9', ground: 'request' }

/** The government entrusts the archive with proposing erasures, for ten days from the next; officer 2 is the archive's. */
function city(given: object = {}) {
  const registry = new Registry(erasureBench.ledger())
  const { ledger } = registry
  for (const id of ['gov', 'archive', 'other']) registry.establish(id, null, '2000-01-01')
  const post = { post: 'records', titleZh: null, titleEn: null, division: { ...defaultDivision, code: '110100' } }
  ledger.do('organisations', 'openOffice', {
    organ: organ('gov'),
    ...post,
    roles: ['recordsKeeper', 'supervisor'],
    clause: 'c/1',
  })
  for (const [byte, id] of [
    [1, 'gov'],
    [2, 'archive'],
    [3, 'other'],
  ] as const) {
    ledger.do('organisations', 'enrol', { number: number(byte), organ: organ(id) })
    const point = { suite: 'ed25519', x: new Uint8Array(32).fill(byte), y: null }
    ledger.do('organisations', 'registerKey', { keyId: keyOf(byte), ...point, officer: [number(byte)] })
  }
  const from = ledger.time + dayMs
  const until = from + 10 * dayMs
  const roles = ['recordsKeeper']
  const scope = { affair: 'erasure', action: 'propose', division: null }
  const asked = { agent: organ('archive'), office, roles, ...scope, from, until, clause: 'c/2', ...given }
  const submit = (action: string, input: object) => outcome(ledger.submit('organisations', action, input as never))
  const propose = (byte: number) =>
    outcome(ledger.submit('erasure', 'propose', proposal as never, [{ id: keyOf(byte) }]))
  return { registry, ledger, from, until, asked, submit, propose }
}

function entrusted() {
  const at = city()
  const source = at.ledger.do('organisations', 'entrust', at.asked as never)
  at.ledger.do('organisations', 'acceptEntrustment', { entrustment: source } as never)
  const name = (officer: number, term: object = {}) =>
    at.submit('nameAgent', {
      source,
      officer: [number(officer)],
      from: at.from,
      until: at.until,
      clause: 'c/3',
      ...term,
    })
  return { ...at, source, name, named: [[number(2)], office, at.from] }
}

describe('another organ is entrusted', () => {
  test('and acts in the name of the first, within scope and term, to the moment; the mandate says so', () => {
    const { ledger, from, until, name, propose } = entrusted()
    assert.equal(name(2), 'ok')
    ledger.advanceTo(from - 1)
    assert.equal(propose(2), 'signer-term')
    ledger.advanceTo(from)
    assert.equal(propose(2), 'ok')
    const { offices } = mandatesOf(ledger.registry, ledger.host, ledger.block, keyOf(2))!
    const [mandate] = offices
    assert.deepEqual(
      [mandate!.capacity, mandate!.organ, mandate!.roles],
      ['entrusted', organ('gov'), ['recordsKeeper']],
    )
    ledger.advanceTo(until - 1)
    assert.equal(propose(2), 'ok')
    ledger.advanceTo(until)
    assert.equal(propose(2), 'signer-term')
  })

  test('with nothing beyond the office, nor what an organ can not give away', () => {
    const cases: readonly (readonly [string, object])[] = [
      ['itself', { agent: organ('gov') }],
      ['powerless', { roles: [] }],
      ['excess', { roles: ['recordsKeeper', 'administrator'] }],
      ['inherent', { affair: 'organisations', action: null }],
      ['inherent', { affair: 'governance', action: null }],
      ['wider', { division: { ...defaultDivision, code: '330100' } }],
      ['empty', { until: 0 }],
      ['past', { from: 0 }],
    ]
    for (const [code, given] of cases) {
      const { submit, asked } = city()
      assert.equal(submit('entrust', { ...asked, ...given }), code)
    }
  })

  test('only once it has accepted, by officers of its own, for no longer than it was entrusted', () => {
    const { ledger, submit, asked, from, until } = city()
    const source = ledger.do('organisations', 'entrust', asked as never)
    const agent = { source, officer: [number(2)], from, until, clause: 'c/3' }
    const early = ledger.submit('organisations', 'nameAgent', agent as never, [{ id: keyOf(2) }])
    assert.equal(outcome(early), 'row-status')
    assert.equal(submit('acceptEntrustment', { entrustment: source }), 'ok')
    assert.equal(submit('nameAgent', { ...agent, officer: [number(3)] }), 'elsewhere')
    assert.equal(submit('nameAgent', { ...agent, until: null }), 'endless')
    assert.equal(submit('nameAgent', { ...agent, until: until + 1 }), 'outlasting')
    assert.equal(submit('nameAgent', { ...agent, from: from - 1 }), 'outlasting')
    assert.equal(submit('nameAgent', agent), 'ok')
  })

  test('passes nothing on', () => {
    const { ledger, from, until, name, named } = entrusted()
    assert.equal(name(2), 'ok')
    ledger.advanceTo(from)
    ledger.do('organisations', 'enrol', { number: number(4), organ: organ('gov') })
    const grant = {
      officer: [number(4)],
      roles: ['recordsKeeper'],
      affair: 'erasure',
      action: 'propose',
      division: null,
    }
    const lent = { ...grant, from, until, onward: false, clause: 'c/4', appointment: named }
    assert.equal(outcome(ledger.submit('organisations', 'delegate', lent as never, [{ id: keyOf(2) }])), 'entrusted')
  })

  test('until either ends it, the office loses the role, or the organ is no more', () => {
    const endings: readonly ((at: ReturnType<typeof entrusted>) => unknown)[] = [
      ({ submit, source }) => submit('endEntrustment', { entrustment: source, until: null, reason: 'revoked' }),
      ({ submit, source }) => submit('returnEntrustment', { entrustment: source, until: null, reason: 'returned' }),
      ({ submit, source, named }) => submit('recallAgent', { appointment: named, source, clause: 'c/5' }),
      ({ submit }) => submit('closeOffice', { office, clause: 'c/5' }),
    ]
    for (const end of endings) {
      const at = entrusted()
      assert.equal(at.name(2), 'ok')
      at.ledger.advanceTo(at.from)
      assert.equal(at.propose(2), 'ok')
      assert.equal(end(at), 'ok')
      at.ledger.advance(1)
      assert.equal(at.propose(2), 'signer-term')
    }
    const poorer = entrusted()
    assert.equal(poorer.name(2), 'ok')
    poorer.ledger.advanceTo(poorer.from)
    assert.equal(poorer.submit('assignOffice', { office, roles: ['supervisor'], clause: 'c/5' }), 'ok')
    assert.equal(poorer.propose(2), 'signer-role')
  })
})
