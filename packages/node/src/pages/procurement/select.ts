import { minorUnitDigits } from '@gongshi/ocds'
import type { ProcedureFilterName, ProcedureFilters, ProcedureOrder } from '@gongshi/portal'
import { wordsOf } from '../../projections/words.ts'
import type { OrganNames } from '../organs.ts'
import type { BookProcedure, ProcurementBook } from './book.ts'
import { wordsIn } from './filters.ts'
import type { OrganText } from './shapes.ts'
import type { Word, WordMatches } from './wordMatches.ts'

/** The ledger's own days begin in its zone (`timeZone`), which has no summer time. */
const dayBegins = '00:00:00+08:00'
const dayMs = 86_400_000

export type SelectNeeds = {
  readonly words: WordMatches
  readonly names: OrganNames
  readonly book: ProcurementBook
}

export type OptionCount = { readonly value: string; readonly count: number }
export type Selected = {
  /** In the order asked for. */
  readonly procedures: readonly BookProcedure[]
  /** Of how many. */
  readonly all: number
  /** For each choice how many it would leave, with the other filters as they are. */
  readonly options: { readonly [Name in Choice]: readonly OptionCount[] }
  /** False where a word is so frequent that only its newest rows were looked at. */
  readonly isWhole: boolean
}

const choices = ['status', 'category', 'division', 'currency'] as const
type Choice = (typeof choices)[number]
type Fits = (procedure: BookProcedure) => boolean

/** The procedures that fit every filter. Cost: one pass over the book a filter, and a question a word. @throws {NodeError} views-… */
export async function selectProcedures(needs: SelectNeeds, filters: ProcedureFilters): Promise<Selected> {
  const book = await needs.book.procedures()
  const all = [...book.values()]
  const currency = filters.currency ?? mostFrequent(all.map(({ estimate }) => estimate.currency))
  const { found, isWhole } =
    filters.q === undefined ? { found: null, isWhole: true } : await haveWords(needs, book, filters.q)
  const tests = testsOf(needs.names, filters, currency, found)
  const fitting = (but: Choice | null) =>
    tests.filter(([name]) => name !== but).reduce((left, [, fits]) => left.filter(fits), all)
  const fit = fitting(null)
  // PERF: most choices are not made, and leave what the others leave.
  const leaving = (name: Choice) => (filters[name] === undefined ? fit : fitting(name))
  const procedures = fit.toSorted(orders[(filters.order as ProcedureOrder) ?? 'newest'])
  const options = Object.fromEntries(choices.map((name) => [name, countsOf(leaving(name).map(choiceOf[name]))]))
  return { procedures, all: all.length, options: options as Selected['options'], isWhole }
}

const choiceOf: { readonly [Name in Choice]: (procedure: BookProcedure) => string } = {
  status: ({ status }) => status,
  category: ({ category }) => category,
  division: ({ division }) => division,
  currency: ({ estimate }) => estimate.currency,
}

const byAmount = (one: BookProcedure, other: BookProcedure) => {
  const [left, right] = [one.estimate, other.estimate]
  // Amounts of different currencies stand in no order.
  if (left.currency !== right.currency) return left.currency < right.currency ? -1 : 1
  return left.minor === right.minor ? 0 : left.minor > right.minor ? -1 : 1
}
const newest = (one: BookProcedure, other: BookProcedure) => other.changed - one.changed
const never = Number.MAX_SAFE_INTEGER
const orders: { readonly [Name in ProcedureOrder]: (one: BookProcedure, other: BookProcedure) => number } = {
  newest,
  deadline: (one, other) => (one.bidUntil ?? never) - (other.bidUntil ?? never) || newest(one, other),
  amount: (one, other) => byAmount(one, other) || newest(one, other),
}

