import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeValue } from '@gongshi/affair-kit'
import { Registry, ref } from '../../test/organisationsBench.ts'
import { type OrganNode, organAt, organHistories, treeAt } from './histories.ts'

/** A tree as nested text: A(B(C),D). */
function drawn(nodes: readonly OrganNode[]): string {
  return nodes
    .filter(({ organ: { scheme } }) => scheme === 'x-test')
    .map(({ organ: { id }, inferiors }) => (inferiors.length === 0 ? id : `${id}(${drawn(inferiors)})`))
    .join(',')
}
const treeOf = (registry: Registry, day: string) =>
  drawn(treeAt(organHistories(registry.rows('organ'), registry.rows('period')), day))
const stateOf = (registry: Registry, id: string, day: string) =>
  organAt(organHistories(registry.rows('organ'), registry.rows('period')).get(`x-test/${id}`)!, day)

function city(): Registry {
  const registry = new Registry()
  assert.equal(registry.establish('gov', null, '2000-01-01'), 'ok')
  for (const id of ['land', 'trade', 'food']) assert.equal(registry.establish(id, 'gov', '2001-01-01'), 'ok')
  assert.equal(registry.establish('lab', 'food', '2005-01-01'), 'ok')
  return registry
}

describe('the tree of organs', () => {
  test('has a shape on every day: a reform merges two bureaus under a third', () => {
    const registry = city()
    assert.equal(registry.establish('market', 'gov', '2018-10-01'), 'ok')
    assert.equal(registry.move('lab', 'market', '2018-10-01'), 'ok')
    for (const id of ['trade', 'food']) assert.equal(registry.end(id, '2018-10-01'), 'ok')
    assert.equal(treeOf(registry, '1999-12-31'), '')
    assert.equal(treeOf(registry, '2004-12-31'), 'gov(food,land,trade)')
    assert.equal(treeOf(registry, '2018-09-30'), 'gov(food(lab),land,trade)')
    assert.equal(treeOf(registry, '2018-10-01'), 'gov(land,market(lab))')
  })

  test('what was known then: a row’s history, by its revision', () => {
    const registry = city()
    const before = registry.rows('organ')
    assert.equal(registry.move('lab', 'land', '2010-01-01'), 'ok')
    assert.equal(drawn(treeAt(organHistories(before, []), '2020-01-01')), 'gov(food(lab),land,trade)')
    assert.equal(treeOf(registry, '2020-01-01'), 'gov(food,land(lab),trade)')
  })

  test('names, kinds and places hold from a day on; corrections supersede what stood there', () => {
    const registry = city()
    assert.equal(registry.change('land', '2010-01-01', { kind: 'publicInstitution' }), 'ok')
    assert.equal(registry.change('land', '2010-01-01'), 'early')
    assert.equal(registry.change('land', '2012-01-01', { kind: 'judicial' }), 'ok')
    const kinds = () => ['2009-12-31', '2010-01-01', '2012-01-01'].map((day) => stateOf(registry, 'land', day)!.kind)
    assert.deepEqual(kinds(), ['administrative', 'publicInstitution', 'judicial'])
    const facts = {
      nameZh: '局',
      nameEn: null,
      seat: null,
      place: ['gb-t-2260', '110101', 1],
      reason: 'error',
      clause: 'c/1',
    }
    const on = (day: string) => ({ ...facts, division: { scheme: 'gb-t-2260', code: '110101', date: day } })
    assert.equal(registry.do('correct', { organ: ref('land'), kind: 'party', ...on('2012-01-01') }), 'ok')
    const period = [ref('land'), 2n]
    assert.equal(registry.do('correctPeriod', { period, kind: 'enterprise', ...on('2010-01-01') }), 'ok')
    assert.deepEqual(kinds(), ['administrative', 'enterprise', 'party'])
  })

  test('a change recorded wrongly is withdrawn: the period before it goes on, and another can follow', () => {
    const registry = city()
    assert.equal(registry.move('lab', 'land', '2010-01-01'), 'ok')
    assert.equal(registry.mend('withdrawChange', 'lab'), 'ok')
    assert.equal(treeOf(registry, '2015-01-01'), 'gov(food(lab),land,trade)')
    assert.equal(registry.mend('withdrawChange', 'lab'), 'row-missing')
    assert.equal(registry.move('lab', 'trade', '2009-01-01'), 'ok')
    assert.equal(treeOf(registry, '2008-12-31'), 'gov(food(lab),land,trade)')
    assert.equal(treeOf(registry, '2009-01-01'), 'gov(food,land,trade(lab))')
    assert.equal(registry.end('lab', '2020-01-01'), 'ok')
    assert.equal(registry.mend('withdrawEnd', 'lab'), 'ok')
    assert.equal(treeOf(registry, '2021-01-01'), 'gov(food,land,trade(lab))')
  })

  test('a superior wrong from the founding on is corrected', () => {
    const registry = city()
    assert.equal(registry.mend('correctSuperior', 'food', { parent: ref('lab') }), 'unfounded')
    assert.equal(registry.mend('correctSuperior', 'lab', { parent: ref('land') }), 'ok')
    assert.equal(treeOf(registry, '2005-01-01'), 'gov(food,land(lab),trade)')
    assert.equal(registry.change('lab', '2006-01-01'), 'ok')
    assert.equal(registry.mend('correctSuperior', 'lab', { parent: ref('food') }), 'later')
  })
})

