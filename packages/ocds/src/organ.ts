import { domainHash, toHex, utf8 } from '@gongshi/protocol'
import type { Warning } from './errors.ts'
import { codeText, objectOf, objectsOf, textOf } from './json/look.ts'
import type { Json, JsonObject } from './json/parse.ts'

/** An organ as the ledger names it. */
export type OrganId = { readonly scheme: string; readonly id: string }

/**
 * Who published: the buyer. Its registered identifier if the parties tell it, else its id in the publisher's own
 * numbering (`x-ocds-` and the publisher's ocid prefix). A buyer without an id: scheme `x-import` and a fingerprint of
 * its name. No buyer: the party in the role of buyer, else of procuring entity.
 *
 * The name itself never becomes an id: it may be a person's, against the standard.
 */
export function organOf(release: JsonObject, ocid: string): { organ: OrganId | undefined; warnings: Warning[] } {
  const parties = objectsOf(release.parties)
  const buyer = objectOf(release.buyer)
  if (buyer === undefined) {
    const party = inRole(parties, 'buyer') ?? inRole(parties, 'procuringEntity')
    return {
      organ: party && (registered(party) ?? local(party, ocid) ?? named(party)),
      warnings: ['ocds-buyer-absent'],
    }
  }
  const id = idOf(buyer)
  if (id === undefined) return { organ: named(buyer), warnings: ['ocds-buyer-id-absent'] }
  const party = parties.find((candidate) => idOf(candidate) === id)
  return { organ: (party && registered(party)) ?? registered(buyer) ?? local(buyer, ocid), warnings: [] }
}

function inRole(parties: readonly JsonObject[], role: string): JsonObject | undefined {
  return parties.find((party) => Array.isArray(party.roles) && party.roles.includes(role))
}

/** The identifier in a public register, if its scheme can stand on the ledger. */
function registered(party: JsonObject): OrganId | undefined {
  const identifier = objectOf(party.identifier)
  const scheme = textOf(identifier?.scheme)?.toLowerCase()
  const id = identifier && idOf(identifier)
  return scheme !== undefined && id !== undefined && /^[a-z0-9][a-z0-9.-]{0,39}$/.test(scheme)
    ? { scheme, id }
    : undefined
}

function local(party: JsonObject, ocid: string): OrganId | undefined {
  const id = idOf(party)
  const prefix = /^ocds-([a-z0-9]{6})-/.exec(ocid)?.[1]
  return id === undefined ? undefined : { scheme: prefix === undefined ? 'x-ocds' : `x-ocds-${prefix}`, id }
}

function named(party: JsonObject): OrganId | undefined {
  const name = textOf(party.name)?.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toUpperCase()
  if (name === undefined || name === '' || !name.isWellFormed()) return undefined
  return { scheme: 'x-import', id: toHex(domainHash('gongshi/ocds-organ/1', utf8(name))).slice(0, 32) }
}

function idOf(object: { readonly [key: string]: Json }): string | undefined {
  const id = object.id
  return codeText(typeof id === 'number' && Number.isSafeInteger(id) ? String(id) : id)
}
