import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, type BenchLedger, defaultDivision, defaultOrgan, subject } from '@gongshi/affair-kit/bench'
import { identity } from '../identity/affair.ts'
import { participation } from './affair.ts'

const identityBench = affairBench(identity)
const bench = affairBench(participation, {
  imports: [identityBench.installed],
  params: { leastDays: 20, answerDays: 15 },
})
/** Of a refused call, why the called affair refused it. */
const outcome = ({ outcome: [word, code, detail] }: { outcome: readonly unknown[] }) => {
  if (word === 'ok') return 'ok'
  return code === 'call-refused' ? (detail as readonly unknown[])[3] : code
}
const laidOut = {
  organ: defaultOrgan,
  number: 'QS-2026-7',
  division: defaultDivision,
  draft: subject('draft'),
  clause: 'major-decisions/14',
  days: 20,
}
const point = { suite: 'ed25519', y: null, level: 3n }
const person = (name: string) => ({
  ...point,
  author: subject(`pseudonym of ${name}`),
  keyId: subject(`key of ${name}`),
  x: subject(`x of ${name}`),
})
type Id = NonNullable<ReturnType<BenchLedger['do']>>

const open = (ledger: BenchLedger, given: object = {}) =>
  ledger.do('participation', 'open', { ...laidOut, ...given } as never) as Id
const admit = (ledger: BenchLedger, consultation: Id, name: string, given: object = {}) =>
  outcome(ledger.submit('participation', 'admit', { consultation, ...person(name), ...given } as never))
const comment = (ledger: BenchLedger, consultation: Id, name: string, by = person(name).keyId, text = name) =>
  outcome(
    ledger.submit(
      'participation',
      'comment',
      { comment: [consultation, person(name).author], content: subject(text) } as never,
      [{ id: by }],
    ),
  )
const row = (ledger: BenchLedger, id: Id) => ledger.row('participation', 'consultation', id)
const day = (time: unknown) => new Date((time as number) - 1 + 8 * 3_600_000).toISOString().slice(0, 10)

test('the matrix of roles, actions and states', () => {
  assert.ok(identityBench.checkMatrix().length > 10)
  assert.ok(bench.checkMatrix().length > 80)
})

test('random acts break no invariant', () => {
  identityBench.checkInvariants({ runs: 10, acts: 40 })
  bench.checkInvariants({ runs: 10, acts: 60 })
})

describe('a consultation', () => {
  test('takes comments for so many working days, is answered in time, and every step is in the log', () => {
    const ledger = bench.ledger()
    ledger.advanceTo(Date.parse('2026-03-02T10:00:00+08:00'))
    const id = open(ledger)
    // Monday, 2 March: 20 working days later is Monday the 30th, 15 more are up on Monday, 20 April.
    assert.deepEqual(
      [day(row(ledger, id).fields.closes), day(row(ledger, id).fields.answerBy)],
      ['2026-03-30', '2026-04-20'],
    )
    assert.equal(admit(ledger, id, 'a'), 'ok')
    assert.equal(comment(ledger, id, 'a'), 'ok')
    ledger.advanceTo(row(ledger, id).fields.closes as number)
    assert.equal(row(ledger, id).status, 'closed')
    const answered = ledger.submit('participation', 'answer', { consultation: id, answer: subject('answer') } as never)
    assert.deepEqual((answered.outcome[1] as unknown[])[1], ['answered', subject('answer'), 1n])
    assert.equal(row(ledger, id).status, 'answered')
  })

  test('is overdue when nobody answers, and is answered all the same, once', () => {
    const ledger = bench.ledger()
    const id = open(ledger)
    const answer = (content: string) =>
      outcome(
        ledger.submit('participation', 'answer', { consultation: id, answer: subject(content) } as never, [
          ledger.officer('consultant'),
        ]),
      )
    assert.equal(answer('answer'), 'row-status')
    ledger.advanceTo(row(ledger, id).fields.answerBy as number)
    assert.equal(row(ledger, id).status, 'overdue')
    assert.equal(answer('draft'), 'same')
    assert.equal(answer('answer'), 'ok')
    assert.equal(answer('another answer'), 'row-status')
  })

  test('is no shorter than the law says, and no other organ’s', () => {
    const ledger = bench.ledger()
    assert.equal(outcome(ledger.submit('participation', 'open', { ...laidOut, days: 19 } as never)), 'short')
    const stranger = ledger.officer('consultant', { organ: { scheme: 'x-bench', id: 'organ-2' } })
    assert.equal(outcome(ledger.submit('participation', 'open', laidOut as never, [stranger])), 'signer-organ')
  })
})

