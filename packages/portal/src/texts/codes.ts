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
  erasure: { zh: '依法销毁', en: 'Erasure' },
  organisations: { zh: '机构与职责', en: 'Organisations' },
}

const actions: { readonly [name: string]: Words } = {
  publish: { zh: '发布', en: 'publish' },
  supersede: { zh: '更正并取代', en: 'supersede' },
  withdraw: { zh: '撤回', en: 'withdraw' },
  destroy: { zh: '销毁', en: 'destroy' },
  erase: { zh: '销毁内容', en: 'erase' },
}

const word = (table: { readonly [code: string]: Words }, code: string, lang: Lang): string =>
  Object.hasOwn(table, code) ? table[code]![lang] : code

export const kindWord = (code: string, lang: Lang): string => word(kinds, code, lang)
export const affairWord = (name: string, lang: Lang): string => word(affairs, name, lang)
export const actionWord = (name: string, lang: Lang): string => word(actions, name, lang)
