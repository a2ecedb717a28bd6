import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { affairBench, defaultOrgan, subject } from '@gongshi/affair-kit/bench'
import { disclosure } from './affair.ts'

const bench = affairBench(disclosure)
const content = (name: string) => subject(name)
const notice = {
  organ: defaultOrgan,
  identifier: 'QS-2026-001',
  kind: 'notice',
  clause: 'government-information/20',
  issued: '2026-03-01',
  effective: null,
  expires: null,
  content: content('first'),
}
const release = {
  ocid: 'ocds-000000-1',
  release: '1',
  date: 1_700_000_000_000,
  tags: ['award', 'contract'],
  amounts: [{ use: 'award', amount: { currency: 'KWD', minor: 1_005n } }],
  organ: { scheme: 'x-import', id: '08209eeb38eeea31e49bd7fd30557967' },
  content: content('release'),
}
const outcome = ({ outcome: [word, detail] }: { outcome: readonly unknown[] }) => (word === 'ok' ? 'ok' : detail)

test('the matrix of roles, actions and states', () => {
  assert.ok(bench.checkMatrix().length > 40)
})

test('random acts break no invariant', () => {
  bench.checkInvariants({ runs: 10, acts: 60 })
})

describe('a publication', () => {
  test('is published, corrected and withdrawn, and every edition stays in the log', () => {
    const ledger = bench.ledger()
    const publication = ledger.do('disclosure', 'publish', notice)
    const correction = {
      publication,
      issued: '2026-03-05',
      effective: null,
      expires: null,
      clause: 'government-information/41',
      reason: 'error',
    }
    const { outcome: superseded } = ledger.submit('disclosure', 'supersede', {
      ...correction,
      content: content('second'),
    })
    assert.deepEqual(superseded[1], [
      ['publication', publication, 'supersede', 2, 'published', 'published'],
      ['superseded', content('first'), content('second'), 2n, 'government-information/41'],
    ])
    assert.deepEqual(
      outcome(ledger.submit('disclosure', 'supersede', { ...correction, content: content('second') })),
      'same',
    )
    ledger.do('disclosure', 'withdraw', { publication, clause: 'government-information/15', reason: 'lapsed' })
    const { status, revision, fields } = ledger.row('disclosure', 'publication', publication)
    assert.deepEqual([status, revision, fields.edition, fields.withdrawnFor], ['withdrawn', 3, 2n, 'lapsed'])
    assert.deepEqual(fields.content, content('second'))
    const late = { ...correction, content: content('third') }
    assert.equal(outcome(ledger.submit('disclosure', 'supersede', late, [ledger.officer('publisher')])), 'row-status')
  })

  test('has its number for itself within its organ, and one organ does not publish for another', () => {
    const ledger = bench.ledger()
    ledger.do('disclosure', 'publish', notice)
    assert.equal(outcome(ledger.submit('disclosure', 'publish', notice)), 'row-exists')
    const other = { scheme: 'x-bench', id: 'organ-2' }
    ledger.do('disclosure', 'publish', { ...notice, organ: other })
    const stranger = ledger.officer('publisher', { organ: other })
    assert.equal(
      outcome(ledger.submit('disclosure', 'publish', { ...notice, identifier: '2' }, [stranger])),
      'signer-organ',
    )
  })
})

describe('an imported release', () => {
  test('stands once by (ocid, release id), with its facts and no more', () => {
    const ledger = bench.ledger()
    const id = ledger.do('disclosure', 'importRelease', release)
    assert.deepEqual(id, ['ocds-000000-1', '1'])
    assert.equal(
      outcome(ledger.submit('disclosure', 'importRelease', { ...release, content: content('other') })),
      'row-exists',
    )
    ledger.do('disclosure', 'importRelease', { ...release, release: '2' })
    const { fields } = ledger.row('disclosure', 'release', id)
    assert.deepEqual(fields.publisher, defaultOrgan)
    assert.deepEqual(fields.amounts, release.amounts)
  })

  test('is withdrawn by the organ that imported it only', () => {
    const ledger = bench.ledger()
    const id = ledger.do('disclosure', 'importRelease', release)
    const act = { release: id, clause: 'government-information/15', reason: 'privacy' }
    const stranger = ledger.officer('importer', { organ: { scheme: 'x-bench', id: 'organ-2' } })
    assert.equal(outcome(ledger.submit('disclosure', 'withdrawRelease', act, [stranger])), 'signer-organ')
    ledger.do('disclosure', 'withdrawRelease', act)
    assert.equal(ledger.row('disclosure', 'release', id).status, 'withdrawn')
  })
})
