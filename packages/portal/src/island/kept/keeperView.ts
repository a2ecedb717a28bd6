import { fill, formatTime, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { forgetButton } from './forgetButton.ts'
import type { KeptForm } from './keptForms.ts'
import { type KeptText, keptTexts } from './texts.ts'

type Wishes = { forget(): void; takeHere(): void; another(): void }

/** What stands above a form and below it about its being kept. */
export class KeeperView {
  readonly #lang: Lang
  readonly #wishes: Wishes
  readonly #fields: HTMLFieldSetElement
  readonly #above = element('div', { role: 'status', id: 'form-kept' })
  readonly #below = element('div', { class: 'stack', id: 'form-standing' })
  /** Said once by a reader of screens, not at each change. */
  readonly #said = element('span', { role: 'status' })
  readonly #when = element('span')

  constructor(form: HTMLFormElement, lang: Lang, wishes: Wishes) {
    this.#lang = lang
    this.#wishes = wishes
    this.#fields = form.querySelector('fieldset')!
    form.before(this.#above)
    form.append(this.#below)
  }

  /** The form may be filled in. */
  free(): void {
    this.#fields.disabled = false
    replace(this.#above)
  }

  elsewhere(why: 'elsewhere' | 'takenAway'): void {
    this.#fields.disabled = true
    const button = (key: KeptText, variant: string, work: () => void) => {
      const made = element('button', { type: 'button', class: 'ds-button', 'data-keeps': key }, this.#say(key))
      if (variant !== '') made.dataset.variant = variant
      made.addEventListener('click', work)
      return made
    }
    const { takeHere, another } = this.#wishes
    const buttons = [button('takeHere', '', takeHere), button('another', 'secondary', another)]
    this.#notice('warning', element('p', {}, this.#say(why)), element('p', { class: 'actions' }, buttons))
    this.standing(null)
  }

  restored({ at, files }: KeptForm): void {
    const lost = files.length === 0 ? null : element('p', {}, this.#say('files', { names: files.join(', ') }))
    this.#notice(
      'info',
      element('p', {}, this.#say('restored', { time: this.#time(at) })),
      lost,
      element('p', { class: 'actions' }, forgetButton(this.#lang, this.#wishes.forget)),
    )
    this.standing(at)
  }

  /** When it was last kept; `notKept` where the browser keeps nothing; null: there is nothing to keep. */
  standing(at: number | 'notKept' | null): void {
    if (at === null) {
      replace(this.#below)
      return
    }
    if (this.#below.childElementCount === 0) this.#build()
    const said = this.#say(at === 'notKept' ? 'notKept' : 'kept')
    if (this.#said.textContent !== said) replace(this.#said, said)
    replace(this.#when, at === 'notKept' ? null : this.#say('keptAt', { time: this.#time(at) }))
  }

  #build(): void {
    replace(this.#said)
    const all = element('a', { class: 'ds-link', href: `/${this.#lang}/drafts` }, this.#say('all'))
    replace(
      this.#below,
      element('p', { class: 'small soft' }, this.#said, ' ', this.#when),
      element(
        'details',
        { class: 'fold small' },
        element('summary', {}, this.#say('where')),
        element('p', { class: 'prose' }, this.#say('whereSaid')),
      ),
      element('p', { class: 'actions' }, forgetButton(this.#lang, this.#wishes.forget), ' ', all),
    )
  }

  #notice(tone: 'info' | 'warning', ...parts: readonly (HTMLElement | null)[]): void {
    replace(this.#above, element('div', { class: 'ds-alert stack', 'data-color': tone }, parts))
  }

  #time(at: number): string {
    return formatTime(at, this.#lang, Intl.DateTimeFormat().resolvedOptions().timeZone)
  }

  #say(key: KeptText, values: Readonly<Record<string, string>> = {}): string {
    return fill(keptTexts[this.#lang][key], values)
  }
}