describe('a person', () => {
  test('comments once in a matter, by the key that was let in for it, and changes nothing afterwards', () => {
    const ledger = bench.ledger()
    const id = open(ledger)
    assert.equal(admit(ledger, id, 'a'), 'ok')
    assert.equal(admit(ledger, id, 'b'), 'ok')
    assert.equal(comment(ledger, id, 'a', person('b').keyId), 'signer-person')
    assert.equal(comment(ledger, id, 'a', subject('nobody')), 'signer-key')
    assert.equal(comment(ledger, id, 'a'), 'ok')
    assert.equal(comment(ledger, id, 'a', person('a').keyId, 'other words'), 'row-status')
    assert.equal(admit(ledger, id, 'a', { keyId: subject('another key') }), 'row-exists')
  })

  test('is let in anywhere once by one pseudonym, and once by one key: neither links two matters', () => {
    const ledger = bench.ledger()
    const [first, second] = [open(ledger), open(ledger, { number: 'QS-2026-8' })]
    assert.equal(admit(ledger, first, 'a'), 'ok')
    assert.equal(admit(ledger, second, 'a'), 'row-exists')
    assert.equal(admit(ledger, second, 'a', { keyId: subject('fresh key') }), 'row-exists')
    assert.equal(admit(ledger, second, 'a', { author: subject('fresh pseudonym') }), 'row-exists')
    assert.equal(comment(ledger, second, 'a'), 'row-missing')
    assert.equal(admit(ledger, first, 'c', { level: 5n }), 'ungraded')
    assert.equal(admit(ledger, first, 'c', { suite: 'es256' }), 'incomplete')
  })

  test('who is let in by nobody, or by another organ, says nothing; nor does anybody after the end', () => {
    const ledger = bench.ledger()
    const id = open(ledger)
    assert.equal(comment(ledger, id, 'a'), 'row-missing')
    const stranger = ledger.officer('receiver', { organ: { scheme: 'x-bench', id: 'organ-2' } })
    const input = { consultation: id, ...person('a') }
    assert.equal(outcome(ledger.submit('participation', 'admit', input as never, [stranger])), 'signer-organ')
    assert.equal(admit(ledger, id, 'a'), 'ok')
    ledger.advanceTo((row(ledger, id).fields.closes as number) - 1)
    assert.equal(admit(ledger, id, 'b'), 'ok')
    ledger.advanceTo(row(ledger, id).fields.closes as number)
    assert.equal(comment(ledger, id, 'b'), 'row-status')
  })

  test('whose key is lost and revoked says nothing by it', () => {
    const ledger = bench.ledger()
    const id = open(ledger)
    assert.equal(admit(ledger, id, 'a'), 'ok')
    ledger.do('identity', 'revoke', { key: [person('a').keyId], reason: 'lost' } as never)
    assert.equal(comment(ledger, id, 'a'), 'signer-key')
  })
})

describe('moderation', () => {
  test('leaves a tombstone with its clause, keeps the count, and is undone by somebody else only', () => {
    const ledger = bench.ledger()
    const id = open(ledger)
    admit(ledger, id, 'a')
    comment(ledger, id, 'a')
    const said = [id, person('a').author]
    const moderator = ledger.officer('moderator')
    const ground = { clause: 'cybersecurity/12', ground: 'insult' }
    ledger.do('participation', 'withhold', { comment: said, ...ground } as never, [moderator])
    const { status, fields } = ledger.row('participation', 'comment', said)
    assert.deepEqual([status, fields.withheldBy, fields.withheldFor], ['withheld', 'cybersecurity/12', 'insult'])
    assert.deepEqual(fields.content, subject('a'))
    assert.equal(row(ledger, id).tallies.comments, 1n)
    const restore = (by: Parameters<BenchLedger['submit']>[3]) =>
      outcome(ledger.submit('participation', 'restore', { comment: said } as never, by))
    assert.equal(restore([moderator]), 'signer-maker')
    assert.equal(restore([ledger.officer('moderator', { number: 1 })]), 'ok')
    assert.equal(ledger.row('participation', 'comment', said).fields.withheldBy, null)
  })
})
