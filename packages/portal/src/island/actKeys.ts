import { type Signer, toHex } from '@gongshi/protocol'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { type ActDeskText, actTexts } from './actTexts.ts'
import { keyFileOpener } from './keyFileOpener.ts'
import { keysHere } from './keysHere.ts'

/** Who signs: the reader's own key if one is chosen, and the key ids of all signers in the order of the declaration. */
export type Chosen = { readonly own: Signer | null; readonly signers: readonly string[] }

const keyId = /^[0-9a-f]{64}$/

/** Shows the keys of this browser, opens a key file, and asks for the key ids of the signers. */
export class KeyChoice {
  readonly #lang: Lang
  readonly #host: HTMLElement
  readonly #signers: readonly string[]
  #own: Signer | null = null

  constructor(host: HTMLElement, signers: readonly string[], lang: Lang) {
    this.#host = host
    this.#lang = lang
    this.#signers = signers
  }

  async open(): Promise<void> {
    const keys = await keysHere()
    const options = [
      ...keys.map(({ name, signer }) => this.#option(`${name} (${this.#suiteWord(signer)})`, () => this.#use(signer))),
      this.#option(this.#say('keyFile'), () => this.#use(null), 'key-by-file'),
      this.#option(this.#say('keyNone'), () => this.#use(null)),
    ]
    const first = options[0]!.querySelector('input')!
    first.checked = true
    replace(
      this.#host,
      element(
        'fieldset',
        { class: 'field', id: 'act-keys', tabindex: '-1' },
        element('legend', { class: 'ds-label' }, this.#say('keyTitle')),
        keys.length === 0 ? element('p', { class: 'small soft' }, this.#say('makeKey')) : null,
        element('div', { class: 'field-checks' }, options),
        keyFileOpener(this.#lang, (signer) => this.#opened(signer)),
      ),
      this.#signers.map((who, at) => this.#signerInput(who, at)),
    )
    if (keys.length > 0) this.#use(keys[0]!.signer)
  }

  /** Null, with the fault shown by the caller, where a signer's key id is none. */
  read(): Chosen | { readonly wrong: string } {
    const signers = this.#inputs().map(({ value }) => value.trim())
    const wrong = signers.findIndex((id) => !keyId.test(id))
    if (wrong >= 0) return { wrong: `act-signer-${wrong}` }
    const own = this.#own !== null && signers.includes(toHex(this.#own.key.id)) ? this.#own : null
    return { own, signers }
  }

  /** What stands in the places of the signers; the reader's own key is left out, for it may be another next time. */
  typed(): readonly string[] {
    const own = this.#own === null ? '' : toHex(this.#own.key.id)
    return this.#inputs().map(({ value }) => (value.trim() === own ? '' : value.trim()))
  }

  /** Puts key ids at their places again; the own key takes the first that is free. */
  put(typed: readonly string[]): void {
    for (const [at, input] of this.#inputs().entries()) input.value = typed[at] ?? ''
    this.#use(this.#own)
  }

  signerLabel(path: string): string {
    return this.#say('signer', { who: this.#signers[Number(path.replace('act-signer-', ''))] ?? '' })
  }

  #say(key: ActDeskText, values: Readonly<Record<string, string | number>> = {}): string {
    return fill(actTexts[this.#lang][key], values)
  }

  #suiteWord({ key }: Signer): string {
    return key.suite === 'webauthnEs256' ? this.#say('passkey') : key.suite
  }

  #inputs(): HTMLInputElement[] {
    return [...this.#host.querySelectorAll<HTMLInputElement>('.act-signer')]
  }

  /** The own key takes the place of the own key before it, else the first that is free. */
  #use(signer: Signer | null): void {
    const inputs = this.#inputs()
    const before = this.#own === null ? undefined : toHex(this.#own.key.id)
    const place = inputs.find(({ value }) => value === before) ?? inputs.find(({ value }) => value === '')
    this.#own = signer
    if (place !== undefined) place.value = signer === null ? '' : toHex(signer.key.id)
  }

  #option(label: string, chosen: () => void, id = ''): HTMLElement {
    const input = element('input', { type: 'radio', name: 'act-key', ...(id === '' ? {} : { id }) })
    input.addEventListener('change', chosen)
    return element('label', {}, input, ` ${label}`)
  }

  #opened(signer: Signer): void {
    this.#host.querySelector<HTMLInputElement>('#key-by-file')!.checked = true
    this.#use(signer)
  }

  #signerInput(who: string, at: number): HTMLElement {
    const id = `f-act-signer-${at}`
    const input = element('input', {
      class: 'ds-input act-signer',
      type: 'text',
      id,
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-describedby': `h-act-signer-${at} e-act-signer-${at}`,
    })
    return element(
      'div',
      { class: 'field' },
      element('label', { class: 'ds-label', for: id }, this.#say('signer', { who })),
      element('p', { class: 'small soft', id: `h-act-signer-${at}` }, this.#say('signerHelp')),
      element('p', { class: 'field-error', id: `e-act-signer-${at}`, hidden: true }),
      input,
    )
  }
}
