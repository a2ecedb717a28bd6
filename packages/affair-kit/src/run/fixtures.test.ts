import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { approvals } from '../../fixtures/approvals/affair.ts'
import { certificates } from '../../fixtures/certificates/affair.ts'
import { identity } from '../../fixtures/identity/affair.ts'
import { land } from '../../fixtures/land/affair.ts'
import { treasury } from '../../fixtures/treasury/affair.ts'
import { BenchLedger } from '../bench/benchLedger.ts'
import { defaultDivision, defaultOrgan, subject } from '../bench/benchWorld.ts'
import type { Value } from '../cel/value.ts'
import { installAffair } from '../tool/installAffair.ts'

const dayMs = 86_400_000
const cny = (minor: bigint) => ({ currency: 'CNY', minor })
const [zhang, li, exchequer] = [subject('zhang'), subject('li'), subject('exchequer')]
const commitment = subject('a document')
const handlers = new URL('../../fixtures/land/handlers.ts', import.meta.url).pathname

const installed = [
  await installAffair(identity),
  await installAffair(treasury),
  await installAffair(certificates),
  await installAffair(land, { imports: [identity, treasury], handlers }),
  await installAffair(approvals, { imports: [certificates, treasury] }),
]

function city(): BenchLedger {
  const ledger = new BenchLedger(installed)
  ledger.setParameter('land', 'sealTerm', 30 * dayMs)
  ledger.setParameter('treasury', 'exchequer', exchequer)
  ledger.do('treasury', 'openBook', { code: 'city', issued: cny(0n) })
  for (const holder of [zhang, li, exchequer]) {
    ledger.do('identity', 'enrol', { pseudonym: holder, assurance: 'proofed' })
    ledger.do('treasury', 'openAccount', { holder, book: ['city'] })
  }
  ledger.do('treasury', 'deposit', { account: [li], amount: cny(500n) })
  ledger.do('land', 'register', { code: 'u1', holder: zhang, division: defaultDivision })
  return ledger
}

const balance = (ledger: BenchLedger, holder: Uint8Array) =>
  (ledger.row('treasury', 'account', [holder]).fields.balance as { minor: bigint }).minor

const refusal = (performed: ReturnType<BenchLedger['submit']>) => performed.outcome.slice(0, 2)

