import { dayOfDateText } from '../kinds/civilDate.ts'
import type { UnixMs } from './host.ts'

/** A span of block time: [from, until). */
export type Term = { readonly from: UnixMs; readonly until: UnixMs }

export const always: Term = { from: -Infinity, until: Infinity }
export const never: Term = { from: Infinity, until: -Infinity }

export function holdsAt({ from, until }: Term, time: UnixMs): boolean {
  return from <= time && time < until
}

export function overlap(terms: readonly Term[]): Term {
  return {
    from: Math.max(...terms.map(({ from }) => from)),
    until: Math.min(...terms.map(({ until }) => until)),
  }
}

const dayMs = 86_400_000

/** The first moment of a day of legal time, which is so far ahead of UTC. */
export function dayBegins(date: string, offsetMs: number): UnixMs {
  return dayOfDateText(date) * dayMs - offsetMs
}

/** The day of legal time on which a moment falls, since 1970-01-01. */
export function dayAt(time: UnixMs, offsetMs: number): number {
  return Math.floor((time + offsetMs) / dayMs)
}
