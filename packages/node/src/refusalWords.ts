import { refusalTexts } from '@gongshi/affair-kit'
import { affairTexts } from '@gongshi/affairs'

export type RefusalWords = { readonly what: string; readonly next: string | null }

/** What a refusal's code means: the kit's own say what to do, too; an affair's are named by its texts. Null for others. */
export function refusalWords(
  affair: string,
  action: string,
  code: string,
): { readonly zh: RefusalWords; readonly en: RefusalWords } | null {
  if (Object.hasOwn(refusalTexts, code)) return refusalTexts[code as keyof typeof refusalTexts]
  const own = (language: 'zh' | 'en') => affairTexts[affair]?.[language].actions[action]?.refuse?.[code]
  const [zh, en] = [own('zh'), own('en')]
  return zh === undefined || en === undefined ? null : { zh: { what: zh, next: null }, en: { what: en, next: null } }
}