describe('land', () => {
  test('a sale moves the unit and the money in one transaction, and events tell both', () => {
    const ledger = city()
    const { outcome } = ledger.submit('land', 'sell', { unit: ['u1'], to: li, price: cny(300n) })
    assert.equal(outcome[0], 'ok')
    assert.deepEqual(ledger.row('land', 'unit', ['u1']).fields.holder, li)
    assert.deepEqual([balance(ledger, zhang), balance(ledger, li)], [300n, 200n])
    const [payment, source, target, transferred, moved] = outcome[1] as readonly Value[][]
    assert.deepEqual([payment![0], ...payment!.slice(2)], ['treasury/payment', 'settle', 1, null, 'booked'])
    assert.deepEqual([source![0], target![0]], ['treasury/account', 'treasury/account'])
    assert.deepEqual(transferred, ['treasury/transferred', li, zhang, ['CNY', 300n]])
    assert.deepEqual(moved, ['unit', ['u1'], 'sell', 2, 'registered', 'registered'])
  })

  test('a refused payment refuses the sale and leaves nothing', () => {
    const ledger = city()
    const before = ledger.host.contents()
    const signers = ledger.rightSigners('land', 'sell', { unit: ['u1'], to: li, price: cny(600n) })
    const kept = ledger.host.contents()
    const performed = ledger.submit('land', 'sell', { unit: ['u1'], to: li, price: cny(600n) }, signers)
    assert.deepEqual(performed.outcome, ['refused', 'call-refused', ['paid', 'treasury', 'settle', 'short', null]])
    assert.deepEqual(ledger.host.contents(), kept)
    assert.ok(kept.size >= before.size)
  })

  test('who may not sign, each with its own code', () => {
    const ledger = city()
    const input = { unit: ['u1'], to: li, price: cny(300n) }
    const [registrar, holder, buyer] = ledger.rightSigners('land', 'sell', input) as [never, never, never]
    const elsewhere = { ...defaultDivision, code: '310101' }
    const sell = (...signers: { id: Uint8Array }[]) => refusal(ledger.submit('land', 'sell', input, signers))
    assert.deepEqual(sell(registrar, holder), ['refused', 'signer-count'])
    assert.deepEqual(sell(holder, registrar, buyer), ['refused', 'signer-role'])
    assert.deepEqual(sell(registrar, buyer, buyer), ['refused', 'signer-person'])
    assert.deepEqual(sell(ledger.officer('judge'), holder, buyer), ['refused', 'signer-role'])
    assert.deepEqual(sell(ledger.officer('registrar', { division: elsewhere }), holder, buyer), [
      'refused',
      'signer-division',
    ])
    assert.deepEqual(sell(ledger.revoked(), holder, buyer), ['refused', 'signer-key'])
    assert.deepEqual(sell({ id: subject('nobody') }, holder, buyer), ['refused', 'signer-key'])
    assert.equal(sell(registrar, holder, buyer)[0], 'ok')
  })

  test('a province’s registrar acts in its counties', () => {
    const ledger = city()
    const input = { unit: ['u1'], to: li, price: cny(300n) }
    const [, holder, buyer] = ledger.rightSigners('land', 'sell', input)
    const province = ledger.officer('registrar', { division: { ...defaultDivision, code: '110000' } })
    assert.equal(ledger.submit('land', 'sell', input, [province, holder!, buyer!]).outcome[0], 'ok')
  })

  test('a lien encumbers the unit until it is discharged; its rank is unique', () => {
    const ledger = city()
    const lien = { unit: ['u1'], rank: 1n, creditor: defaultOrgan, sum: cny(100n) }
    const id = ledger.do('land', 'mortgage', lien)
    assert.equal(ledger.row('land', 'unit', ['u1']).tallies.liens, 1n)
    assert.equal(ledger.row('land', 'unit', ['u1']).revision, 1)
    assert.deepEqual(refusal(ledger.submit('land', 'mortgage', lien)), ['refused', 'row-exists'])
    assert.deepEqual(refusal(ledger.submit('land', 'sell', { unit: ['u1'], to: li, price: cny(1n) })), [
      'refused',
      'encumbered',
    ])
    ledger.do('land', 'discharge', { lien: id as Value })
    assert.equal(ledger.row('land', 'unit', ['u1']).tallies.liens, 0n)
    ledger.do('land', 'sell', { unit: ['u1'], to: li, price: cny(1n) })
  })

  test('a seal blocks disposal and lapses by itself', () => {
    const ledger = city()
    ledger.do('land', 'seal', { unit: ['u1'] })
    assert.equal(ledger.host.armed().length, 1)
    const input = { unit: ['u1'], to: li, price: cny(1n) }
    const signers = [ledger.officer('registrar'), ledger.person(zhang), ledger.person(li)]
    assert.deepEqual(ledger.submit('land', 'sell', input, signers).outcome, [
      'refused',
      'row-status',
      ['unit', 'sealed'],
    ])
    ledger.advance(30 * dayMs - 1)
    assert.equal(ledger.row('land', 'unit', ['u1']).status, 'sealed')
    ledger.advance(1)
    assert.equal(ledger.row('land', 'unit', ['u1']).status, 'registered')
    assert.equal(ledger.host.armed().length, 0)
    assert.deepEqual(refusal(ledger.submit('land', 'lapse', { unit: ['u1'] }, [])), [
      'refused',
      'action-not-submittable',
    ])
  })

  test('a split closes the unit and makes its parts, in the sandbox', () => {
    const ledger = city()
    const part = (code: string, holder = zhang) => ({ code, holder })
    const split = (...into: ReturnType<typeof part>[]) => ledger.submit('land', 'split', { unit: ['u1'], into })
    assert.deepEqual(refusal(split(part('a'))), ['refused', 'few'])
    assert.deepEqual(refusal(split(part('a'), part('b', li))), ['refused', 'stranger'])
    assert.deepEqual(refusal(split(part('a'), part('u1'))), ['refused', 'row-exists'])
    const { outcome } = split(part('a'), part('b'))
    assert.deepEqual((outcome[1] as readonly Value[]).at(-1), ['split', ['u1'], [['a'], ['b']]])
    assert.equal(ledger.row('land', 'unit', ['u1']).status, 'closed')
    assert.deepEqual(ledger.row('land', 'unit', ['b']).fields.holder, zhang)
  })
})

