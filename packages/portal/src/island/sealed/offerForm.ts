import { type Json, readAnswers, t } from '@gongshi/affair-kit'
import { sha256, toHex } from '@gongshi/protocol'
import type { OpenLot } from '@gongshi/sdk/bid'
import { formatMoney } from '@gongshi/ui/browser'
import { element } from '../../verifier/dom.ts'
import { type Bidding, say } from './bidding.ts'
import { minorUnits } from './currencies.ts'
import { field, fileInput, judge, textInput } from './parts.ts'

/** An offer as JSON has it, with the certificate that goes among the documents; none for a decoy. */
export type Offer = { readonly json: Json; readonly certificate: File | null }

const means = { digits: (currency: string) => minorUnits[currency], utcOffsetMinutes: 0 }

type Judged<Result> = { readonly value: Result } | { readonly fault: string }

/** Prices, bidder and certificate, judged as they are typed by the lots that the ledger has. */
export class OfferForm {
  readonly host: HTMLElement
  readonly #bidding: Bidding
  readonly #decoy = element('input', { type: 'checkbox', id: 'decoy' })
  readonly #scheme = textInput({ value: 'gb-32100' })
  readonly #id = textInput()
  readonly #certificate = fileInput('')
  readonly #prices: readonly { readonly lot: OpenLot; readonly input: HTMLInputElement }[]

  constructor(bidding: Bidding, lots: readonly OpenLot[]) {
    this.#bidding = bidding
    this.#prices = lots.map((lot) => ({ lot, input: textInput({ inputmode: 'decimal' }) }))
    const own = element(
      'div',
      { class: 'stack' },
      this.#prices.map(({ lot, input }) => this.#priceField(lot, input)),
      element(
        'fieldset',
        { class: 'field' },
        element('legend', { class: 'ds-label' }, this.#say('bidder')),
        field('bidder-scheme', this.#say('scheme'), this.#scheme),
        field('bidder-id', this.#say('bidderId'), this.#id),
      ),
      field('certificate', this.#say('certificate'), this.#certificate, this.#say('certificateHelp')),
    )
    const decoy = element('label', { class: 'field' }, this.#decoy, ` ${this.#say('decoy')}`)
    this.#decoy.addEventListener('change', () => {
      own.hidden = this.#decoy.checked
    })
    // A fault that came or went as the input is left would move the button under the pointer that leaves it.
    this.#id.addEventListener('input', () => {
      if ('value' in this.#bidder()) judge(this.#id, null)
    })
    this.host = element('div', { class: 'stack act-form' }, decoy, own)
  }

  /** Null where something is wrong, which is said by then, and the focus is on the first of it. */
  async read(): Promise<Offer | null> {
    if (this.#decoy.checked)
      return { json: { bidder: null, prices: [], certificate: '00'.repeat(32) }, certificate: null }
    const prices = this.#prices.map(({ lot, input }) => ({ lot, input, judged: this.#price(lot, input) }))
    const bidder = this.#bidder()
    const [certificate] = this.#certificate.files ?? []
    const given = prices.flatMap(({ lot, judged }) =>
      'value' in judged && judged.value !== null ? [{ lot: lot.number, price: judged.value }] : [],
    )
    for (const { input, judged } of prices) this.#tell(input, judged)
    const isNothing = given.length === 0 && prices.every(({ judged }) => 'value' in judged)
    if (isNothing && prices.length > 0) this.#tell(prices[0]!.input, { fault: this.#say('priceNone') })
    this.#tell(this.#id, bidder)
    judge(this.#certificate, certificate === undefined ? this.#say('certificateMissing') : null)
    const wrong = this.host.querySelector<HTMLElement>('[aria-invalid=true]')
    wrong?.focus()
    if (wrong !== null || 'fault' in bidder || certificate === undefined) return null
    // What stands in the offer is what the documents hold, byte for byte.
    const commitment = toHex(sha256(new Uint8Array(await certificate.arrayBuffer())))
    return { json: { bidder: bidder.value, prices: given, certificate: commitment }, certificate }
  }

  #priceField(lot: OpenLot, input: HTMLInputElement): HTMLElement {
    const { number, ceiling } = lot
    input.addEventListener('input', () => this.#tell(input, this.#price(lot, input)))
    const title = this.#bidding.lotTitles.get(number) ?? ''
    const label = this.#say('price', { number, title, currency: ceiling.currency })
    return field(`price-${number}`, label, input, this.#say('priceHelp', { ceiling: this.#money(lot) }))
  }

  /** Null: no offer on this lot. In the lot's own currency: another one would make the bid void. */
  #price(lot: OpenLot, { value }: HTMLInputElement): Judged<Json> {
    const amount = value.normalize('NFKC').replace(/[,\s]/g, '')
    if (amount === '') return { value: null }
    const { currency, minor: most } = lot.ceiling
    const answers = new Map([
      ['price.currency', currency],
      ['price.amount', amount],
    ])
    const read = readAnswers({ price: t.money() }, answers, means)
    if (!read.ok) return { fault: this.#say('priceWrong') }
    const { minor } = read.input.price as unknown as { readonly minor: bigint }
    if (minor <= 0n) return { fault: this.#say('priceZero') }
    if (minor > most) return { fault: this.#say('priceAbove', { ceiling: this.#money(lot) }) }
    return { value: { currency, minor: String(minor) } }
  }

  #bidder(): Judged<Json> {
    const [scheme, id] = [this.#scheme.value.trim(), this.#id.value.trim()]
    const answers = new Map([
      ['bidder.scheme', scheme],
      ['bidder.id', id],
    ])
    const read = readAnswers({ bidder: t.organ() }, answers, means)
    return read.ok ? { value: { scheme, id } } : { fault: this.#say('bidderWrong') }
  }

  #money({ ceiling: { currency, minor } }: OpenLot): string {
    return formatMoney({ currency, minor, digits: minorUnits[currency] ?? 0 }, this.#bidding.lang)
  }

  #tell(input: HTMLElement, judged: Judged<unknown>): void {
    judge(input, 'fault' in judged ? judged.fault : null)
  }

  #say(...words: [Parameters<typeof say>[1], Parameters<typeof say>[2]?]): string {
    return say(this.#bidding, ...words)
  }
}
