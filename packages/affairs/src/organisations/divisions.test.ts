import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { outcome, Registry } from '../../test/organisationsBench.ts'
import { divisionAt, divisionSpans } from './spans.ts'

const code = { scheme: 'gb-t-2260', code: '420600' }
const given = { ...code, name: '襄樊市', source: 'stats', clause: 'table/2006' }

describe('a division code', () => {
  test('stands for a place on some days, under one name or another, and may come back', () => {
    const registry = new Registry()
    const { ledger } = registry
    const id = (span: number) => ['gb-t-2260', '420600', span]
    ledger.do('organisations', 'recogniseDivision', { ...given, from: '2006-12-31' })
    const renamed = { name: '襄阳市', source: 'stats', clause: 'table/2018', from: '2018-10-31' }
    ledger.do('organisations', 'reissueDivision', { division: id(1), ...renamed })
    ledger.do('organisations', 'endDivision', { division: id(2), until: '2019-04-30', clause: 'table/2019' })
    const back = { ...renamed, from: '2021-01-01' }
    assert.equal(
      outcome(ledger.submit('organisations', 'reissueDivision', { division: id(2), ...back, from: '2019-01-01' })),
      'overlap',
    )
    ledger.do('organisations', 'reissueDivision', { division: id(2), ...back })
    const spans = divisionSpans(registry.rows('division'))
    const spanOn = (day: string) => divisionAt(spans, code, day)?.span
    assert.deepEqual(
      [
        '2006-12-30',
        '2006-12-31',
        '2018-10-30',
        '2018-10-31',
        '2019-04-29',
        '2019-04-30',
        '2020-12-31',
        '2021-01-01',
      ].map(spanOn),
      [undefined, 1, 1, 2, 2, undefined, undefined, 3],
    )
  })

  test('is recognised once, and its spans follow each other: no second one grows from an old one', () => {
    const { ledger } = new Registry()
    const act = (action: string, input: object) => outcome(ledger.submit('organisations', action, input as never))
    const first = { ...given, from: '2006-12-31' }
    assert.equal(act('recogniseDivision', first), 'ok')
    assert.equal(act('recogniseDivision', { ...first, from: '2030-01-01' }), 'row-exists')
    const next = {
      division: ['gb-t-2260', '420600', 1],
      name: '襄阳市',
      source: 's',
      clause: 'c/1',
      from: '2018-10-31',
    }
    assert.equal(act('reissueDivision', { ...next, from: '2006-12-31' }), 'early')
    assert.equal(act('reissueDivision', next), 'ok')
    assert.equal(act('reissueDivision', { ...next, from: '2020-01-01' }), 'row-exists')
    assert.equal(
      act('endDivision', { division: ['gb-t-2260', '420600', 2], until: '2018-10-31', clause: 'c/1' }),
      'early',
    )
  })

  test('only its keeper writes the table', () => {
    const { ledger } = new Registry()
    const registrar = [ledger.officer('registrar')]
    const act = ledger.submit('organisations', 'recogniseDivision', { ...given, from: '2006-12-31' }, registrar)
    assert.equal(outcome(act), 'signer-role')
  })
})
