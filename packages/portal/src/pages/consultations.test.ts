import assert from 'node:assert/strict'
import { test } from 'node:test'
import { site } from '../../test/site.ts'
import type { ConsultationData } from '../consultationData.ts'
import { renderConsultation, renderConsultations } from './consultations.ts'

const text = (words: string) => ({
  kind: 'document' as const,
  lang: 'und',
  paragraphs: [{ path: 'paragraph/1/und', heading: false, text: words }],
})
const data: ConsultationData = {
  key: 'abc',
  organ: { scheme: 'x-city', id: 'roads', name: [{ lang: 'en', text: 'Roads' }] },
  number: 'R-1',
  status: 'open',
  title: [{ lang: 'en', text: '<b>Trees</b>' }],
  synthetic: false,
  closes: Date.UTC(2026, 2, 30),
  answerBy: Date.UTC(2026, 3, 20),
  clause: { code: 'major-decisions/14' },
  draft: text('the draft'),
  answer: null,
  withdrawnBy: null,
  steps: [{ action: 'open', entry: 3, at: 0 }],
  comments: [
    { entry: 5, at: 0, evidence: '/e/5', state: 'made', body: text('<script>alert(1)</script>') },
    { entry: 6, at: 0, evidence: '/e/6', state: 'withheld', clause: { code: 'law/1' }, ground: 'insult' },
  ],
  place: { isFirst: true, next: null },
  evidence: { gse: '/e', json: '/j', tlogProof: '/t', courtPack: 'entry=1', trust: '/r' },
}
const page = (given: Partial<ConsultationData>, lang: 'zh' | 'en' = 'en') =>
  renderConsultation({ ...data, ...given }, { lang, site })

test('what somebody said is text, whatever it says, and what is withheld is a tombstone with its clause', () => {
  const html = page({})
  assert.ok(html.includes('&lt;script&gt;alert(1)') && !html.includes('<script>alert'))
  assert.match(html, /tombstone[\s\S]*withheld: insult[\s\S]*law\/1/)
})

test('a list that goes on leads on by its cursor, and back to its beginning', () => {
  assert.doesNotMatch(page({}), /class="pager"/)
  const first = page({ place: { isFirst: true, next: 'a b' } })
  assert.match(first, /rel="next" href="\/en\/consultations\/abc\?cursor=a%20b">More comments/)
  assert.doesNotMatch(first, /rel="prev"/)
  const last = page({ comments: [], place: { isFirst: false, next: null } })
  assert.match(last, /rel="prev" href="\/en\/consultations\/abc">/)
  assert.doesNotMatch(last, /rel="next"|Nobody has said/)
  const list = renderConsultations({ rows: [data], place: { isFirst: false, next: 'x' } }, { lang: 'zh', site })
  assert.match(list, /href="\/zh\/consultations">回到开头<[\s\S]*href="\/zh\/consultations\?cursor=x">更多事项/)
})

test('says what is owed, what is late, what was answered, and what was withdrawn', () => {
  assert.match(page({ status: 'closed' }), /owes an answer by 20 April 2026/)
  assert.match(page({ status: 'overdue' }), /ds-alert[\s\S]*owed an answer by 20 April 2026/)
  assert.match(page({ status: 'overdue' }, 'zh'), /已逾期/)
  const answered = page({ status: 'answered', answer: text('The trees stay.') })
  assert.match(answered, /id="answer"[\s\S]*The trees stay\./)
  assert.doesNotMatch(answered, /owes an answer/)
  const withdrawn = page({ status: 'withdrawn', withdrawnBy: { code: 'law/2' } })
  assert.match(withdrawn, /was withdrawn[\s\S]*law\/2/)
  assert.doesNotMatch(withdrawn, /id="answer"/)
})

test('a list without one says so', () => {
  assert.match(renderConsultations({ rows: [], place: data.place }, { lang: 'en', site }), /no consultation yet/)
  assert.match(
    renderConsultations({ rows: [data], place: data.place }, { lang: 'zh', site }),
    /\/zh\/consultations\/abc[\s\S]*&lt;b&gt;Trees/,
  )
})
