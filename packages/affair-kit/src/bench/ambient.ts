/**
 * What a machine could answer differently from another: its clock, chance, place and language, what it reaches, and the functions of
 * Math whose last bit ECMA-262 leaves to the implementation. A validator that asked for one of these would compute another hash.
 */
const globals = [
  'Date',
  'Intl',
  'performance',
  'process',
  'crypto',
  'navigator',
  'fetch',
  'WebSocket',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
]
const inexact =
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 sin sinh sqrt tan tanh'
const members: readonly (readonly [string, object, readonly string[]])[] = [
  ['Math', Math, ['random', ...inexact.split(' ')]],
  ['String.prototype', String.prototype, ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase']],
  ['Number.prototype', Number.prototype, ['toLocaleString']],
  ['BigInt.prototype', BigInt.prototype, ['toLocaleString']],
  ['Array.prototype', Array.prototype, ['toLocaleString']],
]

type Power = {
  readonly holder: object
  readonly key: string
  readonly sound: PropertyDescriptor
  readonly name: string
}

const powers: readonly Power[] = [
  ...globals.map((key) => [globalThis, key, key] as const),
  ...members.flatMap(([of, holder, keys]) => keys.map((key) => [holder, key, `${of}.${key}`] as const)),
].flatMap(([holder, key, name]) => {
  const sound = Object.getOwnPropertyDescriptor(holder, key)
  return sound?.configurable === true ? [{ holder, key, sound, name }] : []
})

const asked = new Set<string>()
const poisoned = powers.map((power) => ({ ...power, poison: { configurable: true, value: poisonOf(power.name) } }))
let isPoisoned = false

/**
 * Runs `work`, which waits for nothing, where every ambient power throws as soon as it is used.
 * @throws {Error} which names those that were, also when `work` caught what they threw
 */
export function withoutAmbientPowers<Result>(work: () => Result): Result {
  if (isPoisoned) return work()
  asked.clear()
  isPoisoned = true
  for (const { holder, key, poison } of poisoned) Object.defineProperty(holder, key, poison)
  try {
    return work()
  } finally {
    for (const { holder, key, sound } of poisoned) Object.defineProperty(holder, key, sound)
    isPoisoned = false
    // biome-ignore lint/correctness/noUnsafeFinally: what `work` threw or gave then is of no interest.
    if (asked.size > 0) throw new Error(`what is to be the same everywhere asked for ${[...asked].sort().join(', ')}`)
  }
}

function poisonOf(name: string): object {
  const refuse = (): never => {
    asked.add(name)
    throw new Error(`${name} is not the same everywhere`)
  }
  return new Proxy(class {}, { get: refuse, set: refuse, has: refuse, apply: refuse, construct: refuse })
}
