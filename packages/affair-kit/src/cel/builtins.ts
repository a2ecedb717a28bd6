import { divisionContains } from '../kinds/divisions.ts'
import { arithmetic, compare, fraction, wrongType } from './arithmetic.ts'
import { isList, isMoney, isRational } from './shape.ts'
import type { Calendar, Division, Meter, Value } from './value.ts'
import { workdaysAfter, workdaysUntil } from './workdays.ts'

type Powers = { readonly meter: Meter; readonly calendar: Calendar }

type Builtin = {
  /** As cel-js reads them. `T` stands for any one type. */
  readonly signatures: readonly string[]
  readonly call: (args: readonly Value[], powers: Powers) => Value
}

const ordered = ['int', 'money', 'rational', 'time', 'date', 'duration', 'workdays']

/** Every function of the language: what the type checker knows and what the evaluator does, in one place. */
export const builtins: { readonly [name: string]: Builtin } = {
  size: {
    signatures: [], // cel-js has it for lists
    call: ([list]) => (isList(list!) ? BigInt(list.length) : wrongType()),
  },
  positive: {
    signatures: ['positive(money): bool', 'positive(int): bool', 'positive(rational): bool'],
    call: ([value]) => sign(value!) > 0,
  },
  zero: {
    signatures: ['zero(money): bool'],
    call: ([value]) => sign(value!) === 0,
  },
  money: {
    signatures: ['money(string, int): money'],
    call: ([currency, minor]) => ({ currency: currency as string, minor: minor as bigint }),
  },
  share: {
    // Rounded towards zero: whoever gives a share never gives more than the whole.
    signatures: ['share(money, rational): money'],
    call: ([whole, part]) =>
      isMoney(whole!) && isRational(part!)
        ? {
            currency: whole.currency,
            minor: arithmetic('divide', arithmetic('multiply', whole.minor, part.numerator), part.denominator),
          }
        : wrongType(),
  },
  rational: {
    signatures: ['rational(int, int): rational'],
    call: ([numerator, denominator]) => fraction(numerator as bigint, denominator as bigint),
  },
  workdays: {
    signatures: ['workdays(int): workdays'],
    call: ([count]) => arithmetic('add', 0, count!),
  },
  days: { signatures: ['days(int): duration'], call: ([count]) => arithmetic('multiply', 86_400_000, count!) },
  hours: { signatures: ['hours(int): duration'], call: ([count]) => arithmetic('multiply', 3_600_000, count!) },
  workdaysAfter: {
    signatures: ['workdaysAfter(time, workdays): time', 'workdaysAfter(time, workdays, division): time'],
    call: ([from, count, place], { calendar, meter }) =>
      workdaysAfter(calendar, meter, from as number, count as number, placeOf(place)),
  },
  workdaysUntil: {
    signatures: ['workdaysUntil(time, time): workdays', 'workdaysUntil(time, time, division): workdays'],
    call: ([from, until, place], { calendar, meter }) =>
      workdaysUntil(calendar, meter, from as number, until as number, placeOf(place)),
  },
  year: { signatures: ['year(date): int'], call: ([date]) => BigInt((date as string).slice(0, 4)) },
  contains: {
    // As for jurisdictions: the same place, or the place above it.
    signatures: ['contains(division, division): bool'],
    call: ([outer, inner]) => divisionContains(outer as Division, inner as Division),
  },
  min: {
    signatures: ordered.map((type) => `min(${type}, ${type}): ${type}`),
    call: ([left, right]) => (compare(left!, right!) <= 0 ? left! : right!),
  },
  max: {
    signatures: ordered.map((type) => `max(${type}, ${type}): ${type}`),
    call: ([left, right]) => (compare(left!, right!) >= 0 ? left! : right!),
  },
  orElse: {
    signatures: [], // one for each optional kind that the affair has
    call: ([value, fallback]) => (value === null ? fallback! : value!),
  },
  when: {
    signatures: [], // one for each optional kind that the affair has
    call: ([condition, value]) => (condition === true ? value! : null),
  },
}

export function callBuiltin(name: string, args: readonly Value[], powers: Powers): Value {
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined
  return builtin ? builtin.call(args, powers) : wrongType()
}

function placeOf(value: Value | undefined): Division | null {
  return (value ?? null) as Division | null
}

function sign(value: Value): number {
  if (isMoney(value)) return compare(value.minor, 0n)
  return compare(value, 0n)
}
