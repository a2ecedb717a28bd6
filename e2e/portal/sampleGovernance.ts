import type { ClauseRow, GovernanceData, ProposalData, RuleChange, RuleHistoryData } from '@gongshi/portal'
import { organs } from './sampleCity.ts'

const time = Date.UTC(2026, 4, 12, 2)
const day = 86_400_000
const clause = { code: 'ledger-charter/5' }
const row = {
  topic: 'parameter/erasure/waitingTime',
  kind: 'parameter',
  proposer: organs.finance,
  opened: time,
  closes: time + 14 * day,
  needed: 3,
  electorate: 5,
} as const

/** What the sample city votes on. Synthetic. */
export const proposalPage: ProposalData = {
  ...row,
  key: 'WCAB',
  status: 'open',
  approvals: 2,
  clause,
  reason: '等待时间过短，当事人来不及提出异议。',
  effective: time + 20 * day,
  endsAt: null,
  objections: 1,
  abstentions: 0,
  change: [
    { name: 'affair', value: { kind: 'text', text: 'erasure' } },
    { name: 'name', value: { kind: 'text', text: 'waitingTime' } },
    { name: 'value', value: { kind: 'duration', ms: 14 * day } },
    { name: 'from', value: { kind: 'time', at: time + 20 * day } },
  ],
  votes: [
    { organ: organs.finance, choice: 'for', reason: null, entry: 88, at: time },
    { organ: organs.transport, choice: 'for', reason: '同意。', entry: 89, at: time },
    { organ: organs.ecology, choice: 'against', reason: null, entry: 91, at: time },
  ],
  acts: [
    { action: 'proposeParameter', entry: 86, height: 19, at: time, status: 'open' },
    { action: 'approve', entry: 88, height: 20, at: time, status: 'open' },
  ],
}

const choices = ['for', 'for', 'for', 'against', 'abstained'] as const

/** Adopted by very many, under long names, with reasons. */
export const longProposal: ProposalData = {
  ...proposalPage,
  status: 'adopted',
  proposer: organs.long,
  electorate: 31,
  needed: 16,
  approvals: 18,
  objections: 6,
  abstentions: 6,
  votes: Array.from({ length: 30 }, (_, at) => ({
    organ: at % 3 === 0 ? organs.long : organs.finance,
    choice: choices[at % choices.length]!,
    reason: at % 4 === 0 ? '等待时间应与档案部门的核对周期一致，建议一年后复核；其余意见另行书面提出。' : null,
    entry: 4100 + at,
    at: time + at * 60_000,
  })),
}

export const governancePage: GovernanceData = {
  proposals: [
    { ...row, key: 'WCAB', status: 'open', approvals: 2 },
    { ...row, key: 'WCAC', topic: 'pause/disclosure', kind: 'pause', status: 'ended', approvals: 3 },
  ],
  members: [
    { organ: organs.finance, since: time, hasLeft: false },
    { organ: organs.barnet, since: time, hasLeft: true },
  ],
  parameters: [
    {
      affair: 'erasure',
      name: 'waitingTime',
      title: [
        { lang: 'zh', text: '等待时间' },
        { lang: 'en', text: 'Waiting time' },
      ],
      clause,
      values: [
        { from: time + 20 * day, value: { kind: 'duration', ms: 14 * day }, clause, standing: 'future' },
        { from: time, value: { kind: 'duration', ms: day }, clause, standing: 'inForce' },
        { from: time - day, value: { kind: 'workdays', days: 5 }, clause, standing: 'past' },
      ],
    },
    { affair: 'governance', name: 'longestPause', title: [], clause: null, values: [] },
  ],
}

const decided: RuleChange = {
  ...row,
  key: 'WCAD',
  status: 'inForce',
  approvals: 4,
  entry: 96,
  height: 24,
  at: time + 14 * day,
  from: { time: time + 20 * day },
  endsAt: null,
  before: { kind: 'duration', ms: day },
  change: proposalPage.change,
  member: null,
}

export const ruleHistory: RuleHistoryData = {
  kind: null,
  ahead: [
    {
      ...decided,
      key: 'WCAE',
      status: 'adopted',
      topic: 'validators',
      kind: 'validators',
      before: null,
      change: [
        { name: '1. key', value: { kind: 'text', text: 'ab'.repeat(32) } },
        { name: '1. power', value: { kind: 'text', text: '10' } },
      ],
    },
  ],
  changes: [
    decided,
    {
      ...decided,
      key: 'WCAF',
      topic: 'pause/disclosure',
      kind: 'pause',
      status: 'ended',
      endsAt: time + 15 * day,
      before: null,
      change: [],
    },
    {
      ...decided,
      key: 'WCAG',
      topic: 'member/x-example/transport',
      kind: 'admission',
      before: null,
      change: [],
      member: organs.long,
    },
    {
      ...decided,
      key: 'WCAH',
      topic: 'version/disclosure',
      kind: 'version',
      from: { height: 1200 },
      before: { kind: 'text', text: '1' },
      change: [
        { name: 'version', value: { kind: 'text', text: '2' } },
        { name: 'hash', value: { kind: 'text', text: 'cd'.repeat(32) } },
      ],
    },
  ],
  place: { isFirst: true, next: null },
  founding: [
    { affair: 'disclosure', version: 1, hash: 'ef'.repeat(32) },
    { affair: 'governance', version: 1, hash: '01'.repeat(32) },
  ],
}
export const noRuleHistory: RuleHistoryData = {
  ...ruleHistory,
  kind: 'suite',
  ahead: [],
  changes: [],
  place: { isFirst: false, next: null },
  founding: null,
}

const resting = [
  { affair: 'erasure', kind: 'action', name: 'propose' },
  { affair: 'erasure', kind: 'parameter', name: 'waitingTime' },
  { affair: 'erasure', kind: 'action', name: 'stop' },
] as const

const repealed = [{ number: 1, from: '1996-07-05', until: '2026-01-01', title: '应当归档的材料', link: null }]

export const clausesPage: readonly ClauseRow[] = [
  {
    clause: { code: 'personal-information/47', text: [{ lang: 'zh', text: '个人信息保护法第四十七条' }] },
    wording: { number: 2, from: '2021-11-01', title: '个人信息的删除', isConfirmed: true },
    wordings: [
      { number: 1, from: '2020-01-01', until: '2021-11-01', title: null, link: null },
      { number: 2, from: '2021-11-01', until: null, title: '个人信息的删除', link: 'https://law.example/pipl#47' },
    ],
    why: null,
    resting,
  },
  { clause: { code: 'archives/14' }, wording: null, wordings: repealed, why: 'repealed', resting },
  { clause: { code: 'archives/15' }, wording: null, wordings: [], why: 'unknown', resting: [] },
]
