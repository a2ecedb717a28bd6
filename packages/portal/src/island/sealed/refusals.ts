import { refusalTexts } from '@gongshi/affair-kit'
import { affairTexts } from '@gongshi/affairs'
import type { Lang } from '@gongshi/ui/browser'

type Words = { readonly [code: string]: string }

/** Why the ledger does not take an act of a procurement, by action and code; and what any act may be refused for. */
export const refusals: {
  readonly [L in Lang]: { readonly actions: { readonly [action: string]: Words }; readonly any: Words }
} = { zh: of('zh'), en: of('en') }

function of(lang: Lang) {
  const actions = Object.entries(affairTexts.procurement![lang].actions).map(
    ([action, { refuse }]) => [action, refuse ?? {}] as const,
  )
  const any = Object.entries(refusalTexts).map(([code, words]) => [code, words[lang].what] as const)
  return { actions: Object.fromEntries(actions), any: Object.fromEntries(any) }
}
