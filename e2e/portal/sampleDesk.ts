import { compileAffair } from '@gongshi/affair-kit/check'
import { installedAffairs, procurement, usualProcurement } from '@gongshi/affairs'
import {
  type AskedQuestion,
  type ComposeData,
  composePage,
  type DeskData,
  type PageContext,
  type ProcedureDeskData,
  procedureDeskPage,
  procurementDeskPage,
  type QuestionsData,
  questionsPage,
  type SeatData,
  type SeatLot,
  scoringPage,
  type WayAct,
  type WayStep,
  type WayStepName,
  type WorkspacePage,
  waySteps,
} from '@gongshi/portal'
import { rowKeyText } from '@gongshi/sdk'
import { clauseOf } from '../../packages/node/src/pages/clauses.ts'
import { lawOf } from '../../packages/node/src/pages/workspace/procurement/compose.ts'
import { day, hex, organs } from './sampleCity.ts'
import { planned, procedure, tendering } from './sampleProcedures.ts'

const buyer = { role: 'purchaser', organ: organs.transport }
const agent = { role: 'agent', organ: organs.finance }
const reason = (code: string, zh: string, en: string) => ({ code, zh, en })
const act = (action: string, more: Partial<WayAct> = {}): WayAct => ({
  action,
  key: 'gkCR',
  input: null,
  label: null,
  isMine: true,
  ...more,
})
const step = (name: WayStepName, more: Partial<WayStep> = {}): WayStep => ({
  step: name,
  state: 'later',
  acts: [],
  who: [],
  reasons: [],
  others: [],
  until: null,
  count: null,
  ...more,
})

/** Every step before this one is done, and those after it are not yet. */
function wayTo(...now: readonly WayStep[]): readonly WayStep[] {
  const first = Math.min(...now.map((each) => waySteps.indexOf(each.step)))
  return waySteps.map(
    (name, at) => now.find((each) => each.step === name) ?? step(name, { state: at < first ? 'done' : 'later' }),
  )
}

const preparing = [
  step('lots', { state: 'done', count: { done: 2, of: null }, acts: [act('addLot', { key: null })], who: [agent] }),
  step('criteria', {
    state: 'todo',
    count: { done: 6_000, of: 10_000 },
    acts: [act('addCriterion', { key: null, isMine: false })],
    who: [agent],
  }),
  step('begin', {
    state: 'waiting',
    acts: [act('begin'), act('drop', { label: 'archives' })],
    who: [agent],
    others: [organs.ecology, organs.long],
    count: { done: 1, of: 3 },
    reasons: [reason('waiting', '还有部门没有报到。', 'Some trustees have not enrolled.')],
  }),
]
const enquiring = step('answers', {
  state: 'todo',
  acts: [act('answer', { label: '1' }), act('answer', { label: '2' }), act('amend')],
  who: [agent],
  until: day('2026-06-12T09:30:00'),
  count: { done: 3, of: 5 },
})

const desk: DeskData = {
  organs: [organs.transport],
  rows: [
    { row: { ...planned, key: 'gkCS' }, agency: organs.finance, now: preparing, unanswered: 0 },
    { row: tendering, agency: organs.transport, now: [enquiring], unanswered: 2 },
    { row: { ...procedure, status: 'completed' }, agency: organs.finance, now: [], unanswered: 0 },
  ],
  isCut: true,
}

const offers = procedure.lots[0]!.offers.map((offer, at) => ({
  ...offer,
  key: `gkC${at}`,
  status: ['offered', 'qualified', 'offered', 'disqualified'][at]!,
  acts: [[act('qualify'), act('disqualify')], [act('disqualify')], [act('disqualify')], []][at]!,
  reasons: at === 2 ? [reason('dear', '报价高于最高限价。', 'The price is above the ceiling.')] : [],
}))
const assessing: ProcedureDeskData = {
  row: procedure,
  agency: organs.finance,
  steps: wayTo(
    step('qualify', { state: 'todo', who: [agent], count: { done: 2, of: 4 } }),
    step('scores', { state: 'waiting', who: [{ role: 'expert', organ: null }], count: { done: 0, of: 5 } }),
    step('contract', {
      state: 'waiting',
      who: [buyer, { role: 'representative', organ: null }],
      until: day('2026-06-01T00:00:00'),
      acts: [act('revoke', { label: 'east', isMine: false })],
    }),
  ),
  lots: [{ number: 1, title: '笔记本电脑 120 台', status: 'open', ceiling: procedure.estimate, offers }],
  ends: [act('cancelOpened')],
  asked: [],
}

const law = lawOf(
  compileAffair(procurement, { imports: installedAffairs }),
  new Map(
    usualProcurement.map(({ name, value, basis }) => [
      name,
      {
        value: typeof value === 'number' && /^least.*s$|standstill/.test(name) ? BigInt(value) : value,
        basis,
      } as never,
    ]),
  ),
)
const compose: ComposeData = { law, offices: [], begun: null, answers: new Map(), utcOffsetMinutes: 480 }

