import type { DemoOfficer } from '../city/officers.ts'

/** The city's centre for public procurement runs every procedure of its buyers. */
export const agency = 'qs-trade'
/** Departments that keep bids shut, and open together. */
export const trustees = ['qs-audit', 'qs-justice', 'qs-archive'] as const
/** Lets bidders in under pseudonyms; buys nothing itself. */
export const desk = 'qs-data'
const buyers = ['qs-transport', 'qs-hospital-3', 'qs-housing', 'qs-education', 'qs-water'] as const
const experts = ['qs-planning', 'qs-environment', 'qs-emergency', 'qs-culture', 'qs-library', 'qs-metrology'] as const
/** Those who bid, each by its representative. */
const suppliers = [
  'qs-co-baishan',
  'qs-co-hengtong',
  'qs-co-jianye',
  'qs-co-luzhou',
  'qs-co-qingquan',
  'qs-co-yuanqiao',
] as const

/** Supervises the city’s procedures. */
export const supervisingOrgan = 'qs-audit'
export const supervisorName = `supervisor-${supervisingOrgan}`
export const agentName = `agent-${agency}`
export const receiverName = `receiver-${desk}`
export const expertNames = experts.map((organ) => `expert-${organ}`)

/** Two, since who plans does not publish. */
export function purchaserName(organ: string, which: 1 | 2): string {
  return `purchaser-${which}-${organ}`
}

export function trusteeName(organ: string): string {
  return `trustee-${organ}`
}

export function representativeName(organ: string): string {
  return `representative-${organ}`
}

export const procurementOfficers: readonly DemoOfficer[] = [
  { name: agentName, organ: agency, roles: ['agent'] },
  { name: receiverName, organ: desk, roles: ['receiver'] },
  ...buyers.flatMap((organ) =>
    ([1, 2] as const).map((which) => ({ name: purchaserName(organ, which), organ, roles: ['purchaser'] })),
  ),
  ...trustees.map((organ) => ({ name: trusteeName(organ), organ, roles: ['trustee'] })),
  ...experts.map((organ) => ({ name: `expert-${organ}`, organ, roles: ['expert'] })),
  ...suppliers.map((organ) => ({ name: representativeName(organ), organ, roles: ['representative'] })),
]
