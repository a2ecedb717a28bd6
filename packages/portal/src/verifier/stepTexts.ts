import type { Lang } from '@gongshi/ui/browser'
import type { Row } from './rows.ts'

type StepText = { readonly name: string; readonly checks: string }

/** Each step in plain words: its name, and what a pass means. */
export const stepTexts: { readonly [L in Lang]: { readonly [R in Row]: StepText } } = {
  zh: {
    root: { name: '信任根从何而来', checks: '您凭什么相信它，决定下面各步值多少。' },
    file: { name: '读取证据', checks: '文件完整，编码唯一，没有含糊或多余的字节。' },
    trust: { name: '同一部账本', checks: '证据所说的账本，正是信任根所指的那一部。' },
    path: { name: '签名者的传承', checks: '从您信任的验证者到签署本区块的验证者，每次更换都由前任签名。' },
    commit: { name: '区块签名', checks: '超过三分之二的验证者权重签署了这个区块。' },
    app: { name: '压入区块头', checks: '区块头固定了当时的全部状态和全部记录。' },
    inclusion: { name: '确在其中', checks: '这条记录（或这个值）确在其中，位置不能移动。' },
    leaf: { name: '记录内容', checks: '记录本身读得通，与证据所附的完全一致。' },
    signatures: { name: '行为人签名', checks: '所列的密钥全部签名，签的正是这一行为。' },
    body: { name: '提交的内容', checks: '提交的原文与签名时的哈希一致；若已依法销毁，也在此说明。' },
    members: { name: '披露的文件内容', checks: '披露的各部分确属所承诺的内容，一字未改。' },
    witnesses: { name: '外部见证', checks: '账本以外的见证方见过同一部账本。' },
    grounds: { name: '权限与规则', checks: '密钥、任职、职位、参数与表决，逐项证明，环环相扣。' },
  },
  en: {
    root: {
      name: 'Where the trust root came from',
      checks: 'Why you believe it decides what the steps below are worth.',
    },
    file: { name: 'Reading the evidence', checks: 'The file is whole, with one possible reading and no spare bytes.' },
    trust: { name: 'The same ledger', checks: 'The evidence speaks of the very ledger that the trust root names.' },
    path: {
      name: 'Succession of signers',
      checks: 'From the validators you trust to those who signed this block, each change was signed by those before.',
    },
    commit: { name: 'The block is signed', checks: 'More than two thirds of the validators’ power signed this block.' },
    app: { name: 'Folded into the header', checks: 'The block header fixes all state and every entry at that moment.' },
    inclusion: { name: 'It is in there', checks: 'The entry (or value) is in there, at a place that cannot move.' },
    leaf: { name: 'What it says', checks: 'The entry itself reads cleanly and is exactly the one in the evidence.' },
    signatures: { name: 'Signed by those who acted', checks: 'Every key named signed, and signed exactly this act.' },
    body: {
      name: 'What was submitted',
      checks: 'The submitted text has the hash that was signed; if it was erased by law, that is said here.',
    },
    members: {
      name: 'Disclosed content',
      checks: 'Each disclosed part belongs to the content committed to, unchanged.',
    },
    witnesses: { name: 'Outside witnesses', checks: 'Witnesses outside the ledger have seen this same ledger.' },
    grounds: {
      name: 'Authority and rule',
      checks: 'Key, term, office, figures and votes are each proven, and each hangs on the one before.',
    },
  },
}
