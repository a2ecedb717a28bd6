import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, subject } from '@gongshi/affair-kit/bench'
import { bench, dayMs, organ, outcome, Registry, ref } from '../../test/organisationsBench.ts'
import { erasure } from '../index.ts'
import { organAt, organHistories, treeAt } from './histories.ts'

const erasureBench = affairBench(erasure, { imports: [bench.installed], params: { waitingTime: dayMs } })
const day = '2023-12-01'
const midnight = Date.parse(`${day}T00:00:00+08:00`)
const clause = 'decree/7'
const id = (name: string) => ['x-test', name]

function city() {
  const registry = new Registry(erasureBench.ledger())
  registry.establish('gov', null, '2000-01-01')
  for (const name of ['trade', 'food', 'market', 'lab']) registry.establish(name, 'gov', '2001-01-01')
  const keeper = (of: string) => registry.ledger.officer('recordsKeeper', { organ: organ(of), number: 5 })
  const proposal = { content: null, entry: 1n, clause: 'c/9', ground: 'request' }
  registry.ledger.do('erasure', 'propose', { ...proposal, organ: organ('trade') }, [
    registry.ledger.officer('recordsKeeper', { organ: organ('trade') }),
  ])
  const [row] = registry.ledger.host.rows('erasure', 'entity/erasure')[0]!
  const stop = (of: string) =>
    outcome(registry.ledger.submit('erasure', 'stop', { erasure: row, reason: 'mistake' } as never, [keeper(of)]))
  return { registry, stop, at: (time: number) => registry.ledger.advanceTo(time) }
}
const merge = (registry: Registry, name: string, into: string, until = day) =>
  registry.do('merge', { organ: ref(name), until, into: ref(into), clause })

describe('the organ that answers today', () => {
  test('is the one that an organ was merged into, from the first moment of that day', () => {
    const { registry, stop, at } = city()
    assert.equal(merge(registry, 'trade', 'market'), 'ok')
    assert.equal(stop('market'), 'signer-organ')
    at(midnight - 1)
    assert.equal(stop('market'), 'signer-organ')
    at(midnight)
    assert.equal(stop('trade'), 'signer-organ')
    assert.equal(stop('market'), 'ok')
  })

  test('is found through one reorganisation after another', () => {
    const { registry, stop, at } = city()
    assert.equal(merge(registry, 'trade', 'market'), 'ok')
    assert.equal(merge(registry, 'market', 'food', '2023-12-02'), 'ok')
    at(midnight)
    assert.equal(stop('food'), 'signer-organ')
    at(midnight + dayMs)
    assert.equal(stop('market'), 'signer-organ')
    assert.equal(stop('food'), 'ok')
  })

  test('of a split organ: by the affair, and for all the rest', () => {
    const split = { organ: ref('trade'), until: day, affair: 'erasure', clause }
    const { registry, stop, at } = city()
    assert.equal(registry.do('split', { ...split, part: ref('food'), rest: ref('food') }), 'same')
    assert.equal(registry.do('split', { ...split, part: ref('trade'), rest: ref('food') }), 'part')
    assert.equal(registry.do('split', { ...split, part: ref('food'), rest: ref('market') }), 'ok')
    at(midnight)
    assert.equal(stop('market'), 'signer-organ')
    assert.equal(stop('food'), 'ok')
  })

  test('of an organ that goes on, after the duty of one affair was transferred; a wrong transfer is withdrawn', () => {
    const { registry, stop, at } = city()
    const duty = { organ: ref('trade'), affair: 'erasure', successor: ref('food'), from: day, clause }
    assert.equal(registry.do('transferDuty', { ...duty, successor: ref('trade') }), 'itself')
    assert.equal(registry.do('transferDuty', duty), 'ok')
    at(midnight)
    assert.equal(stop('trade'), 'signer-organ')
    const wrong = { duty: [ref('trade'), 'erasure'], clause, reason: 'error' }
    assert.equal(registry.do('redirectDuty', { ...wrong, successor: ref('market'), from: day }), 'ok')
    assert.equal(stop('food'), 'signer-organ')
    assert.equal(registry.do('withdrawDuty', wrong), 'ok')
    assert.equal(stop('market'), 'signer-organ')
    assert.equal(stop('trade'), 'ok')
  })

  test('a duty given to and fro, and a circle of one day: somebody is named, or nobody, and it ends', () => {
    const { registry, stop, at } = city()
    const transfer = (name: string, to: string, from: string) =>
      registry.do('transferDuty', { organ: ref(name), affair: 'erasure', successor: ref(to), from, clause })
    assert.equal(transfer('trade', 'food', day), 'ok')
    assert.equal(transfer('food', 'trade', '2023-12-02'), 'ok')
    at(midnight)
    assert.equal(stop('trade'), 'signer-organ')
    at(midnight + dayMs)
    assert.equal(stop('trade'), 'ok')
    const circle = city()
    const again = (name: string, to: string) =>
      circle.registry.do('transferDuty', { organ: ref(name), affair: 'erasure', successor: ref(to), from: day, clause })
    assert.deepEqual([again('trade', 'food'), again('food', 'trade')], ['ok', 'ok'])
    circle.at(midnight)
    for (const name of ['trade', 'food', 'gov']) assert.equal(circle.stop(name), 'signer-succession')
  })
})

