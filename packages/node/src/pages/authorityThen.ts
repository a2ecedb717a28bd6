import type { Json } from '@gongshi/affair-kit'
import type { HeldPower, Organ } from '@gongshi/portal'
import { encodeCbor, toHex } from '@gongshi/protocol'
import { formatDay, type LocalText } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import type { Projections } from '../projections/projections.ts'
import type { ViewRow } from '../projections/question.ts'
import { rowsOf } from './organPowers.ts'
import type { OrganRegister } from './organRegister.ts'

type Views = Pick<Projections, 'list' | 'history'>
type OrganId = { readonly scheme: string; readonly id: string }

/** An act: who signed it, when, and what it was. */
export type SignedAct = {
  readonly signers: readonly Uint8Array[]
  readonly index: number
  /** Block time, Unix milliseconds. */
  readonly time: number
  readonly affair: string
  readonly version: number
  readonly action: string
}

/**
 * The powers that the signers of an act held at its block time, as the register of organs has them: appointments, acting
 * and lent ones, each with the entry that gave it. Of several only those with a role that the action asks for.
 */
export class AuthorityThen {
  readonly #views: Views
  readonly #affairs: AffairBook
  readonly #register: OrganRegister

  constructor(views: Views, affairs: AffairBook, register: OrganRegister) {
    this.#views = views
    this.#affairs = affairs
    this.#register = register
  }

  async of(act: SignedAct): Promise<HeldPower[]> {
    const wanted = this.#rolesFor(act)
    const held = (await Promise.all(act.signers.map((keyId) => this.#ofKey(keyId, act)))).flat()
    const fitting = held.filter(({ roles }) => roles.some((role) => wanted.has(role)))
    return fitting.length > 0 ? fitting : held
  }

  #rolesFor({ affair, version, action }: SignedAct): ReadonlySet<string> {
    const signers = this.#affairs.find(affair, version)?.actions[action]?.signers ?? {}
    return new Set(Object.values(signers).flatMap((signer) => ('officer' in signer ? [signer.officer] : [])))
  }

  async #ofKey(keyId: Uint8Array, act: SignedAct): Promise<HeldPower[]> {
    const key = (await this.#history('key', encodeCbor([keyId]), act.index)).at(-1)
    const officer = key?.fields.officer ?? null
    if (officer === null) return []
    const [appointed, lent] = await Promise.all([
      rowsOf(this.#views, 'appointment', 'officer', officer),
      rowsOf(this.#views, 'delegation', 'officer', officer),
    ])
    const powers = [
      ...appointed.map(
        (row) => ({ row, capacity: (row.fields.acting ?? null) === null ? 'regular' : 'acting' }) as const,
      ),
      ...lent.map((row) => ({ row, capacity: 'lent' }) as const),
    ].filter(({ row }) => held(row, act.time))
    return Promise.all(powers.map(({ row, capacity }) => this.#power(keyId, row, capacity, act)))
  }

  async #power(keyId: Uint8Array, row: ViewRow, capacity: HeldPower['capacity'], act: SignedAct): Promise<HeldPower> {
    const { fields } = row
    const [[scheme, id], post] = fields.office as unknown as readonly [readonly [string, string], string]
    const office = (await rowsOf(this.#views, 'office', 'organ', { scheme, id })).find(
      (each) => each.fields.post === post,
    )
    const given = (await this.#history(row.entity, row.key, act.index)).at(-1)
    return {
      keyId: toHex(keyId),
      capacity,
      organ: await this.#organ({ scheme, id }, act.time),
      post,
      title: [local('zh', office?.fields.titleZh), local('en', office?.fields.titleEn)].flat(),
      roles: (capacity === 'lent' ? fields.roles : office?.fields.roles) as readonly string[],
      from: Date.parse(String(fields.from)),
      until: typeof fields.until === 'string' ? Date.parse(fields.until) : null,
      clause: String(fields.clause),
      entry: given?.entry ?? null,
    }
  }

  /** What a row was before an entry, revision by revision. */
  async #history(entity: string, key: Uint8Array, before: number): Promise<readonly ViewRow[]> {
    const { rows } = await this.#views.history({ affair: 'organisations', entity, key })
    return rows.filter(({ entry }) => entry === null || entry < before)
  }

  async #organ(id: OrganId, time: number): Promise<Organ> {
    return (await this.#register.describe(id, formatDay(time, 'Asia/Shanghai'))).organ
  }
}

/** From its first moment on, and not at its last. */
function held({ fields }: ViewRow, time: number): boolean {
  const until = typeof fields.until === 'string' ? Date.parse(fields.until) : Number.POSITIVE_INFINITY
  return Date.parse(String(fields.from)) <= time && time < until
}

function local(lang: 'zh' | 'en', value: Json | undefined): LocalText {
  return typeof value === 'string' ? [{ lang, text: value }] : []
}
