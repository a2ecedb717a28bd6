import type { Catalogue, Lang } from '@gongshi/ui'
import type { RuleKind } from '../ruleHistoryData.ts'

type RuleHistoryText =
  | 'title'
  | 'lead'
  | 'link'
  | 'kind'
  | 'allKinds'
  | 'show'
  | 'ahead'
  | 'changes'
  | 'none'
  | 'when'
  | 'decided'
  | 'what'
  | 'becomes'
  | 'was'
  | 'decides'
  | 'atOnce'
  | 'untilEnd'
  | 'decidedBy'
  | 'founding'
  | 'foundingHow'
  | 'genesis'
  | 'asData'
  | 'first'
  | 'further'

/** What the history of the rules says. */
export const ruleHistoryTexts: Catalogue<RuleHistoryText> = {
  zh: {
    title: '规则沿革',
    lead: '账本运行规则的每一次变更：什么变了，变更前后各是什么，由哪次表决决定，自何时起算数。除表决外没有别的途径，因此这里就是全部。',
    link: '规则沿革：历次升级与变更',
    kind: '类别',
    allKinds: '全部',
    show: '查看',
    ahead: '已决定，尚未执行',
    changes: '已执行的变更',
    none: '还没有这类变更：规则仍是创世时的样子。',
    when: '执行时间',
    decided: '通过时间',
    what: '变更事项',
    becomes: '变更内容',
    was: '此前：',
    decides: '自 {from} 起',
    atOnce: '区块 {height}',
    untilEnd: '至 {until} 自动解除',
    decidedBy: '表决',
    founding: '创世时的事项版本',
    foundingHow: '账本由此开始；其余参数的初始取值见各事项页面。',
    genesis: '创世文件的哈希',
    asData: '以 JSON 取得这些提案',
    first: '回到最新',
    further: '更早的变更',
  },
  en: {
    title: 'History of the rules',
    lead: 'Every change of the rules by which the ledger works: what it was before and after, which vote decided it, and from when it counts. There is no other way than a vote, so this is all of them.',
    link: 'History of the rules: upgrades and changes',
    kind: 'Kind',
    allKinds: 'All',
    show: 'Show',
    ahead: 'Decided, not carried out yet',
    changes: 'Changes carried out',
    none: 'There is no such change yet: the rules are what they were at the genesis.',
    when: 'Carried out',
    decided: 'Decided',
    what: 'What',
    becomes: 'Change',
    was: 'before: ',
    decides: 'from {from} on',
    atOnce: 'block {height}',
    untilEnd: 'ends by itself at {until}',
    decidedBy: 'Vote',
    founding: 'Versions of the affairs at the genesis',
    foundingHow: 'With these the ledger began; the page of each affair has the first values of its parameters.',
    genesis: 'Hash of the genesis',
    asData: 'These proposals as JSON',
    first: 'Back to the newest',
    further: 'Earlier changes',
  },
}

const kinds: { readonly [kind in RuleKind]: { readonly [lang in Lang]: string } } = {
  version: { zh: '事项版本（升级）', en: 'Versions of affairs (upgrades)' },
  parameter: { zh: '参数', en: 'Parameters' },
  member: { zh: '成员单位', en: 'Members of the house' },
  validators: { zh: '验证节点', en: 'Validators' },
  suite: { zh: '签名算法', en: 'Signature suites' },
  publisher: { zh: '发布者公钥', en: 'Keys of publishers' },
  site: { zh: '通行密钥网站', en: 'Sites for passkeys' },
  pause: { zh: '暂停', en: 'Pauses' },
  resume: { zh: '恢复', en: 'Resumptions' },
}

export function ruleKindWord(kind: RuleKind, lang: Lang): string {
  return kinds[kind][lang]
}
