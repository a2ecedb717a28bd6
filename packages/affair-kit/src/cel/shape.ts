import type { Money, Rational, Value } from './value.ts'

export function isMoney(value: Value): value is Money {
  return hasExactly(value, 'currency', 'minor') && typeof (value as Money).minor === 'bigint'
}

export function isRational(value: Value): value is Rational {
  return hasExactly(value, 'numerator', 'denominator') && typeof (value as Rational).denominator === 'bigint'
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** A value with named members: a row, a record, an organ, a division. */
export function isMembers(value: Value): value is { readonly [name: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}

function hasExactly(value: Value, first: string, second: string): boolean {
  return (
    isMembers(value) && Object.hasOwn(value, first) && Object.hasOwn(value, second) && Object.keys(value).length === 2
  )
}
