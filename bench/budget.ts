import { readFile } from 'node:fs/promises'
import { type Goal, type Measure, reaches } from './support/measure.ts'

/**
 * What each figure may not fall behind, by benchmark and measure: its goal once that is reached, before that somewhat
 * less than what was reached last. Raised by hand, with the change that earned it.
 */
type Budget = { readonly [module: string]: { readonly [measure: string]: Goal } }

export async function readBudget(): Promise<Budget> {
  return JSON.parse(await readFile(new URL('./budget.json', import.meta.url), 'utf8')) as Budget
}

/** The measures of one benchmark that are behind the budget; a figure without its rival is not judged. */
export function overBudget(budget: Budget, module: string, measures: readonly Measure[]): string[] {
  return measures.flatMap((measure) => {
    const goal = budget[module]?.[measure.name]
    if (goal === undefined || reaches({ ...measure, goal }) !== false) return []
    const figure = goal.of === 'ratio' ? measure.ratio : measure.value
    return [`${measure.name}: ${goal.of} ${figure?.toPrecision(3)}, budget at ${goal.bound} ${goal.at}`]
  })
}