function testsOf(
  names: OrganNames,
  { status, category, division, currency, buyer, supplier, least, most, from, to }: ProcedureFilters,
  counted: string | undefined,
  found: ReadonlySet<BookProcedure> | null,
): readonly (readonly [ProcedureFilterName, Fits])[] {
  const tests: (readonly [ProcedureFilterName, Fits])[] = []
  const when = <Value>(name: ProcedureFilterName, value: Value | undefined | null, test: (value: Value) => Fits) => {
    if (value !== undefined && value !== null) tests.push([name, test(value)])
  }
  when('q', found, (set) => (procedure) => set.has(procedure))
  when('status', status, (value) => (procedure) => procedure.status === value)
  when('category', category, (value) => (procedure) => procedure.category === value)
  when('division', division, (value) => (procedure) => procedure.division === value)
  when(
    'currency',
    currency,
    (value) =>
      ({ estimate }) =>
        estimate.currency === value,
  )
  when('buyer', buyer, (value) => {
    const isMeant = organTest(names, value)
    return (procedure) => isMeant(procedure.buyer)
  })
  when('supplier', supplier, (value) => {
    const isMeant = organTest(names, value)
    return ({ bidders }) => [...bidders].some(isMeant)
  })
  const inMoney =
    (test: (minor: bigint) => boolean): Fits =>
    ({ estimate }) =>
      estimate.currency === counted && test(estimate.minor)
  when('least', least, (value) => inMoney((minor) => minor >= minorOf(value, counted)))
  when('most', most, (value) => inMoney((minor) => minor <= minorOf(value, counted)))
  when(
    'from',
    from,
    (value) =>
      ({ bidUntil }) =>
        bidUntil !== null && bidUntil >= beginOf(value),
  )
  when(
    'to',
    to,
    (value) =>
      ({ bidUntil }) =>
        bidUntil !== null && bidUntil < beginOf(value) + dayMs,
  )
  return tests
}

function beginOf(day: string): number {
  return Date.parse(`${day}T${dayBegins}`)
}

/** Of an amount in main units, as people write it. */
function minorOf(amount: string, currency: string | undefined): bigint {
  const digits = currency === undefined ? 0 : (minorUnitDigits(currency) ?? 0)
  const [whole = '0', rest = ''] = amount.split('.')
  return BigInt(whole + rest.padEnd(digits, '0').slice(0, digits))
}

/** Whether an organ is meant: by its identifier, or by words of its name. */
function organTest(names: OrganNames, asked: string): (organ: OrganText) => boolean {
  const words = wordsIn(asked)
  const known = new Map<OrganText, boolean>()
  return (organ) => {
    const before = known.get(organ)
    if (before !== undefined) return before
    const isMeant = organ === asked || (!asked.includes('/') && words.every(isIn(wordsOfOrgan(names, organ))))
    known.set(organ, isMeant)
    return isMeant
  }
}

function wordsOfOrgan(names: OrganNames, organ: OrganText): readonly string[] {
  const { zh = '', en = '' } = names[organ] ?? {}
  return wordsOf(organ.slice(organ.indexOf('/') + 1), zh, en)
}

const isIn =
  (words: readonly string[]) =>
  ({ word, isPrefix }: Word): boolean =>
    words.some((each) => (isPrefix ? each.startsWith(word) : each === word))

/** Each word somewhere: in the procedure’s own words, its notice, a lot, or its buyer’s name. */
async function haveWords(
  { words: matches, names }: SelectNeeds,
  book: ReadonlyMap<string, BookProcedure>,
  text: string,
): Promise<{ readonly found: ReadonlySet<BookProcedure>; readonly isWhole: boolean }> {
  const words = wordsIn(text)
  const answers = await Promise.all(words.map((word) => matches.find(word)))
  const tests = answers.map(({ procedures }, at) => {
    const isNamed = organOfWord(names, words[at]!)
    return (name: string, { buyer }: BookProcedure) => procedures.has(name) || isNamed(buyer)
  })
  const found = [...book].filter(([name, each]) => tests.every((has) => has(name, each))).map(([, each]) => each)
  return { found: new Set(found), isWhole: answers.every(({ isWhole }) => isWhole) }
}

function organOfWord(names: OrganNames, word: Word): (organ: OrganText) => boolean {
  const known = new Map<OrganText, boolean>()
  return (organ) => {
    const isNamed = known.get(organ) ?? isIn(wordsOfOrgan(names, organ))(word)
    known.set(organ, isNamed)
    return isNamed
  }
}

/** The most frequent first. */
function countsOf(values: readonly string[]): readonly OptionCount[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].map(([value, count]) => ({ value, count })).sort((one, other) => other.count - one.count)
}

function mostFrequent(values: readonly string[]): string | undefined {
  return countsOf(values)[0]?.value
}
