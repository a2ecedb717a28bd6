import type { ConsultationData, ConsultationsData, RecordBody } from '@gongshi/portal'
import { day, evidence, organs } from './sampleCity.ts'

const text = (lang: string, words: string): RecordBody => ({
  kind: 'document',
  lang,
  paragraphs: [{ path: `paragraph/1/${lang}`, heading: false, text: words }],
})
const cited = {
  code: 'major-decisions/14',
  text: [
    { lang: 'zh', text: '《重大行政决策程序暂行条例》第十四条（听取各方面意见）' },
    { lang: 'en', text: 'Interim Regulations on Procedures for Major Administrative Decisions, art. 14' },
  ],
}

/** On what the sample city asks its people. Synthetic. */
export const consultation: ConsultationData = {
  key: 'WCAD',
  organ: organs.transport,
  number: '云交征〔2026〕1 号',
  status: 'open',
  title: [
    { lang: 'zh', text: '关于梧桐路人行道改造方案公开征求意见的公告' },
    { lang: 'en', text: 'Pavements of Plane Tree Road: what is meant to be done' },
  ],
  synthetic: true,
  closes: day('2026-06-05T00:00:00'),
  answerBy: day('2026-06-26T00:00:00'),
  clause: cited,
  draft: text('zh', '拟将梧桐路两侧人行道各拓宽一米，保留现有行道树，施工期约三个月。'),
  answer: null,
  withdrawnBy: null,
  steps: [{ action: 'open', entry: 4016, at: day('2026-05-06T09:00:00') }],
  comments: [
    {
      entry: 4017,
      at: day('2026-05-07T09:00:00'),
      evidence: evidence(4017).gse,
      state: 'made',
      body: text('zh', '请先修好路灯，再拓宽人行道。'),
    },
    {
      entry: 4018,
      at: day('2026-05-07T10:00:00'),
      evidence: evidence(4018).gse,
      state: 'withheld',
      clause: { code: 'cybersecurity/12' },
      ground: 'advertising',
    },
  ],
  place: { isFirst: false, next: 'fifty-more' },
  evidence: evidence(4016),
}

export const consultations: ConsultationsData = {
  rows: [consultation, { ...consultation, key: 'WCAE', status: 'overdue', closes: day('2026-03-05T00:00:00') }],
  place: { isFirst: true, next: 'fifty-more' },
}
