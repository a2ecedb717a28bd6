import type { Catalogue } from '@gongshi/ui'

type ConsultationText =
  | 'title'
  | 'lead'
  | 'caption'
  | 'none'
  | 'matter'
  | 'organ'
  | 'status'
  | 'closes'
  | 'answerBy'
  | 'clause'
  | 'comments'
  | 'noComments'
  | 'withheld'
  | 'answer'
  | 'answerOwed'
  | 'answerLate'
  | 'withdrawn'
  | 'steps'
  | 'step'
  | 'time'
  | 'entry'
  | 'evidence'
  | 'privacy'
  | 'how'
  | 'first'
  | 'further'
  | 'furtherComments'

export const consultationTexts: Catalogue<ConsultationText> = {
  zh: {
    title: '征求意见',
    lead: '机关公开征求意见的草案、收到的意见和答复。每一步都在账本上，到期由账本自行记录。',
    caption: '征求意见事项',
    none: '目前没有征求意见的事项。',
    matter: '事项',
    organ: '机关',
    status: '状态',
    closes: '意见截止',
    answerBy: '答复期限',
    clause: '依据',
    comments: '收到的意见',
    noComments: '还没有意见。',
    withheld: '本条意见不予展示：{ground}。依据：{clause}',
    answer: '答复',
    answerOwed: '尚未答复；机关应在 {time} 前答复。',
    answerLate: '机关未在 {time} 前答复，已逾期。',
    withdrawn: '本事项已撤回。依据：{clause}',
    steps: '办理过程',
    step: '步骤',
    time: '时间',
    entry: '记录',
    evidence: '证据',
    privacy: '提意见的人用只为本事项生成的密钥签名，账本上没有姓名、身份号码，也没有任何能把两个事项联系起来的标识。',
    how: '如何提意见：',
    first: '回到开头',
    further: '更多事项',
    furtherComments: '更多意见',
  },
  en: {
    title: 'Consultations',
    lead: 'Drafts on which organs ask the public, what was said, and the answers. Every step is on the ledger, which records by itself what falls due.',
    caption: 'Consultations',
    none: 'There is no consultation yet.',
    matter: 'Matter',
    organ: 'Organ',
    status: 'Status',
    closes: 'Comments until',
    answerBy: 'Answer due by',
    clause: 'Clause',
    comments: 'What was said',
    noComments: 'Nobody has said anything yet.',
    withheld: 'This comment is withheld: {ground}. Clause: {clause}',
    answer: 'Answer',
    answerOwed: 'Not answered yet; the organ owes an answer by {time}.',
    answerLate: 'The organ owed an answer by {time} and has not given one.',
    withdrawn: 'This consultation was withdrawn. Clause: {clause}',
    steps: 'Steps',
    step: 'Step',
    time: 'Time',
    entry: 'Entry',
    evidence: 'Evidence',
    privacy:
      'Whoever comments signs with a key made for this matter alone: no name, no identity number and nothing that links two matters stands on the ledger.',
    how: 'How to comment:',
    first: 'Back to the beginning',
    further: 'More consultations',
    furtherComments: 'More comments',
  },
}
