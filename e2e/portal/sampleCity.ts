import { createHash } from 'node:crypto'
import type {
  ChainState,
  Evidence,
  HomeData,
  LedgerData,
  Notice,
  Organ,
  PageContext,
  RecordBody,
  RecordChangesData,
  RecordData,
  VersionData,
} from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'

/** A made-up city with its notices, for the page tests: no organ, person or figure here is real. */
export const hex = (seed: string): string => createHash('sha256').update(seed).digest('hex')
export const day = (text: string): number => Date.parse(`${text}+08:00`)

export const pageContext = (lang: Lang, assets: PageContext['site']['assets']): PageContext => ({
  lang,
  base: 'https://gongshi.yunchuan.example',
  site: {
    base: 'https://gongshi.yunchuan.example',
    name: { zh: '云川市公示', en: 'Yunchuan City Gongshi' },
    chainId: 'yunchuan-demo',
    height: 1287,
    entries: 4031,
    timeZone: 'Asia/Shanghai',
    synthetic: true,
    assets,
  },
})

const division = {
  scheme: 'gb-t-2260',
  code: '990100',
  date: '2026-01-01',
  name: [
    { lang: 'zh', text: '云川市' },
    { lang: 'en', text: 'Yunchuan City' },
  ],
}
const organ = (id: string, zh: string, en: string): Organ => ({
  scheme: 'gb-32100',
  id,
  name: [
    { lang: 'zh', text: zh },
    { lang: 'en', text: en },
  ],
  division,
})

export const organs = {
  transport: organ('11990100MB0T001A2X', '云川市交通运输局', 'Yunchuan City Transport Bureau'),
  finance: organ('11990100MB0F002B40', '云川市财政局', 'Yunchuan City Finance Bureau'),
  ecology: organ('11990100MB0E003C61', '云川市生态环境局', 'Yunchuan City Ecology and Environment Bureau'),
  long: organ(
    '11990100MB0L009Z99',
    '云川市历史文化名城保护与城市更新工作领导小组办公室（云川市住房和城乡建设局历史建筑保护处）',
    'Office of the Leading Group of Yunchuan City for the Protection of the Historic Town and for Urban Renewal',
  ),
  barnet: { scheme: 'GB-LAC', id: 'E09000003', name: [{ lang: 'en', text: 'London Borough of Barnet' }] } as Organ,
}

export const evidence = (entry: number): Evidence => ({
  gse: `/api/v1/evidence/entries/${entry}`,
  json: `/api/v1/evidence/entries/${entry}?format=json`,
  tlogProof: `/log/proof/${entry}.tlog-proof`,
  courtPack: `entry=${entry}`,
  trust: '/api/v1/trust',
})

const notice = (more: Partial<Notice> & Pick<Notice, 'key' | 'title' | 'identifier' | 'organ'>): Notice => ({
  kind: 'notice',
  publishedAt: day('2026-05-03T09:30:00'),
  entry: 4012,
  version: 1,
  standing: 'current',
  synthetic: true,
  ...more,
})

export const notices: readonly Notice[] = [
  notice({
    key: 'yunchuan-bus-2026-18',
    title: [
      { lang: 'zh', text: '关于调整 12 路、36 路公交线路走向的公告' },
      { lang: 'en', text: 'Notice on the rerouting of bus lines 12 and 36' },
    ],
    identifier: '云交公告〔2026〕18 号',
    organ: organs.transport,
    version: 3,
  }),
  notice({
    key: 'yunchuan-budget-2026',
    title: [
      { lang: 'zh', text: '云川市 2026 年度城市道路养护专项资金预算公开' },
      { lang: 'en', text: 'Road maintenance fund of Yunchuan City, budget for 2026' },
    ],
    identifier: '云财预〔2026〕7 号',
    organ: organs.finance,
    kind: 'budget',
    publishedAt: day('2026-04-28T16:05:00'),
    entry: 3987,
  }),
  notice({
    key: 'ocds-213czf-000-00001-05-contract',
    title: [{ lang: 'en', text: 'Contract to build new cycle lanes in the centre of town' }],
    identifier: 'ocds-213czf-000-00001',
    organ: organs.barnet,
    kind: 'ocds-release',
    publishedAt: day('2026-04-27T11:00:00'),
    entry: 3950,
  }),
  notice({
    key: 'yunchuan-eia-2026-4',
    title: [{ lang: 'zh', text: '西河污水处理厂扩建项目环境影响评价文件受理公示' }],
    identifier: '云环受〔2026〕4 号',
    organ: organs.ecology,
    publishedAt: day('2026-04-21T10:12:00'),
    entry: 3902,
    standing: 'withdrawn',
  }),
  notice({
    key: 'yunchuan-erased',
    title: [],
    identifier: '云交公告〔2026〕11 号',
    organ: organs.transport,
    publishedAt: day('2026-03-30T08:00:00'),
    entry: 3811,
    standing: 'current',
  }),
]

