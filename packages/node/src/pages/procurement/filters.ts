import { procurement } from '@gongshi/affairs'
import { minorUnitDigits } from '@gongshi/ocds'
import { type ProcedureFilterName, type ProcedureFilters, procedureFilterNames, procedureOrders } from '@gongshi/portal'
import { wordQuery } from '../../projections/words.ts'
import type { OrganText } from './shapes.ts'
import type { Word } from './wordMatches.ts'

const { status, fields } = procurement.entities.procedure!
const longest = 200
/** Each word is a question of its own to the index. */
const mostWords = 8
const oneOf = (values: readonly string[]) => (text: string) => values.includes(text)
const isAmount = (text: string) => /^\d{1,15}(\.\d{1,3})?$/.test(text)
const isDay = (text: string) => {
  const begin = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  // A day that there is not would be another one, or none.
  return !Number.isNaN(begin) && new Date(begin).toISOString().startsWith(text)
}
const isName = (text: string) => wordsIn(text).length > 0

const isUnderstood: { readonly [Name in ProcedureFilterName]: (text: string) => boolean } = {
  q: isName,
  status: oneOf(status),
  category: oneOf((fields.category as { readonly values: readonly string[] }).values),
  division: (text) => /^[a-z0-9][a-z0-9.-]*\/[^/]+$/.test(text),
  buyer: isName,
  supplier: isName,
  currency: (text) => minorUnitDigits(text) !== undefined,
  least: isAmount,
  most: isAmount,
  from: isDay,
  to: isDay,
  order: oneOf(procedureOrders),
}

export type ParsedFilters = {
  readonly filters: ProcedureFilters
  /** Given, and not of a form that means anything: left out, and said so. */
  readonly ignored: readonly ProcedureFilterName[]
}

/** Whatever stands in an address: an empty field asks for nothing. */
export function parseFilters(query: { readonly [name: string]: unknown }): ParsedFilters {
  const given = procedureFilterNames.flatMap((name) => {
    const text = typeof query[name] === 'string' ? query[name].trim() : query[name] === undefined ? '' : '\0'
    return text === '' ? [] : [{ name, text }]
  })
  const isFit = ({ name, text }: (typeof given)[number]) =>
    text.length <= longest && !text.includes('\0') && isUnderstood[name](text)
  return {
    filters: Object.fromEntries(given.filter(isFit).map(({ name, text }) => [name, text])),
    ignored: given.filter((each) => !isFit(each)).map(({ name }) => name),
  }
}

/** The words of a text as the index has them; the last one may be the beginning of one. */
export function wordsIn(text: string): readonly Word[] {
  const { words, prefix } = wordQuery(text)
  const all = [
    ...words.map((word) => ({ word, isPrefix: false })),
    ...(prefix === null ? [] : [{ word: prefix, isPrefix: true }]),
  ]
  return all.slice(-mostWords)
}

/** The one organ that a filter names by its identifier; null where it searches for names. */
export function exactOrgan(filter: string | undefined): OrganText | null {
  return filter?.includes('/') === true ? filter : null
}
