import type { BidPageData, ProcedureData, ProceduresData, RecomputeData, Trusteeship } from '@gongshi/portal'
import { day, evidence, hex, organs } from './sampleCity.ts'

const yuan = (minor: bigint) => ({ currency: 'CNY', minor, digits: 2 })
const company = (id: string, zh: string, en: string) => ({
  scheme: 'x-city',
  id,
  name: [
    { lang: 'zh', text: zh },
    { lang: 'en', text: en },
  ],
})
const words = (text: string) => ({
  kind: 'document' as const,
  lang: 'zh',
  paragraphs: [{ path: 'paragraph/1/zh', heading: false, text }],
})
const suppliers = {
  east: company('east', '云川东城办公设备有限公司', 'Yunchuan East Office Equipment Ltd'),
  lake: company('lake', '东湖电子科技有限公司', 'East Lake Electronics Ltd'),
  north: company('north', '北岭商贸有限公司', 'Northridge Trading Ltd'),
  cheap: company('cheap', '便捷供应链有限公司', 'Handy Supply Chain Ltd'),
}
const lot = {
  number: 1,
  title: '笔记本电脑 120 台',
  estimate: yuan(96_000_000n),
  ceiling: yuan(98_000_000n),
}

const parts = (price: bigint, quality: bigint, denominator = 1n) => [
  { criterion: 1, numerator: price, denominator: 1n },
  { criterion: 2, numerator: quality, denominator },
]

/** A made-up open tender whose lot is scored and proposed. */
export const procedure: ProcedureData = {
  key: 'gkCR',
  buyer: organs.transport,
  agency: organs.finance,
  number: 'YC-CG-2026-018',
  status: 'assessing',
  title: [
    { lang: 'zh', text: '云川市交通运输局办公设备采购项目' },
    { lang: 'en', text: 'Office equipment of the Transport Bureau' },
  ],
  synthetic: true,
  category: 'goods',
  estimate: yuan(120_000_000n),
  bidUntil: day('2026-04-20T09:30:00'),
  askUntil: day('2026-04-10T17:00:00'),
  edition: 2,
  experts: 5,
  threshold: 3,
  trustees: [
    { organ: organs.ecology, status: 'accepted' },
    { organ: organs.long, status: 'accepted' },
    { organ: suppliers.north, status: 'faulty' },
  ],
  bids: { opened: 4, decoy: 2, void: 1, withdrawn: 1 },
  openedBids: [
    { author: hex('lake'), status: 'opened', bidder: suppliers.lake, copies: 3, loss: null },
    {
      author: hex('east'),
      status: 'opened',
      bidder: suppliers.east,
      copies: 2,
      loss: { status: 'recorded', handInBy: day('2026-04-24T11:00:00') },
    },
    { author: hex('decoy'), status: 'decoy', bidder: null, copies: 0, loss: null },
  ],
  notice: words('采购笔记本电脑 120 台、投影机 30 台，交货期三十日，质保三年。'),
  lots: [
    {
      ...lot,
      status: 'proposed',
      offers: [
        {
          bidder: suppliers.lake,
          price: yuan(91_200_000n),
          status: 'qualified',
          result: {
            total: { numerator: 26_561n, denominator: 3n },
            parts: parts(3_859n, 14_984n, 3n),
            rank: 2,
            low: false,
          },
        },
        {
          bidder: suppliers.east,
          price: yuan(88_000_000n),
          status: 'qualified',
          result: { total: { numerator: 9_120n, denominator: 1n }, parts: parts(4_000n, 5_120n), rank: 1, low: false },
        },
        {
          bidder: suppliers.cheap,
          price: yuan(31_000_000n),
          status: 'qualified',
          result: {
            total: { numerator: 7_402n, denominator: 1n },
            parts: parts(4_000n, 3_402n),
            rank: null,
            low: true,
          },
        },
        { bidder: suppliers.north, price: yuan(99_000_000n), status: 'disqualified' },
      ],
      award: {
        supplier: suppliers.east,
        price: yuan(88_000_000n),
        status: 'proposed',
        standsAt: day('2026-05-12T00:00:00'),
      },
    },
    { ...lot, number: 2, title: null, status: 'failed', offers: [], award: null },
  ],
  criteria: [
    { number: 1, title: '投标报价', kind: 'price', weight: 4_000, most: 100, least: 0 },
    { number: 2, title: '技术方案与售后服务', kind: 'quality', weight: 6_000, most: 100, least: 60 },
  ],
  enquiries: [
    { question: words('投影机是否可以采用激光光源？'), answer: words('可以，亮度不低于招标文件的要求。') },
    { question: words('质保期从哪一天起算？'), answer: null },
  ],
  flags: [
    {
      indicator: 'lateAmendment',
      status: 'settled',
      supervisor: organs.finance,
      entries: 3890,
      question: words('截止前一天为什么更改交货期限？'),
      answer: words('原期限有笔误；截止时间已按规定顺延十五日。'),
      finding: 'satisfied',
      reasons: words('说明与更正公告一致。'),
    },
    {
      indicator: 'singleBid',
      status: 'unanswered',
      supervisor: organs.finance,
      entries: 3895,
      question: words('第二标段为什么只有一家投标？'),
      answer: null,
      finding: null,
      reasons: null,
    },
  ],
  steps: [
    { action: 'plan', entry: 3801, at: day('2026-03-02T09:00:00') },
    { action: 'makeKey', entry: 3830, at: day('2026-03-20T09:00:00') },
    { action: 'publish', entry: 3833, at: day('2026-03-25T09:00:00') },
    { action: 'close', entry: 3901, at: day('2026-04-20T09:30:00') },
  ],
  stages: [
    { name: 'planning', from: day('2026-03-02T09:00:00'), until: day('2026-03-25T09:00:00'), state: 'done' },
    { name: 'asking', from: day('2026-03-25T09:00:00'), until: day('2026-04-10T17:00:00'), state: 'done' },
    { name: 'bidding', from: day('2026-03-25T09:00:00'), until: day('2026-04-20T09:30:00'), state: 'done' },
    { name: 'opening', from: day('2026-04-20T09:30:00'), until: day('2026-04-20T11:00:00'), state: 'done' },
    { name: 'drawing', from: day('2026-04-21T09:00:00'), until: day('2026-04-21T09:00:00'), state: 'done' },
    { name: 'assessing', from: day('2026-04-21T09:00:00'), until: day('2026-04-28T09:00:00'), state: 'done' },
    { name: 'standing', from: day('2026-04-30T09:00:00'), until: day('2026-05-12T00:00:00'), state: 'now' },
    { name: 'contract', from: null, until: null, state: 'ahead' },
  ],
  editions: [
    { edition: 1, at: day('2026-03-25T09:00:00') },
    { edition: 2, at: day('2026-04-05T10:20:00') },
  ],
  asOf: day('2026-05-06T09:00:00'),
  ocid: 'ocds-000000-procedure-gkCR',
  evidence: evidence(3901),
}

