import type { Bilingual } from '../bilingual.ts'

/** What a supplier asks for each lot, in fen; nothing: it does not bid for that lot. */
type Prices = { readonly [lot: number]: bigint }

/** A day, counted from today: the past is negative. */
type Day = number

/** Synthetic: one procedure of the city, what it says, and how far it has come by today. */
export type Story = {
  readonly number: string
  readonly buyer: string
  readonly category: 'goods' | 'works' | 'services'
  readonly title: Bilingual
  readonly words: Bilingual
  /** In fen. */
  readonly lots: readonly { readonly title: string; readonly estimate: bigint }[]
  /** Who bids; null: a decoy. */
  readonly bids: readonly { readonly by: string | null; readonly prices: Prices; readonly quality: bigint }[]
  readonly enquiries: readonly { readonly question: Bilingual; readonly answer: Bilingual | null }[]
  readonly amendment: Bilingual | null
  /** Supplier and lot of the offers that are turned down. */
  readonly disqualified: readonly { readonly by: string; readonly lot: number; readonly reasons: Bilingual }[]
  /** What a supervisor asks; no answer: the time for it runs out. */
  readonly flag?: { readonly indicator: string; readonly question: Bilingual; readonly answer: Bilingual | null }
  /** How many experts have shown their points by today, where not all have. */
  readonly revealed?: number
  readonly days: {
    readonly prepare: Day
    readonly announce?: Day
    readonly bidUntil?: Day
    readonly enquire?: Day
    readonly amend?: Day
    readonly bid?: Day
    readonly open?: Day
    readonly score?: Day
    readonly award?: Day
    readonly sign?: Day
    readonly ask?: Day
    readonly answer?: Day
  }
}

const none = { bids: [], enquiries: [], amendment: null, disqualified: [] } as const
const yuan = (amount: bigint) => amount * 100n
const decoy = { by: null, prices: {}, quality: 0n } as const
/** The ring of the planted faults: the first wins, the others lose. */
const ring = ['qs-co-yuanqiao', 'qs-co-baishan', 'qs-co-luzhou'] as const

const keying: Story = {
  ...none,
  number: 'QS-CG-2026-006',
  buyer: 'qs-water',
  category: 'works',
  title: { zh: '城北加压泵站设备更新（虚构）', en: 'New pumps for the northern station (synthetic)' },
  words: {
    zh: '更换水泵四台及控制柜，不停水施工。',
    en: 'Four pumps and their controls are replaced while water runs.',
  },
  lots: [{ title: '水泵及控制柜 / Pumps and controls', estimate: yuan(2_600_000n) }],
  days: { prepare: -1 },
}

const tendering: Story = {
  ...none,
  number: 'QS-CG-2026-005',
  buyer: 'qs-education',
  category: 'goods',
  title: { zh: '中小学直饮水设备采购（虚构）', en: 'Drinking fountains for schools (synthetic)' },
  words: {
    zh: '为三十所学校采购直饮水设备六十台，含安装和三年维护。',
    en: 'Sixty fountains for thirty schools, with installation and three years of maintenance.',
  },
  lots: [
    { title: '城区学校 / City schools', estimate: yuan(720_000n) },
    { title: '乡镇学校 / Rural schools', estimate: yuan(480_000n) },
  ],
  enquiries: [
    {
      question: { zh: '滤芯更换是否计入三年维护？', en: 'Do the three years of maintenance cover filters?' },
      answer: { zh: '计入，每年不少于两次。', en: 'They do, at least twice a year.' },
    },
    {
      question: { zh: '能否接受冷热两用机型？', en: 'Are models with hot water acceptable?' },
      answer: null,
    },
  ],
  amendment: {
    zh: '更正：安装期限由三十日改为四十五日，投标截止时间相应延长。',
    en: 'Amended: 45 days instead of 30 to install; the deadline for bids is put off.',
  },
  bids: [
    { by: 'qs-co-qingquan', prices: { 1: yuan(689_000n), 2: yuan(455_000n) }, quality: 86n },
    { by: 'qs-co-jianye', prices: { 1: yuan(701_500n) }, quality: 80n },
    { by: 'qs-co-hengtong', prices: { 1: yuan(668_000n), 2: yuan(462_000n) }, quality: 78n },
    decoy,
    decoy,
  ],
  days: { prepare: -10, announce: -9, bidUntil: 11, enquire: -7, amend: -2, bid: -1 },
}

const opened: Story = {
  ...none,
  number: 'QS-CG-2026-004',
  buyer: 'qs-housing',
  category: 'services',
  title: { zh: '老旧小区电梯检测服务（虚构）', en: 'Inspection of lifts in old estates (synthetic)' },
  words: { zh: '检测电梯二百一十部，出具报告并公开。', en: '210 lifts are inspected; the reports are published.' },
  lots: [{ title: '电梯检测 / Inspection of lifts', estimate: yuan(630_000n) }],
  bids: [
    { by: 'qs-co-hengtong', prices: { 1: yuan(571_200n) }, quality: 81n },
    { by: 'qs-co-jianye', prices: { 1: yuan(598_500n) }, quality: 88n },
    { by: 'qs-co-qingquan', prices: { 1: yuan(612_000n) }, quality: 79n },
    decoy,
  ],
  days: { prepare: -29, announce: -27, bidUntil: -6, bid: -12, open: -5 },
}

