import type { Catalogue } from '@gongshi/ui'

type FlagText =
  | 'flags'
  | 'flagsLead'
  | 'asked'
  | 'entries'
  | 'noWords'
  | 'unanswered'
  | 'finding'
  | 'desk'
  | 'deskLead'
  | 'deskNoOffice'
  | 'deskNone'
  | 'deskCut'
  | 'sum'
  | 'inputs'
  | 'where'
  | 'value'
  | 'lot'
  | 'raise'
  | 'method'
  | 'thresholdBy'
  | 'askedHead'
  | 'answerBy'

/** Words of the questions that supervisors put. */
export const flagTexts: Catalogue<FlagText> = {
  zh: {
    flags: '监督追问与答复',
    flagsLead: '追问由公开数据引起，不等于认定违法；问题与答复一并公开，逾期未答复的也公开。',
    asked: '{organ} 追问',
    entries: '依据账本前 {count} 个条目计算，任何人可以重算。',
    noWords: '问题全文尚未存放在本节点。',
    unanswered: '期限内没有答复。',
    finding: '处理',
    desk: '值得追问',
    deskLead:
      '公开数据在你监督的区划内引起的问题，只有监督人员能在这里看到。先核对依据和算式，再决定是否追问；问题不等于违法。',
    deskNoOffice: '你没有监督职责，这里没有内容。',
    deskNone: '目前没有值得追问的问题。',
    deskCut: '只列出最近的采购程序。',
    sum: '算式',
    inputs: '依据',
    where: '在 OCDS 记录中的位置',
    value: '值',
    lot: '标段 {lot}',
    raise: '就此追问',
    method: '方法',
    thresholdBy: '界限依据：',
    askedHead: '已提出的追问',
    answerBy: '答复期限：',
  },
  en: {
    flags: 'Questions of supervisors, and answers',
    flagsLead:
      'A question comes of public data and is no verdict. It is public together with its answer, or without one when the time to answer is over.',
    asked: 'Asked by {organ}',
    entries: 'Reckoned of the first {count} entries of the ledger; anyone can do it again.',
    noWords: 'The question in words is not on this node.',
    unanswered: 'No answer came in time.',
    finding: 'Finding',
    desk: 'Questions to look at',
    deskLead:
      'What public data raises where you supervise; only supervisors see it here. Check inputs and sum before you ask. A question is no verdict.',
    deskNoOffice: 'You hold no office that supervises, so there is nothing here.',
    deskNone: 'Nothing to ask at present.',
    deskCut: 'Only the newest procedures are listed.',
    sum: 'Sum',
    inputs: 'Inputs',
    where: 'Place in the OCDS record',
    value: 'Value',
    lot: 'Lot {lot}',
    raise: 'Ask the buyer',
    method: 'Method',
    thresholdBy: 'Threshold set under ',
    askedHead: 'Questions put to the buyer',
    answerBy: 'To be answered by ',
  },
}
