import { objectOf, objectsOf, textOf } from './json/look.ts'
import type { Json, JsonObject } from './json/parse.ts'

/** Members of a release that refer to an organisation or list several. */
export const organisationKeys: ReadonlySet<string> = new Set([
  'buyer',
  'procuringEntity',
  'suppliers',
  'tenderers',
  'payer',
  'payee',
  'providerOrganization',
  'receiverOrganization',
])

/** Names that may be shown; everybody else may be a natural person. */
export type KnownOrgans = { readonly names: ReadonlySet<string>; readonly ids: ReadonlySet<string> }

/**
 * The organs and organisations of a release: the buyer, parties in the role of buyer, and parties with an identifier
 * from a register of organisations. Nobody else: sources put the clerk's name into procuringEntity, and a supplier
 * without a register number may be a person trading alone.
 */
export function knownOrgans(release: JsonObject): KnownOrgans {
  const shown = objectsOf(release.parties).filter((party) => isBuyer(party) || hasOrganisationIdentifier(party))
  const buyer = objectOf(release.buyer)
  const organs = buyer === undefined ? shown : [...shown, buyer]
  const names = organs.flatMap((organ) => [organ.name, objectOf(organ.identifier)?.legalName])
  const ids = organs.map((organ) => idText(organ.id))
  return {
    names: new Set(names.map((name) => textOf(name)?.trim() ?? '').filter((name) => name !== '')),
    ids: new Set(ids.filter((id) => id !== undefined)),
  }
}

export function isOrganName(name: Json | undefined, organs: KnownOrgans): boolean {
  return typeof name === 'string' && organs.names.has(name.trim())
}

export function idText(id: Json | undefined): string | undefined {
  return typeof id === 'number' || (typeof id === 'string' && id !== '') ? String(id) : undefined
}

function isBuyer(party: JsonObject): boolean {
  return Array.isArray(party.roles) && party.roles.includes('buyer')
}

function hasOrganisationIdentifier(party: JsonObject): boolean {
  const { scheme, id } = identifierOf(party)
  return scheme !== '' && id !== '' && personalNumber(party) === undefined
}

/** The number by which a register of persons knows the party, if it is one. */
export function personalNumber(party: JsonObject): string | undefined {
  const { scheme, id } = identifierOf(party)
  return id !== '' && (personalScheme.test(scheme) || mixedSchemes.get(scheme)?.(id) === true) ? id : undefined
}

function identifierOf(party: JsonObject): { scheme: string; id: string } {
  const identifier = objectOf(party.identifier)
  return { scheme: textOf(identifier?.scheme)?.trim().toUpperCase() ?? '', id: idText(identifier?.id)?.trim() ?? '' }
}

/** Registers of persons: identity cards, passports, taxpayer numbers of individuals, social security. */
const personalScheme =
  /(?:^|[-_ ])(?:BSN|CC|CE|CEDULA|CI|CITIZEN|CPF|CURP|DNI|GB-?T?-?11643|IDCARD|INDIVIDUAL|NIE|NIN|NINO|PASSPORT|PERSON|PESEL|PNR|PP|RUN|SSN|TI)(?:$|[-_ ])/

/** Registers in which companies and persons stand side by side: the number tells which it is. */
const mixedSchemes: ReadonlyMap<string, (id: string) => boolean> = new Map([
  ['CL-RUT', (id) => Number(id.replaceAll(/[.\s]|-.$/g, '')) < 50_000_000],
  ['EC-RUC', (id) => /^..[0-5]/.test(id)],
  ['MX-RFC', (id) => id.length === 13],
  ['PE-RUC', (id) => /^1[057]/.test(id)],
  ['PY-RUC', (id) => Number(id.replaceAll(/[.\s]|-.$/g, '')) < 80_000_000],
  ['UA-EDR', (id) => id.length === 10],
])
