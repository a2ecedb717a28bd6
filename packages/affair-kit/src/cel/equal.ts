import { equalBytes } from '@gongshi/protocol'
import { isList, isMembers, isMoney } from './shape.ts'
import type { Meter, Value } from './value.ts'

/** Equality by content; a step for every member compared. A sum without members equals zero of any currency. */
export function equal(left: Value, right: Value, meter: Meter): boolean {
  meter.step(1)
  if (left === right) return true
  if (left === null || right === null) return false
  if (typeof left === 'bigint' || typeof right === 'bigint') return sameNumber(left, right)
  if (left instanceof Uint8Array || right instanceof Uint8Array)
    return left instanceof Uint8Array && right instanceof Uint8Array && equalBytes(left, right)
  if (isList(left) || isList(right)) return isList(left) && isList(right) && sameItems(left, right, meter)
  if (isMoney(left) && isMoney(right))
    return (
      left.minor === right.minor &&
      (left.currency === right.currency || left.currency === 'XXX' || right.currency === 'XXX')
    )
  return isMembers(left) && isMembers(right) && sameMembers(left, right, meter)
}

function sameNumber(left: Value, right: Value): boolean {
  const isNumber = (value: Value) => typeof value === 'bigint' || typeof value === 'number'
  return isNumber(left) && isNumber(right) && BigInt(left as bigint | number) === BigInt(right as bigint | number)
}

function sameItems(left: readonly Value[], right: readonly Value[], meter: Meter): boolean {
  return left.length === right.length && left.every((item, at) => equal(item, right[at]!, meter))
}

function sameMembers(
  left: { readonly [name: string]: Value },
  right: { readonly [name: string]: Value },
  meter: Meter,
): boolean {
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equal(left[name]!, right[name]!, meter))
  )
}
