import type { Lang } from '@gongshi/ui/browser'
import { element } from '../../verifier/dom.ts'
import { type ShortcutText, shortcutTexts } from './shortcutTexts.ts'

/** Each by the keys that are pressed one after the other, and where it leads below the language. */
const ways: readonly (readonly [keys: string, path: string, text: ShortcutText])[] = [
  ['/', '/search#q', 'search'],
  ['g i', '/workspace/inbox', 'inbox'],
  ['g n', '/workspace/notifications', 'notifications'],
  ['g a', '/workspace/act', 'acts'],
  ['g d', '/drafts', 'drafts'],
  ['g h', '/', 'home'],
]
const place = 'gongshi-shortcuts'
/** The second key follows the first within it. Milliseconds. */
const pairMs = 1500

/**
 * Shortcuts for who works by keyboard. They do nothing while somebody types or composes a character, with a modifier, or where a window is
 * open; and they can be turned off (WCAG 2.2, 2.1.4), which the button in their place leads to.
 */
export function openShortcuts(host: HTMLElement, lang: Lang): void {
  const dialog = listOf(lang)
  host.querySelector('button')!.addEventListener('click', () => dialog.showModal())
  document.body.append(dialog)
  let first: { readonly key: string; readonly at: number } | null = null
  addEventListener('keydown', (event) => {
    if (!areOn() || isTyping(event) || dialog.open) return
    const before = first !== null && event.timeStamp - first.at < pairMs ? `${first.key} ` : ''
    first = { key: event.key, at: event.timeStamp }
    const way = ways.find(([keys]) => keys === before + event.key) ?? ways.find(([keys]) => keys === event.key)
    if (event.key !== '?' && way === undefined) return
    event.preventDefault()
    first = null
    if (way === undefined) dialog.showModal()
    else location.assign(`/${lang}${way[1]}`)
  })
}

function areOn(): boolean {
  try {
    return localStorage.getItem(place) !== 'off'
  } catch {
    return true
  }
}

function isTyping({ target, ctrlKey, metaKey, altKey, isComposing, defaultPrevented, repeat }: KeyboardEvent): boolean {
  const within = target instanceof Element ? target.closest('input, textarea, select, [contenteditable], dialog') : null
  return ctrlKey || metaKey || altKey || isComposing || defaultPrevented || repeat || within !== null
}

function listOf(lang: Lang): HTMLDialogElement {
  const text = shortcutTexts[lang]
  const row = (keys: string, words: string) =>
    element(
      'div',
      {},
      element(
        'dt',
        {},
        keys.split(' ').flatMap((key, at) => [at === 0 ? null : ' ', element('kbd', {}, key)]),
      ),
      element('dd', {}, words),
    )
  const box = element('input', { type: 'checkbox' })
  box.checked = areOn()
  box.addEventListener('change', () => {
    if (box.checked) localStorage.removeItem(place)
    else localStorage.setItem(place, 'off')
  })
  return element(
    'dialog',
    { class: 'dialog stack', id: 'shortcuts', 'aria-labelledby': 'shortcuts-title' },
    element('h2', { class: 'subtitle', id: 'shortcuts-title' }, text.title),
    element(
      'dl',
      { class: 'facts sided' },
      row('?', text.list),
      ways.map(([keys, , words]) => row(keys, text[words])),
    ),
    element('p', { class: 'small soft' }, text.how),
    element('p', {}, element('label', {}, box, ` ${text.use}`)),
    element('form', { method: 'dialog' }, element('button', { class: 'ds-button' }, text.close)),
  )
}
