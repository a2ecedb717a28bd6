import { diagramTableHtml, lawHtml, lawPage, stateDiagram } from '@gongshi/affair-kit'
import { affairTexts, installedAffairs } from '@gongshi/affairs'
import type { AffairData, BlockData, EntriesData, EntryData } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import { day, evidence, hex, notices, organs } from './sampleCity.ts'
import { governancePage } from './sampleGovernance.ts'

/** Entries of the sample city's log, and the affair that made them. */
export const entries: { readonly [name: string]: EntryData } = {
  transaction: {
    index: 4012,
    kind: 'tx',
    height: 1281,
    time: day('2026-05-03T09:30:00'),
    provenAt: day('2026-05-03T09:30:00') + 41,
    affair: 'disclosure',
    version: 1,
    action: 'supersede',
    txId: hex('tx 0'),
    signers: [{ keyId: hex('key'), organ: organs.transport.name, isListed: true }],
    outcome: {
      ok: true,
      changed: [{ entity: 'publication', revision: 2, status: 'published', key: 'gmVyZWRob3Vy' }],
      events: ['["publication", [["x-city", "transport"], "2026-7"], "supersede", 2, "published", "published"]'],
    },
    body: { state: 'held' },
    leafHex: hex('leaf').repeat(5),
    diagnostic: `["tx", 1281, 1777771800000, h'${hex('tx 0')}', [h'${hex('key')}'], "disclosure", 1, "supersede", ["ok", []]]`,
    record: { key: notices[0]!.key, title: notices[0]!.title },
    evidence: evidence(4012),
  },
  refused: {
    index: 4013,
    kind: 'tx',
    height: 1281,
    time: day('2026-05-03T09:31:00'),
    affair: 'disclosure',
    version: 1,
    action: 'withdraw',
    txId: hex('tx 1'),
    signers: [{ keyId: hex('key 2') }],
    outcome: {
      ok: false,
      code: 'signer-organ',
      words: {
        zh: { what: '签署者不属于该机构', next: '请由该机构的人员签署' },
        en: { what: 'The signer does not belong to that organ', next: 'Have an officer of that organ sign' },
      },
    },
    body: { state: 'erased', entry: 4020 },
    leafHex: hex('leaf 2'),
    diagnostic: '["tx", 1281]',
    evidence: evidence(4013),
  },
  ruled: {
    index: 4019,
    kind: 'tx',
    height: 1283,
    time: day('2026-05-04T09:00:00'),
    affair: 'erasure',
    version: 1,
    action: 'propose',
    basis: { clause: { code: 'personal-information/47' }, day: '2026-05-04', wording: null },
    txId: hex('tx 4'),
    signers: [{ keyId: hex('key 2') }],
    outcome: {
      ok: true,
      changed: [{ entity: 'erasure', revision: 1, status: 'proposed', key: 'gmVyZWRob3Vy' }],
      events: ['["propose"]'],
    },
    powers: [
      {
        keyId: hex('key 2'),
        capacity: 'lent',
        organ: organs.long,
        post: 'records-keeper-1',
        title: [],
        roles: ['recordsKeeper', 'publisher'],
        from: day('2026-05-01T00:00:00'),
        until: day('2026-05-08T00:00:00'),
        clause: 'decree/2026-4',
        entry: 3999,
      },
    ],
    rules: ['waitingTime', 'longestStay', 'share', 'another'].map((name, at) => ({
      name,
      title: [],
      from: day('2026-01-01T00:00:00'),
      value: { kind: 'duration', ms: (at + 1) * 86_400_000 },
      clause: { code: 'ledger-charter/7' },
      proposal: at === 0 ? { ...governancePage.proposals[0]!, status: 'inForce' } : null,
    })),
    body: { state: 'held' },
    leafHex: hex('leaf 5'),
    diagnostic: '["tx", 1283]',
    evidence: evidence(4019),
  },
  block: {
    index: 4014,
    kind: 'block',
    height: 1281,
    time: day('2026-05-03T09:31:00'),
    signers: [],
    body: { state: 'absent' },
    leafHex: hex('leaf 3'),
    diagnostic: '["block", 1281]',
    evidence: evidence(4014),
  },
  erasure: {
    index: 4015,
    kind: 'due',
    height: 1282,
    time: day('2026-05-03T12:00:00'),
    affair: 'erasure',
    version: 1,
    action: 'carryOut',
    signers: [],
    outcome: {
      ok: true,
      changed: [{ entity: 'erasure', revision: 2, status: 'done', key: 'gmVyZWRob3Vy' }],
      events: ['["destroy"]'],
    },
    erasure: {
      given: [
        { origin: 'transport.qingshi.example/log', at: day('2026-05-03T12:00:01'), keeps: 'nothing' },
        { origin: 'finance.qingshi.example/log', at: day('2026-05-03T12:00:04'), keeps: 'blocks' },
      ],
      waiting: ['health.qingshi.example/log'],
    },
    body: { state: 'absent' },
    leafHex: hex('leaf 4'),
    diagnostic: '["due", 1282, 1777780800000, "erasure", 1, "carryOut"]',
    evidence: evidence(4015),
  },
}

export const entriesPage: EntriesData = {
  entries: Object.values(entries).toReversed(),
  newer: { after: 4014 },
  older: { before: 4012 },
}

export const block: BlockData = {
  height: 1281,
  time: day('2026-05-03T09:31:00'),
  hash: hex('block 1281'),
  appHash: hex('app 1280'),
  dataHash: hex('data 1281'),
  proposer: hex('validator').slice(0, 40),
  votes: [
    { address: hex('validator').slice(0, 40), forBlock: true },
    { address: hex('validator 2').slice(0, 40), forBlock: false },
  ],
  entries: Object.values(entries),
  total: 230,
  latest: 1290,
}

/** As a node makes it from the declaration and texts of an affair. */
export function affairWithRules(lang: Lang): AffairData {
  const declaration = installedAffairs.find(({ name }) => name === 'erasure')!
  const texts = affairTexts.erasure![lang]
  const diagram = stateDiagram(declaration, texts, lang, 'erasure')
  return {
    ...affair,
    name: 'erasure',
    title: [{ lang, text: texts.name }],
    law: lawHtml(lawPage(declaration, texts, lang)),
    diagrams: [{ entity: texts.entities!.erasure!.name, svg: diagram.svg, table: diagramTableHtml(diagram) }],
  }
}

export const affair: AffairData = {
  name: 'disclosure',
  title: [
    { lang: 'zh', text: '信息公开' },
    { lang: 'en', text: 'Disclosure' },
  ],
  version: 1,
  versionHash: hex('disclosure'),
  activeSince: 1,
  versions: [{ version: 1, hash: hex('disclosure'), activeSince: 1 }],
  parameters: [],
  diagrams: [],
}
