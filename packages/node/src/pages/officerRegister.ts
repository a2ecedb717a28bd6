import type { Office } from '@gongshi/affair-kit'
import type { LedgerReads } from '@gongshi/ledger'
import type { Mandate, MandatesData, Organ } from '@gongshi/portal'
import { type Cbor, fromHex, toHex } from '@gongshi/protocol'
import type { LocalText } from '@gongshi/ui'
import type { Projections } from '../projections/projections.ts'
import type { Officer } from '../signIn/officer.ts'
import { rowsOf } from './organPowers.ts'
import { OrganRegister } from './organRegister.ts'
import type { OrganNames } from './organs.ts'

type Needs = {
  readonly views: Pick<Projections, 'list' | 'progress'>
  readonly ledger: Pick<LedgerReads, 'findKey'>
  readonly now: () => number
}

/** What the ledger says of one officer, for that officer's own page: powers from the committed state, names from the views. */
export class OfficerRegister {
  readonly #needs: Needs
  readonly #organs: OrganRegister

  constructor(needs: Needs, names: OrganNames) {
    this.#needs = needs
    this.#organs = new OrganRegister(needs.views, names)
  }

  async mandates({ number, keyId, offices }: Officer): Promise<MandatesData> {
    return {
      number: toHex(number),
      keys: await this.#keys(number, keyId),
      mandates: await this.mandatesOf(offices),
    }
  }

  /** Offices in words that pages show. */
  mandatesOf(offices: readonly Office[]): Promise<Mandate[]> {
    return Promise.all(offices.map((office) => this.#mandate(office)))
  }

  /** The ids of all keys that an officer signed with, or signs. */
  async keyIds({ number, keyId }: Pick<Officer, 'number' | 'keyId'>): Promise<readonly Uint8Array[]> {
    const others = (await this.#keys(number, keyId)).filter(({ isThis }) => !isThis)
    return [keyId, ...others.map((key) => fromHex(key.keyId))]
  }

  /** PERF: at most a few keys an officer; whether each still signs is asked of the state, which is ahead of the views. */
  async #keys(number: Uint8Array, own: Uint8Array): Promise<MandatesData['keys']> {
    const rows = await rowsOf(this.#needs.views, 'key', 'officer', [{ hex: toHex(number) }])
    return rows.map(({ fields, entry }) => {
      const keyId = hexOf(fields.keyId)
      const isActive = this.#needs.ledger.findKey(fromHex(keyId))?.isActive === true
      return { keyId, suite: String(fields.suite), isActive, isThis: keyId === toHex(own), entry }
    })
  }

  async #mandate(office: Office): Promise<Mandate> {
    const { capacity, organ, division, term, lenders } = office
    const post = postOf(office.id)
    return {
      capacity,
      organ: organ === null ? null : await this.organ(organ),
      post,
      title: organ === null ? [] : await this.#title(organ, post),
      roles: office.roles.map(String),
      division: division === null ? null : `${division.scheme} ${division.code}`,
      scopes: office.scopes.map(({ affair, action, division: place }) => ({
        affair,
        action,
        division: place === null ? null : `${place.scheme} ${place.code}`,
      })),
      from: Number.isFinite(term.from) ? term.from : null,
      until: Number.isFinite(term.until) ? term.until : null,
      lenders: lenders.map((lender) => toHex((lender as readonly [Uint8Array])[0])),
    }
  }

  /** By its name of today. */
  async organ(id: { readonly scheme: string; readonly id: string }): Promise<Organ> {
    const day = new Date(this.#needs.now()).toISOString().slice(0, 10)
    return (await this.#organs.describe({ scheme: id.scheme, id: id.id }, day)).organ
  }

  async #title({ scheme, id }: { scheme: string; id: string }, post: string): Promise<LocalText> {
    const rows = await rowsOf(this.#needs.views, 'office', 'organ', { scheme, id })
    const fields = rows.find((row) => row.fields.post === post)?.fields
    return [
      ...(typeof fields?.titleZh === 'string' ? [{ lang: 'zh', text: fields.titleZh }] : []),
      ...(typeof fields?.titleEn === 'string' ? [{ lang: 'en', text: fields.titleEn }] : []),
    ]
  }
}

/** Of an office's id, [[scheme, id], post]; an organ's own key has none. */
function postOf(id: Cbor): string {
  return Array.isArray(id) && typeof id[1] === 'string' ? id[1] : ''
}

/** A key's id or an officer's number, as a view has it. */
export function hexOf(value: unknown): string {
  return typeof value === 'string' ? value : (value as { readonly hex: string }).hex
}