describe('an approval', () => {
  const desk = { scheme: 'x-bench', id: 'planning' }
  const joint = { scheme: 'x-bench', id: 'fire' }
  const materials = [{ kind: 'plan', content: commitment }]

  function office(): { ledger: BenchLedger; id: Value } {
    const ledger = city()
    const item = { code: 'i1', joint, intake: 5, limit: 20, fee: cny(50n), certificate: 'c1' }
    ledger.do('approvals', 'publish', item, [ledger.officer('editor', { organ: desk })])
    const id = ledger.do('approvals', 'draft', { item: ['i1'], applicant: li, materials }) as Value
    ledger.do('approvals', 'submit', { case: id, materials })
    return { ledger, id }
  }
  const at = (ledger: BenchLedger, id: Value) => ledger.row('approvals', 'case', id as never)
  const opinions = (ledger: BenchLedger, id: Value) => {
    for (const organ of [desk, joint]) ledger.do('approvals', 'agree', { opinion: [id, [organ.scheme, organ.id]] })
  }

  test('silence accepts it, the offices agree, it is decided, paid and certified', () => {
    const { ledger, id } = office()
    ledger.advanceTo(at(ledger, id).fields.acceptBy as number)
    assert.equal(at(ledger, id).status, 'review')
    assert.equal(at(ledger, id).tallies.pending, 2n)
    const decide = { case: id, reasons: null, outcome: 'approved' }
    assert.deepEqual(refusal(ledger.submit('approvals', 'decide', decide)), ['refused', 'early'])
    opinions(ledger, id)
    ledger.do('approvals', 'decide', decide)
    const issue = { case: id, content: commitment }
    const clerk = [ledger.officer('clerk', { organ: desk })]
    assert.deepEqual(refusal(ledger.submit('approvals', 'issue', issue, clerk)), ['refused', 'unpaid'])
    ledger.do('approvals', 'pay', { case: id })
    assert.equal(balance(ledger, exchequer), 50n)
    ledger.do('approvals', 'issue', issue, clerk)
    const made = at(ledger, id).fields.certificate as never
    assert.deepEqual(ledger.row('certificates', 'certificate', made).fields.holder, li)
    assert.equal(ledger.host.armed().length, 0)
  })

  test('the clerk may come first, and then may not decide as head', () => {
    const { ledger, id } = office()
    ledger.do('approvals', 'accept', { case: id })
    assert.equal(ledger.host.armed().length, 1)
    opinions(ledger, id)
    const head = ledger.officer('head', { organ: desk })
    const [clerk] = ledger.rightSigners('approvals', 'resume', { case: pausedFor(ledger, id, head) })
    // The same officer, promoted: what counts is who acted, not under which role.
    const both = ledger.row('organisations', 'key', [clerk!.id]).fields.officer as never
    const officer = ledger.row('organisations', 'officer', both)
    ledger.put('organisations', 'officer', both, 'active', { ...officer.fields, roles: ['clerk', 'head'] })
    ledger.do('approvals', 'resume', { case: id })
    const decide = { case: id, reasons: null, outcome: 'approved' }
    assert.deepEqual(ledger.submit('approvals', 'decide', decide, [clerk!]).outcome, [
      'refused',
      'signer-maker',
      ['head'],
    ])
    ledger.do('approvals', 'decide', decide)
  })

  function pausedFor(ledger: BenchLedger, id: Value, head: { id: Uint8Array }): Value {
    ledger.do('approvals', 'pause', { case: id, why: 'hearing' }, [head])
    assert.equal(ledger.host.armed().length, 0)
    return id
  }

  test('a pause stops the clock and gives the same working days back; then it escalates', () => {
    const { ledger, id } = office()
    ledger.do('approvals', 'accept', { case: id })
    const decideBy = at(ledger, id).fields.decideBy as number
    ledger.do('approvals', 'pause', { case: id, why: 'hearing' })
    assert.equal(at(ledger, id).fields.left, 20)
    ledger.advance(70 * dayMs)
    assert.equal(at(ledger, id).status, 'paused')
    ledger.do('approvals', 'resume', { case: id })
    assert.ok((at(ledger, id).fields.decideBy as number) > decideBy)
    ledger.advance(35 * dayMs)
    assert.equal(at(ledger, id).status, 'overdue')
    const overdue = ledger.steps.findLast((step) => step.kind === 'due')!.outcome[1] as readonly Value[]
    assert.deepEqual(overdue.at(-1), ['overdue', id, [desk.scheme, desk.id]])
  })

  test('a refusal needs reasons, and an opposed case is not approved', () => {
    const { ledger, id } = office()
    ledger.do('approvals', 'accept', { case: id })
    ledger.do('approvals', 'agree', { opinion: [id, [desk.scheme, desk.id]] })
    const opinion = [id, [joint.scheme, joint.id]] as Value
    assert.deepEqual(refusal(ledger.submit('approvals', 'oppose', { opinion, text: null })), ['refused', 'unreasoned'])
    ledger.do('approvals', 'oppose', { opinion, text: commitment })
    const decide = (outcome: string, reasons: Value) =>
      refusal(ledger.submit('approvals', 'decide', { case: id, outcome, reasons }))
    assert.deepEqual(decide('approved', null), ['refused', 'opposed'])
    assert.deepEqual(decide('refused', null), ['refused', 'unreasoned'])
    assert.equal(decide('refused', commitment)[0], 'ok')
  })
})
