import type { Json } from '@gongshi/affair-kit'
import type { ViewRow } from '../../projections/question.ts'

/** What a row is told by: its first words and codes, hashes by their beginning, without times. */
export function labelOf({ fields }: Pick<ViewRow, 'fields'>): string {
  return Object.values(fields).flatMap(wordsIn).slice(0, 3).join(' · ').slice(0, 120) || '—'
}

function wordsIn(value: Json): string[] {
  if (typeof value === 'string') {
    if (/^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return []
    return [/^[0-9a-f]{32,}$/.test(value) ? `${value.slice(0, 8)}…` : value]
  }
  if (value === null || typeof value !== 'object') return []
  return Object.values(value).flatMap(wordsIn)
}
