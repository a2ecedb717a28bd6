import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { isDate } from './civilDate.ts'
import type { Codecs } from './codecs.ts'
import type { Kind, ScalarName } from './kind.ts'
import { kindLimits } from './limits.ts'
import { membersOf, outOfRange, tuple, wrongKind } from './members.ts'
import { plainText } from './plainText.ts'
import { rational } from './rational.ts'
import { decodeId } from './rowId.ts'
import { isUnifiedSocialCreditCode } from './uscc.ts'

export const scalarCodecs: Codecs<ScalarName | 'code' | 'commitment' | 'text' | 'bytes' | 'oneOf' | 'ref'> = {
  int: {
    encode: (_kind, value, path) => integer(bigintOf(value, path), path),
    decode: (_kind, cbor, path) => integer(integerOf(cbor, path), path),
  },
  bool: same((value, path) => (typeof value === 'boolean' ? value : wrongKind('true or false', path))),
  money: {
    encode(_kind, value, path) {
      const { currency, minor } = membersOf(value, ['currency', 'minor'], path)
      return [currencyOf(currency, path), moneyMinor(bigintOf(minor, path), currency, path)]
    },
    decode(_kind, cbor, path) {
      const [currency, minor] = tuple(cbor, 2, path)
      return { currency: currencyOf(currency, path), minor: moneyMinor(integerOf(minor, path), currency, path) }
    },
  },
  organ: {
    encode(_kind, value, path) {
      const { scheme, id } = membersOf(value, ['scheme', 'id'], path)
      return organOf(scheme, id, path)
    },
    decode(_kind, cbor, path) {
      const [scheme, id] = tuple(cbor, 2, path)
      const [checkedScheme, checkedId] = organOf(scheme, id, path)
      return { scheme: checkedScheme, id: checkedId }
    },
  },
  division: {
    encode(_kind, value, path) {
      const { scheme, code, date } = membersOf(value, ['scheme', 'code', 'date'], path)
      return [schemeOf(scheme, path), codeOf(code, path), dateOf(date, path)]
    },
    decode(_kind, cbor, path) {
      const [scheme, code, date] = tuple(cbor, 3, path)
      return { scheme: schemeOf(scheme, path), code: codeOf(code, path), date: dateOf(date, path) }
    },
  },
  rational: {
    encode(_kind, value, path) {
      const { numerator, denominator } = membersOf(value, ['numerator', 'denominator'], path)
      return fractionOf(bigintOf(numerator, path), bigintOf(denominator, path), path)
    },
    decode(_kind, cbor, path) {
      const [numerator, denominator] = tuple(cbor, 2, path)
      const [checkedNumerator, checkedDenominator] = fractionOf(
        integerOf(numerator, path),
        integerOf(denominator, path),
        path,
      )
      return { numerator: checkedNumerator, denominator: checkedDenominator }
    },
  },
  subject: bytesOf(() => 32),
  key: bytesOf(() => 32),
  commitment: bytesOf(() => 32),
  bytes: bytesOf((kind) => kind.length),
  time: same((value, path) => counted(value, kindLimits.maxTimeMs, path)),
  workdays: same((value, path) => counted(value, kindLimits.maxWorkdays, path)),
  duration: same((value, path) => counted(value, kindLimits.maxDurationMs, path)),
  date: same(dateOf),
  code: same(codeOf),
  text: {
    encode: (kind, value, path) => textOf(value, kind.max, path),
    decode: (kind, cbor, path) => textOf(cbor, kind.max, path),
  },
  oneOf: {
    encode: (kind, value, path) => oneOf(kind.values, value, path),
    decode: (kind, cbor, path) => oneOf(kind.values, cbor, path),
  },
  ref: {
    encode: (_kind, value, path) => decodeId(value, path),
    decode: (_kind, cbor, path) => decodeId(cbor, path),
  },
}

