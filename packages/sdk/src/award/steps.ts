import type { Fraction } from '@gongshi/affairs'
import type { Money } from './lotRows.ts'

/** In their order. Where the first fails, nothing else is computed: something is missing. */
export const awardStepNames = [
  'complete',
  'draw',
  'qualification',
  'digests',
  'parts',
  'totals',
  'low',
  'award',
] as const
export type AwardStepName = (typeof awardStepNames)[number]

export const awardColumns = [
  'what',
  'counted',
  'shown',
  'order',
  'drawn',
  'seated',
  'organ',
  'bidder',
  'price',
  'ceiling',
  'status',
  'digest',
  'recorded',
  'points',
  'criterion',
  'sum',
  'value',
  'total',
  'recordedTotal',
  'rank',
  'recordedRank',
  'average',
  'limit',
  'low',
  'recordedLow',
  'reasons',
] as const
export type AwardColumn = (typeof awardColumns)[number]

/** Texts are codes of words (`what`, `status`), names or sums; bytes are digests and numbers of experts; null: there is none. */
export type AwardCell = string | bigint | boolean | Uint8Array | Fraction | Money | null

/** `agrees`: as the ledger says; null: an intermediate figure, which the ledger does not keep. */
export type AwardLine = { readonly cells: readonly AwardCell[]; readonly agrees: boolean | null }

/** What was recomputed, beside what the ledger says. Money is in minor units in sums. */
export type AwardStep = {
  readonly name: AwardStepName
  readonly columns: readonly AwardColumn[]
  readonly lines: readonly AwardLine[]
  readonly agrees: boolean
}

export function stepOf(name: AwardStepName, columns: readonly AwardColumn[], lines: readonly AwardLine[]): AwardStep {
  return { name, columns, lines, agrees: lines.every(({ agrees }) => agrees !== false) }
}
