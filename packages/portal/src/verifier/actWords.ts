import type { Lang } from '@gongshi/ui/browser'
import { actNames, figureKinds } from './actNames.ts'

/** An affair's name; one that this file does not know is named as the ledger names it. */
export function affairWord(affair: string, lang: Lang): string {
  return Object.hasOwn(actNames, affair) ? actNames[affair]![lang].name : affair
}

export function actionWord(affair: string, action: string, lang: Lang): string {
  const actions = Object.hasOwn(actNames, affair) ? actNames[affair]![lang].actions : {}
  return Object.hasOwn(actions, action) ? actions[action]! : action
}

/** A parameter's name. */
export function figureWord(affair: string, figure: string, lang: Lang): string {
  const figures = Object.hasOwn(actNames, affair) ? actNames[affair]![lang].figures : {}
  return Object.hasOwn(figures, figure) ? figures[figure]! : figure
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** A parameter's value, which evidence has as text: a span of time in the largest unit that it is a whole number of. */
export function figureValue(affair: string, figure: string, value: string, lang: Lang): string {
  const kind = figureKinds[affair]?.[figure]
  if (kind === 'rational') return value.replace(':', '/')
  if (kind !== 'duration') return value
  const [unit, ms] = units.find(([, each]) => Number(value) % each === 0) ?? ['second', 1000]
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(Number(value) / ms)
}
