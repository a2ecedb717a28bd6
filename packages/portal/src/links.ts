import type { Lang } from '@gongshi/ui'
import type { Cursor, NoticePage, Organ } from './data.ts'
import type { PaceFile } from './paceData.ts'
import { type SearchFilters, searchQuery } from './searchFilters.ts'
import type { StatisticsFile } from './statisticsData.ts'

/** Paths of the pages below the language, each the same in both. The node routes exactly these. */
export const paths = {
  home: '/',
  ledger: '/ledger',
  record: (key: string, version?: number): string =>
    `/records/${encodeURIComponent(key)}${version === undefined ? '' : `?version=${version}`}`,
  recordChanges: (key: string, from: number, to: number): string =>
    `/records/${encodeURIComponent(key)}/changes?from=${from}&to=${to}`,
  organs: '/organs',
  organsOn: '/organs/on',
  organ: (organ: Pick<Organ, 'scheme' | 'id'>): string =>
    `/organs/${encodeURIComponent(organ.scheme)}/${encodeURIComponent(organ.id)}`,
  affair: (name: string): string => `/affairs/${encodeURIComponent(name)}`,
  act: (affair: string, action: string): string => `${paths.affair(affair)}#article-${encodeURIComponent(action)}`,
  entries: '/entries',
  entry: (index: number): string => `/entries/${index}`,
  key: (keyId: string): string => `/keys/${keyId}`,
  block: (height: number): string => `/blocks/${height}`,
  past: '/state',
  pastRow: (register: string, key: string, height: number): string =>
    `/state?register=${encodeURIComponent(register)}&key=${key}&height=${height}`,
  clauses: '/clauses',
  clauseOn: (code: string, day: string): string => `${paths.clauses}?day=${day}#clause-${encodeURIComponent(code)}`,
  network: '/network',
  consultations: '/consultations',
  consultation: (key: string): string => `/consultations/${encodeURIComponent(key)}`,
  procedures: '/procurement',
  /** Made of exactly the procedures that the list with the same query has, language aside. */
  procurementFile: (file: string): string => `/procurement/${file}`,
  /** Every process in the Open Contracting Data Standard, whatever is filtered. */
  ocdsRecords: '/ocds/export/records.json',
  procurementFigures: '/procurement/statistics',
  procurementProfile: (role: 'buyer' | 'supplier', organ: Pick<Organ, 'scheme' | 'id'>): string =>
    `/procurement/${role}s/${encodeURIComponent(organ.scheme)}/${encodeURIComponent(organ.id)}`,
  procedure: (key: string): string => `/procurement/${encodeURIComponent(key)}`,
  recompute: (key: string, lot: number): string => `${paths.procedure(key)}/lots/${lot}/recompute`,
  /** What the chart of a lot's scores shows, language aside. */
  scoresFile: (key: string, lot: number): string => `${paths.procedure(key)}/lots/${lot}/scores.csv`,
  bid: (key: string): string => `${paths.procedure(key)}/bid`,
  governance: '/governance',
  ruleHistory: '/governance/history',
  proposal: (key: string): string => `/governance/${encodeURIComponent(key)}`,
  /** Language aside. */
  courtPack: (form: 'pdf' | 'zip', query: string): string => `/api/v1/court-pack.${form}?${query}`,
  catalogue: '/data/catalogue.jsonld',
  pace: '/network/pace',
  paceFile: (file: PaceFile, ending: 'csv' | 'json'): string => `/network/pace/${file}.${ending}`,
  statistics: '/statistics',
  /** What a chart there shows, language aside. */
  statisticsFile: (file: StatisticsFile, ending: 'csv' | 'json'): string => `/statistics/${file}.${ending}`,
  openData: '/data',
  registers: (affair: string): string => `/data/${encodeURIComponent(affair)}`,
  calendar: '/calendar.ics',
  organCalendar: (organ: Pick<Organ, 'scheme' | 'id'>): string => `${paths.organ(organ)}/calendar.ics`,
  procedureCalendar: (key: string): string => `${paths.procedure(key)}/calendar.ics`,
  design: '/design',
  designTable: '/design/table.csv',
  look: '/look',
  watch: '/watch',
  learn: '/learn',
  tour: (persona: string): string => `/learn/${persona}`,
  glossary: '/glossary',
  find: '/find',
  search: '/search',
  searchFeed: (query: string, filters: SearchFilters = {}): string => `/search.atom${searchQuery(query, filters)}`,
  noticeFeed: '/notices.atom',
  organFeed: (organ: Pick<Organ, 'scheme' | 'id'>): string => `${paths.organ(organ)}/notices.atom`,
  drafts: '/drafts',
  sign: '/sign',
  signIn: '/sign-in',
  signInThrough: (provider: string): string => `/sign-in/${encodeURIComponent(provider)}`,
  workspace: '/workspace',
  activity: '/workspace/activity',
  sessions: '/workspace/sessions',
  stepUp: '/workspace/step-up',
  signOut: '/workspace/sign-out',
  procurementDesk: '/workspace/procurement',
  composeProcedure: '/workspace/procurement/new',
  questionsDesk: '/workspace/procurement/questions',
  scoring: '/workspace/procurement/scoring',
  procedureDesk: (key: string): string => `/workspace/procurement/${encodeURIComponent(key)}`,
  inbox: '/workspace/inbox',
  notifications: '/workspace/notifications',
  trusteeships: '/workspace/trustee',
  admissionDesk: (procedure: string): string => `/workspace/admission/${encodeURIComponent(procedure)}`,
  trusteeship: (procedure: string, organ: Pick<Organ, 'scheme' | 'id'>): string =>
    `/workspace/trustee/${[procedure, organ.scheme, organ.id].map(encodeURIComponent).join('/')}`,
  acts: '/workspace/act',
  actsOf: (affair: string): string => `/workspace/act/${encodeURIComponent(affair)}`,
  actForm: (affair: string, action: string): string =>
    `/act/${encodeURIComponent(affair)}/${encodeURIComponent(action)}`,
  receipt: (index: number): string => `/receipts/${index}`,
  bind: (provider: string): string => `/workspace/bind/${encodeURIComponent(provider)}`,
  release: '/workspace/release',
} as const

export function at(lang: Lang, path: string): string {
  return `/${lang}${path}`
}

export function paged(path: string, cursor: Cursor): string {
  return 'before' in cursor ? `${path}?before=${cursor.before}` : `${path}?after=${cursor.after}`
}

/** The address under which this part of the list stays: the top has none of its own, for it moves. */
export function pagePath(path: string, { notices, newer }: NoticePage): string {
  const first = notices[0]
  return newer === null || first === undefined ? path : paged(path, { before: first.entry + 1 })
}
