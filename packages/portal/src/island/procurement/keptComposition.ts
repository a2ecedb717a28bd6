import type { Answers } from '@gongshi/affair-kit'
import { element, replace } from '../../verifier/dom.ts'
import { namesBelow } from '../kept/namesBelow.ts'
import type { Composer } from './composer.ts'
import { composeDeskTexts } from './composeTexts.ts'

const prefix = 'gongshi-composition-'
/** A composition is some kilobytes; a larger file is none. */
const mostBytes = 1_000_000

/** Keeps what is composed in this browser: for a tender that is begun under its key. Signers and keys are no part of it. */
export function keepComposition(key: string | null, answers: Answers): void {
  try {
    localStorage.setItem(`${prefix}${key ?? 'new'}`, textOf(answers))
  } catch {
    // A browser that keeps nothing still composes; the file is there for that.
  }
}

export function keptComposition(key: string | null): Answers | null {
  return read(localStorage.getItem(`${prefix}${key ?? 'new'}`) ?? '')
}

/** All that this browser keeps: each by its name in local storage, and the key of its tender; null: none has been begun. */
export function keptCompositions(): readonly { readonly name: string; readonly key: string | null }[] {
  return namesBelow(prefix).map((name) => {
    const key = name.slice(prefix.length)
    return { name, key: key === 'new' ? null : key }
  })
}

/** A tender that has been begun is kept under its own key from now on. */
export function moveComposition(from: string | null, to: string): void {
  const kept = localStorage.getItem(`${prefix}${from ?? 'new'}`)
  if (kept === null || from === to) return
  localStorage.setItem(`${prefix}${to}`, kept)
  localStorage.removeItem(`${prefix}${from ?? 'new'}`)
}

function textOf(answers: Answers): string {
  return JSON.stringify(Object.fromEntries([...answers].filter(([path]) => !path.startsWith('act-'))))
}

/** Null for what is no composition. */
function read(text: string): Answers | null {
  try {
    const json: unknown = JSON.parse(text)
    if (json === null || typeof json !== 'object' || Array.isArray(json)) return null
    const entries = Object.entries(json).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    return entries.some(([path]) => path === 'lots.length') ? new Map(entries) : null
  } catch {
    return null
  }
}

/** To a file, from a file, and away. */
export function transferButtons({ lang, form, said, spec }: Composer, take: (answers: Answers) => void): HTMLElement[] {
  const text = composeDeskTexts[lang]
  const button = (label: string, id: string) =>
    element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary', id }, label)
  const [save, clear] = [button(text.save, 'compose-save'), button(text.clear, 'compose-clear')]
  save.addEventListener('click', () => {
    const kept = localStorage.getItem(`${prefix}${spec.begun?.key ?? 'new'}`) ?? '{}'
    const href = URL.createObjectURL(new Blob([kept], { type: 'application/json' }))
    element('a', { href, download: 'tender.json' }).click()
  })
  clear.addEventListener('click', () => {
    if (clear.dataset.sure === undefined) {
      clear.dataset.sure = ''
      replace(clear, text.clearSure)
      return
    }
    localStorage.removeItem(`${prefix}${spec.begun?.key ?? 'new'}`)
    form.reset()
    location.reload()
  })
  const file = element('input', { type: 'file', class: 'file', id: 'compose-file', accept: '.json' })
  file.addEventListener('change', async () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) return
    const answers = chosen.size > mostBytes ? null : read(await chosen.text())
    file.value = ''
    if (answers === null) replace(said, element('p', { class: 'field-error' }, text.loadWrong))
    else take(answers)
  })
  return [save, clear, element('label', { class: 'small', for: 'compose-file' }, `${text.load} `, file)]
}
