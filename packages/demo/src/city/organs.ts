import { readFile } from 'node:fs/promises'
import { readOrgans } from '@gongshi/registers'

/** Synthetic: a city that does not exist. Its organs stand in `synthetic-organs.csv`; ids are of a scheme of its own. */
export const demoScheme = 'x-demo'
export const demoDivision = { scheme: 'x-demo', code: '990100', date: '2010-01-01' } as const
/** The city’s places before and after the reform of 2025: each code with a day on which it was valid. */
export const demoPlaces = [
  { code: '990100', date: '2010-01-01' },
  { code: '990102', date: '2010-01-01' },
  { code: '990103', date: '2010-01-01' },
  { code: '990105', date: '2025-01-01' },
  { code: '990121', date: '2010-01-01' },
] as const

/** The departments that decide together about the ledger: each has a delegate. */
export const houseMembers = ['qs-gov', 'qs-finance', 'qs-audit', 'qs-archive', 'qs-trade'] as const

/** The organ that is there from the first block on; the others come by acts of its registrar. */
export const foundingOrgan = { id: 'qs-gov', kind: 'administrative' } as const

/** Organs with an officer who publishes. */
export const publishingOrgans = [
  'qs-gov',
  'qs-finance',
  'qs-planning',
  'qs-environment',
  'qs-education',
  'qs-housing',
  'qs-transport',
  'qs-civil',
  'qs-audit',
  'qs-water',
  'qs-trade',
  'qs-archive',
  'qs-hospital-3',
] as const

/** Tables of the city’s division codes, each with the day on which it is true, the oldest first. */
export const demoDivisionTables = [
  { file: 'synthetic-divisions-2010.csv', asOf: '2010-01-01' },
  { file: 'synthetic-divisions-2025.csv', asOf: '2025-01-01' },
] as const

export function readCityFile(name: string): Promise<Uint8Array> {
  return readFile(new URL(`./${name}`, import.meta.url))
}

export async function readDemoOrgans() {
  return readOrgans(await readCityFile('synthetic-organs.csv'))
}
