import type { Organ } from './data.ts'
import type { Money } from './procurementFigures.ts'

export type Acts = { readonly done: number; readonly refused: number }

/** What acts on the ledger come to. */
export type StatisticsData = {
  /** How far the counts have come, and how long the log is. */
  readonly asOf: { readonly entries: number; readonly height: number; readonly logSize: number }
  readonly total: Acts
  /** The last ones, each there is, also those without acts; `YYYY-MM-DD`, oldest first. */
  readonly days: readonly (Acts & { readonly day: string })[]
  /** `YYYY-MM`, oldest first. */
  readonly months: readonly (Acts & { readonly month: string })[]
  /** Most acts first. */
  readonly affairs: readonly (Acts & { readonly affair: string })[]
  /** Those with the most, of so many in all. */
  readonly organs: readonly { readonly organ: Organ; readonly done: number }[]
  readonly allOrgans: number
  /** Null on a ledger without procurement. */
  readonly procurement: {
    readonly procedures: number
    readonly contracts: number
    readonly values: readonly Money[]
  } | null
}

export const statisticsFiles = ['days', 'affairs', 'organs'] as const
export type StatisticsFile = (typeof statisticsFiles)[number]
