import { affairTexts, installedAffairs } from '@gongshi/affairs'
import { currencyDigits } from '@gongshi/ocds'
import { draftErrorTexts } from '@gongshi/protocol'
import { declaredActs, type GroundSources, groundWords, type KnownActs, groundSources as sourcesOf } from '@gongshi/sdk'
import type { Lang } from '@gongshi/ui/browser'

type Layout = NonNullable<ReturnType<KnownActs>>
type Known = {
  readonly version: number
  readonly actions: { readonly [action: string]: { readonly [L in Lang]: Layout } }
}

const layoutOf = declaredActs(installedAffairs, affairTexts)

/** What there is to say of each action of each affair. */
export const knownActs: { readonly [affair: string]: Known } = Object.fromEntries(
  installedAffairs.map(({ name: affair, version, actions }) => {
    const layouts = Object.keys(actions).map((action) => {
      const act = { affair, version, action }
      return [action, { zh: layoutOf(act, 'zh')!, en: layoutOf(act, 'en')! }]
    })
    return [affair, { version, actions: Object.fromEntries(layouts) }]
  }),
)

/** How to find and read the rows on which acts rest. */
export const groundSources: GroundSources = sourcesOf(installedAffairs)

export const groundTexts = groundWords

/** Digits of each currency's minor unit. */
export const minorUnits: { readonly [currency: string]: number | null } = Object.fromEntries(currencyDigits)

/** Why a draft is refused. */
export const draftFailures = draftErrorTexts
