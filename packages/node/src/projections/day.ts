const dayMs = 86_400_000
/** The ledger's legal time is UTC+8. */
const offsetMs = 8 * 3_600_000

/** The day of legal time on which a moment falls, since 1970-01-01. */
export function dayOf(time: number): number {
  return Math.floor((time + offsetMs) / dayMs)
}

/** `YYYY-MM-DD` */
export function dayText(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}
