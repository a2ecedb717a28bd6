import { type Cbor, encodeCbor } from '@gongshi/protocol'
import type { Bounds } from '../declare/declaration.ts'

export type Spendable = keyof Bounds

/** Thrown when a budget is spent; the transaction is `refused: bounds`, and nothing else is told about it. */
export class BudgetSpent extends Error {
  readonly what: Spendable

  constructor(what: Spendable) {
    super(what)
    this.name = 'BudgetSpent'
    this.what = what
  }
}

/**
 * Counts what a transaction costs, its calls included. A spent meter stays spent: every later charge throws again, and whoever swallowed
 * the first throw is still refused, because the run time asks `spent` before it lets anything stand.
 */
export class Meter {
  readonly #left: Record<Spendable, number>
  #spent: Spendable | undefined

  constructor(bounds: Bounds) {
    this.#left = { ...bounds }
  }

  get spent(): Spendable | undefined {
    return this.#spent
  }

  left(what: Spendable): number {
    return this.#left[what]
  }

  charge(what: Spendable, amount: number): void {
    if (this.#spent !== undefined) throw new BudgetSpent(this.#spent)
    const left = this.#left[what] - amount
    this.#left[what] = left
    if (left >= 0) return
    this.#spent = what
    throw new BudgetSpent(what)
  }

  /** As the evaluator counts: one node of a rule, or one instrumented step of a handler. */
  step(amount: number): void {
    this.charge('steps', amount)
  }

  /** Charges one write or one event together with its encoded size. */
  chargeValue(what: 'writes' | 'events', value: Cbor): void {
    this.charge(what, 1)
    this.charge('bytes', encodedSize(value))
  }
}

/** Size in bytes of the value's encoding, without building it: this runs once for every write of a row. */
export function encodedSize(value: Cbor): number {
  if (value === null || typeof value === 'boolean') return 1
  if (typeof value === 'number') return headSize(value < 0 ? -1 - value : value)
  if (typeof value === 'bigint') return encodeCbor(value).length
  if (typeof value === 'string') return sized(utf8Size(value))
  if (value instanceof Uint8Array) return sized(value.length)
  let size = headSize(value.length)
  for (const item of value) size += encodedSize(item)
  return size
}

function sized(length: number): number {
  return headSize(length) + length
}

/** Size in bytes of the head that counts so many bytes or items, or is that number. */
export function headSize(argument: number): number {
  if (argument < 24) return 1
  if (argument < 0x100) return 2
  if (argument < 0x10000) return 3
  return argument < 0x100000000 ? 5 : 9
}

function utf8Size(text: string): number {
  let size = text.length
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) continue
    // A surrogate pair is two units and four bytes: one extra byte a unit. Every other unit above U+07FF takes two.
    size += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2
  }
  return size
}
