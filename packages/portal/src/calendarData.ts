import type { LocalText } from '@gongshi/ui'
import type { Organ } from './data.ts'

/** A moment at which something ends or begins. */
export type CalendarDate = {
  readonly what: 'asking' | 'bidding' | 'comments' | 'answer'
  /** Of the procedure or consultation, in addresses. */
  readonly key: string
  readonly title: LocalText
  readonly organ: Organ
  /** Unix milliseconds. */
  readonly at: number
}

/** Of whom it is: of all where nothing is named. */
export type CalendarData = {
  readonly of: LocalText
  /** The page that says the same, below the language. */
  readonly page: string
  readonly dates: readonly CalendarDate[]
  /** When the ledger last said so, Unix milliseconds. */
  readonly asOf: number
}
