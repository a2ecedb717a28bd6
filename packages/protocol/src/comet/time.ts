import { concat } from '../bytes/bytes.ts'
import { varintField } from './protobuf.ts'

/** A point in time as CometBFT has it: whole seconds since 1970 (UTC) and 0 … 999,999,999 nanoseconds. */
export type Timestamp = { readonly seconds: number; readonly nanos: number }

/** Go's zero time, which stands in the signature of an absent validator: 0001-01-01T00:00:00Z. */
export const zeroTime: Timestamp = { seconds: -62_135_596_800, nanos: 0 }

const lastSecond = 253_402_300_799

/** `ms` is UnixMs: whole milliseconds since 1970. */
export function timestampFromMs(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000)
  return { seconds, nanos: (ms - seconds * 1000) * 1_000_000 }
}

/** Whole milliseconds since 1970, the rest cut off. */
export function timestampToMs({ seconds, nanos }: Timestamp): number {
  return seconds * 1000 + Math.floor(nanos / 1_000_000)
}

/** The years 1 to 9999, as google.protobuf.Timestamp bounds them. */
export function isTimestamp({ seconds, nanos }: Timestamp): boolean {
  if (!Number.isSafeInteger(seconds) || seconds < zeroTime.seconds || seconds > lastSecond) return false
  return Number.isSafeInteger(nanos) && nanos >= 0 && nanos < 1_000_000_000
}

/** google.protobuf.Timestamp. */
export function encodeTimestamp({ seconds, nanos }: Timestamp): Uint8Array {
  return concat(varintField(1, seconds), varintField(2, nanos))
}

/** RFC 3339 in UTC without trailing zeros, as Go's RFC3339Nano writes it into JSON. */
export function formatTimestamp({ seconds, nanos }: Timestamp): string {
  const days = Math.floor(seconds / 86_400)
  const { year, month, day } = civilDate(days)
  const rest = seconds - days * 86_400
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) => pad(part, 2)).join(':')
  const fraction = nanos === 0 ? '' : `.${pad(nanos, 9).replace(/0+$/, '')}`
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}T${clock}${fraction}Z`
}

/** Gregorian date of a day number since 1970-01-01. Eras of 400 years counted from 1 March, so that the leap day comes last. */
function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}
