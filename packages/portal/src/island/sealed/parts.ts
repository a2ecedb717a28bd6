import { GongshiError } from '@gongshi/protocol'
import { sealedErrorTexts, thresholdErrorTexts } from '@gongshi/sdk/bid'
import { formatBytes, type Lang } from '@gongshi/ui/browser'
import { element, type Part, replace } from '../../verifier/dom.ts'
import { failures } from '../../verifier/failureCatalogue.ts'
import { failureNote } from '../failure.ts'
import { partsTexts } from './partsTexts.ts'

const errorTexts = { ...failures, ...sealedErrorTexts, ...thresholdErrorTexts }

/** An input with its label, what is asked, and a place for what is wrong with it. */
export function field(id: string, label: string, input: HTMLElement, help = ''): HTMLElement {
  input.id = id
  input.setAttribute('aria-describedby', help === '' ? `e-${id}` : `h-${id} e-${id}`)
  return element(
    'div',
    { class: 'field' },
    element('label', { class: 'ds-label', for: id }, label),
    help === '' ? null : element('p', { class: 'small soft', id: `h-${id}` }, help),
    element('p', { class: 'field-error', id: `e-${id}`, hidden: true }),
    input,
  )
}

/** Says what is wrong with an input, or that nothing is. */
export function judge(input: HTMLElement, fault: string | null): void {
  const place = document.getElementById(`e-${input.id}`)!
  place.hidden = fault === null
  replace(place, fault)
  if (fault === null) input.removeAttribute('aria-invalid')
  else input.setAttribute('aria-invalid', 'true')
}

export function textInput(attributes: Readonly<Record<string, string>> = {}): HTMLInputElement {
  return element('input', { class: 'ds-input', type: 'text', autocomplete: 'off', spellcheck: 'false', ...attributes })
}

export function passphraseInput(isNew: boolean): HTMLInputElement {
  return textInput({ type: 'password', autocomplete: isNew ? 'new-password' : 'current-password' })
}

export function fileInput(accept: string, isMany = false): HTMLInputElement {
  return element('input', { type: 'file', class: 'file', accept, multiple: isMany })
}

/** A file of bytes at hand, or of one that the browser keeps; a click saves it. Never shown in this site's own name. */
export function saveLink(id: string, label: string, file: Blob, name: string): HTMLElement {
  const href = URL.createObjectURL(file.slice(0, file.size, 'application/octet-stream'))
  return element('a', { class: 'ds-link', id, href, download: name }, label)
}

/** How far a long work is. */
export class Progress {
  readonly host: HTMLElement
  readonly #bar = element('progress', { max: '1', value: '0' })
  readonly #words = element('span', { class: 'small figure' })
  #shownAt = 0

  readonly #lang: Lang

  constructor(label: string, id: string, lang: Lang) {
    this.#lang = lang
    this.#bar.id = id
    this.host = element('p', { class: 'work' }, element('label', { for: id }, label), this.#bar, this.#words)
  }

  show(done: number, all: number): void {
    const now = performance.now()
    // PERF: a page that paints each megabyte has less of the processor for the next one.
    if (done < all && now - this.#shownAt < 100) return
    this.#shownAt = now
    this.#bar.value = all === 0 ? 1 : Math.min(1, done / all)
    replace(this.#words, ` ${formatBytes(Math.min(done, all), this.#lang)} / ${formatBytes(all, this.#lang)}`)
  }
}

/** Where things are said, and how whatever fails is. */
export class Speaker {
  readonly lang: Lang
  readonly said: HTMLElement
  readonly #id: string

  constructor(lang: Lang, id: string) {
    this.lang = lang
    this.#id = id
    this.said = element('div', { role: 'status', id: `${id}-said`, class: 'stack' })
  }

  tell(...parts: readonly Part[]): void {
    replace(this.said, ...parts)
    if (parts.length > 0) this.said.scrollIntoView({ block: 'nearest' })
  }

  fail(error: unknown): void {
    const text = partsTexts[this.lang]
    if (error instanceof GongshiError) {
      this.tell(failureNote(error, this.lang, text.next, errorTexts, `${this.#id}-failure`))
      return
    }
    const isFull = error instanceof DOMException && error.name === 'QuotaExceededError'
    const [what, code] = isFull ? [text.full, 'storage-full'] : [text.fault, 'page-fault']
    this.tell(
      element(
        'div',
        { class: 'ds-alert stack', 'data-color': 'danger' },
        element('p', {}, what),
        element('p', { class: 'small' }, element('code', { id: `${this.#id}-failure` }, code)),
      ),
    )
    if (!isFull) console.error(error)
  }

  note(color: 'info' | 'success' | 'warning', ...words: readonly Part[]): void {
    this.tell(element('div', { class: 'ds-alert stack', 'data-color': color }, words.map(paragraph)))
  }

  /** A button whose work is done once at a time, and whose failure is said. */
  button(act: string, label: string, work: () => Promise<void>, variant = ''): HTMLButtonElement {
    const made = element('button', { type: 'button', class: 'ds-button', 'data-act': act }, label)
    if (variant !== '') made.dataset.variant = variant
    made.addEventListener('click', async () => {
      if (made.hasAttribute('aria-busy')) return
      made.setAttribute('aria-busy', 'true')
      try {
        await work()
      } catch (error) {
        this.fail(error)
      } finally {
        made.removeAttribute('aria-busy')
      }
    })
    return made
  }
}

function paragraph(part: Part): Part {
  return typeof part === 'string' ? element('p', {}, part) : part
}

/** A part of a desk under its own heading. */
export function panel(id: string, title: string, ...parts: readonly Part[]): HTMLElement {
  return element(
    'section',
    { class: 'panel stack', id, 'aria-labelledby': `${id}-title` },
    element('h2', { class: 'subtitle', id: `${id}-title`, tabindex: '-1' }, title),
    parts,
  )
}

export function facts(rows: readonly (readonly [string, Part])[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts sided' },
    rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
}

export const langOf = (host: HTMLElement): Lang =>
  host.closest('[lang]')?.getAttribute('lang')?.startsWith('zh') === true ? 'zh' : 'en'