const assessing: Story = {
  ...none,
  number: 'QS-CG-2026-003',
  buyer: 'qs-hospital-3',
  category: 'goods',
  title: { zh: '检验科全自动生化分析仪采购（虚构）', en: 'A chemistry analyser for the laboratory (synthetic)' },
  words: { zh: '采购全自动生化分析仪一台，含培训。', en: 'One automatic chemistry analyser, with training.' },
  lots: [{ title: '生化分析仪 / Chemistry analyser', estimate: yuan(1_450_000n) }],
  bids: [
    { by: 'qs-co-qingquan', prices: { 1: yuan(1_322_000n) }, quality: 84n },
    { by: 'qs-co-hengtong', prices: { 1: yuan(1_268_000n) }, quality: 76n },
    { by: 'qs-co-jianye', prices: { 1: yuan(1_401_000n) }, quality: 91n },
    decoy,
  ],
  revealed: 1,
  days: { prepare: -45, announce: -42, bidUntil: -20, bid: -25, open: -19, score: -15 },
}

/** Planted faults: the notice changes a day before the deadline, the lowest are turned down, the winner asks 0.1 % less than the estimate. */
const steered: Story = {
  ...none,
  number: 'QS-CG-2026-001',
  buyer: 'qs-transport',
  category: 'works',
  title: { zh: '人行道修缮及标线施划（虚构）', en: 'Repair and marking of pavements (synthetic)' },
  words: { zh: '修缮人行道四点二公里，施划标线九公里。', en: '4.2 km of pavement repaired, 9 km of lines marked.' },
  lots: [
    { title: '人行道修缮 / Pavements', estimate: yuan(3_000_000n) },
    { title: '标线施划 / Road marking', estimate: yuan(1_000_000n) },
  ],
  amendment: {
    zh: '更正：投标人须具有本市同类业绩三项，投标截止时间相应延长。',
    en: 'Amended: bidders must show three such works in this city; the deadline for bids is put off.',
  },
  bids: [
    { by: ring[0], prices: { 1: yuan(2_997_000n), 2: yuan(999_000n) }, quality: 92n },
    { by: ring[1], prices: { 1: yuan(3_075_000n), 2: yuan(1_027_000n) }, quality: 71n },
    { by: ring[2], prices: { 1: yuan(3_090_000n), 2: yuan(1_030_500n) }, quality: 70n },
    { by: 'qs-co-jianye', prices: { 1: yuan(2_480_000n), 2: yuan(845_000n) }, quality: 88n },
    decoy,
  ],
  disqualified: [1, 2].map((lot) => ({
    by: 'qs-co-jianye',
    lot,
    reasons: { zh: '未提供三项本市同类业绩证明。', en: 'Three such works in this city were not shown.' },
  })),
  flag: {
    indicator: 'lowestOut',
    question: {
      zh: '两个标段的最低报价均因更正后新增的业绩要求被否决。截止前一天增加这项要求的依据是什么？',
      en: 'In both lots the lowest bid was turned down for a requirement that the amended notice added. On what ground was it added a day before the deadline?',
    },
    answer: {
      zh: '原公告遗漏该项要求，更正后已顺延投标截止时间十五日。',
      en: 'The first notice had left it out by mistake; after the change bidders had fifteen more days.',
    },
  },
  days: {
    prepare: -84,
    announce: -82,
    bidUntil: -62,
    amend: -63,
    bid: -50,
    open: -47,
    score: -45,
    award: -44,
    sign: -30,
    ask: -27,
    answer: -24,
  },
}

/** Planted faults: as few days as the law allows; one lot goes to the same supplier, and for the other it bids alone. */
const narrow: Story = {
  ...none,
  number: 'QS-CG-2026-002',
  buyer: 'qs-transport',
  category: 'goods',
  title: { zh: '公交站台遮阳棚采购（虚构）', en: 'Shelters for bus stops (synthetic)' },
  words: { zh: '采购并安装站台遮阳棚四十座、电子站牌二十块。', en: 'Forty shelters and twenty displays, installed.' },
  lots: [
    { title: '遮阳棚 / Shelters', estimate: yuan(880_000n) },
    { title: '电子站牌 / Displays', estimate: yuan(420_000n) },
  ],
  bids: [
    { by: ring[0], prices: { 1: yuan(879_120n), 2: yuan(419_580n) }, quality: 90n },
    { by: ring[1], prices: { 1: yuan(901_000n) }, quality: 72n },
    { by: ring[2], prices: { 1: yuan(905_500n) }, quality: 70n },
    decoy,
  ],
  flag: {
    indicator: 'singleBid',
    question: {
      zh: '电子站牌标段为什么只有一家投标，而这家同时中了遮阳棚标段？',
      en: 'Why did only one supplier bid for the displays, the one that won the shelters, too?',
    },
    answer: null,
  },
  days: {
    prepare: -72,
    announce: -70,
    bidUntil: -50,
    bid: -53,
    open: -49,
    score: -45,
    award: -44,
    sign: -28,
    ask: -26,
  },
}

/** In every stage one; the oldest first. */
export const stories: readonly Story[] = [steered, narrow, assessing, opened, tendering, keying]