describe('what would not be a tree is refused', () => {
  test('a circle, on whatever day it would close', () => {
    const registry = city()
    assert.equal(registry.move('food', 'food', '2010-01-01'), 'itself')
    assert.equal(registry.move('food', 'lab', '2010-01-01'), 'cycle')
    assert.equal(registry.move('gov', 'lab', '2010-01-01'), 'cycle')
    // lab leaves food in 2012; from 2010 to 2012 food would be under lab and lab under food.
    assert.equal(registry.move('lab', 'land', '2012-01-01'), 'ok')
    assert.equal(registry.move('food', 'lab', '2010-01-01'), 'unordered')
    assert.equal(registry.move('food', 'lab', '2012-01-01'), 'ok')
    assert.equal(treeOf(registry, '2012-01-01'), 'gov(land(lab(food)),trade)')
    assert.equal(registry.mend('withdrawChange', 'lab'), 'cycle')
  })

  test('a superior that is not there on that day: unknown, not founded yet, ended', () => {
    const registry = city()
    assert.equal(registry.establish('x', 'nobody', '2010-01-01'), 'row-missing')
    assert.equal(registry.establish('x', 'lab', '2004-12-31'), 'unfounded')
    assert.equal(registry.end('trade', '2030-01-01'), 'ok')
    assert.equal(registry.establish('x', 'trade', '2010-01-01'), 'row-status')
    assert.equal(registry.move('lab', 'trade', '2010-01-01'), 'ended')
    assert.equal(registry.move('lab', 'gov', '2010-01-01'), 'ok')
    assert.equal(registry.move('lab', 'food', '2011-01-01'), 'ok')
  })

  test('an organ does not end while others are, or were, under it', () => {
    const registry = city()
    assert.equal(registry.end('food', '2020-01-01'), 'superior')
    assert.equal(registry.move('lab', 'land', '2025-01-01'), 'ok')
    assert.equal(registry.end('food', '2020-01-01'), 'superior')
    assert.equal(registry.end('food', '2025-01-01'), 'ok')
    assert.equal(registry.end('food', '2026-01-01'), 'row-status')
    assert.equal(registry.change('food', '2026-01-01'), 'row-status')
  })

  test('a walk of more than eight superiors: only for an organ that takes others along', () => {
    const registry = new Registry()
    assert.equal(registry.establish('o0', null, '2000-01-01'), 'ok')
    for (let at = 1; at <= 9; at++) assert.equal(registry.establish(`o${at}`, `o${at - 1}`, '2000-01-01'), 'ok')
    for (const id of ['single', 'pair']) assert.equal(registry.establish(id, 'o0', '2000-01-01'), 'ok')
    assert.equal(registry.establish('follower', 'pair', '2000-01-01'), 'ok')
    assert.equal(registry.move('single', 'o9', '2001-01-01'), 'ok')
    assert.equal(registry.move('pair', 'o9', '2001-01-01'), 'deep')
    assert.equal(registry.move('pair', 'o7', '2001-01-01'), 'ok')
  })
})

describe('what an organ is', () => {
  const encode = (scheme: string, id: string) => encodeValue({ kind: 'organ' }, { scheme, id })

  test('GB 32100: the check digit of the standard’s own example, and of no other code', () => {
    assert.deepEqual(encode('gb-32100', '91350100M000100Y43'), ['gb-32100', '91350100M000100Y43'])
    for (const wrong of [
      '91350100M000100Y44',
      '91350100M000100Y4',
      '91350100M000001Y43',
      '91350100m000100y43',
      '91350100I000100Y43',
    ])
      assert.throws(() => encode('gb-32100', wrong), { message: 'value-check-digit' })
  })

  test('codes of other schemes are none of that rule’s business', () => {
    assert.deepEqual(encode('gb-lac', 'E09000003'), ['gb-lac', 'E09000003'])
    assert.deepEqual(encode('x-import', '91350100M000100Y44'), ['x-import', '91350100M000100Y44'])
  })

  test('its place is a code that is valid on that day, and no other', () => {
    const registry = new Registry()
    const { ledger } = registry
    assert.equal(registry.establish('early', null, '1989-12-31'), 'signer-place')
    ledger.do('organisations', 'endDivision', {
      division: ['gb-t-2260', '110101', 1],
      until: '2015-01-01',
      clause: 'c/1',
    })
    assert.equal(registry.establish('late', null, '2015-01-01'), 'signer-place')
    assert.equal(registry.establish('gov', null, '2014-12-31'), 'ok')
    assert.equal(registry.change('gov', '2016-01-01'), 'invalidPlace')
    for (const division of [
      { scheme: 'gb-t-2260', code: '110102', date: '2010-01-01' },
      { scheme: 'gb-2260', code: '110101', date: '2010-01-01' },
      { scheme: 'gb-t-2260', code: '110101', date: '2010-01-02' },
    ])
      assert.equal(
        registry.establish('other', null, '2010-01-01', { division }),
        division.scheme === 'gb-2260' ? 'signer-division' : 'misplaced',
      )
  })

  test('it has a name and is there once', () => {
    const registry = city()
    assert.equal(registry.establish('x', 'gov', '2010-01-01', { nameZh: null }), 'nameless')
    assert.equal(registry.establish('land', 'gov', '2010-01-01'), 'row-exists')
  })
})
