import type { GroundName } from './ground.ts'

type Words = {
  /** What the row shows. */
  readonly names: { readonly [Name in GroundName]: string }
  readonly facts: { readonly [fact: string]: string }
  /** Said above the list, and where a signature leads to no office. */
  readonly head: string
  readonly broken: string
  /** What the rows do not show. */
  readonly limit: string
}
export type GroundWords = { readonly zh: Words; readonly en: Words }

/** What the chain of grounds says, for the command line and the verifier alike. */
export const groundWords: GroundWords = {
  zh: {
    head: '凭什么权限、依什么规则',
    broken: '有签名没有追溯到在任的职位：此文件没有说明其权限。',
    limit: '各项是账本在所示时刻的记载；动作是否在权限之内，由账本当时的办理结果判定。',
    names: {
      key: '签名密钥属于这名人员',
      loan: '这名人员受委托行使他人职权',
      mandate: '当时任职',
      office: '职位及其权限',
      figure: '当时适用的参数',
      proposal: '该参数由这项提案确定',
      vote: '成员对该提案的表决',
    },
    facts: {
      key: '密钥',
      officer: '人员',
      lender: '委托人',
      office: '职位',
      organ: '机关',
      post: '岗位',
      roles: '权限',
      acting: '代理原因',
      from: '自',
      until: '至',
      clause: '依据',
      name: '参数',
      value: '值',
      proposal: '提案',
      topic: '事项',
      status: '状态',
      electorate: '成员数',
      approvals: '赞成',
      objections: '反对',
      abstentions: '弃权',
      choice: '表决',
    },
  },
  en: {
    head: 'By what authority, under which rule',
    broken: 'A signature leads to no office that was held: this file does not show by what authority it was given.',
    limit:
      'Each row is what the ledger held at the time shown; that the act was within the office is the ledger’s own judgement, by its outcome.',
    names: {
      key: 'The signing key is this officer’s',
      loan: 'A power lent to this officer',
      mandate: 'The term of office then',
      office: 'The office and its roles',
      figure: 'The figure that applied then',
      proposal: 'The proposal that set this figure',
      vote: 'A member’s vote on the proposal',
    },
    facts: {
      key: 'key',
      officer: 'officer',
      lender: 'lent by',
      office: 'office',
      organ: 'organ',
      post: 'post',
      roles: 'roles',
      acting: 'acting for',
      from: 'from',
      until: 'until',
      clause: 'clause',
      name: 'parameter',
      value: 'value',
      proposal: 'proposal',
      topic: 'topic',
      status: 'status',
      electorate: 'members',
      approvals: 'for',
      objections: 'against',
      abstentions: 'abstained',
      choice: 'vote',
    },
  },
}