export const chain: ChainState = {
  engine: 'solo',
  validators: 1,
  height: 1287,
  time: day('2026-05-03T14:22:07'),
  entries: 4031,
  appHash: hex('app'),
  stateRoot: hex('state'),
  logRoot: hex('log'),
  genesisHash: hex('genesis'),
  trustFingerprint: hex('trust'),
  checkpoint: {
    note: `gongshi.yunchuan.example/yunchuan-demo/node-1\n4031\n${Buffer.from(hex('log'), 'hex').toString('base64')}\n\n— gongshi.yunchuan.example/yunchuan-demo/node-1 ${Buffer.from(hex('signature') + hex('more'), 'hex').toString('base64')}\n`,
    size: 4031,
    time: day('2026-05-03T14:22:07'),
    witnesses: 0,
  },
}

const verifier = { sha256: hex('verifier'), bytes: 118_400 }
export const home: HomeData = { notices, newer: null, older: { before: 3811 }, chain, verifier }
export const ledger: LedgerData = {
  chain,
  blocks: [1287, 1286, 1285].map((height) => ({
    height,
    time: chain.time - (1287 - height) * 4000,
    hash: hex(`block ${height}`),
    entries: 3,
  })),
  logKeys: [
    {
      origin: 'gongshi.yunchuan.example/yunchuan-demo/node-1',
      vkey: `gongshi.yunchuan.example/yunchuan-demo/node-1+3f1a99c0+${Buffer.from(hex('vkey'), 'hex').toString('base64')}`,
    },
  ],
  affairs: [
    { name: 'disclosure', version: 1, hash: hex('disclosure') },
    { name: 'organisations', version: 1, hash: hex('organisations') },
  ],
  verifier,
}
const busParagraphs = [
  '为配合东湖大桥维修工程，保障市民出行，经研究，决定自 2026 年 5 月 18 日首班车起调整部分公交线路走向。现将有关事项公告如下。',
  '一、12 路由东湖路改经滨江大道，恢复原走向的时间另行公告；取消东湖桥南、东湖桥北两站，增设滨江公园站。',
  '二、36 路缩短至人民医院，发车间隔由十五分钟改为十分钟，首末班时间不变。',
  '三、对本公告有意见的，可在 2026 年 5 月 12 日前向云川市交通运输局提出。',
]
const clause = {
  code: 'disclosure/20',
  text: [
    { lang: 'zh', text: '信息公开条例第二十条' },
    { lang: 'en', text: 'Disclosure regulations, article 20' },
  ],
}
const correction = {
  code: 'disclosure/41',
  text: [
    { lang: 'zh', text: '信息公开条例第四十一条' },
    { lang: 'en', text: 'Disclosure regulations, article 41' },
  ],
}
const withdrawal = { code: 'disclosure/14' }

const versions: readonly VersionData[] = [
  { version: 3, standing: 'current', content: 'held', at: day('2026-05-03T09:30:00'), entry: 4012, clause: correction },
  {
    version: 2,
    standing: 'superseded',
    content: 'held',
    at: day('2026-04-30T17:02:00'),
    entry: 3993,
    clause: correction,
  },
  {
    version: 1,
    standing: 'superseded',
    content: 'erased',
    at: day('2026-04-29T08:15:00'),
    entry: 3988,
    clause,
    erasedBy: { entry: 4020, at: day('2026-05-03T12:00:00'), clause: { code: 'personal-information/47' } },
  },
]

function record(at: number, body: RecordBody, more: Partial<RecordData> = {}): RecordData {
  const one = notices[at]!
  return {
    notice: one,
    affair: 'disclosure',
    clause,
    dates: [{ name: 'published', at: one.publishedAt }],
    amounts: [],
    releaseTags: [],
    versions: [
      { version: one.version, standing: one.standing, content: 'held', at: one.publishedAt, entry: one.entry, clause },
    ],
    body,
    commitment: hex(`commitment ${at}`),
    txId: hex(`tx ${at}`),
    height: 1200 + at,
    evidence: evidence(one.entry),
    ...more,
  }
}

