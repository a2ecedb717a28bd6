import { type Rule, refusalTexts, ruleWords } from '@gongshi/affair-kit'
import { refusalWords } from '../refusalWords.ts'

type Words = { readonly zh: string; readonly en: string }

/** A rule that holds or is open as what it asks for; a broken one as the refusal that it gives. */
export function ruleInWords({ code, holds }: Rule): Words {
  const texts = Object.hasOwn(refusalTexts, code) ? refusalTexts[code as keyof typeof refusalTexts] : undefined
  const words = Object.hasOwn(ruleWords, code) ? ruleWords[code as keyof typeof ruleWords] : undefined
  if (holds !== false && words !== undefined) return words
  return { zh: texts?.zh.what ?? code, en: texts?.en.what ?? code }
}

/** A refusal of an action, in the affair's own words. */
export function actRefusalWords(affair: string, action: string, code: string): Words {
  const words = refusalWords(affair, action, code)
  return { zh: words?.zh.what ?? code, en: words?.en.what ?? code }
}
