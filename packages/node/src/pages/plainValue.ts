import { type Json, type Kind, KitError, type Value, valueFromJson, valueToJson } from '@gongshi/affair-kit'
import type { ChangePart, PlainValue } from '@gongshi/portal'

/** A value for people, before it is put into a language: durations and fractions are more than their figures. */
export function plainValue(kind: Kind, value: Value): PlainValue {
  if (kind.kind === 'duration') return { kind: 'duration', ms: value as number }
  if (kind.kind === 'workdays') return { kind: 'workdays', days: value as number }
  if (kind.kind === 'rational') {
    const { numerator, denominator } = value as { readonly numerator: bigint; readonly denominator: bigint }
    return { kind: 'text', text: `${numerator}/${denominator}` }
  }
  return asText(valueToJson(kind, value))
}

/** The parts of what a proposal would change, by name; `value` of a parameter as its kind shows it. */
export function changeOf(change: Json, parameter: Kind | null): ChangePart[] {
  if (Array.isArray(change))
    return change.flatMap((item, at) =>
      changeOf(item, null).map((part) => ({ ...part, name: `${at + 1}. ${part.name}` })),
    )
  if (change === null || typeof change !== 'object') return [{ name: 'value', value: asText(change) }]
  return Object.entries(change as { readonly [name: string]: Json }).map(([name, value]) => {
    if (name === 'from' && typeof value === 'string') return { name, value: { kind: 'time', at: Date.parse(value) } }
    return { name, value: name === 'value' && parameter !== null ? ofJson(parameter, String(value)) : asText(value) }
  })
}

/** JSON that the ledger took; what cannot be read as the parameter is now shows as it was written. */
function ofJson(kind: Kind, json: string): PlainValue {
  try {
    return plainValue(kind, valueFromJson(kind, JSON.parse(json) as Json))
  } catch (error) {
    if (error instanceof KitError || error instanceof SyntaxError) return { kind: 'text', text: json }
    throw error
  }
}

function asText(value: Json): PlainValue {
  return { kind: 'text', text: typeof value === 'string' ? value : JSON.stringify(value) }
}
