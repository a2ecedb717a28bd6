import { affairTexts, installedAffairs } from '@gongshi/affairs'
import type { Lang } from '@gongshi/ui/browser'

type Words = { readonly [name: string]: string }
type Names = { readonly name: string; readonly actions: Words; readonly figures: Words }

/** The names of affairs and of their actions: all of the affairs' texts that the verifier says. */
export const actNames: { readonly [affair: string]: { readonly [L in Lang]: Names } } = Object.fromEntries(
  Object.entries(affairTexts).map(([affair, { zh, en }]) => [affair, { zh: namesOf(zh), en: namesOf(en) }]),
)

/** What each parameter is, by affair: how its value is said. */
export const figureKinds: { readonly [affair: string]: { readonly [figure: string]: string } } = Object.fromEntries(
  installedAffairs.map(({ name, params }) => [
    name,
    Object.fromEntries(Object.entries(params).map(([figure, { kind }]) => [figure, kind])),
  ]),
)

function namesOf({ name, actions, params = {} }: (typeof affairTexts)[string]['zh']): Names {
  return {
    name,
    figures: params,
    actions: Object.fromEntries(Object.entries(actions).map(([action, texts]) => [action, texts.name])),
  }
}
