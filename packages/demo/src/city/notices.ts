/** Synthetic: notices that the demo's city publishes, in Chinese and English, a few paragraphs each. */
export type DemoNotice = {
  readonly identifier: string
  readonly organ: string
  readonly kind: string
  readonly clause: string
  /** Date on the document, YYYY-MM-DD. */
  readonly issued: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly paragraphs: readonly { readonly zh: string; readonly en: string }[]
}

const clause = 'government-information/20'

export const demoNotices: readonly DemoNotice[] = [
  {
    identifier: 'QS-2026-001',
    organ: 'qs-gov',
    kind: 'policy',
    clause,
    issued: '2026-01-05',
    title: { zh: '青石市政务公开目录（2026 年版）', en: 'Catalogue of public information, 2026 edition' },
    paragraphs: [
      {
        zh: '本目录列明各部门应当主动公开的事项、期限和渠道，自发布之日起施行。',
        en: 'This catalogue lists what each department publishes by itself, by when and where. It applies from the day of publication.',
      },
      {
        zh: '任何人发现目录内事项未按期公开，可以通过本平台提出，责任部门应在五个工作日内答复。',
        en: 'Anyone who finds a listed item overdue may say so on this platform; the department answers within five working days.',
      },
    ],
  },
  {
    identifier: 'QS-2026-014',
    organ: 'qs-finance',
    kind: 'budget',
    clause,
    issued: '2026-01-16',
    title: { zh: '关于 2026 年市级预算草案的说明', en: 'Notes on the draft city budget for 2026' },
    paragraphs: [
      {
        zh: '2026 年市级一般公共预算收入安排 182.4 亿元，支出安排 197.1 亿元，差额由转移支付和结余弥补。',
        en: 'General revenue is planned at CNY 18.24 billion and spending at CNY 19.71 billion; transfers and carry-over cover the difference.',
      },
      {
        zh: '教育、社会保障和卫生健康支出合计占 46.3%，较上年提高 1.2 个百分点。',
        en: 'Education, social security and health together take 46.3 per cent, 1.2 points more than last year.',
      },
      {
        zh: '部门预算明细随本说明一并公开，每一笔拨付今后均可在本账本上核对。',
        en: 'Departmental details are published with these notes; every payment can later be checked against this ledger.',
      },
    ],
  },
  {
    identifier: 'QS-2026-022',
    organ: 'qs-planning',
    kind: 'plan',
    clause,
    issued: '2026-01-28',
    title: { zh: '滨河片区控制性详细规划调整公示', en: 'Riverside district: proposed change of the detailed plan' },
    paragraphs: [
      {
        zh: '拟将 B-07 地块由商业用地调整为公园绿地，面积 3.2 公顷，沿河步道宽度不小于 8 米。',
        en: 'Plot B-07, 3.2 hectares, would change from commercial use to a public park; the riverside path keeps at least 8 metres.',
      },
      {
        zh: '公示期三十日。意见可在线提交，也可送至规划展示馆。',
        en: 'The proposal is on display for thirty days. Comments are taken online and at the planning hall.',
      },
    ],
  },
  {
    identifier: 'QS-2026-031',
    organ: 'qs-environment',
    kind: 'permit',
    clause,
    issued: '2026-02-10',
    title: {
      zh: '东部污水处理厂扩建项目环境影响报告书受理公示',
      en: 'Eastern sewage works: environmental report received',
    },
    paragraphs: [
      {
        zh: '项目设计规模由每日 6 万吨扩至 10 万吨，出水执行一级 A 标准。',
        en: 'The works would grow from 60,000 to 100,000 tonnes a day; effluent meets grade 1A.',
      },
      {
        zh: '报告书全文见附件；受理至批复期间，公众可以查阅并提出意见。',
        en: 'The full report is attached; until the decision, anyone may read it and comment.',
      },
    ],
  },
  {
    identifier: 'QS-2026-035',
    organ: 'qs-education',
    kind: 'notice',
    clause,
    issued: '2026-02-13',
    title: { zh: '2026 年义务教育阶段招生范围公告', en: 'School catchment areas for 2026' },
    paragraphs: [
      {
        zh: '全市小学划分为 48 个招生范围，新增青溪路小学，可容纳 24 个班。',
        en: 'Primary schools have 48 catchment areas; the new Qingxi Road school takes 24 classes.',
      },
      {
        zh: '招生范围按门牌号列示，家长可以用地址查询，结果以本公告为准。',
        en: 'Areas are listed by house number. Parents can look up an address; this notice decides.',
      },
    ],
  },
  {
    identifier: 'QS-2026-040',
    organ: 'qs-transport',
    kind: 'notice',
    clause,
    issued: '2026-03-02',
    title: { zh: '解放桥封闭维修及公交改线通告', en: 'Jiefang Bridge closed for repair; buses rerouted' },
    paragraphs: [
      {
        zh: '解放桥自 3 月 9 日零时至 5 月 31 日封闭维修，机动车绕行新安大桥。',
        en: 'Jiefang Bridge is closed from 9 March to 31 May; motor traffic uses Xin’an Bridge.',
      },
      {
        zh: '3 路、17 路、42 路公交改线，临时站点设于桥南、桥北两侧。',
        en: 'Buses 3, 17 and 42 are rerouted, with temporary stops at both ends of the bridge.',
      },
    ],
  },
  {
    identifier: 'QS-2026-046',
    organ: 'qs-water',
    kind: 'notice',
    clause,
    issued: '2026-04-08',
    title: { zh: '城西片区计划停水公告', en: 'Planned water outage, western districts' },
    paragraphs: [
      {
        zh: '因主干管更换，城西片区 4 月 11 日 22 时至次日 6 时停水，请提前储水。',
        en: 'A trunk main is replaced: no water in the west from 22:00 on 11 April to 06:00. Please store some beforehand.',
      },
      {
        zh: '医院和养老机构由供水车保障，服务电话见网站。',
        en: 'Hospitals and care homes are served by tankers; the hotline is on the website.',
      },
    ],
  },
  {
    identifier: 'QS-2026-052',
    organ: 'qs-housing',
    kind: 'notice',
    clause,
    issued: '2026-04-10',
    title: { zh: '公共租赁住房第二批配租结果汇总', en: 'Public rental housing: second allocation, totals' },
    paragraphs: [
      {
        zh: '本批共受理 1,206 户，符合条件 934 户，配租 610 套；名单依规定只公布编号，不公布姓名。',
        en: '1,206 households applied, 934 qualified, 610 flats were allocated. By rule, numbers are published, names are not.',
      },
      {
        zh: '未配租的 324 户转入下一批，排序不变。',
        en: 'The other 324 households keep their places for the next batch.',
      },
    ],
  },
  {
    identifier: 'QS-2026-058',
    organ: 'qs-civil',
    kind: 'notice',
    clause,
    issued: '2026-04-15',
    title: { zh: '提高城乡居民最低生活保障标准的通知', en: 'Minimum living allowance raised' },
    paragraphs: [
      {
        zh: '自 2026 年 7 月 1 日起，城乡低保标准统一调整为每人每月 1,120 元。',
        en: 'From 1 July 2026 the allowance is CNY 1,120 a person a month in town and country alike.',
      },
      { zh: '已在保对象自动调整，无需重新申请。', en: 'Those who already receive it are adjusted automatically.' },
    ],
  },
  {
    identifier: 'QS-2026-063',
    organ: 'qs-audit',
    kind: 'report',
    clause,
    issued: '2026-04-20',
    title: { zh: '2025 年度市级预算执行审计结果公告', en: 'Audit of the 2025 city budget' },
    paragraphs: [
      {
        zh: '审计共抽查 37 个部门，发现问题资金 2,860 万元，已整改 2,410 万元。',
        en: 'Thirty-seven departments were audited. Irregularities of CNY 28.6 million were found; CNY 24.1 million are settled.',
      },
      {
        zh: '未整改部分的责任单位、期限和进展见附表，逐月更新。',
        en: 'For the rest, the table shows who must act, by when and how far they are; it is updated monthly.',
      },
    ],
  },
  {
    identifier: 'QS-2026-070',
    organ: 'qs-trade',
    kind: 'procurement',
    clause,
    issued: '2026-04-22',
    title: { zh: '市第三医院设备采购项目公开招标公告', en: 'Open tender: equipment for the Third Hospital' },
    paragraphs: [
      {
        zh: '采购内容：磁共振成像系统一套、数字化摄影设备两套，预算 4,650 万元。',
        en: 'One MRI system and two digital radiography units; budget CNY 46.5 million.',
      },
      {
        zh: '投标截止 5 月 20 日 9 时 30 分，开标地点为交易中心三楼。评分办法见附件，发布后不再更改。',
        en: 'Bids close on 20 May at 09:30; opening on the third floor of the centre. The scoring rule is attached and will not change.',
      },
    ],
  },
  {
    identifier: 'QS-2026-077',
    organ: 'qs-planning',
    kind: 'notice',
    clause,
    issued: '2026-04-27',
    title: { zh: '国有建设用地使用权出让结果公示', en: 'Result of a land-use right auction' },
    paragraphs: [
      {
        zh: 'C-15 地块以 3.12 亿元成交，用途为住宅，配建保障性住房不少于 15%。',
        en: 'Plot C-15 was sold for CNY 312 million, for housing, with at least 15 per cent affordable homes.',
      },
      {
        zh: '成交款分两期缴纳，缴纳情况将在本账本记载。',
        en: 'The price is paid in two instalments; payments will be recorded here.',
      },
    ],
  },
  {
    identifier: 'QS-2026-081',
    organ: 'qs-environment',
    kind: 'report',
    clause,
    issued: '2026-04-29',
    title: { zh: '2026 年一季度空气质量报告', en: 'Air quality, first quarter of 2026' },
    paragraphs: [
      {
        zh: '优良天数 78 天，占 86.7%；PM2.5 平均浓度 34 微克/立方米，同比下降 5.6%。',
        en: 'Seventy-eight good days, 86.7 per cent; PM2.5 averaged 34 µg/m³, down 5.6 per cent on the year.',
      },
      { zh: '各站点小时数据可以下载。', en: 'Hourly figures of every station can be downloaded.' },
    ],
  },
  {
    identifier: 'QS-2026-088',
    organ: 'qs-transport',
    kind: 'notice',
    clause,
    issued: '2026-05-06',
    title: { zh: '路内停车收费标准听证公告', en: 'Hearing on kerbside parking charges' },
    paragraphs: [
      {
        zh: '拟将核心区首小时收费由 6 元调整为 8 元，夜间 21 时后免费；听证代表 21 名，其中消费者代表 10 名。',
        en: 'The first hour in the centre would rise from CNY 6 to 8, free after 21:00. Of 21 members at the hearing, ten represent consumers.',
      },
      { zh: '听证笔录将全文公开。', en: 'The minutes will be published in full.' },
    ],
  },
]

/** The correction of one of them: the figure was wrong, and the wrong one stays provable. */
export const demoCorrection = {
  of: 'QS-2026-052',
  clause: 'government-information/6',
  issued: '2026-04-13',
  paragraphs: [
    {
      zh: '更正：本批共受理 1,260 户（原公告误为 1,206 户），符合条件 934 户，配租 610 套；名单依规定只公布编号，不公布姓名。',
      en: 'Corrected: 1,260 households applied (the first notice said 1,206), 934 qualified, 610 flats were allocated. By rule, numbers are published, names are not.',
    },
    {
      zh: '未配租的 324 户转入下一批，排序不变。',
      en: 'The other 324 households keep their places for the next batch.',
    },
  ],
} as const

/** One notice is withdrawn: its tombstone says why. */
export const demoWithdrawal = { of: 'QS-2026-046', clause: 'government-information/14' } as const
