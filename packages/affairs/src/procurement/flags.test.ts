import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeParameter } from '@gongshi/affair-kit'
import { affairBench, subject } from '@gongshi/affair-kit/bench'
import { agency, buyer, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'
import { procurementHandlers } from './handlers.ts'
import { flagParameters, flagThresholds } from './thresholds.ts'
import { usualProcurement } from './usual.ts'

const bench = affairBench(procurement, {
  imports: [affairBench(identity).installed],
  standIns: [organisations],
  params: tenderParameters as never,
  handlers: procurementHandlers,
})
const supervisor = { scheme: 'x-bench', id: 'audit' }
const day = 86_400_000

function tendering(): Tender {
  const tender = new Tender(bench.ledger(), 3)
  tender.prepare()
  tender.makeKey()
  tender.publish()
  return tender
}
const question = (tender: Tender, given: object = {}) => ({
  procedure: tender.id,
  supervisor,
  indicator: 'shortPeriod',
  version: 1n,
  entries: 12n,
  question: subject('question'),
  ...given,
})

describe('a flag', () => {
  test('is asked by a supervisor, answered by the buyer, and settled by who asked', () => {
    const tender = tendering()
    const flag = tender.do('raiseFlag', question(tender))
    const settled = { flag, finding: 'satisfied', reasons: subject('reasons') }
    assert.equal(tender.try('settleFlag', settled), 'row-status', 'not before an answer, or the end of its time')
    const stranger = [tender.ledger.officer('purchaser')]
    assert.equal(tender.try('answerFlag', { flag, answer: subject('answer') }, stranger), 'signer-organ')
    assert.equal(tender.try('answerFlag', { flag, answer: subject('answer') }), 'ok')
    assert.equal(tender.try('answerFlag', { flag, answer: subject('another') }), 'row-status')
    assert.equal(tender.try('settleFlag', settled, [tender.ledger.officer('supervisor')]), 'signer-organ')
    assert.equal(tender.try('settleFlag', settled), 'ok')
    assert.equal(tender.row('flag', flag).status, 'settled')
  })

  test('is public without an answer when its time is over, and can be settled then', () => {
    const tender = tendering()
    const flag = tender.do('raiseFlag', question(tender))
    const { answerBy } = tender.row('flag', flag).fields as { readonly answerBy: number }
    assert.ok(answerBy > tender.ledger.time + 7 * day, 'seven working days are more than seven days')
    tender.ledger.advanceTo(answerBy)
    assert.equal(tender.row('flag', flag).status, 'unanswered')
    assert.equal(tender.try('answerFlag', { flag, answer: subject('late') }), 'row-status')
    assert.equal(tender.try('settleFlag', { flag, finding: 'passedOn', reasons: subject('reasons') }), 'ok')
  })

  for (const [code, outcome] of [
    ['110101', 'ok'],
    ['110100', 'ok'],
    ['110000', 'ok'],
    ['110102', 'signer-division'],
    ['110200', 'signer-division'],
    ['120000', 'signer-division'],
  ] as const)
    test(`about a procedure in 110101 by a supervisor of ${code}: ${outcome}`, () => {
      const tender = tendering()
      const division = { scheme: 'gb-t-2260', code, date: '2020-01-01' }
      const by = [tender.ledger.officer('supervisor', { organ: supervisor, division })]
      assert.equal(tender.try('raiseFlag', question(tender), by), outcome)
    })

  test('by a supervisor of another scheme’s division, or in the name of another organ, is refused', () => {
    const tender = tendering()
    const abroad = { scheme: 'iso-3166', code: '110101', date: '2020-01-01' }
    const by = [tender.ledger.officer('supervisor', { organ: supervisor, division: abroad })]
    assert.equal(tender.try('raiseFlag', question(tender), by), 'signer-division')
    const other = { scheme: 'x-bench', id: 'other-audit' }
    const elsewhere = [tender.ledger.officer('supervisor', { organ: other })]
    assert.equal(tender.try('raiseFlag', question(tender), elsewhere), 'signer-organ')
  })

  test('comes from neither party, nor about what nobody has announced', () => {
    const tender = tendering()
    for (const own of [buyer, agency])
      assert.equal(tender.try('raiseFlag', question(tender, { supervisor: own })), 'own')
    assert.equal(tender.try('raiseFlag', question(tender, { version: 0n })), 'unversioned')
    const planned = new Tender(bench.ledger(), 3)
    assert.equal(planned.try('raiseFlag', question(planned)), 'row-status')
  })
})

describe('where questions begin', () => {
  const day0 = Date.UTC(2026, 0, 1)
  const stored = (name: string) => {
    const { value, basis } = usualProcurement.find((each) => each.name === name)!
    const kind = procurement.params[name]!
    const exact =
      typeof value === 'object'
        ? { numerator: BigInt(value.numerator), denominator: BigInt(value.denominator) }
        : kind.kind === 'int'
          ? BigInt(value)
          : value
    return encodeParameter({ name, kind }, [{ from: day0, value: exact, basis }])
  }

  test('a ledger’s parameters say it, each with its clause, from their time on', () => {
    const thresholds = flagThresholds(stored)
    assert.equal(thresholds.length, flagParameters.length)
    assert.deepEqual(thresholds[0], {
      name: 'leastDays',
      from: day0,
      value: { numerator: 21n, denominator: 1n },
      source: 'government-procurement/35',
    })
    const near = thresholds.find(({ name }) => name === 'nearShare')
    assert.deepEqual(near?.value, { numerator: 1n, denominator: 100n })
    assert.ok(thresholds.slice(1).every(({ source }) => source === 'government-procurement/59'))
  })

  test('a ledger without them says nothing', () => {
    assert.deepEqual(
      flagThresholds(() => undefined),
      [],
    )
  })
})
