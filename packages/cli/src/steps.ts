import type { Bilingual } from './language.ts'

/** What each step of the check establishes, in the order in which they run. */
export const steps: readonly (readonly [step: string, words: Bilingual])[] = [
  ['file', { zh: '文件完整，编码规范', en: 'the file is whole and well-formed' }],
  ['trust', { zh: '与您的信任根同属一个账本', en: 'it is of the ledger that your trust root names' }],
  ['path', { zh: '从信任根到该区块的验证人一脉相承', en: 'the validators follow from your trust root' }],
  [
    'commit',
    { zh: '超过三分之二的验证人签署了区块', en: 'validators with more than two thirds of the power signed the block' },
  ],
  ['app', { zh: '区块头承诺了账本的日志与状态', en: 'the header commits to the log and the state' }],
  ['inclusion', { zh: '内容就在该日志或状态之中', en: 'the entry or value is in that log or state' }],
  ['leaf', { zh: '条目正是所问的那一条', en: 'the entry is the one that it claims to be' }],
  ['signatures', { zh: '经办人的签名有效', en: 'the signatures of those who acted are valid' }],
  ['body', { zh: '正文与签名一致', en: 'the body is the one that was signed' }],
  ['members', { zh: '所附文件与承诺值一致', en: 'the documents shown are those that were committed to' }],
  ['witnesses', { zh: '外部见证人的签名', en: 'signatures of outside witnesses' }],
]
