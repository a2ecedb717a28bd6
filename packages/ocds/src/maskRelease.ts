import { objectOf } from './json/look.ts'
import type { Json, JsonObject } from './json/parse.ts'
import { masked, maskText } from './maskText.ts'
import { personalStringsBeside } from './personalStrings.ts'
import { idText, isOrganName, type KnownOrgans, knownOrgans, organisationKeys } from './persons.ts'

/** Codes, dates, numbers and ids of things: shown as they are, if they are scalars or lists of them. */
const plainKeys = new Set(
  (
    'additionalProcurementCategories amendsReleaseID amount awardCriteria awardID code currency date dateMet dateModified ' +
    'datePublished dateSigned documentType dueDate durationInDays endDate format hasEnquiries id initiationType language ' +
    'mainProcurementCategory maxExtentDate numberOfTenderers ocid procurementMethod projectID quantity relationship ' +
    'releaseID scheme startDate status submissionMethod tag type'
  ).split(' '),
)
/** Words for people: shown without addresses, numbers and the names that are masked elsewhere. */
const textKeys = new Set(
  (
    'awardCriteriaDetails description eligibilityCriteria identifier name procurementMethodDetails ' +
    'procurementMethodRationale project rationale source submissionMethodDetails title uri url'
  ).split(' '),
)
const partKeys = new Set(
  (
    'additionalClassifications amendment amendments amount awardPeriod awards budget classification contractPeriod ' +
    'contracts documents enquiryPeriod implementation items milestones minValue parties period planning relatedProcesses ' +
    'tender tenderPeriod transactions unit value'
  ).split(' '),
)

type Masking = {
  readonly organs: KnownOrgans
  readonly names: readonly string[]
  /** The release's own id: merged with others, its persons stay its own. */
  readonly release: string
  readonly aliases: Map<string, string>
}

/**
 * A copy that may be shown to anyone: only members that OCDS 1.1 defines (an extension can hold anything), no contact
 * points, no names, ids or addresses of anybody who is not known as an organisation (`knownOrgans`), and free text
 * without e-mail addresses, telephone and identity numbers and the names masked elsewhere in the release.
 *
 * What it can't know: a person named in free text only. The source stays in the content, so that it can be erased.
 */
export function maskRelease(release: JsonObject): JsonObject {
  const organs = knownOrgans(release)
  const names = personalStringsBeside(release, organs).filter((text) => !isOrganName(text, organs))
  return maskObject(release, {
    organs,
    names,
    release: idText(release.id) ?? '',
    aliases: new Map(),
  })
}

function maskObject(object: JsonObject, masking: Masking): JsonObject {
  // Only names that are known here come into it: `__proto__` is none of them.
  const shown: { [key: string]: Json } = {}
  for (const key of Object.keys(object)) {
    const value = maskMember(key, object[key]!, masking)
    if (value !== undefined) shown[key] = value
  }
  return shown
}

function maskMember(key: string, value: Json, masking: Masking): Json | undefined {
  if (organisationKeys.has(key) || key === 'parties')
    return eachObject(value, (item) => maskOrganisation(item, masking))
  if (partKeys.has(key) && typeof value === 'object') return eachObject(value, (item) => maskObject(item, masking))
  if (plainKeys.has(key)) return isScalar(value) || (Array.isArray(value) && value.every(isScalar)) ? value : undefined
  // Translations are named like title_fr.
  const base = key.includes('_') ? key.replace(/_[A-Za-z0-9-]{2,35}$/, '') : key
  if (!textKeys.has(base)) return undefined
  return typeof value === 'string' ? maskText(value, masking.names) : value === null ? null : undefined
}

function maskOrganisation(organisation: JsonObject, masking: Masking): JsonObject {
  const identifier = objectOf(organisation.identifier)
  const known = isOrganName(organisation.name, masking.organs) || isOrganName(identifier?.legalName, masking.organs)
  const address = objectOf(organisation.address)
  const shown: { [key: string]: Json | undefined } = {
    id: idFor(organisation.id, masking),
    name: organisation.name === undefined ? undefined : known ? organisation.name : masked,
    roles: Array.isArray(organisation.roles)
      ? organisation.roles.filter((role) => typeof role === 'string')
      : undefined,
    identifier: known && identifier !== undefined ? maskIdentifier(identifier, masking) : undefined,
    address: address && addressOf(address, known),
  }
  return Object.fromEntries(Object.entries(shown).filter((member): member is [string, Json] => member[1] !== undefined))
}

function maskIdentifier(identifier: JsonObject, { organs }: Masking): JsonObject {
  const { scheme, id, legalName } = identifier
  const members: [string, Json | undefined][] = [
    ['scheme', scheme],
    ['id', id],
    ['legalName', isOrganName(legalName, organs) ? legalName : undefined],
  ]
  return Object.fromEntries(members.filter((member): member is [string, Json] => isScalar(member[1])))
}

/** Of someone who may be a person, no finer than the region. */
function addressOf(address: JsonObject, known: boolean): JsonObject {
  const keys = known ? ['streetAddress', 'locality', 'region', 'postalCode', 'countryName'] : ['region', 'countryName']
  return Object.fromEntries(keys.flatMap((key) => (typeof address[key] === 'string' ? [[key, address[key]]] : [])))
}

/** An id may be a person's identity number: it becomes a number within this release, the same wherever it stands. */
function idFor(id: Json | undefined, { organs, release, aliases }: Masking): Json | undefined {
  const text = idText(id)
  if (text === undefined || organs.ids.has(text)) return text === undefined ? undefined : (id as Json)
  const alias = aliases.get(text) ?? `${release}/party-${aliases.size + 1}`
  aliases.set(text, alias)
  return alias
}

function eachObject(value: Json, mask: (item: JsonObject) => JsonObject): Json | undefined {
  if (Array.isArray(value)) return value.map(objectOf).flatMap((item) => (item === undefined ? [] : [mask(item)]))
  const object = objectOf(value)
  return object && mask(object)
}

/** Not a number whose digits a double does not hold: better none than another. */
function isScalar(value: Json | undefined): value is null | string | number | boolean {
  if (typeof value === 'number')
    return Number.isFinite(value) && (Number.isSafeInteger(value) || !Number.isInteger(value))
  return value !== undefined && (value === null || typeof value !== 'object')
}
