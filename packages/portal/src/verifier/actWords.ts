import type { Lang } from '@gongshi/ui/browser'
import { actNames } from './actNames.ts'

/** An affair's name; one that this file does not know is named as the ledger names it. */
export function affairWord(affair: string, lang: Lang): string {
  return Object.hasOwn(actNames, affair) ? actNames[affair]![lang].name : affair
}

export function actionWord(affair: string, action: string, lang: Lang): string {
  const actions = Object.hasOwn(actNames, affair) ? actNames[affair]![lang].actions : {}
  return Object.hasOwn(actions, action) ? actions[action]! : action
}
