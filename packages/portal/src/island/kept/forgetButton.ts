import type { Lang } from '@gongshi/ui/browser'
import { element, replace } from '../../verifier/dom.ts'
import { keptTexts } from './texts.ts'

/** Pressed once it asks, pressed again it forgets: what somebody typed is nowhere else. */
export function forgetButton(lang: Lang, forget: () => void): HTMLButtonElement {
  const text = keptTexts[lang]
  const button = element('button', { type: 'button', class: 'ds-button', 'data-variant': 'secondary' }, text.forget)
  button.dataset.keeps = 'forget'
  button.addEventListener('click', () => {
    if (button.dataset.sure !== undefined) return forget()
    button.dataset.sure = ''
    replace(button, text.forgetSure)
  })
  return button
}
