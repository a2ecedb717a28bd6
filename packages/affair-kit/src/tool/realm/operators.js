// Operators that keep numbers whole, integers and texts bounded, and never call what an operand brings along.
;(limits, { charge, tooMuch, wrong }) => {
  const { isSafeInteger } = Number
  const toBigInt = BigInt
  const toNumber = Number
  const bits = BigInt(limits.integerBits)
  const bigLimit = 1n << bits

  function words(value) {
    if (typeof value === 'string') return value
    if (typeof value === 'number') return isSafeInteger(value) ? `${value}` : wrong('number')
    return typeof value === 'bigint' || typeof value === 'boolean' ? `${value}` : wrong('text')
  }

  function joined(before, after) {
    if (before.length + after.length > limits.textLength) tooMuch()
    charge((before.length + after.length) >> 4)
    return before + after
  }

  function big(value) {
    return value >= bigLimit || value <= -bigLimit ? tooMuch() : value
  }

  function whole(value) {
    return isSafeInteger(value) ? (value === 0 ? 0 : value) : wrong('number')
  }

  /** Two numbers, or two integers; anything else is refused. */
  function areNumbers(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return true
    return typeof a === 'bigint' && typeof b === 'bigint' ? false : wrong('operands')
  }

  function add(a, b) {
    if (typeof a === 'string' || typeof b === 'string') return joined(words(a), words(b))
    return areNumbers(a, b) ? whole(a + b) : big(a + b)
  }

  function power(a, b) {
    // By way of integers: the engine's own power of numbers is not exact.
    if (areNumbers(a, b)) return whole(toNumber(power(toBigInt(whole(a)), toBigInt(whole(b)))))
    return b > bits || b < 0n ? tooMuch() : big(a ** b)
  }

  function shiftLeft(a, b) {
    if (areNumbers(a, b)) return a << b
    return b > bits || b < -bits ? tooMuch() : big(a << b)
  }

  function shiftRight(a, b) {
    if (areNumbers(a, b)) return a >> b
    return b > bits || b < -bits ? tooMuch() : big(a >> b)
  }

  function negate(value) {
    if (typeof value === 'bigint') return -value
    return typeof value === 'number' ? whole(-value) : wrong('operands')
  }

  function concatenated(...parts) {
    let all = ''
    for (let at = 0; at < parts.length; at++) all = joined(all, words(parts[at]))
    return all
  }

  return {
    words,
    whole,
    big,
    joined,
    concatenated,
    helpers: {
      $$text: concatenated,
      $$negate: negate,
      $$add: add,
      $$subtract: (a, b) => (areNumbers(a, b) ? whole(a - b) : big(a - b)),
      $$multiply: (a, b) => (areNumbers(a, b) ? whole(a * b) : big(a * b)),
      $$divide: (a, b) => (areNumbers(a, b) ? whole(a / b) : a / b),
      $$remainder: (a, b) => (areNumbers(a, b) ? whole(a % b) : a % b),
      $$power: power,
      $$shiftLeft: shiftLeft,
      $$shiftRight: shiftRight,
      $$and: (a, b) => (areNumbers(a, b) ? a & b : a & b),
      $$or: (a, b) => (areNumbers(a, b) ? a | b : a | b),
      $$xor: (a, b) => (areNumbers(a, b) ? a ^ b : a ^ b),
    },
  }
}