/** A kind whose value and stored form are the same data. */
function same<T extends Value & Cbor>(check: (value: unknown, path: string) => T) {
  return {
    encode: (_kind: Kind, value: Value, path: string): Cbor => check(value, path),
    decode: (_kind: Kind, cbor: Cbor, path: string): Value => check(cbor, path),
  }
}

function bytesOf<K extends Kind>(lengthOf: (kind: K) => number) {
  const check = (kind: K, value: unknown, path: string): Uint8Array => {
    if (!(value instanceof Uint8Array)) return wrongKind(`${lengthOf(kind)} bytes`, path)
    if (value.length !== lengthOf(kind)) return outOfRange(`${lengthOf(kind)} bytes`, path)
    return value
  }
  return { encode: check, decode: check }
}

function bigintOf(value: unknown, path: string): bigint {
  return typeof value === 'bigint' ? value : wrongKind('a bigint', path)
}

function integerOf(cbor: unknown, path: string): bigint {
  if (typeof cbor === 'bigint') return cbor
  return typeof cbor === 'number' && Number.isSafeInteger(cbor) ? BigInt(cbor) : wrongKind('an integer', path)
}

function integer(value: bigint, path: string): bigint {
  const { maxInteger } = kindLimits
  return value > maxInteger || value < -maxInteger ? outOfRange('a signed 64-bit integer', path) : value
}

function currencyOf(value: unknown, path: string): string {
  if (typeof value !== 'string') return wrongKind('an ISO 4217 currency', path)
  return /^[A-Z]{3}$/.test(value) ? value : outOfRange('an ISO 4217 currency', path)
}

function moneyMinor(minor: bigint, currency: unknown, path: string): bigint {
  return currency === 'XXX' && minor !== 0n ? outOfRange('no amount without a currency', path) : integer(minor, path)
}

function organOf(scheme: unknown, id: unknown, path: string): readonly [string, string] {
  const checked = [schemeOf(scheme, path), codeOf(id, path)] as const
  if (checked[0] === 'gb-32100' && !isUnifiedSocialCreditCode(checked[1]))
    throw new KitError({ code: 'value-check-digit', path })
  return checked
}

function schemeOf(value: unknown, path: string): string {
  if (typeof value !== 'string') return wrongKind('a scheme', path)
  return /^[a-z0-9][a-z0-9.-]*$/.test(value) && value.length <= kindLimits.maxSchemeLength
    ? value
    : outOfRange('a scheme', path)
}

function codeOf(value: unknown, path: string): string {
  if (typeof value !== 'string') return wrongKind('a code', path)
  plainText(value, kindLimits.maxCodeBytes, path)
  return value.length > 0 && value.trim() === value ? value : outOfRange('a code without blanks around it', path)
}

function dateOf(value: unknown, path: string): string {
  if (typeof value !== 'string') return wrongKind('a date', path)
  return isDate(value) ? value : outOfRange('a date YYYY-MM-DD', path)
}

function counted(value: unknown, max: number, path: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrongKind('an integer', path)
  return value >= 0 && value <= max && !Object.is(value, -0) ? value : outOfRange(`0 to ${max}`, path)
}

function fractionOf(numerator: bigint, denominator: bigint, path: string): readonly [bigint, bigint] {
  integer(numerator, path)
  if (denominator <= 0n) return outOfRange('a denominator above zero', path)
  const lowest = rational(numerator, integer(denominator, path))
  return lowest.denominator === denominator ? [numerator, denominator] : outOfRange('lowest terms', path)
}

function oneOf(values: readonly string[], value: unknown, path: string): string {
  if (typeof value !== 'string') return wrongKind('one of the declared words', path)
  return values.includes(value) ? value : outOfRange('one of the declared words', path)
}

function textOf(value: unknown, max: number, path: string): string {
  if (typeof value !== 'string') return wrongKind('text', path)
  plainText(value, 4 * max, path)
  return [...value].length <= max ? value : outOfRange(`at most ${max} characters`, path)
}