describe('a reorganisation', () => {
  test('is refused without a fit successor, and while others are under the organ', () => {
    const { registry } = city()
    assert.equal(merge(registry, 'gov', 'market'), 'superior')
    assert.equal(merge(registry, 'trade', 'trade'), 'itself')
    assert.equal(merge(registry, 'trade', 'market', '2001-01-01'), 'early')
    registry.establish('late', 'gov', '2030-01-01')
    assert.equal(merge(registry, 'trade', 'late'), 'unfounded')
    assert.equal(merge(registry, 'trade', 'market'), 'ok')
    assert.equal(merge(registry, 'food', 'trade'), 'row-status')
    assert.equal(merge(registry, 'trade', 'market'), 'row-status')
    assert.equal(registry.do('abolish', { organ: ref('lab'), until: day, answers: ref('gov'), clause }), 'ok')
  })

  test('recorded wrongly is withdrawn with its successor', () => {
    const { registry, stop, at } = city()
    assert.equal(merge(registry, 'trade', 'market'), 'ok')
    assert.equal(registry.mend('withdrawEnd', 'trade'), 'ok')
    at(midnight)
    assert.equal(stop('trade'), 'ok')
  })

  test('leaves its offices and officers to the successor, keys included', () => {
    const { registry, at } = city()
    const { ledger } = registry
    const division = { scheme: 'gb-t-2260', code: '110101', date: '2020-01-01' }
    const post = { post: 'desk', titleZh: null, titleEn: null, roles: ['clerk'], division, clause }
    ledger.do('organisations', 'openOffice', { organ: organ('trade'), ...post })
    const officer = new Uint8Array(16).fill(3)
    ledger.do('organisations', 'enrol', { number: officer, organ: organ('trade') })
    const point = { suite: 'ed25519', x: new Uint8Array(32).fill(3), y: null }
    ledger.do('organisations', 'registerKey', { keyId: subject('moves'), ...point, officer: [officer] })
    const office = [id('trade'), 'desk']
    const administrator = ledger.officer('administrator', { organ: organ('market') })
    const takeOver = () =>
      outcome(ledger.submit('organisations', 'takeOverOfficer', { officer: [officer] } as never, [administrator]))
    assert.equal(registry.do('takeOverOffice', { office, clause }), 'row-status')
    assert.equal(merge(registry, 'trade', 'market'), 'ok')
    assert.equal(takeOver(), 'signer-organ')
    at(midnight)
    assert.equal(registry.do('takeOverOffice', { office, clause }), 'ok')
    assert.equal(ledger.row('organisations', 'office', [id('market'), 'desk']).status, 'open')
    assert.equal(takeOver(), 'ok')
    assert.deepEqual(ledger.row('organisations', 'officer', [officer]).fields.organ, organ('market'))
    assert.deepEqual(ledger.row('organisations', 'key', [subject('moves')]).fields.organ, organ('market'))
    assert.equal(takeOver(), 'own')
  })
})

