import { minorUnitDigits } from './currency.ts'
import type { Warning } from './errors.ts'

/** As the ledger writes money: ISO 4217 currency and integer minor units. */
export type Money = { readonly currency: string; readonly minor: bigint }

const decimal = /^(-?)([0-9]{1,60})(?:\.([0-9]{1,60}))?(?:[eE]([+-]?[0-9]{1,3}))?$/
/** The ledger's money is signed 64-bit. */
const maxMinor = 2n ** 63n - 1n

/**
 * Exact minor units from the source text of a JSON number: decimal arithmetic on the digits, no floating point. An
 * amount finer than the currency's smallest unit is not rounded but refused.
 */
export function moneyOf(amount: string, currency: string): Money | Warning {
  const digits = minorUnitDigits(currency)
  if (digits === undefined || digits === null) return 'ocds-currency-unknown'
  const parts = decimal.exec(amount)
  if (parts === null) return 'ocds-amount-out-of-range'
  const [, sign, whole, fraction = '', exponent = '0'] = parts
  const significant = `${whole}${fraction}`.replace(/0+$/, '')
  const dropped = `${whole}${fraction}`.length - significant.length
  const shift = digits + Number(exponent) - fraction.length + dropped
  const magnitude = BigInt(significant === '' ? '0' : significant)
  if (magnitude === 0n) return { currency, minor: 0n }
  if (shift < 0) return 'ocds-amount-inexact'
  if (shift > 40) return 'ocds-amount-out-of-range'
  const minor = magnitude * 10n ** BigInt(shift)
  if (minor > maxMinor) return 'ocds-amount-out-of-range'
  return { currency, minor: sign === '-' ? -minor : minor }
}
