import type { EditionData, StageData } from '@gongshi/portal'
import type { EntryRow, ViewRow } from '../../projections/question.ts'
import type { BookProcedure } from './book.ts'

type Span = { readonly name: StageData['name']; readonly from: number | null; readonly until: number | null }

/** What a procedure goes through, as far as its own rows tell when; what it never came to when it was cancelled is `never`. */
export function stagesOf(
  { publishedAt, bidUntil, lots, status }: BookProcedure,
  askUntil: number | null,
  history: readonly Pick<EntryRow, 'action' | 'time'>[],
  now: number,
): readonly StageData[] {
  const timeOf = (...actions: readonly string[]) =>
    history.findLast(({ action }) => actions.includes(action))?.time ?? null
  const awards = [...lots.values()].flatMap(({ award }) => award ?? [])
  const assessed = [...lots.values()].flatMap(({ assessedAt }) => assessedAt ?? [])
  const [closed, opened, drawn] = [timeOf('close'), timeOf('finishOpening'), timeOf('draw')]
  const spans: readonly Span[] = [
    { name: 'planning', from: timeOf('plan'), until: publishedAt },
    { name: 'asking', from: publishedAt, until: askUntil },
    { name: 'bidding', from: publishedAt, until: bidUntil },
    { name: 'opening', from: closed, until: opened },
    { name: 'drawing', from: drawn, until: drawn },
    { name: 'assessing', from: drawn, until: last(assessed) },
    {
      name: 'standing',
      from: first(awards.map(({ proposedAt }) => proposedAt)),
      until: last(awards.flatMap(({ standsAt }) => standsAt ?? [])),
    },
    {
      name: 'contract',
      from: first(awards.flatMap(({ signedAt }) => signedAt ?? [])),
      until: last(awards.flatMap(({ signedAt }) => signedAt ?? [])),
    },
  ]
  return spans.map((span) => ({ ...span, state: stateOf(span, status === 'cancelled', now) }))
}

/** Each change of the notice, when it came. */
export function editionsOf(history: readonly (ViewRow & Pick<EntryRow, 'time'>)[]): readonly EditionData[] {
  const editions = new Map<number, number>()
  for (const { fields, time } of history) {
    const edition = fields.edition as number
    if (edition > 0 && !editions.has(edition)) editions.set(edition, time)
  }
  return [...editions].map(([edition, at]) => ({ edition, at }))
}

function stateOf({ from, until }: Span, isCancelled: boolean, now: number): StageData['state'] {
  if (from === null) return isCancelled ? 'never' : 'ahead'
  if (until !== null && until <= now) return 'done'
  return isCancelled ? 'never' : 'now'
}

function first(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.min(...times)
}

function last(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times)
}
