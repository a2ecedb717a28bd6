import { Environment } from '@marcbachmann/cel-js'
import { builtins } from './builtins.ts'

/** Ceilings of one expression, so that compiling a hostile one costs little. */
export const expressionLimits = { maxCharacters: 2_000, maxDepth: 40, maxNodes: 500, maxIntegerBits: 255 } as const

const opaque = ['subject', 'key', 'time', 'date', 'workdays', 'duration', 'rational', 'text']
const members: { readonly [type: string]: { readonly [name: string]: string } } = {
  money: { currency: 'string', minor: 'int' },
  organ: { scheme: 'string', id: 'string' },
  division: { scheme: 'string', code: 'string', date: 'date' },
}
const comparable: readonly (readonly [string, string])[] = [
  ['workdays', 'int'],
  ['int', 'workdays'],
  ['rational', 'int'],
  ['int', 'rational'],
]
const ordered = ['money', 'time', 'date', 'workdays', 'duration', 'rational']
const arithmetic = [
  'money + money: money',
  'money - money: money',
  'money * int: money',
  'int * money: money',
  'time + duration: time',
  'duration + time: time',
  'time - duration: time',
  'time - time: duration',
  'duration + duration: duration',
  'duration - duration: duration',
  'duration * int: duration',
  'int * duration: duration',
  'workdays + workdays: workdays',
  'workdays - workdays: workdays',
  ...['+', '-', '*', '/'].flatMap((op) => [
    `rational ${op} rational: rational`,
    `rational ${op} int: rational`,
    `int ${op} rational: rational`,
  ]),
]

/** cel-js with our types and without its own run time: it parses and checks, and never evaluates. */
export function newLanguage(): Environment {
  base ??= buildBase()
  return base.clone()
}

let base: Environment | undefined

function buildBase(): Environment {
  const limits = { maxDepth: expressionLimits.maxDepth, maxAstNodes: expressionLimits.maxNodes }
  const language = new Environment({ limits })
  for (const type of opaque) language.registerType(type, { fields: {} })
  for (const [type, fields] of Object.entries(members)) language.registerType(type, { fields: { ...fields } })
  for (const type of [...opaque, ...Object.keys(members)]) language.registerOperator(`${type} == ${type}`, neverRun)
  for (const type of ordered) registerOrder(language, type, type)
  for (const [left, right] of comparable) registerOrder(language, left, right)
  language.registerOperator('workdays == int', neverRun).registerOperator('rational == int', neverRun)
  for (const operator of arithmetic) language.registerOperator(operator, neverRun)
  language.registerOperator('-money', neverRun).registerOperator('-rational', neverRun)
  for (const { signatures } of Object.values(builtins))
    for (const signature of signatures) language.registerFunction(signature, neverRun)
  return language
}

function registerOrder(language: Environment, left: string, right: string): void {
  for (const op of ['<', '<=', '>', '>=']) language.registerOperator(`${left} ${op} ${right}: bool`, neverRun)
}

/** cel-js asks for an implementation of everything; ours is `evaluate`. */
export function neverRun(): never {
  throw new TypeError('expressions are evaluated by evaluate.ts')
}
