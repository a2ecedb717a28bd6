import type { Value } from '../cel/value.ts'
import { RowLabel } from './rowLabel.ts'

/** What a handler gave is not what was asked for: the answer is no. */
export class Unfit extends Error {}

export function bytesIn(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Unfit()
  return value
}

/** Of the row that a handler's ref names. */
export function labelIn(value: unknown): Uint8Array {
  if (!(value instanceof RowLabel)) throw new Unfit()
  return value.bytes
}

/** From 1 to `most`, as either of JavaScript's numbers. */
export function wholeIn(value: unknown, most: number): number {
  const whole = typeof value === 'bigint' && value >= 0n && value <= BigInt(most) ? Number(value) : value
  if (typeof whole !== 'number' || !Number.isSafeInteger(whole) || whole < 1 || whole > most) throw new Unfit()
  return whole
}

export function listIn(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new Unfit()
  return Array.from(value as readonly unknown[])
}

/** The members of these names; what else is there does not matter. */
export function membersIn<N extends string>(value: unknown, ...names: readonly N[]): { readonly [K in N]: unknown } {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || ArrayBuffer.isView(value))
    throw new Unfit()
  const given = value as { readonly [K in N]: unknown }
  return Object.fromEntries(
    names.map((name) => [name, Object.hasOwn(given, name) ? given[name] : null]),
  ) as typeof given
}

/** Values as kinds judge them: each ref as its row's id. */
export function valuesIn(value: unknown): { readonly [name: string]: Value } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Unfit()
  return plain(value) as { readonly [name: string]: Value }
}

function plain(value: unknown): unknown {
  if (value instanceof RowLabel) return value.id
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map(plain)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]))
}
