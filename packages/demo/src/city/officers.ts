import { demoOrgans } from './organs.ts'

/** An office in the synthetic city: its key file has this name. No person stands behind it. */
export type DemoOfficer = { readonly name: string; readonly organ: string; readonly roles: readonly string[] }

export const importerName = 'importer-qs-trade'
/** Two persons, so that an erasure can be decided. */
const recordsKeeperNames = ['records-keeper-1-qs-archive', 'records-keeper-2-qs-archive'] as const

export const demoOfficers: readonly DemoOfficer[] = [
  ...demoOrgans.map(({ id }) => ({ name: publisherName(id), organ: id, roles: ['publisher'] })),
  { name: importerName, organ: 'qs-trade', roles: ['importer'] },
  ...recordsKeeperNames.map((name) => ({ name, organ: 'qs-archive', roles: ['recordsKeeper'] })),
  { name: 'supervisor-qs-audit', organ: 'qs-audit', roles: ['supervisor'] },
  { name: 'administrator-qs-gov', organ: 'qs-gov', roles: ['administrator'] },
]

export function publisherName(organ: string): string {
  return `publisher-${organ}`
}
