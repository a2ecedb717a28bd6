import { installedAffairs } from '@gongshi/affairs'
import type { KeyData, OpenData, PastData, RegistersData, StatisticsData } from '@gongshi/portal'
import { registersOf } from '../../packages/node/src/pages/openData.ts'
import { mandates } from './sampleActs.ts'
import { day, hex, organs } from './sampleCity.ts'
import { figures } from './sampleFigures.ts'
import { entries } from './sampleLedgerPages.ts'

/** An officer's key with a long history; and an organ's own that was revoked. */
export const keyPage: KeyData = {
  keyId: hex('key'),
  suite: 'webauthnEs256',
  status: 'active',
  isActive: true,
  officer: hex('officer').slice(0, 8),
  organ: organs.transport,
  mandates: mandates.mandates,
  revisions: [
    { action: 'announceKey', status: 'announced', time: day('2026-04-01T09:00:00'), entry: 3001 },
    { action: 'activateKey', status: 'active', time: day('2026-04-04T09:00:00'), entry: 3050 },
  ],
  signed: [entries.refused!, entries.transaction!],
  before: 4012,
  row: 'gVgg',
  height: 1287,
  evidence: '/api/v1/evidence/state/organisations/entity%2Fkey/gVgg',
}
export const revokedKey: KeyData = {
  ...keyPage,
  keyId: hex('key 2'),
  suite: 'ed25519',
  status: 'revoked',
  isActive: false,
  officer: null,
  organ: organs.long,
  mandates: [],
  revisions: [
    { action: 'genesis', status: 'active', time: day('2026-01-01T00:00:00'), entry: null },
    { action: 'revokeKey', status: 'revoked', time: day('2026-04-04T09:00:00'), entry: 3050 },
  ],
  signed: [],
  before: null,
}

const count = (at: number) => ({ done: (at * 37) % 91, refused: at % 5 })

/** Made up. */
export const statistics: StatisticsData = {
  asOf: { entries: 4030, height: 1290, logSize: 4031 },
  total: { done: 3977, refused: 53 },
  days: Array.from({ length: 30 }, (_, at) => ({
    day: new Date(Date.UTC(2026, 3, 13 + at)).toISOString().slice(0, 10),
    ...count(at),
  })),
  months: Array.from({ length: 12 }, (_, at) => ({
    month: new Date(Date.UTC(2025, 5 + at)).toISOString().slice(0, 7),
    ...count(at + 7),
  })),
  affairs: [
    { affair: 'disclosure', done: 2801, refused: 20 },
    { affair: 'procurement', done: 902, refused: 31 },
    { affair: 'organisations', done: 274, refused: 2 },
  ],
  organs: [
    { organ: organs.transport, done: 2031 },
    { organ: organs.finance, done: 902 },
    { organ: organs.long, done: 31 },
  ],
  allOrgans: 3,
  procurement: { procedures: figures.procedures, contracts: 8, values: figures.years[1]!.values },
}
export const noStatistics: StatisticsData = {
  ...statistics,
  total: { done: 0, refused: 0 },
  affairs: [],
  organs: [],
  allOrgans: 0,
  procurement: null,
}

export const openData: OpenData = {
  asOf: { entries: 4031, height: 1290, time: day('2026-05-12T10:00:00') },
  affairs: installedAffairs.map(({ name, entities }) => ({ affair: name, registers: Object.keys(entities).length })),
  isProcuring: true,
  licence: {
    url: 'https://creativecommons.org/licenses/by/4.0/',
    zh: '知识共享署名 4.0',
    en: 'Creative Commons Attribution 4.0',
  },
  verifier: { sha256: hex('verifier'), bytes: 188_000 },
  firstTile: '/log/tile/0/000',
  bytes: { genesis: 14_204, trust: 1_930, checkpoint: 402 },
}

/** As a node makes them of the declarations. */
export function registersPage(affair: string): RegistersData {
  return registersOf({ find: (name) => installedAffairs.find((each) => each.name === name) }, affair)
}

const revision = (at: number) => ({
  revision: at,
  status: 'published',
  action: at === 1 ? 'publish' : 'supersede',
  entry: 4000 + at * 12,
  height: 1200 + at * 40,
  time: day(`2026-05-0${at}T09:30:00`),
})
/** A record as it was after a block, between two of its versions. */
export const pastPage: PastData = {
  registers: ['disclosure/publication', 'organisations/key'],
  asked: { register: 'disclosure/publication', key: 'gmVyZWRob3Vy', height: '1281' },
  reached: 1290,
  found: {
    affair: 'disclosure',
    entity: 'publication',
    key: 'gmVyZWRob3Vy',
    height: 1281,
    root: { stateRoot: hex('state'), entry: 4014 },
    was: {
      ...revision(2),
      fields: [
        { name: 'status', title: { zh: '状态', en: 'status' }, value: 'published' },
        { name: 'content', title: { zh: '内容', en: 'content' }, value: hex('content') },
        { name: 'identifier', title: { zh: '文号', en: 'identifier' }, value: '2026-7' },
      ],
    },
    next: revision(3),
    revisions: [3, 2, 1].map(revision),
    allRevisions: 3,
    evidence: '/api/v1/evidence/past/disclosure/entity%2Fpublication/gmVyZWRob3Vy?height=1281',
    evidenceNow: '/api/v1/evidence/state/disclosure/entity%2Fpublication/gmVyZWRob3Vy',
  },
}
/** Before it was there, on a node that began with a later snapshot; unchanged to this day; and a height that is not here yet. */
export const pastAbsent: PastData = {
  ...pastPage,
  found: {
    ...(pastPage.found as Extract<PastData['found'], object>),
    height: 1200,
    root: null,
    was: null,
    next: revision(1),
  },
}
export const pastStanding: PastData = {
  ...pastPage,
  found: { ...(pastPage.found as Extract<PastData['found'], object>), next: null },
}
export const pastAhead: PastData = { ...pastPage, asked: { ...pastPage.asked, height: '99999' }, found: 'ahead' }
