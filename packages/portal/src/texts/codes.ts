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
