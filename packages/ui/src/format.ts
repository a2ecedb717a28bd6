import type { Lang } from './lang.ts'

const locale: { readonly [L in Lang]: string } = { zh: 'zh-CN-u-nu-latn-ca-gregory', en: 'en-GB-u-nu-latn-ca-gregory' }
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${JSON.stringify(options)}`
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(language, options)
  formatters.set(key, made)
  return made
}

/** A day in words, in the ledger's own time zone. `at` is milliseconds since 1970. */
export function formatDate(at: number, lang: Lang, timeZone: string): string {
  return formatter(locale[lang], { timeZone, year: 'numeric', month: 'long', day: 'numeric' }).format(at)
}

/** A moment to the second with its offset from UTC, so that nobody has to guess the zone. */
export function formatTime(at: number, lang: Lang, timeZone: string): string {
  const clock = formatter('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const offset = formatter('en-GB', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(at)
  const zone = offset.find((part) => part.type === 'timeZoneName')?.value.replace('GMT', 'UTC') ?? ''
  return `${formatDate(at, lang, timeZone)} ${clock.format(at)} (${zone})`
}

/** Year, month and day as digits, for registers: 2026-05-03. */
export function formatDay(at: number, timeZone: string): string {
  const parts = formatter('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`
}

const spanUnits = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** A length of time, in milliseconds, in its two largest units: 3 days 4 hours. What is less than the smaller is left out. */
export function formatSpan(ms: number, lang: Lang): string {
  const found = spanUnits.findIndex(([, size]) => ms >= size)
  const first = found === -1 ? spanUnits.length - 1 : found
  const words: string[] = []
  let rest = ms
  for (const [unit, size] of spanUnits.slice(first, first + 2)) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count === 0 && words.length > 0) continue
    words.push(new Intl.NumberFormat(locale[lang], { style: 'unit', unit, unitDisplay: 'long' }).format(count))
  }
  return words.join(' ')
}

export function formatNumber(value: number | bigint, lang: Lang): string {
  return new Intl.NumberFormat(locale[lang]).format(value)
}

export type Money = { readonly currency: string; readonly minor: bigint; readonly digits: number }

/**
 * Exact money: `minor` units of an ISO 4217 currency with `digits` decimal places, never through a floating-point number.
 * The code stands before the amount: a symbol alone ($, ¥) is ambiguous between countries.
 */
export function formatMoney(amount: Money, lang: Lang): string {
  const { digits } = amount
  const negative = amount.minor < 0n
  const text = (negative ? -amount.minor : amount.minor).toString().padStart(digits + 1, '0')
  const whole = formatNumber(BigInt(text.slice(0, text.length - digits)), lang)
  return `${amount.currency} ${negative ? '−' : ''}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`
}

/** Size in bytes for people: 842 B, 38.2 KB. */
export function formatBytes(bytes: number, lang: Lang): string {
  if (bytes < 1000) return `${bytes} B`
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : [bytes / 1_000_000, 'MB']
  return `${new Intl.NumberFormat(locale[lang], { maximumFractionDigits: 1 }).format(value)} ${unit}`
}

/** The first and last digits of a hash, for places where the whole one stands one click away. */
export function shortHash(hex: string): string {
  return hex.length > 20 ? `${hex.slice(0, 8)}…${hex.slice(-8)}` : hex
}

/** Groups of four, as people compare fingerprints. */
export function groupedHash(hex: string): string {
  return (
    hex
      .replace(/\s/g, '')
      .match(/.{1,4}/g)
      ?.join(' ') ?? ''
  )
}
