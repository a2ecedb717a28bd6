import { element } from '../dom.ts'
import type { VerifierText } from '../texts.ts'
import type { CodesDoor } from './door.ts'

/** An element that says one of the page's texts, now and after a change of language. */
export function words<Tag extends 'h3' | 'p' | 'button' | 'label'>(
  say: CodesDoor['say'],
  tag: Tag,
  key: VerifierText,
  attributes: Readonly<Record<string, string>>,
): HTMLElementTagNameMap[Tag] {
  return element(tag, { ...attributes, 'data-text': key }, say(key))
}
