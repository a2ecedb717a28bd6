import { affairTexts } from '@gongshi/affairs'
import type { Lang } from '@gongshi/ui/browser'

type Names = { readonly name: string; readonly actions: { readonly [action: string]: string } }

/** The names of affairs and of their actions: all of the affairs' texts that the verifier says. */
export const actNames: { readonly [affair: string]: { readonly [L in Lang]: Names } } = Object.fromEntries(
  Object.entries(affairTexts).map(([affair, { zh, en }]) => [affair, { zh: namesOf(zh), en: namesOf(en) }]),
)

function namesOf({ name, actions }: (typeof affairTexts)[string]['zh']): Names {
  return { name, actions: Object.fromEntries(Object.entries(actions).map(([action, texts]) => [action, texts.name])) }
}
