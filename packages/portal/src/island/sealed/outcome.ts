import type { Committed } from '@gongshi/sdk'
import { fill, type Lang } from '@gongshi/ui/browser'
import { element } from '../../verifier/dom.ts'
import type { Speaker } from './parts.ts'
import { partsTexts } from './partsTexts.ts'
import { refusals } from './refusals.ts'

/** Says what became of an act, in words; whether it was carried out. */
export function tellOutcome(speaker: Speaker, action: string, { outcome, index }: Committed): boolean {
  const text = partsTexts[speaker.lang]
  if (outcome[0] === 'ok') {
    const link = element('a', { class: 'ds-link', href: `/${speaker.lang}/entries/${index}` }, fill(text.ok, { index }))
    speaker.note('success', element('p', {}, link))
    return true
  }
  const [, code] = outcome
  speaker.note('warning', fill(text.refused, { words: refusalWords(action, code, speaker.lang), code, index }))
  return false
}

function refusalWords(action: string, code: string, lang: Lang): string {
  const { actions, any } = refusals[lang]
  return actions[action]?.[code] ?? any[code] ?? partsTexts[lang].noWords
}
