import type { Power, Separation } from '../declare/declaration.ts'
import type { Language } from './labels.ts'

/** How the pages of the law speak: whole sentences with their places open, so that each language has its own order. */
export type LawWords = {
  readonly article: (number: number) => string
  readonly list: (items: readonly string[]) => string
  readonly quoted: (text: string) => string
  readonly creates: (entity: string, status: string) => string
  readonly moves: (entity: string, from: string, to: string) => string
  readonly keeps: (entity: string, from: string) => string
  readonly decides: (entity: string, from: string, to: string) => string
  readonly plain: string
  readonly calledOnly: string
  readonly signedBy: (signers: string) => string
  readonly several: (count: number, signer: string) => string
  readonly officerOf: (role: string, organ: string) => string
  readonly officerWithin: (role: string, division: string) => string
  readonly notMaker: (signer: string, action: string) => string
  readonly confirmation: { readonly [by in 'device' | 'person' | 'either']: (signer: string) => string }
  readonly powers: { readonly [power in Power]: string }
  readonly apart: {
    readonly [by in Separation['apart']]: (power: string, others: string, entity: string) => string
  }
  readonly identified: (signer: string, what: string) => string
  readonly byItself: (time: string) => string
  readonly byItselfOrSigned: (time: string) => string
  readonly refused: (reasons: readonly string[]) => string
  readonly fills: (fields: string) => string
  readonly unseals: (record: string, fields: string) => string
  readonly sets: (fields: string) => string
  readonly touches: (entity: string, from: string, to: string) => string
  readonly requires: (entity: string, from: string) => string
  readonly mustBe: (entity: string, key: string) => string
  readonly makes: (entity: string, status: string) => string
  readonly calls: (affairs: string) => string
  readonly computed: (sentences: string) => string
  readonly basis: (clause: string) => string
  readonly alwaysTitle: string
  readonly always: (entity: string, meaning: string) => string
  readonly params: (param: string, clause: string) => string
  readonly paramsTitle: string
  readonly diagramTitle: (entity: string) => string
  readonly diagramText: (entity: string, statuses: string) => string
  readonly start: string
  readonly columns: readonly [action: string, from: string, to: string, who: string, basis: string]
  readonly theClock: string
}

