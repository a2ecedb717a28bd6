import { type Cbor, decodeCbor, formatTimestamp, limits, timestampFromMs, toHex } from '@gongshi/protocol'
import { KitError } from '../errors.ts'
import type { ActLayout, Frame, Labelled, Saying } from './actLayout.ts'

/** The act in plain words: a title, the clause that it rests on, and each part with its label, in declared order. */
export type ActWords = {
  readonly language: ActLayout['language']
  readonly title: string
  readonly basis: string
  readonly lines: readonly (readonly [label: string, value: string])[]
}

/** Digits after the point of a currency's unit; null where it has no smaller unit, undefined for no currency. */
export type CurrencyDigits = (currency: string) => number | null | undefined

/** What stands around the input: which ledger, until when (Unix milliseconds). */
export type SignedFrame = { readonly chainId: string; readonly notAfter: number }

/** An input lies inside a transaction of at most 60 KiB. */
const inputLimits = { maxBytes: 60 * 1024, maxDepth: 16 }

/**
 * Says the very bytes that are signed: every member of the input is there, in full, and bytes that have another shape than
 * the layout says are refused, not passed over. Whether each value is within its bounds is the ledger's to judge.
 * @throws {KitError} value-kind; {ProtocolError} cbor-*
 */
export function sayAct(
  layout: ActLayout,
  { chainId, notAfter }: SignedFrame,
  input: Uint8Array,
  digits: CurrencyDigits,
): ActWords {
  const { language, title, basis, members, frame } = layout
  const lines = [
    ...sayMembers(members, decodeCbor(input, inputLimits), '', { frame, digits }),
    [frame.ledger, chainId] as const,
    [frame.notAfter, plainTime(notAfter)] as const,
  ]
  return { language, title, basis, lines }
}

type Means = { readonly frame: Frame; readonly digits: CurrencyDigits }
type Line = readonly [label: string, value: string]

function sayMembers(members: readonly Labelled[], value: Cbor, within: string, means: Means): Line[] {
  const values = tuple(value, members.length)
  return members.flatMap(([label, saying], at) => sayValue(saying, values[at]!, `${within}${label}`, means))
}

/** One line, or one for each part of a list or a record, under a label that says which. */
function sayValue(saying: Saying, value: Cbor, label: string, means: Means): readonly Line[] {
  switch (saying.say) {
    case 'option':
      return value === null ? [[label, means.frame.none]] : sayValue(saying.of, value, label, means)
    case 'list': {
      const items = Array.isArray(value) ? (value as readonly Cbor[]) : wrong()
      if (items.length === 0) return [[label, means.frame.none]]
      return items.flatMap((item, at) => sayValue(saying.of, item, `${label} ${at + 1}`, means))
    }
    case 'record':
      return sayMembers(saying.members, value, `${label} · `, means)
    default:
      return [[label, sayScalar(saying, value, means)]]
  }
}

function sayScalar(saying: Saying, value: Cbor, { frame, digits }: Means): string {
  switch (saying.say) {
    case 'bool':
      return value === true ? frame.yes : value === false ? frame.no : wrong()
    case 'oneOf':
      return Object.hasOwn(saying.words, text(value)) ? saying.words[text(value)]! : wrong()
    case 'money': {
      const [currency, minor] = tuple(value, 2)
      return money(text(currency), integer(minor), digits)
    }
    case 'rational':
      return tuple(value, 2).map(integer).join('/')
    case 'organ': {
      const [scheme, id] = tuple(value, 2).map(text)
      return `${id} (${scheme})`
    }
    case 'division': {
      const [scheme, code, date] = tuple(value, 3).map(text)
      return `${code} (${scheme}, ${date})`
    }
    case 'time':
      return plainTime(Number(integer(value)))
    case 'workdays':
      return `${integer(value)}${frame.days}`
    case 'duration':
      return `${Number(integer(value)) / 1000}${frame.seconds}`
    case 'bytes':
      return value instanceof Uint8Array ? toHex(value) : wrong()
    case 'ref':
      return plainId(value)
    case 'integer':
      return String(integer(value))
    default:
      return text(value)
  }
}

function money(currency: string, minor: bigint, digits: CurrencyDigits): string {
  const places = digits(currency) ?? 0
  const sign = minor < 0n ? '-' : ''
  const text = (minor < 0n ? -minor : minor).toString().padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${currency} ${sign}${whole}${places > 0 ? `.${text.slice(-places)}` : ''}`
}

/** A row's id as people may compare it: its parts, bytes in hexadecimal. */
function plainId(id: Cbor): string {
  if (Array.isArray(id)) return id.map(plainId).join(' / ')
  return id instanceof Uint8Array ? toHex(id) : String(id)
}

function plainTime(ms: number): string {
  return ms >= 0 && ms <= limits.timeMs ? formatTimestamp(timestampFromMs(ms)) : wrong()
}

function tuple(value: Cbor | undefined, length: number): readonly Cbor[] {
  return Array.isArray(value) && value.length === length ? value : wrong()
}

function text(value: Cbor | undefined): string {
  return typeof value === 'string' ? value : wrong()
}

function integer(value: Cbor | undefined): bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : wrong()
}

function wrong(): never {
  throw new KitError({ code: 'value-kind', path: 'input', expected: 'what the declaration says' })
}
