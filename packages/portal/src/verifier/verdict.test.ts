import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostic } from './diagnostic.ts'
import { looksLikeTrust } from './files.ts'
import type { Outcome, Summary } from './result.ts'
import { verdictOf } from './verdictView.ts'

const summary: Summary = {
  chainId: 'a',
  expired: false,
  claim: { kind: 'true-at', time: 0 },
  height: 1,
  time: 0,
  provenAt: 0,
  validators: 1,
  witnessed: false,
  witnessedAt: null,
  unseenAt: null,
  subject: { kind: 'state', affair: 'a', table: 't', key: 'k', value: null },
  members: [],
  findings: [],
  body: null,
  grounds: [],
}
const passed = (more: Partial<Summary> = {}): Outcome => ({
  ok: true,
  ms: 1,
  steps: [],
  summaries: [{ ...summary, ...more }],
})

test('green needs passed steps, keys still relied on, and an independent root: nothing less', () => {
  assert.equal(verdictOf(passed(), true), 'proven')
  assert.equal(verdictOf(passed(), false), 'consistent')
  assert.equal(verdictOf(passed({ expired: true }), true), 'expired')
  assert.equal(verdictOf(passed({ expired: true }), false), 'expired')
  const failed: Outcome = { ok: false, ms: 1, steps: [], step: 'commit', code: 'evidence-vote-invalid', before: 0 }
  assert.equal(verdictOf(failed, true), 'refused')
})

test('diagnostic notation shows every kind of value, and breaks what does not fit a line', () => {
  assert.equal(
    diagnostic([null, true, -1, 2n ** 63n, 'a"b', Uint8Array.of(1, 255), []]),
    '[null, true, -1, 9223372036854775808, "a\\"b", h\'01ff\', []]',
  )
  assert.equal(diagnostic(['x'.repeat(40), 'y'.repeat(40)]).split('\n').length, 4)
})

test('only a JSON object that names a genesis counts as a trust root', () => {
  assert.ok(looksLikeTrust(' {"chainId":"a","genesisHash":"b"}'))
  for (const text of ['', '[]', 'null', '{', '{"format":"gongshi/evidence/1"}', '\u0083'])
    assert.ok(!looksLikeTrust(text))
})
