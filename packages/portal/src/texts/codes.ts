import type { Lang } from '@gongshi/ui/browser'

type Words = { readonly [L in Lang]: string }

/** Kinds of record that pages name in words; another kind shows its code. */
const kinds: { readonly [code: string]: Words } = {
  notice: { zh: '公告', en: 'Notice' },
  decision: { zh: '决定', en: 'Decision' },
  policy: { zh: '政策文件', en: 'Policy' },
  regulation: { zh: '规范性文件', en: 'Regulation' },
  budget: { zh: '预算公开', en: 'Budget' },
  plan: { zh: '规划', en: 'Plan' },
  procurement: { zh: '采购', en: 'Procurement' },
  'ocds-release': { zh: '采购数据', en: 'Procurement data' },
  statistics: { zh: '统计', en: 'Statistics' },
  personnel: { zh: '人事', en: 'Personnel' },
  permit: { zh: '许可', en: 'Permit' },
  penalty: { zh: '处罚', en: 'Penalty' },
  emergency: { zh: '应急', en: 'Emergency' },
  report: { zh: '报告', en: 'Report' },
}

const affairs: { readonly [name: string]: Words } = {
  disclosure: { zh: '信息公开', en: 'Disclosure' },
  erasure: { zh: '个人信息删除', en: 'Erasure' },
  organisations: { zh: '机构与职责', en: 'Organisations' },
}

const actions: { readonly [name: string]: Words } = {
  publish: { zh: '发布', en: 'Publish' },
  supersede: { zh: '更正并取代', en: 'Supersede' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  importRelease: { zh: '导入采购发布记录', en: 'Import a procurement release' },
  withdrawRelease: { zh: '撤回采购发布记录', en: 'Withdraw a procurement release' },
  propose: { zh: '提出删除', en: 'Propose erasure' },
  approve: { zh: '批准删除', en: 'Approve erasure' },
  stop: { zh: '中止删除', en: 'Stop erasure' },
  forbid: { zh: '监督制止', en: 'Forbid erasure' },
  carryOut: { zh: '执行删除', en: 'Carry out erasure' },
}

/** Why a notice was withdrawn, in the words of the affair `disclosure`. */
const reasons: { readonly [code: string]: Words } = {
  error: { zh: '有误', en: 'in error' },
  lapsed: { zh: '失效', en: 'lapsed' },
  replaced: { zh: '被取代', en: 'replaced' },
  order: { zh: '依决定或裁判', en: 'by order' },
  privacy: { zh: '涉及个人信息', en: 'personal data' },
}

/** The parts of an OCDS 1.1 release; the empty name is for what stands at its top. */
const releaseSections: { readonly [part: string]: Words } = {
  '': { zh: '概要', en: 'Summary' },
  parties: { zh: '参与方', en: 'Parties' },
  buyer: { zh: '采购人', en: 'Buyer' },
  planning: { zh: '计划', en: 'Planning' },
  tender: { zh: '招标', en: 'Tender' },
  awards: { zh: '中标', en: 'Awards' },
  contracts: { zh: '合同', en: 'Contracts' },
  relatedProcesses: { zh: '相关采购', en: 'Related processes' },
}

const word = (table: { readonly [code: string]: Words }, code: string, lang: Lang): string =>
  Object.hasOwn(table, code) ? table[code]![lang] : code

export const reasonWord = (code: string, lang: Lang): string => word(reasons, code, lang)
export const releaseSectionWord = (part: string, lang: Lang): string => word(releaseSections, part, lang)
export const kindWord = (code: string, lang: Lang): string => word(kinds, code, lang)
export const affairWord = (name: string, lang: Lang): string => word(affairs, name, lang)
export const actionWord = (name: string, lang: Lang): string => word(actions, name, lang)
