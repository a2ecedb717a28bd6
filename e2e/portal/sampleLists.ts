import type { OrganData, OrgansData, SearchData } from '@gongshi/portal'
import { notices, organs } from './sampleCity.ts'

/** What the sample city's readers look things up in. */
export const organsPage: OrgansData = {
  day: '2026-01-01',
  total: 4,
  byKind: [
    { kind: 'administrative', count: 3 },
    { kind: 'judicial', count: 1 },
  ],
  tree: [
    {
      organ: organs.transport,
      kind: 'administrative',
      inferiors: [
        { organ: organs.finance, kind: 'judicial', inferiors: [] },
        {
          organ: organs.ecology,
          kind: 'administrative',
          inferiors: [{ organ: organs.barnet, kind: 'administrative', inferiors: [] }],
        },
      ],
    },
  ],
  compared: {
    day: '2026-06-01',
    changes: [
      { what: 'founded', organ: organs.finance },
      { what: 'ended', organ: organs.barnet },
      { what: 'renamed', organ: organs.ecology, before: organs.finance.name, after: organs.ecology.name },
      { what: 'moved', organ: organs.ecology, before: null, after: organs.transport },
    ],
  },
}

export const searchPage: SearchData = {
  query: '公交 bus',
  found: notices.map((notice) => ({
    path: '/records/x',
    title: notice.title.some(({ text }) => text !== '') ? notice.title : [{ lang: 'und', text: notice.identifier }],
    affair: 'disclosure',
    entity: 'publication',
    entry: notice.entry,
    at: notice.publishedAt,
    fragment: '…为方便市民出行，自首班车起调整部分公交线路走向…',
    excerpt: [{ lang: 'zh', text: '自 2026 年 5 月 18 日首班车起调整部分公交线路走向……' }],
  })),
  next: 'abc',
  suggestions: [],
  filters: { kind: 'disclosure/publication', organ: 'gb-32100/x', from: '2026-05-01' },
  ignored: [],
  kinds: ['disclosure/publication', 'procurement/procedure'],
  organ: organs.finance,
  height: 1287,
}
export const organPage: OrganData = {
  keys: [
    { keyId: 'a1'.repeat(32), suite: 'webauthnEs256', status: 'active', isOwn: false },
    { keyId: 'b2'.repeat(32), suite: 'ed25519', status: 'revoked', isOwn: true },
  ],
  spans: [
    {
      from: '2026-03-01',
      until: null,
      name: organs.transport.name,
      kind: 'administrative',
      parent: organs.finance,
      division: '990100',
      clause: 'organ-establishment/9',
    },
    {
      from: '2019-01-01',
      until: '2026-03-01',
      name: organs.ecology.name,
      kind: 'administrative',
      parent: null,
      division: '990100',
      clause: 'organ-establishment/9',
    },
  ],
  inferiors: [organs.ecology, organs.barnet],
  passedOn: [
    { how: 'transferred', affair: 'disclosure', organ: organs.finance, from: '2026-07-01', clause: 'decree/2026-4' },
  ],
  acts: [
    {
      index: 88,
      kind: 'tx',
      height: 20,
      time: Date.UTC(2026, 4, 12, 2),
      affair: 'disclosure',
      action: 'publish',
      outcome: { ok: true, changed: [], events: [] },
    },
  ],
  procures: ['buyer', 'supplier'],
  inherited: [{ how: 'merged', affair: null, organ: organs.barnet, from: '2026-03-01', clause: 'decree/2026-4' }],
  offices: [
    {
      post: 'publisher',
      title: [
        { lang: 'zh', text: '信息公开岗' },
        { lang: 'en', text: 'Publisher' },
      ],
      roles: ['publisher'],
      division: '990100',
      powers: [
        {
          capacity: 'regular',
          officer: '3fa4c1d2',
          lender: null,
          roles: ['publisher'],
          affair: null,
          action: null,
          division: null,
          from: '2026-03-01T00:00:00Z',
          until: null,
        },
        {
          capacity: 'lent',
          officer: '81c0ffee',
          lender: '3fa4c1d2',
          roles: ['publisher'],
          affair: 'disclosure',
          action: 'publish',
          division: null,
          from: '2026-09-30T16:00:00Z',
          until: '2026-10-08T16:00:00Z',
        },
      ],
    },
    { post: 'filing', title: [], roles: ['recordsKeeper', 'filing'], division: '990100', powers: [] },
  ],
  organ: organs.transport,
  notices: notices.filter((one) => one.organ === organs.transport),
  newer: { after: 4012 },
  older: { before: 3811 },
}

/** A name that fills lines, wherever it stands. */
export const longOrganPage: OrganData = {
  ...organPage,
  organ: organs.long,
  spans: organPage.spans.map((span) => ({ ...span, name: organs.long.name, parent: organs.long })),
  inferiors: [organs.long, organs.ecology],
  notices: [],
  acts: [],
  newer: null,
  older: null,
}
