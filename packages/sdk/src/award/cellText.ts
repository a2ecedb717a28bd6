import type { Fraction } from '@gongshi/affairs'
import { toHex } from '@gongshi/protocol'
import type { Money } from './lotRows.ts'
import type { AwardCell, AwardColumn } from './steps.ts'
import type { AwardWords } from './words.ts'

/** Digests and experts' numbers are long; so much tells them apart. */
const shownDigits = 16

/** A cell for people: fractions exact and to four places, digests cut. */
export function awardCellText(
  cell: AwardCell,
  column: AwardColumn,
  words: AwardWords['zh'],
  money: (money: Money) => string,
): string {
  if (cell === null) return words.none
  if (typeof cell === 'boolean') return cell ? words.yes : words.no
  if (typeof cell === 'bigint') return `${cell}`
  if (typeof cell === 'string') return wordOf(cell, column, words)
  if (cell instanceof Uint8Array) return cutHex(toHex(cell))
  if ('minor' in cell) return money(cell)
  return cell.denominator === 1n ? fractionText(cell) : `${fractionText(cell)} ≈ ${decimalText(cell)}`
}

function wordOf(code: string, column: AwardColumn, { counted, status }: AwardWords['zh']): string {
  const words: { readonly [code: string]: string } = column === 'what' ? counted : column === 'status' ? status : {}
  return Object.hasOwn(words, code) ? words[code]! : code
}

function cutHex(hex: string): string {
  return hex.length > shownDigits ? `${hex.slice(0, shownDigits)}…` : hex
}

/** Exact: `6000`, `20200/3`. */
export function fractionText({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`
}

/** To four places, cut off and not rounded. */
export function decimalText({ numerator, denominator }: Fraction): string {
  const places = (numerator * 10_000n) / denominator
  return `${places / 10_000n}.${String(places % 10_000n).padStart(4, '0')}`
}
