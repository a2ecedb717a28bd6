import type { Cbor } from '@gongshi/protocol'
import type { Division } from '../cel/value.ts'
import type { RowState } from './row.ts'

/** Names that one code has had; no code of the real tables comes near. */
const maxSpans = 64

/** Days of legal time, [from, until). */
export type Run = { readonly from: string; readonly until: string | null }

/**
 * The days on which the place lasts that a code names on its date: from the first to the last of the spans around that
 * date that follow each other without a gap, whatever its names. Null: on that date the code named none. Undefined: the
 * register of divisions knows nothing of the code.
 */
export function placeRun(
  divisionRow: (id: Cbor) => RowState | undefined,
  { scheme, code, date }: Division,
): Run | null | undefined {
  const runs: { from: string; until: string | null }[] = []
  for (let span = 1; span <= maxSpans; span++) {
    const row = divisionRow([scheme, code, span])
    if (row === undefined) break
    const from = row.fields.from as string
    const until = (row.fields.until ?? null) as string | null
    const last = runs.at(-1)
    if (last?.until === from) last.until = until
    else runs.push({ from, until })
  }
  if (runs.length === 0) return undefined
  // Texts of ISO dates order as the days do.
  return runs.find(({ from, until }) => from <= date && (until === null || date < until)) ?? null
}
