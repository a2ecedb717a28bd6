import { type AnswerFault, type Answers, kindWords } from '@gongshi/affair-kit'
import { colon, fill, type Lang } from '@gongshi/ui/browser'
import { element, replace } from '../verifier/dom.ts'
import { actTexts } from './actTexts.ts'

/** What stands in the form now, by path. What is folded away in a prototype is no part of it. */
export function collectAnswers(form: HTMLFormElement): Answers {
  const answers = new Map<string, string>()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') answers.set(name, value.trim())
  for (const list of form.querySelectorAll<HTMLElement>('[data-list]'))
    answers.set(`${list.dataset.list}.length`, String(itemsOf(list).children.length))
  for (const set of form.querySelectorAll<HTMLElement>('[data-set]')) {
    const chosen = [...set.querySelectorAll<HTMLInputElement>('input:checked')]
    answers.set(`${set.dataset.set}.length`, String(chosen.length))
    for (const [at, { value }] of chosen.entries()) answers.set(`${set.dataset.set}[${at}]`, value)
  }
  return answers
}

function itemsOf(list: HTMLElement): HTMLElement {
  return list.querySelector<HTMLElement>(':scope > [data-items]')!
}

/** Lists grow from the prototype that the page brought, and shrink; their items keep their numbers in order. */
export function openLists(form: HTMLElement, arrived: (part: HTMLElement) => void): void {
  // The innermost first: a prototype inside another is taken out with it.
  const prototypes = new Map<string, HTMLElement>()
  const keep = (within: ParentNode) => {
    for (const list of within.querySelectorAll<HTMLElement>('[data-list]')) {
      const prototype = list.querySelector<HTMLElement>(':scope > [data-prototype]')
      if (prototype === null) continue
      keep(prototype)
      prototypes.set(shape(list.dataset.list!), prototype)
      prototype.remove()
    }
  }
  keep(form)
  form.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('button') : null
    const list = button?.closest<HTMLElement>('[data-list]')
    if (!button || !list) return
    if (button.hasAttribute('data-add')) {
      const item = prototypes.get(shape(list.dataset.list!))!.firstElementChild!.cloneNode(true) as HTMLElement
      renumber(item, placeholderOf(list.dataset.list!), itemsOf(list).children.length)
      itemsOf(list).append(item)
      arrived(item)
      item.querySelector<HTMLElement>('input, select, textarea')?.focus()
    } else if (button.hasAttribute('data-remove')) {
      button.closest('[data-item]')!.remove()
      for (const [at, item] of [...itemsOf(list).children].entries()) renumber(item, `${list.dataset.list}[`, at)
      list.querySelector<HTMLElement>(':scope > p > [data-add]')?.focus()
    }
  })
}

/** A list's path whatever the numbers on the way to it. */
function shape(path: string): string {
  return path.replace(/\[(\d+|#)\]/g, '[]')
}

function placeholderOf(path: string): string {
  return `${path}[`
}

const attributes = ['id', 'for', 'name', 'list', 'aria-describedby', 'aria-controls', 'data-path', 'data-into']
const more = ['data-list', 'data-set', 'data-commits']

/** Puts an item's number wherever its path stands; what surrounds a list may have got a number since. */
function renumber(item: Element, prefix: string, at: number): void {
  const shaped = new RegExp(
    `${prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\\\[\d+\\\]/g, '\\[(?:\\d+|#)\\]')}(?:\\d+|#)\\]`,
    'g',
  )
  for (const part of [item, ...item.querySelectorAll('*')])
    for (const name of [...attributes, ...more]) {
      const value = part.getAttribute(name)
      if (value?.includes('[')) part.setAttribute(name, value.replace(shaped, `${prefix}${at}]`))
    }
  const legend = item.querySelector(':scope > fieldset > legend, :scope > .field > .ds-label')
  if (legend?.firstChild)
    legend.firstChild.textContent = legend.firstChild.textContent!.replace(/#|\d+/, String(at + 1))
}

/** Takes every mark of an earlier check away. */
export function clearFaults(form: HTMLElement): void {
  form.querySelector('#act-errors')?.remove()
  for (const marked of form.querySelectorAll('[aria-invalid]')) marked.removeAttribute('aria-invalid')
  for (const told of form.querySelectorAll<HTMLElement>('.field-error')) told.hidden = true
}

export type Told = { readonly path: string; readonly label: string; readonly what: string }

/** What is wrong in the reader's words. */
export function faultWords({ code, kind }: AnswerFault, lang: Lang): string {
  const text = actTexts[lang]
  const said = code === 'value-missing' ? text.missing : code === 'value-check-digit' ? text.checkDigit : text.wrong
  if (code === 'value-missing' || code === 'value-check-digit') return said
  const asked = kindWords(kind, lang).replace(/[,，][^,，。.]*\{zone\}/, '')
  return `${said}${colon[lang]}${asked}`
}

/** Each fault at its input, and all of them above the form, where the reader's focus goes. */
export function showFaults(form: HTMLFormElement, faults: readonly Told[], lang: Lang): void {
  const links = faults.map(({ path, label, what }) => {
    const [input, place] = [inputAt(path), document.getElementById(`e-${path}`)]
    input?.setAttribute('aria-invalid', 'true')
    if (place !== null) {
      replace(place, what)
      place.hidden = false
    }
    const link = element('a', { class: 'ds-link', href: `#${input?.id ?? ''}` }, `${label}${colon[lang]}${what}`)
    link.addEventListener('click', (event) => {
      event.preventDefault()
      input?.focus()
    })
    return element('li', {}, link)
  })
  const summary = element(
    'div',
    {
      class: 'ds-alert stack',
      'data-color': 'danger',
      id: 'act-errors',
      tabindex: '-1',
      role: 'group',
      'aria-labelledby': 'act-errors-title',
    },
    element('h2', { class: 'subtitle', id: 'act-errors-title' }, fill(actTexts[lang].errors, { count: faults.length })),
    element('ul', {}, links),
  )
  form.prepend(summary)
  summary.focus()
}

/** The input of a member, or the first that is empty of those that make it up. */
function inputAt(path: string): HTMLElement | null {
  const at = document.getElementById(`f-${path}`)
  if (at === null || at.tagName !== 'FIELDSET') return at
  const inputs = [...at.querySelectorAll<HTMLInputElement>('[name]')]
  return inputs.find(({ value }) => value === '') ?? inputs[0] ?? at
}

/** The words beside the input of a path: its own label, with those of what it lies in. */
export function labelAt(form: HTMLElement, path: string, labels: { readonly [name: string]: string }): string {
  const top = labels[/^[^.[]*/.exec(path)![0]] ?? path
  const field = [...form.querySelectorAll<HTMLElement>('[data-path]')].find(({ dataset }) => dataset.path === path)
  const own = field?.querySelector('.ds-label')?.firstChild?.textContent?.trim() ?? ''
  return own === '' || own === top ? top : `${top} · ${own}`
}
