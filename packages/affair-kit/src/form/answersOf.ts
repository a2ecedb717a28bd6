import { formatTimestamp, timestampFromMs } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { valueToJson } from '../kinds/json.ts'
import type { Fields, Kind } from '../kinds/kind.ts'
import { join } from '../kinds/members.ts'
import { type AnswerMeans, durationUnits } from './answers.ts'

/** What would have to be typed for these values: `readAnswers` gives them back. Members that are left out stay empty. */
export function answersOf(
  fields: Fields,
  values: { readonly [name: string]: Value },
  means: AnswerMeans,
): Map<string, string> {
  const answers = new Map<string, string>()
  members(fields, values, '', means, answers)
  return answers
}

function members(
  fields: Fields,
  values: { readonly [name: string]: Value },
  path: string,
  means: AnswerMeans,
  answers: Map<string, string>,
): void {
  for (const [name, kind] of Object.entries(fields))
    if (Object.hasOwn(values, name)) write(kind, values[name]!, join(path, name), means, answers)
}

function write(kind: Kind, value: Value, path: string, means: AnswerMeans, answers: Map<string, string>): void {
  const put = (part: string, text: string) => answers.set(part === '' ? path : `${path}.${part}`, text)
  switch (kind.kind) {
    case 'option':
      if (value === null) return
      if (kind.of.kind === 'list' || kind.of.kind === 'record') put('given', 'yes')
      write(kind.of, value, path, means, answers)
      return
    case 'record':
      members(kind.fields, value as { readonly [name: string]: Value }, path, means, answers)
      return
    case 'list': {
      const items = value as readonly Value[]
      put('length', String(items.length))
      for (const [at, item] of items.entries()) write(kind.of, item, `${path}[${at}]`, means, answers)
      return
    }
    default:
      for (const [part, text] of Object.entries(parts(kind, value, means))) put(part, text)
  }
}

function parts(kind: Kind, value: Value, means: AnswerMeans): { readonly [part: string]: string } {
  switch (kind.kind) {
    case 'money': {
      const { currency, minor } = value as { readonly currency: string; readonly minor: bigint }
      return { currency, amount: amount(minor, means.digits(currency) ?? 0) }
    }
    case 'duration':
      return duration(value as number)
    case 'time': {
      const local = (value as number) + means.utcOffsetMinutes * 60_000
      const [day = '', clock = ''] = formatTimestamp(timestampFromMs(local)).replace('Z', '').split('T')
      return { day, clock }
    }
    case 'organ':
    case 'division':
    case 'rational':
      return Object.fromEntries(Object.entries(value as object).map(([name, member]) => [name, String(member)]))
    case 'ref': {
      const json = valueToJson(kind, value)
      return { '': typeof json === 'string' ? json : JSON.stringify(json) }
    }
    default:
      return { '': String(valueToJson(kind, value)) }
  }
}

function amount(minor: bigint, places: number): string {
  const text = (minor < 0n ? -minor : minor).toString().padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places)
  return `${minor < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${text.slice(-places)}`}`
}

/** In the largest unit that counts it whole; else in seconds. */
function duration(ms: number): { readonly amount: string; readonly unit: string } {
  const units = Object.entries(durationUnits).toReversed()
  const [unit, size] = units.find(([, each]) => ms % each === 0) ?? ['seconds', durationUnits.seconds]
  const rest = ms % size
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`
  return { amount: `${Math.floor(ms / size)}${fraction}`, unit }
}