/** The same while it takes bids: nobody knows from whom. */
export const tendering: ProcedureData = {
  ...procedure,
  key: 'gkCS',
  status: 'tendering',
  bids: { sealed: 6 },
  openedBids: [],
  lots: [{ ...lot, status: 'open', offers: [], award: null }],
}

export const planned: ProcedureData = {
  ...procedure,
  key: 'gkCT',
  status: 'planned',
  editions: [],
  bidUntil: null,
  askUntil: null,
  edition: 0,
  threshold: null,
  trustees: [],
  bids: {},
  openedBids: [],
  notice: null,
  lots: [],
  criteria: [],
  enquiries: [],
  flags: [],
  steps: procedure.steps.slice(0, 1),
}

export const procedures: ProceduresData = {
  rows: [procedure, tendering, planned],
  place: { isFirst: true, next: 'next' },
  filters: {},
  ignored: [],
  total: 120,
  all: 120,
  options: {
    status: [
      { value: 'tendering', count: 80 },
      { value: 'completed', count: 40 },
    ],
    category: [{ value: 'goods', count: 120 }],
    division: [{ value: 'gb-t-2260/990100', count: 120 }],
    currency: [{ value: 'CNY', count: 120 }],
  },
  isWhole: true,
}

/** Asked for so much that nothing fits, and for a day that there is not. */
export const proceduresAsked: ProceduresData = {
  ...procedures,
  rows: [],
  place: { isFirst: true, next: null },
  filters: {
    q: '笔记本电脑 laptop',
    status: 'cancelled',
    buyer: organs.transport.id,
    least: '1000000',
    order: 'amount',
  },
  ignored: ['from', 'division'],
  total: 0,
  isWhole: false,
}

const view = (entity: string) => `/api/v1/affairs/procurement/views/${entity}`

/** The page on which a lot's award is computed again. */
export const recompute: RecomputeData = {
  procedure,
  lot: procedure.lots[0]!,
  isAssessed: true,
  criteria: procedure.criteria,
  marks: [suppliers.lake, suppliers.east, suppliers.cheap].map((bidder, at) => ({
    bidder,
    criterion: 2,
    points: [88, 91, 86, 90, 84].map((points) => points - 6 * at),
  })),
  views: {
    criterion: view('criterion'),
    candidate: view('candidate'),
    seat: view('seat'),
    opening: view('opening'),
    offer: view('offer'),
    sheet: view('sheet'),
  },
  trust: '/api/v1/trust',
}

/** The same before the lot is assessed. */
export const recomputeOpen: RecomputeData = {
  ...recompute,
  procedure: tendering,
  lot: tendering.lots[0]!,
  isAssessed: false,
  marks: [],
}

export const bidPage: BidPageData = { ...tendering, lots: tendering.lots }

export const trusteeships: readonly Trusteeship[] = [
  { procedure: tendering, organ: organs.ecology, status: 'accepted' },
  { procedure: planned, organ: organs.long, status: 'named' },
]