const transport = [['x-city', 'transport'], 'YC-CG-2026-018']
const seatLot: SeatLot = {
  key: rowKeyText([transport, 1]),
  ref: [transport, 1],
  number: 1,
  title: '笔记本电脑 120 台',
  status: 'open',
  isExamined: true,
  offers: procedure.lots[0]!.offers.slice(0, 3).map(({ bidder, price }, at) => ({
    bid: [transport, { hex: hex(`bid ${at}`) }],
    bidder,
    price,
    status: 'qualified',
  })),
  sheet: null,
  sheets: 0,
  experts: 5,
  hasDissented: false,
}
const seat: SeatData = {
  procedure,
  seat: rowKeyText([transport, 2]),
  ref: [transport, 2],
  order: 2,
  status: 'drawn',
  isSeated: true,
  criteria: [
    { number: 1, title: '投标报价', kind: 'price', weight: 6_000, most: 100, least: 0 },
    { number: 2, title: '供货方案', kind: 'quality', weight: 2_500, most: 100, least: 60 },
    { number: 3, title: '售后服务', kind: 'quality', weight: 1_500, most: 50, least: 0 },
  ],
  lots: [
    seatLot,
    { ...seatLot, key: rowKeyText([transport, 2]), number: 2, title: null, status: 'assessed', hasDissented: true },
  ],
}
const given = { key: 'gkCS', status: 'given', digest: hex('digest') }

const asked: AskedQuestion = {
  key: 'gkCT',
  procedure: procedure.key,
  number: procedure.number,
  indicator: 'lateAmendment',
  status: 'raised',
  answerBy: day('2026-07-01T00:00:00'),
  supervisor: organs.finance,
  question: { kind: 'absent' },
  answer: null,
  act: null,
}
const questions: QuestionsData = {
  isSupervisor: true,
  isCut: true,
  asked: [asked, { ...asked, indicator: 'lowestOut', status: 'unanswered', act: 'settleFlag' }],
  procedures: [
    {
      row: procedure,
      asking: {
        procedure: [['x-city', 'transport'], 'YC-CG-2026-018'],
        supervisor: ['x-city', 'audit'],
        entries: 3901,
      },
      questions: [
        {
          indicator: 'lowestOut',
          clause: null,
          lot: 'lot-1',
          sum: '310000 < 880000',
          inputs: [
            { ocid: procedure.ocid, pointer: '/compiledRelease/bids/details/3/status', value: 'disqualified' },
            { ocid: procedure.ocid, pointer: '/compiledRelease/bids/details/3/value/amount', value: 310_000 },
            { ocid: procedure.ocid, pointer: '/compiledRelease/bids/details/1/value/amount', value: 880_000 },
          ],
        },
        {
          indicator: 'lateAmendment',
          clause: clauseOf('procurement', 'government-procurement/59'),
          lot: null,
          sum: '⌊2026-04-20T09:30:00Z − 2026-04-18T09:30:00Z⌋ = 2 d < 3 d',
          inputs: [
            { ocid: procedure.ocid, pointer: '/releases/7/date', value: '2026-04-18T09:30:00Z' },
            { ocid: procedure.ocid, pointer: '/releases/5/tender/tenderPeriod/endDate', value: '2026-04-20T09:30:00Z' },
          ],
        },
      ],
    },
  ],
}

/** The pages of those who buy and of those who judge, by name. */
export function procurementDeskPages(context: PageContext): { readonly [name: string]: WorkspacePage } {
  return {
    'procurement-desk': procurementDeskPage(desk, context),
    'procurement-desk-empty': procurementDeskPage({ organs: [], rows: [], isCut: false }, context),
    'procurement-way': procedureDeskPage(
      { ...assessing, row: { ...planned, key: 'gkCS' }, steps: wayTo(...preparing), lots: [], ends: [act('cancel')] },
      context,
    ),
    'procurement-compose': composePage(compose, context),
    'procurement-scoring': scoringPage({ seats: [seat], open: null }, context),
    'procurement-scoring-given': scoringPage(
      { seats: [{ ...seat, lots: [{ ...seatLot, sheet: given, sheets: 3 }] }], open: null },
      context,
    ),
    'procurement-scoring-none': scoringPage(
      {
        seats: [
          { ...seat, isSeated: false },
          { ...seat, seat: rowKeyText([transport, 3]), order: 3, status: 'recused', isSeated: false },
        ],
        open: null,
      },
      context,
    ),
    'procurement-examine': procedureDeskPage(assessing, context),
    'procurement-questions': questionsPage(questions, context),
    'procurement-questions-none': questionsPage(
      { isSupervisor: false, procedures: [], asked: [], isCut: false },
      context,
    ),
  }
}
