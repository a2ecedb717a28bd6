import type { Json } from '@gongshi/affair-kit'
import { keyMaterial, type PublicKey, toHex } from '@gongshi/protocol'
import type { Founding } from './createLedger.ts'

type OrganId = { readonly scheme: string; readonly id: string }
type Place = { readonly scheme: string; readonly code: string; readonly date: string }

/** An organ with which a ledger begins: nobody could sign the act that would establish it. */
export type FoundingOrgan = { readonly organ: OrganId; readonly kind: string; readonly division: Place }

/** Who can sign from the first block on: an office in such an organ, its officer (a random number), and the key. */
export type FoundingOfficer = {
  readonly post: string
  readonly organ: OrganId
  readonly roles: readonly string[]
  readonly division: Place
  /** 16 bytes. */
  readonly number: Uint8Array
  readonly key: PublicKey
  /** A key with which nobody signs any more. */
  readonly revokedFor?: string
}

/** What genesis rows cite: no clause gave these powers. */
const clause = 'genesis'

/**
 * The rows of affair `organisations` in a genesis. Each organ is a root, in being since the day of its division; each
 * officer is in office from `now` on (Unix milliseconds). Offices held by several, and officers who hold several, have one
 * row each.
 */
export function foundingRows(
  organs: readonly FoundingOrgan[],
  officers: readonly FoundingOfficer[],
  now: number,
): Pick<Founding, 'organs' | 'offices' | 'officers' | 'appointments' | 'keys'> {
  const offices = new Map(officers.map((officer) => [JSON.stringify(officeId(officer)), officeRow(officer)]))
  const people = [...new Map(officers.map((officer) => [toHex(officer.number), officer])).values()]
  return {
    organs: organs.map(organRow),
    offices: [...offices.values()],
    officers: people.map(({ number, organ }) => ({ number: toHex(number), organ })),
    appointments: officers.map((officer) => ({
      officer: officerId(officer),
      office: officeId(officer),
      from: new Date(now).toISOString(),
      clause,
    })),
    keys: people.map(keyRow),
  }
}

function organRow({ organ, kind, division }: FoundingOrgan) {
  const { date } = division
  return { organ, kind, division, clause, founded: date, since: date, placed: date, last: 0, changes: 0 }
}

function officeRow({ organ, post, roles, division }: FoundingOfficer) {
  return { organ, post, roles, division, clause }
}

function keyRow(officer: FoundingOfficer): { readonly [field: string]: Json } {
  const { key, organ, revokedFor } = officer
  const material = keyMaterial(key)
  const point = { x: toHex(material.subarray(0, 32)), y: material.length === 64 ? toHex(material.subarray(32)) : null }
  const standing = revokedFor === undefined ? {} : { status: 'revoked', revokedFor }
  return { keyId: toHex(key.id), suite: key.suite, ...point, officer: officerId(officer), organ, ...standing }
}

function officerId({ number }: FoundingOfficer): Json {
  return [{ hex: toHex(number) }]
}

function officeId({ organ, post }: FoundingOfficer): Json {
  return [[organ.scheme, organ.id], post]
}
