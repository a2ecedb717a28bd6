import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { minorUnitDigits } from './currency.ts'
import { moneyOf } from './money.ts'

describe('exact minor units', () => {
  test('from the text of a number, whatever its form', () => {
    const cases: [string, string, bigint | string][] = [
      ['0.1', 'CNY', 10n],
      ['0.10', 'CNY', 10n],
      ['1.005', 'CNY', 'ocds-amount-inexact'],
      ['1.0050', 'KWD', 1005n],
      ['100', 'JPY', 100n],
      ['100.0', 'JPY', 100n],
      ['100.5', 'JPY', 'ocds-amount-inexact'],
      ['1e3', 'EUR', 100_000n],
      ['1.5E+2', 'EUR', 15_000n],
      ['15000e-4', 'EUR', 150n],
      ['-12.34', 'EUR', -1234n],
      ['-0', 'EUR', 0n],
      ['0e999', 'EUR', 0n],
      ['1.2345', 'CLF', 12_345n],
      ['9007199254740993.01', 'USD', 900_719_925_474_099_301n],
      ['92233720368547758.07', 'USD', 9_223_372_036_854_775_807n],
      ['92233720368547758.08', 'USD', 'ocds-amount-out-of-range'],
      ['1e400', 'USD', 'ocds-amount-out-of-range'],
      ['1e-400', 'USD', 'ocds-amount-inexact'],
      ['1e9999', 'USD', 'ocds-amount-out-of-range'],
      [`1${'0'.repeat(100)}`, 'USD', 'ocds-amount-out-of-range'],
      ['1', 'XXX', 'ocds-currency-unknown'],
      ['1', 'XAU', 'ocds-currency-unknown'],
      ['1', 'cny', 'ocds-currency-unknown'],
      ['1', '', 'ocds-currency-unknown'],
    ]
    for (const [text, currency, expected] of cases) {
      const money = moneyOf(text, currency)
      assert.deepEqual(
        money,
        typeof expected === 'string' ? expected : { currency, minor: expected },
        `${text} ${currency}`,
      )
    }
  })

  test('no amount of cents changes on its way through a decimal text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (cents) => {
        const magnitude = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
        const text = `${cents < 0n ? '-' : ''}${magnitude.slice(0, -2)}.${magnitude.slice(-2)}`
        assert.deepEqual(moneyOf(text, 'CNY'), { currency: 'CNY', minor: cents })
      }),
    )
  })

  test('ISO 4217: digits of the minor unit', () => {
    const digits = {
      CNY: 2,
      JPY: 0,
      VND: 0,
      KRW: 0,
      BHD: 3,
      TND: 3,
      CLF: 4,
      UYW: 4,
      XDR: null,
      ITL: 0,
      HRK: 2,
      ABC: undefined,
    }
    for (const [currency, expected] of Object.entries(digits))
      assert.equal(minorUnitDigits(currency), expected, currency)
  })
})
