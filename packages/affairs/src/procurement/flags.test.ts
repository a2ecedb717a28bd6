import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, subject } from '@gongshi/affair-kit/bench'
import { agency, buyer, Tender, tenderParameters } from '@gongshi/testkit/tender'
import { identity } from '../identity/affair.ts'
import { organisations } from '../organisations/affair.ts'
import { procurement } from './affair.ts'
import { procurementHandlers } from './handlers.ts'

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

  test('comes from neither party, nor about what nobody has announced', () => {
    const tender = tendering()
    for (const own of [buyer, agency])
      assert.equal(tender.try('raiseFlag', question(tender, { supervisor: own })), 'own')
    assert.equal(tender.try('raiseFlag', question(tender, { version: 0n })), 'unversioned')
    const planned = new Tender(bench.ledger(), 3)
    assert.equal(planned.try('raiseFlag', question(planned)), 'row-status')
  })
})
