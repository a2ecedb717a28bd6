import type { LedgerReads } from '@gongshi/ledger'
import type { Acts, FiguresData, Organ, StatisticsData, StatisticsFile } from '@gongshi/portal'
import type { Json } from '@gongshi/protocol'
import { dayOf, dayText } from '../projections/day.ts'
import type { Projections } from '../projections/projections.ts'
import type { TalliesAnswer } from '../projections/question.ts'

type Needs = {
  readonly views: Pick<Projections, 'tallies' | 'progress'>
  readonly ledger: Pick<LedgerReads, 'logSize' | 'info'>
  /** An organ by its name of today. */
  readonly named: (organ: { readonly scheme: string; readonly id: string }) => Promise<Organ>
  /** Null on a ledger without procurement. */
  readonly figures: { get(subject: null): Promise<FiguresData> } | null
}

const daysShown = 30
const monthsShown = 12
const organsShown = 20

/** What acts come to. PERF: the counts are read once for a state of the views, whoever asks; each read is of counts alone. */
export class Statistics {
  readonly #needs: Needs
  #kept: { readonly of: string; readonly answer: Promise<TalliesAnswer> } | null = null

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** @throws {NodeError} views-… */
  async get(): Promise<StatisticsData> {
    const { ledger, named, figures } = this.#needs
    const answer = await this.#answer()
    const { asOf, tallies, organs } = answer
    const busiest = organTotals(organs)
    const shown = busiest.slice(0, organsShown)
    return {
      asOf: { ...asOf, logSize: ledger.logSize() },
      total: sum(tallies),
      days: daysOf(tallies, dayOf(ledger.info().time)),
      months: monthsOf(tallies, dayOf(ledger.info().time)),
      affairs: affairsOf(tallies),
      organs: await Promise.all(shown.map(async ({ organ, done }) => ({ organ: await named(organIn(organ)), done }))),
      allOrgans: busiest.length,
      procurement: figures === null ? null : procurementOf(await figures.get(null)),
    }
  }

  /** What a chart shows, whole: a line a day and affair, an affair and action, or an organ and affair. */
  async table(file: StatisticsFile): Promise<StatisticsTable> {
    return tables[file](await this.#answer())
  }

  #answer(): Promise<TalliesAnswer> {
    const { generation, entries } = this.#needs.views.progress()
    const of = `${generation}/${entries}`
    if (this.#kept?.of === of) return this.#kept.answer
    const answer = this.#needs.views.tallies()
    this.#kept = { of, answer }
    answer.catch(() => {
      if (this.#kept?.answer === answer) this.#kept = null
    })
    return answer
  }
}

export type StatisticsTable = { readonly columns: readonly string[]; readonly rows: readonly (readonly Json[])[] }
type Tallies = TalliesAnswer['tallies']

const tables: { readonly [File in StatisticsFile]: (answer: TalliesAnswer) => StatisticsTable } = {
  days: ({ tallies }) => ({
    columns: ['day', 'affair', 'done', 'refused'],
    rows: grouped(tallies, ({ day, affair }) => `${dayText(day)} ${affair}`),
  }),
  affairs: ({ tallies }) => ({
    columns: ['affair', 'action', 'done', 'refused'],
    rows: grouped(tallies, ({ affair, action }) => `${affair} ${action}`).sort(byNames),
  }),
  organs: ({ organs }) => ({
    columns: ['organ', 'affair', 'done'],
    rows: organs.map(({ organ, affair, done }) => [organ, affair, done]),
  }),
}

/** Names are without blanks. */
function grouped(tallies: Tallies, name: (tally: Tallies[number]) => string): Json[][] {
  return [...Map.groupBy(tallies, name)].map(([names, some]) => {
    const { done, refused } = sum(some)
    return [...names.split(' '), done, refused]
  })
}

function byNames(left: readonly Json[], right: readonly Json[]): number {
  const [first, second] = [left.join(' '), right.join(' ')]
  return first < second ? -1 : first > second ? 1 : 0
}

function sum(tallies: readonly Acts[]): Acts {
  return {
    done: tallies.reduce((all, { done }) => all + done, 0),
    refused: tallies.reduce((all, { refused }) => all + refused, 0),
  }
}

/** Up to a day, also those without acts. */
function daysOf(tallies: Tallies, last: number): StatisticsData['days'] {
  const by = Map.groupBy(tallies, ({ day }) => day)
  return Array.from({ length: daysShown }, (_, at) => last - daysShown + 1 + at).map((day) => ({
    day: dayText(day),
    ...sum(by.get(day) ?? []),
  }))
}

function monthsOf(tallies: Tallies, last: number): StatisticsData['months'] {
  const by = Map.groupBy(tallies, ({ day }) => dayText(day).slice(0, 7))
  const [year, month] = dayText(last).split('-').map(Number) as [number, number]
  return Array.from({ length: monthsShown }, (_, at) => {
    const begin = new Date(Date.UTC(year, month - monthsShown + at, 1))
    const name = begin.toISOString().slice(0, 7)
    return { month: name, ...sum(by.get(name) ?? []) }
  })
}

function affairsOf(tallies: Tallies): StatisticsData['affairs'] {
  return [...Map.groupBy(tallies, ({ affair }) => affair)]
    .map(([affair, some]) => ({ affair, ...sum(some) }))
    .sort((left, right) => right.done - left.done || right.refused - left.refused)
}

function organTotals(organs: TalliesAnswer['organs']) {
  return [...Map.groupBy(organs, ({ organ }) => organ)]
    .map(([organ, some]) => ({ organ, done: some.reduce((all, { done }) => all + done, 0) }))
    .sort((left, right) => right.done - left.done)
}

/** `scheme/id`; an id may hold a slash. */
function organIn(organ: string): { readonly scheme: string; readonly id: string } {
  const slash = organ.indexOf('/')
  return { scheme: organ.slice(0, slash), id: organ.slice(slash + 1) }
}

function procurementOf({ procedures, years }: FiguresData): NonNullable<StatisticsData['procurement']> {
  const values = Map.groupBy(
    years.flatMap((year) => year.values),
    ({ currency }) => currency,
  )
  return {
    procedures,
    contracts: years.reduce((all, { contracts }) => all + contracts, 0),
    values: [...values.values()].map((some) => ({
      ...some[0]!,
      minor: some.reduce((all, { minor }) => all + minor, 0n),
    })),
  }
}
