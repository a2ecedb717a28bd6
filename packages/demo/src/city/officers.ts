import { procurementOfficers, supervisingOrgan, supervisorName } from '../procurement/roles.ts'
import { demoPlaces, houseMembers, publishingOrgans } from './organs.ts'

/** An office in the synthetic city: its key file has this name. No person stands behind it. */
export type DemoOfficer = {
  readonly name: string
  readonly organ: string
  readonly roles: readonly string[]
  /** The places where it may act, an office for each; the whole city by default. */
  readonly places?: readonly { readonly code: string; readonly date: string }[]
}

export const importerName = 'importer-qs-trade'
/** Keeps the organs and the division codes. Its jurisdiction is the city and each part of it. */
export const registrarName = 'registrar-qs-gov'
/** Stands in for the transport bureau's publisher while that is away. */
export const deputyName = 'deputy-qs-transport'
export const consultantName = 'consultant-qs-transport'
export const moderatorName = 'moderator-qs-transport'
/** Two persons, so that an erasure can be decided. */
const recordsKeeperNames = ['records-keeper-1-qs-archive', 'records-keeper-2-qs-archive'] as const

/** Two, so that no word of law rests on one person. */
export const lawKeeperName = 'law-keeper-qs-justice'
export const lawReviewerName = 'law-reviewer-qs-gov'

export const demoOfficers: readonly DemoOfficer[] = [
  ...publishingOrgans.map((id) => ({ name: publisherName(id), organ: id, roles: ['publisher'] })),
  { name: importerName, organ: 'qs-trade', roles: ['importer'] },
  ...recordsKeeperNames.map((name) => ({ name, organ: 'qs-archive', roles: ['recordsKeeper'] })),
  { name: supervisorName, organ: supervisingOrgan, roles: ['supervisor'] },
  {
    name: registrarName,
    organ: 'qs-gov',
    roles: ['registrar', 'divisionKeeper', 'calendarKeeper'],
    places: demoPlaces,
  },
  { name: lawKeeperName, organ: 'qs-justice', roles: ['lawKeeper'] },
  { name: lawReviewerName, organ: 'qs-gov', roles: ['lawReviewer'] },
  ...houseMembers.map((id) => ({ name: delegateName(id), organ: id, roles: ['delegate'] })),
  // Consults the public, lets people in and reads what they say.
  { name: consultantName, organ: 'qs-transport', roles: ['consultant', 'receiver'] },
  { name: moderatorName, organ: 'qs-transport', roles: ['moderator'] },
  // Has nothing to say but what is lent.
  { name: deputyName, organ: 'qs-transport', roles: ['filing'] },
  { name: 'administrator-qs-gov', organ: 'qs-gov', roles: ['administrator'] },
  ...procurementOfficers,
]

export function delegateName(organ: string): string {
  return `delegate-${organ}`
}

export function publisherName(organ: string): string {
  return `publisher-${organ}`
}