const busBody: RecordBody = {
  kind: 'document',
  lang: 'zh',
  paragraphs: busParagraphs.map((text, at) => ({ path: `/${at}`, heading: false, text })),
}
const releaseValues: [string, string, boolean][] = [
  ['ocid', 'ocds-213czf-000-00001', false],
  ['date', '2010-05-10T10:30:00Z', false],
  ['tag/0', 'contract', false],
  ['buyer/name', 'London Borough of Barnet', false],
  ['parties/0/contactPoint/name', '', true],
  ['parties/0/contactPoint/email', '', true],
  ['awards/0/title', 'Award of contract to build new cycle lanes in the centre of town.', false],
  ['awards/0/value/amount', '11000000', false],
  ['awards/0/value/currency', 'GBP', false],
  ['awards/0/suppliers/0/name', 'AnyCorp Cycle Provision', false],
  ['contracts/0/period/startDate', '2010-07-01T00:00:00Z', false],
]

export const changes: RecordChangesData = {
  notice: notices[0]!,
  from: versions[1]!,
  to: versions[0]!,
  versions: [3, 2, 1],
  facts: [
    { name: 'effective', before: '2026-05-11', after: '2026-05-18' },
    { name: 'expires', before: null, after: '2026-11-30' },
    { name: 'clause', before: 'disclosure/20', after: 'disclosure/41' },
  ],
  texts: [
    { part: 'title', lang: 'zh', what: 'same', parts: [] },
    {
      part: 'text',
      lang: 'zh',
      what: 'changed',
      parts: [
        { kind: 'same', text: '…因道路施工，' },
        { kind: 'removed', text: '7 路、19 路' },
        { kind: 'added', text: '7 路、19 路和 22 路' },
        { kind: 'same', text: '公交车改道行驶。\n…\n绕行至' },
        { kind: 'removed', text: '五月十八日' },
        { kind: 'added', text: '五月二十五日' },
        { kind: 'same', text: '止。' },
      ],
    },
    {
      part: 'text',
      lang: 'en',
      what: 'added',
      parts: [{ kind: 'added', text: 'Buses 7, 19 and 22 take another way.' }],
    },
  ],
}

export const records: { readonly [name: string]: RecordData } = {
  current: record(0, busBody, {
    clause: correction,
    versions,
    dates: [
      { name: 'published', at: notices[0]!.publishedAt },
      { name: 'effective', at: Date.UTC(2026, 4, 18) },
      { name: 'expires', at: Date.UTC(2026, 10, 30) },
    ],
  }),
  superseded: record(0, busBody, {
    notice: { ...notices[0]!, version: 2, standing: 'superseded', entry: 3993 },
    versions,
  }),
  budget: record(
    1,
    { kind: 'file', mediaType: 'application/pdf', name: 'budget-2026.pdf', bytes: 482_113, href: '/api/v1/contents/x' },
    {
      amounts: [
        { currency: 'CNY', minor: 1_284_600_000_00n, digits: 2, path: 'total' },
        { currency: 'CNY', minor: 96_000_000_00n, digits: 2, path: 'emergency' },
      ],
    },
  ),
  release: record(
    2,
    {
      kind: 'release',
      facts: releaseValues.map(([path, value, masked]) => ({ path, value, masked })),
      maskedCount: 8,
      totalCount: 141,
    },
    {
      amounts: [{ currency: 'GBP', minor: 1_100_000_000n, digits: 2, path: 'awards/0/value' }],
      releaseTags: ['contract'],
      dates: [
        { name: 'published', at: notices[2]!.publishedAt },
        { name: 'released', at: Date.UTC(2010, 4, 10, 10, 30) },
      ],
    },
  ),
  withdrawn: record(
    3,
    {
      kind: 'document',
      lang: 'zh',
      paragraphs: [
        { path: '/0', heading: false, text: '我局拟受理西河污水处理厂扩建项目环境影响评价文件，现予公示。' },
      ],
    },
    {
      versions: [
        {
          version: 1,
          standing: 'withdrawn',
          content: 'held',
          at: day('2026-04-21T10:12:00'),
          entry: 3902,
          clause,
          reason: 'error',
          withdrawnBy: { entry: 3931, at: day('2026-04-24T10:12:00'), clause: withdrawal },
        },
      ],
    },
  ),
  erased: record(
    4,
    { kind: 'erased', entry: 4025, at: day('2026-05-03T13:40:00'), clause: { code: 'personal-information/47' } },
    {
      versions: [
        {
          version: 1,
          standing: 'current',
          content: 'erased',
          at: notices[4]!.publishedAt,
          entry: 3811,
          clause,
          erasedBy: { entry: 4025, at: day('2026-05-03T13:40:00'), clause: { code: 'personal-information/47' } },
        },
      ],
    },
  ),
  absent: record(4, { kind: 'absent' }),
}
