import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { encodeValue } from '../kinds/codec.ts'
import { type Json, valueFromJson } from '../kinds/json.ts'
import type { Fields, Kind } from '../kinds/kind.ts'
import { join } from '../kinds/members.ts'
import type { CurrencyDigits } from '../law/sayAct.ts'

/** What somebody has typed, by path: `organ.scheme`, `amounts[0].amount.currency`; a list says how long it is in `amounts.length`. */
export type Answers = ReadonlyMap<string, string>

/** What answers mean beyond their letters. */
export type AnswerMeans = {
  readonly digits: CurrencyDigits
  /** Of the zone in which times are typed, east of Greenwich. */
  readonly utcOffsetMinutes: number
}

/** An answer that is no value of its kind. `code` as the ledger would say it, `kind` for what is asked. */
export type AnswerFault = { readonly path: string; readonly code: KitError['code']; readonly kind: Kind }

export type Read =
  | { readonly ok: true; readonly input: { readonly [name: string]: Value } }
  | { readonly ok: false; readonly faults: readonly AnswerFault[] }

/** Units in which lengths of time are typed, in milliseconds. */
export const durationUnits = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const

/**
 * Reads a whole form and tells all that is wrong with it at once. Whatever it lets through, `encodeInput` takes: each
 * value is judged by the codec that the ledger uses. An empty text counts as none.
 */
export function readAnswers(fields: Fields, answers: Answers, means: AnswerMeans): Read {
  const reader = new Reader(answers, means)
  const input = reader.members(fields, '')
  return reader.faults.length === 0 ? { ok: true, input } : { ok: false, faults: reader.faults }
}

class Reader {
  readonly faults: AnswerFault[] = []
  readonly #answers: Answers
  readonly #means: AnswerMeans

  constructor(answers: Answers, means: AnswerMeans) {
    this.#answers = answers
    this.#means = means
  }

  members(fields: Fields, path: string): { readonly [name: string]: Value } {
    return Object.fromEntries(
      Object.entries(fields).map(([name, kind]) => [name, this.#value(kind, join(path, name))] as const),
    )
  }

  #value(kind: Kind, path: string): Value {
    switch (kind.kind) {
      case 'option':
        return this.#isGiven(kind.of, path) ? this.#value(kind.of, path) : null
      case 'list':
        return this.#list(kind, path)
      case 'record':
        return this.members(kind.fields, path)
      default:
        return this.#judged(kind, path, () => this.#scalar(kind, path))
    }
  }

  #list(kind: Extract<Kind, { kind: 'list' }>, path: string): Value {
    const length = Number(this.#at(path, 'length') || '0')
    if (!Number.isSafeInteger(length) || length < 0 || length > kind.max) return this.#fault(kind, path, 'value-range')
    return Array.from({ length }, (_, at) => this.#value(kind.of, `${path}[${at}]`))
  }

  /** The codec has the last word. */
  #judged(kind: Kind, path: string, read: () => Value): Value {
    try {
      const value = read()
      encodeValue(kind, value, path)
      return value
    } catch (error) {
      if (!(error instanceof KitError)) throw error
      return this.#fault(kind, path, error.code)
    }
  }

  #fault(kind: Kind, path: string, code: KitError['code']): null {
    this.faults.push({ path, code, kind })
    return null
  }

  /** Whether somebody has said anything of an optional member. */
  #isGiven(kind: Kind, path: string): boolean {
    if (kind.kind === 'record' || kind.kind === 'list') return this.#at(path, 'given') === 'yes'
    return answerParts(kind).some((part) => this.#at(path, part) !== '')
  }

  #at(path: string, part: string): string {
    return this.#answers.get(part === '' ? path : `${path}.${part}`) ?? ''
  }

  #scalar(kind: Kind, path: string): Value {
    const said = (part = ''): string => {
      const text = this.#at(path, part)
      if (text === '') throw new KitError({ code: 'value-missing', path })
      return text
    }
    switch (kind.kind) {
      case 'text':
        return said()
      case 'bool':
        return valueFromJson(kind, bool(said(), path), path)
      case 'workdays':
        return Number(whole(said(), path))
      case 'duration':
        return duration(said('amount'), said('unit'), path)
      case 'money':
        return valueFromJson(kind, this.#money(said('currency'), said('amount'), path), path)
      case 'time':
        return this.#time(said('day'), said('clock'), path)
      case 'ref':
        return valueFromJson(kind, idOf(said(), path), path)
      case 'organ':
      case 'division':
      case 'rational':
        return valueFromJson(kind, Object.fromEntries(answerParts(kind).map((part) => [part, said(part)])), path)
      default:
        return valueFromJson(kind, said(), path)
    }
  }

  #money(currency: string, amount: string, path: string): Json {
    const places = this.#means.digits(currency) ?? 0
    const [, sign = '', units = '', , parts = ''] = /^(-?)(\d{1,19})(\.(\d+))?$/.exec(amount) ?? []
    if (units === '' || parts.length > places) throw new KitError({ code: 'value-kind', path, expected: 'an amount' })
    const minor = BigInt(`${units}${parts.padEnd(places, '0')}`)
    return { currency, minor: String(sign === '-' ? -minor : minor) }
  }

  #time(day: string, clock: string, path: string): number {
    const seconds = /^\d\d:\d\d$/.test(clock) ? `${clock}:00` : clock
    const local = valueFromJson({ kind: 'time' }, `${day}T${seconds}Z`, path) as number
    return local - this.#means.utcOffsetMinutes * 60_000
  }
}

/** Under which names, beneath its path, a value of this kind is typed; the path itself: ''. */
export function answerParts(kind: Kind): readonly string[] {
  switch (kind.kind) {
    case 'money':
      return ['currency', 'amount']
    case 'organ':
      return ['scheme', 'id']
    case 'division':
      return ['scheme', 'code', 'date']
    case 'rational':
      return ['numerator', 'denominator']
    case 'time':
      return ['day', 'clock']
    // The unit is always chosen: it alone says nothing.
    case 'duration':
      return ['amount']
    default:
      return ['']
  }
}

function bool(text: string, path: string): boolean {
  if (text !== 'true' && text !== 'false') throw new KitError({ code: 'value-kind', path, expected: 'true or false' })
  return text === 'true'
}

function whole(text: string, path: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new KitError({ code: 'value-kind', path, expected: 'a whole number' })
  return text
}

function duration(amount: string, unit: string, path: string): number {
  const ms = Object.hasOwn(durationUnits, unit) ? durationUnits[unit as keyof typeof durationUnits] : 0
  const [, units = '', , parts = ''] = /^(\d{1,12})(\.(\d{1,3}))?$/.exec(amount) ?? []
  if (ms === 0 || units === '') throw new KitError({ code: 'value-kind', path, expected: 'a number and its unit' })
  return Number(units) * ms + (Number(parts.padEnd(3, '0')) * ms) / 1000
}

/** As people copy ids: hexadecimal, or the JSON of a key's parts. */
function idOf(text: string, path: string): Json {
  if (!text.startsWith('[')) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new KitError({ code: 'value-kind', path, expected: 'a row id' })
  }
}