describe('what was recorded too late', () => {
  const facts = { nameZh: '旧局', nameEn: null, seat: null, place: ['gb-t-2260', '110101', 1], reason: 'decision' }
  const on = (from: string) => ({ ...facts, from, division: { scheme: 'gb-t-2260', code: '110101', date: from } })

  test('a change of a day that lies behind is put in between; the days after it stay', () => {
    const { registry } = city()
    assert.equal(registry.change('trade', '2010-01-01', { kind: 'judicial' }), 'ok')
    assert.equal(registry.change('trade', '2005-01-01'), 'early')
    const period = [ref('trade'), 1n]
    const insert = (from: string) => registry.do('insertChange', { period, kind: 'party', clause, ...on(from) })
    assert.equal(insert('2001-01-01'), 'outside')
    assert.equal(insert('2010-01-01'), 'outside')
    assert.equal(insert('2005-01-01'), 'ok')
    assert.equal(insert('2007-01-01'), 'ok')
    const history = organHistories(registry.rows('organ'), registry.rows('period')).get('x-test/trade')!
    const kinds = ['2004-12-31', '2005-01-01', '2007-01-01', '2009-12-31', '2010-01-01'].map(
      (each) => organAt(history, each)!.kind,
    )
    assert.deepEqual(kinds, ['administrative', 'party', 'party', 'party', 'judicial'])
    assert.deepEqual(
      history.states.map(({ from, until }) => [from, until]),
      [
        ['2001-01-01', '2005-01-01'],
        ['2005-01-01', '2007-01-01'],
        ['2007-01-01', '2010-01-01'],
        ['2010-01-01', null],
      ],
    )
    assert.equal(registry.mend('withdrawChange', 'trade'), 'ok')
    assert.equal(registry.mend('withdrawChange', 'trade'), 'ok')
    const left = organHistories(registry.rows('organ'), registry.rows('period')).get('x-test/trade')!
    assert.deepEqual(
      left.states.map(({ from, kind }) => [from, kind]),
      [
        ['2001-01-01', 'administrative'],
        ['2005-01-01', 'party'],
      ],
    )
  })

  test('a rename changes names from a day on, and nothing else', () => {
    const { registry } = city()
    const division = { scheme: 'gb-t-2260', code: '110101', date: '2010-01-01' }
    const given = { organ: ref('trade'), nameZh: '新局', nameEn: null, from: '2010-01-01', clause, place: facts.place }
    assert.equal(registry.do('rename', { ...given, division: { ...division, code: '110102' } }), 'elsewhere')
    assert.equal(registry.do('rename', { ...given, division }), 'ok')
    assert.equal(treeAt(organHistories(registry.rows('organ'), registry.rows('period')), '2010-01-01').length, 1)
  })
})

describe('an office reaches what its place contained on that date', () => {
  test('a code that has ended names a place up to its last day, and none from then on', () => {
    const { registry } = city()
    const { ledger } = registry
    const county = { scheme: 'gb-t-2260', code: '110101', date: '2020-01-01' }
    const registrar = ledger.officer('registrar', { division: county, number: 3 })
    const establish = (name: string, date: string) => {
      const given = { kind: 'administrative', nameZh: '局', nameEn: null, seat: null, clause, founded: date }
      const where = { division: { ...county, date }, place: ['gb-t-2260', '110101', 1], organ: organ(name) }
      return outcome(ledger.submit('organisations', 'establishRoot', { ...given, ...where } as never, [registrar]))
    }
    assert.equal(establish('one', '1989-12-31'), 'signer-place')
    assert.equal(establish('two', day), 'ok')
    ledger.do('organisations', 'endDivision', { division: ['gb-t-2260', '110101', 1], until: day, clause })
    assert.equal(establish('three', '2023-11-30'), 'ok')
    assert.equal(establish('four', day), 'signer-place')
  })

  test('a code that lapsed and came back names another place', () => {
    const { registry } = city()
    const { ledger } = registry
    const code = { scheme: 'gb-t-2260', code: '330102' }
    const given = { name: '区', source: 'stats', clause }
    ledger.do('organisations', 'recogniseDivision', { ...code, ...given, from: '2000-01-01' })
    ledger.do('organisations', 'endDivision', { division: ['gb-t-2260', '330102', 1], until: '2005-01-01', clause })
    const again = { division: ['gb-t-2260', '330102', 1], ...given, from: '2010-01-01' }
    ledger.do('organisations', 'reissueDivision', again)
    const establish = (name: string, date: string, span: number) => {
      const registrar = ledger.officer('registrar', { division: { ...code, date: '2011-01-01' } })
      const facts = { kind: 'administrative', nameZh: '局', nameEn: null, seat: null, clause, founded: date }
      const where = { division: { ...code, date }, place: ['gb-t-2260', '330102', span], organ: organ(name) }
      return outcome(ledger.submit('organisations', 'establishRoot', { ...facts, ...where } as never, [registrar]))
    }
    assert.equal(establish('new', '2012-01-01', 2), 'ok')
    assert.equal(establish('old', '2002-01-01', 1), 'signer-division')
  })
})
