import { type CalendarData, type CalendarDate, paths } from '@gongshi/portal'
import type { Lang } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import { NodeError } from '../errors.ts'
import type { Cursors } from '../http/cursor.ts'
import { parseRowKey } from '../http/rowKey.ts'
import { listConsultations } from './consultations.ts'
import { organOf } from './organs.ts'
import type { BookProcedure, ProcurementBook } from './procurement/book.ts'
import { getProcedure } from './procurement/procedure.ts'
import { procedureRow } from './procurement/rows.ts'
import { organText } from './procurement/shapes.ts'
import type { RecordNeeds } from './records.ts'

type OrganId = { readonly scheme: string; readonly id: string }

export type CalendarNeeds = RecordNeeds & {
  readonly cursors: Cursors
  /** Null on a ledger without procurement. */
  readonly book: ProcurementBook | null
  readonly affairs: Pick<AffairBook, 'find'>
}

const dayMs = 86_400_000
/** What is over stays so long. */
const pastMs = 90 * dayMs
const mostDates = 500

/** Deadlines and openings of everybody, or of an organ: what is to come, and what was lately. The first ones of very many. */
export async function organCalendar(needs: CalendarNeeds, organ: OrganId | null, lang: Lang): Promise<CalendarData> {
  const { ledger, names } = needs
  const asOf = ledger.info().time
  const all = [
    ...(await biddingDates(needs, organ, asOf, lang)),
    ...(await consultationDates(needs, organ, asOf, lang)),
  ]
  return {
    of: organ === null ? [] : organOf(names, organ).name,
    page: organ === null ? paths.home : paths.organ(organ),
    dates: all.sort((left, right) => left.at - right.at).slice(0, mostDates),
    asOf,
  }
}

/** Of one procedure, all that is settled. @throws {NodeError} record-unknown, state-key-malformed */
export async function procedureCalendar(needs: CalendarNeeds, key: string, lang: Lang): Promise<CalendarData> {
  const { book } = needs
  parseRowKey(key)
  if (book === null) throw new NodeError({ code: 'record-unknown' })
  const { title, buyer: organ, stages } = await getProcedure({ ...needs, book }, key, lang)
  const dates = stages.flatMap(({ name, until, state }): CalendarDate[] =>
    (name === 'asking' || name === 'bidding') && until !== null && state !== 'never'
      ? [{ what: name, key, title, organ, at: until }]
      : [],
  )
  return { of: title, page: paths.procedure(key), dates, asOf: needs.ledger.info().time }
}

/** PERF: the book is in memory; a notice is read for each date that is shown. */
async function biddingDates(needs: CalendarNeeds, organ: OrganId | null, now: number, lang: Lang) {
  if (needs.book === null) return []
  const buyer = organ === null ? null : organText(organ)
  const isShown = (each: BookProcedure) =>
    each.bidUntil !== null &&
    each.bidUntil >= now - pastMs &&
    each.status !== 'cancelled' &&
    (buyer === null || each.buyer === buyer)
  const procedures = [...(await needs.book.procedures()).values()].filter(isShown)
  const soonest = procedures.sort((left, right) => left.bidUntil! - right.bidUntil!).slice(0, mostDates)
  return Promise.all(
    soonest.map(async (each): Promise<CalendarDate> => {
      const { key, title, buyer: of } = await procedureRow(needs, each, lang)
      return { what: 'bidding', key, title, organ: of, at: each.bidUntil! }
    }),
  )
}

/** Those that end last: a page of them. */
async function consultationDates(needs: CalendarNeeds, organ: OrganId | null, now: number, lang: Lang) {
  if (needs.affairs.find('participation') === undefined) return []
  const { rows } = await listConsultations(needs, undefined, lang, organ)
  return rows
    .filter(({ status }) => status !== 'withdrawn')
    .flatMap(({ key, title, organ: of, closes, answerBy }): CalendarDate[] => [
      { what: 'comments', key, title, organ: of, at: closes },
      { what: 'answer', key, title, organ: of, at: answerBy },
    ])
    .filter(({ at }) => at >= now - pastMs)
}