export const lawWords: { readonly [language in Language]: LawWords } = {
  zh: {
    article: (number) => `第 ${number} 条`,
    list: (items) => items.join('、'),
    quoted: (text) => `“${text}”`,
    creates: (entity, status) => `设立${entity}，状态为${status}。`,
    moves: (entity, from, to) => `状态为${from}的${entity}，办理后状态变为${to}。`,
    keeps: (entity, from) => `适用于状态为${from}的${entity}，状态不变。`,
    decides: (entity, from, to) => `状态为${from}的${entity}，办理后状态变为${to}之一，由程序按规则确定。`,
    plain: '不改变任何记录的状态。',
    calledOnly: '只随其他事项的办理一并发生，不单独提交。',
    signedBy: (signers) => `须由下列各方签名：${signers}。`,
    several: (count, signer) => `${signer}至少 ${count} 人`,
    officerOf: (role, organ) => `${role}（所属机关为${organ}）`,
    officerWithin: (role, division) => `${role}（辖区包括${division}）`,
    notMaker: (signer, action) => `${signer}（不得是办理${action}的人员）`,
    confirmation: {
      device: (signer) => `同一${signer}以另一设备再签`,
      person: (signer) => `另一名${signer}`,
      either: (signer) => `同一${signer}以另一设备再签，或另一名${signer}`,
    },
    powers: { making: '决策', executing: '执行', supervising: '监督' },
    apart: {
      officer: (power, others, entity) => `属于${power}：在同一${entity}上行使过${others}的人员不得签名。`,
      organ: (power, others, entity) =>
        `属于${power}：在同一${entity}上行使过${others}的人员及其机关的其他人员不得签名。`,
    },
    identified: (signer, what) => `${signer}（即${what}）`,
    byItself: (time) => `到${time}时自行发生，无须也不得由任何人提交。`,
    byItselfOrSigned: (time) => `到${time}时尚未办理的，视为已经办理。`,
    refused: (reasons) => `有下列情形之一的，不予办理：${reasons.join('；')}。`,
    fills: (fields) => `办理时填写：${fields}。`,
    unseals: (record, fields) => `启封${record}，其中记有：${fields}。`,
    sets: (fields) => `办理后变更：${fields}。`,
    touches: (entity, from, to) =>
      `同时，相关${entity}${from === '' ? '' : `（须为${from}）`}${to === '' ? '' : `状态变为${to}`}。`,
    requires: (entity, from) => `相关${entity}须为${from}。`,
    mustBe: (entity, key) => `须已有${entity}，对应：${key}。`,
    makes: (entity, status) => `同时设立${entity}，状态为${status}。`,
    calls: (affairs) => `同时办理${affairs}；其中一项不予办理的，全部不发生效力。`,
    computed: (sentences) => `由公开的程序确定：${sentences}`,
    basis: (clause) => `依据：${clause}`,
    alwaysTitle: '任何时候都成立',
    always: (entity, meaning) => `${entity}：${meaning}。`,
    params: (param, clause) => `${param}，依据 ${clause} 规定。`,
    paramsTitle: '参数',
    diagramTitle: (entity) => `${entity}的状态`,
    diagramText: (entity, statuses) =>
      `${entity}有下列状态：${statuses}。每一行是一个动作，箭头从原状态指向新状态；虚线表示到期自行发生。`,
    start: '设立',
    columns: ['动作', '原状态', '新状态', '签名人', '依据'],
    theClock: '到期自行发生',
  },
  en: {
    article: (number) => `Article ${number}`,
    list: (items) => items.join(', '),
    quoted: (text) => `“${text}”`,
    creates: (entity, status) => `Makes ${one(entity)}, whose status is ${status}.`,
    moves: (entity, from, to) => `${atBeginning(one(entity))} that is ${from} becomes ${to}.`,
    keeps: (entity, from) => `Concerns ${one(entity)} that is ${from}; its status stays.`,
    decides: (entity, from, to) =>
      `${atBeginning(one(entity))} that is ${from} becomes one of ${to}, as the published program decides.`,
    plain: 'Changes no status.',
    calledOnly: 'Happens only as part of an act of another affair.',
    signedBy: (signers) => `Signed by: ${signers}.`,
    several: (count, signer) => `at least ${count} × ${signer}`,
    officerOf: (role, organ) => `${role} (of ${organ})`,
    officerWithin: (role, division) => `${role} (whose jurisdiction includes ${division})`,
    notMaker: (signer, action) => `${signer} (not whoever did ${action})`,
    confirmation: {
      device: (signer) => `the same ${signer} again, on another device`,
      person: (signer) => `another ${signer}`,
      either: (signer) => `the same ${signer} again, on another device, or another ${signer}`,
    },
    powers: { making: 'making', executing: 'executing', supervising: 'supervising' },
    apart: {
      officer: (power, others, entity) =>
        `Belongs to ${power}: no officer signs who has acted in ${others} on the same ${entity}.`,
      organ: (power, others, entity) =>
        `Belongs to ${power}: nobody signs whose organ has acted in ${others} on the same ${entity}.`,
    },
    identified: (signer, what) => `${signer} (that is, ${what})`,
    byItself: (time) => `Happens by itself when its time comes (${time}); nobody submits it.`,
    byItselfOrSigned: (time) => `If nobody has done it by ${time}, it happens by itself.`,
    refused: (reasons) => `Refused when: ${reasons.join('; ')}.`,
    fills: (fields) => `The signers fill in: ${fields}.`,
    unseals: (record, fields) => `Unseals the ${record}, which says: ${fields}.`,
    sets: (fields) => `Changes: ${fields}.`,
    touches: (entity, from, to) =>
      `At the same time the ${entity}${from === '' ? '' : `, which must be ${from},`} ${to === '' ? 'changes' : `becomes ${to}`}.`,
    requires: (entity, from) => `The ${entity} concerned must be ${from}.`,
    mustBe: (entity, key) => `There has to be ${one(entity)} for: ${key}.`,
    makes: (entity, status) => `At the same time makes ${one(entity)}, whose status is ${status}.`,
    calls: (affairs) => `In the same transaction: ${affairs}. If one of them is refused, nothing takes effect.`,
    computed: (sentences) => `Decided by the published program: ${sentences}`,
    basis: (clause) => `Basis: ${clause}`,
    alwaysTitle: 'What always holds',
    always: (entity, meaning) => `${entity}: ${meaning}.`,
    params: (param, clause) => `${param}, set under ${clause}.`,
    paramsTitle: 'Parameters',
    diagramTitle: (entity) => `Statuses of ${entity}`,
    diagramText: (entity, statuses) =>
      `${atBeginning(one(entity))} is in one of these statuses: ${statuses}. Each line is an action; its arrow leads from the status before to the status after. Dashed: happens by itself when its time comes.`,
    start: 'New',
    columns: ['Action', 'From', 'To', 'Signed by', 'Basis'],
    theClock: 'by itself, when its time comes',
  },
}

/** With its article, by its first letter: entities of affairs are plain words. */
function one(entity: string): string {
  return `${/^[aeiou]/i.test(entity) ? 'an' : 'a'} ${entity}`
}

function atBeginning(words: string): string {
  return `${words[0]!.toUpperCase()}${words.slice(1)}`
}
