// The world in which handlers run: evaluated once in a fresh V8 context, before any handler's code. It takes away every
// power and every built-in that is not listed here, wraps the rest so that work and growth are charged, and freezes it.
// Part of the kit's version: changing it can change outcomes.
;(limits) => {
  const { apply, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, deleteProperty } = Reflect
  const { freeze, keys, values, entries, hasOwn, create: nothing } = Object
  const { isArray } = Array
  const { isSafeInteger } = Number
  const MapClass = Map
  const SetClass = Set
  const RealmError = Error
  const world = globalThis
  const listPrototype = Array.prototype
  const objectPrototype = Object.prototype
  const toBigInt = BigInt
  const toNumber = Number
  const toText = String
  const bigLimit = 1n << BigInt(limits.integerBits)

  /** Thrown by the counters only. No handler may swallow it, and once spent every counter throws again. */
  const spentMark = freeze({ spent: true })
  const engineFault = freeze({ fault: true })
  let left = limits.loadSteps
  let depth = 0
  let frames = 0
  let refusal = null

  function charge(amount) {
    left -= amount
    if (left < 0) throw spentMark
  }
  function wrong(what) {
    throw new RealmError(what)
  }
  function enter(weight) {
    charge(weight)
    // Too deep is a budget like the others: far below the engine's own stack, the same on every machine. A frame is at
    // most as large as the code of its function.
    if (depth >= limits.depth || frames + weight > limits.frames) tooMuch()
    depth++
    frames += weight
  }
  function leave(weight) {
    depth--
    frames -= weight
  }
  function caught(error) {
    if (left < 0 || error === spentMark) throw spentMark
    charge(1)
    // What the engine itself throws differs in its words between versions; a handler sees that it failed, no more.
    return error === refusal || !(error instanceof RealmError) ? error : engineFault
  }

  const forbidden = new SetClass(limits.forbiddenNames)
  const hasForbidden = SetClass.prototype.has.bind(forbidden)
  function key(name) {
    if (typeof name === 'number') return isSafeInteger(name) ? name : wrong('key')
    return typeof name === 'string' && !hasForbidden(name) ? name : wrong('key')
  }
  function get(object, name) {
    return object[key(name)]
  }
  function set(object, name, value) {
    charge(1)
    if (isArray(object)) {
      if (typeof name !== 'number' || !isSafeInteger(name) || name < 0 || name > object.length) wrong('index')
      grown(object.length + 1)
    } else if (name === 'length') wrong('key')
    object[key(name)] = value
    return value
  }
  function remove(object, name) {
    return isArray(object) ? wrong('index') : delete object[key(name)]
  }
  /** Growth beyond its bound is a budget like the others. */
  function tooMuch() {
    left = -1
    throw spentMark
  }
  function grown(length) {
    return length > limits.items ? tooMuch() : length
  }
  function text(value) {
    charge(value.length >> 4)
    return value.length > limits.textLength ? tooMuch() : value
  }
  function words(value) {
    if (typeof value === 'string') return value
    if (typeof value === 'number') return isSafeInteger(value) ? `${value}` : wrong('number')
    return typeof value === 'bigint' || typeof value === 'boolean' ? `${value}` : wrong('text')
  }
  function big(value) {
    return value >= bigLimit || value <= -bigLimit ? tooMuch() : value
  }
  function whole(value) {
    return isSafeInteger(value) ? (value === 0 ? 0 : value) : wrong('number')
  }
  function numbers(left, right) {
    if (typeof left === 'number' && typeof right === 'number') return true
    if (typeof left === 'bigint' && typeof right === 'bigint') return false
    return wrong('operands')
  }
  const operators = {
    add(a, b) {
      if (typeof a === 'string' || typeof b === 'string') {
        const [before, after] = [words(a), words(b)]
        grownText(before.length + after.length)
        return text(before + after)
      }
      return numbers(a, b) ? whole(a + b) : big(a + b)
    },
    subtract: (a, b) => (numbers(a, b) ? whole(a - b) : big(a - b)),
    multiply: (a, b) => (numbers(a, b) ? whole(a * b) : big(a * b)),
    divide: (a, b) => (numbers(a, b) ? whole(a / b) : a / b),
    remainder: (a, b) => (numbers(a, b) ? whole(a % b) : a % b),
    power(a, b) {
      if (numbers(a, b)) return whole(a ** b)
      return b > bits || b < 0n ? tooMuch() : big(a ** b)
    },
    shiftLeft: (a, b) => (numbers(a, b) ? a << b : b > bits || b < -bits ? tooMuch() : big(a << b)),
    shiftRight: (a, b) => (numbers(a, b) ? a >> b : b > bits || b < -bits ? tooMuch() : big(a >> b)),
    and: (a, b) => (numbers(a, b) ? a & b : a & b),
    or: (a, b) => (numbers(a, b) ? a | b : a | b),
    xor: (a, b) => (numbers(a, b) ? a ^ b : a ^ b),
  }
  const bits = toBigInt(limits.integerBits)
  function negate(value) {
    if (typeof value === 'bigint') return -value
    return typeof value === 'number' ? whole(-value) : wrong('operands')
  }
  function grownText(length) {
    return length > limits.textLength ? tooMuch() : length
  }
  function concatenated(...parts) {
    let all = ''
    for (let at = 0; at < parts.length; at++) all = operators.add(all, parts[at])
    return all
  }
  function update(object, name, change) {
    return set(object, name, change(get(object, name)))
  }
  /** What may be spread into a list or a call, or fill a Map or Set. */
  function items(value) {
    if (isArray(value) || typeof value === 'string') charge(grown(value.length))
    else if (value instanceof MapClass || value instanceof SetClass) charge(grown(value.size))
    else if (value === null || typeof value !== 'object' || typeof value.next !== 'function') wrong('items')
    else {
      const all = []
      for (const item of value) {
        charge(1)
        all[grown(all.length)] = item
      }
      return all
    }
    return value
  }
  /** What is spread into a call lies on the engine's stack. */
  function spread(value) {
    const list = items(value)
    return (list.length ?? list.size) > limits.spread ? tooMuch() : list
  }
  function properties(value) {
    if (value === null || value === undefined) return value
    if (typeof value !== 'object' || isArray(value)) return wrong('properties')
    charge(keys(value).length)
    return value
  }

  // Built-ins that stay, each charged by the length that it may walk or make.
  function listMethod(original, growth) {
    return function (...args) {
      if (!isArray(this)) wrong('list')
      charge(1 + this.length + args.length)
      if (growth !== undefined) grown(growth(this, args))
      return apply(original, this, args)
    }
  }
  const listGrowth = {
    push: (list, args) => list.length + args.length,
    unshift: (list, args) => list.length + args.length,
    splice: (list, args) => list.length + args.length,
    toSpliced: (list, args) => list.length + args.length,
    concat: (list, args) => list.length + sumOf(args),
    flat: (list, args) => (args.length > 0 ? wrong('flat') : sumOf(list)),
  }
  function sumOf(lists) {
    let sum = 0
    for (let at = 0; at < lists.length; at++) sum += isArray(lists[at]) ? lists[at].length : 1
    charge(sum)
    return sum
  }
  const listOriginals = { ...pick(Array.prototype) }
  const listMethods = {}
  for (const name of limits.listMethods) listMethods[name] = listMethod(listOriginals[name], listGrowth[name])
  listMethods.join = function (separator = ',') {
    if (!isArray(this)) wrong('list')
    let all = ''
    for (let at = 0; at < this.length; at++) {
      charge(1)
      all = operators.add(all, at === 0 ? words(this[at]) : concatenated(separator, this[at]))
    }
    return all
  }
  listMethods.flatMap = function (change) {
    return apply(listMethods.flat, apply(listMethods.map, this, [change]), [])
  }
  for (const name of ['sort', 'toSorted']) {
    const sort = listMethod(listOriginals[name])
    listMethods[name] = function (compare) {
      // Without a comparison the engine would turn every element into text, and a list of numbers would sort as words.
      if (typeof compare !== 'function') wrong('sort')
      return apply(sort, this, [compare])
    }
  }
  const textOriginals = { ...pick(String.prototype) }
  const textMethods = {}
  for (const name of limits.textMethods)
    textMethods[name] = function (...args) {
      if (typeof this !== 'string') wrong('text')
      charge(1 + (this.length >> 3))
      // Searching may compare every place with every letter sought.
      if (typeof args[0] === 'string') charge((this.length * args[0].length) >> 6)
      for (let at = 0; at < args.length; at++)
        if (args[at] !== undefined && typeof args[at] !== 'string' && typeof args[at] !== 'number') wrong('text')
      return apply(textOriginals[name], this, args)
    }
  textMethods.split = function (separator) {
    if (typeof this !== 'string' || typeof separator !== 'string') wrong('text')
    charge(this.length + ((this.length * separator.length) >> 6))
    const parts = apply(textOriginals.split, this, [separator, limits.items + 1])
    grown(parts.length)
    return parts
  }
  const collectionMethods = (original, names) => {
    const methods = {}
    for (const name of names)
      methods[name] = function (...args) {
        charge(2)
        if (name === 'set' || name === 'add') grown(this.size + 1)
        return apply(original[name], this, args)
      }
    return methods
  }

  function pick(prototype) {
    const all = {}
    for (const name of ownKeys(prototype)) {
      const property = getOwnPropertyDescriptor(prototype, name)
      if (typeof name === 'string' && typeof property.value === 'function') all[name] = property.value
    }
    return all
  }
  /** Leaves a prototype with what is listed, what iteration needs, and nothing else. */
  function reduce(prototype, methods, kept = []) {
    for (const name of ownKeys(prototype)) {
      if (typeof name === 'symbol' || apply(listOriginals.includes, kept, [name])) continue
      if (getOwnPropertyDescriptor(prototype, name).configurable) delete prototype[name]
    }
    for (const name of keys(methods)) prototype[name] = freeze(methods[name])
    for (const name of ownKeys(prototype)) {
      const value = getOwnPropertyDescriptor(prototype, name).value
      if (typeof value === 'function') freeze(value)
    }
    freeze(prototype)
  }
  const integerText = (original) =>
    function (radix = 10) {
      if (typeof this === 'number' && !isSafeInteger(this)) wrong('number')
      return apply(original, this, [radix])
    }

  const iteratorSamples = [[].values(), new MapClass().values(), new SetClass().values(), ''[Symbol.iterator]()]
  const iteratorBase = getPrototypeOf(getPrototypeOf([].values()))
  const functionKinds = [() => {}, async () => {}, function* () {}, async function* () {}]
  const mapMethods = collectionMethods({ ...pick(MapClass.prototype) }, limits.mapMethods)
  const setMethods = collectionMethods({ ...pick(SetClass.prototype) }, limits.setMethods)
  const numberText = integerText(toNumber.prototype.toString)
  const bigText = integerText(toBigInt.prototype.toString)

  const allowed = {
    Object: freeze({
      keys: (object) => keys(properties(object)),
      values: (object) => values(properties(object)),
      entries: (object) => entries(properties(object)),
      hasOwn: (object, name) => hasOwn(object, key(name)),
      freeze: (object) => freeze(object),
      fromEntries(list) {
        const object = {}
        for (const [name, value] of items(list)) set(object, name, value)
        return object
      },
    }),
    Array: freeze({
      isArray: (value) => isArray(value),
      from(list, change) {
        const all = [...items(list)]
        return change === undefined ? all : apply(listMethods.map, all, [(item, at) => change(item, at)])
      },
    }),
    Math: freeze({
      abs: (value) => whole(value < 0 ? -value : value),
      sign: (value) => whole(value > 0 ? 1 : value < 0 ? -1 : 0),
      min: (...all) => all.reduce((least, value) => (whole(value) < least ? value : least), whole(all[0])),
      max: (...all) => all.reduce((most, value) => (whole(value) > most ? value : most), whole(all[0])),
    }),
    Number(value) {
      if (typeof value !== 'bigint' && typeof value !== 'number') wrong('number')
      return whole(toNumber(value))
    },
    BigInt(value) {
      if (typeof value === 'number') return toBigInt(whole(value))
      if (typeof value === 'bigint') return value
      return typeof value === 'string' && value.length <= 80 ? big(toBigInt(value)) : wrong('integer')
    },
    String: (value) => words(value),
    Boolean: (value) => !!value,
    Map: MapClass,
    Set: SetClass,
    Error: RealmError,
  }

  for (const name of ownKeys(world)) deleteProperty(world, name)
  RealmError.stackTraceLimit = 0
  for (const name of ownKeys(RealmError)) {
    const { configurable } = getOwnPropertyDescriptor(RealmError, name)
    if (configurable && name !== 'stackTraceLimit') delete RealmError[name]
  }
  reduce(listPrototype, listMethods, ['length'])
  reduce(toText.prototype, textMethods, ['length'])
  reduce(toNumber.prototype, { toString: numberText })
  reduce(toBigInt.prototype, { toString: bigText })
  reduce(MapClass.prototype, mapMethods, ['size'])
  reduce(SetClass.prototype, setMethods, ['size'])
  for (const sample of iteratorSamples) reduce(getPrototypeOf(sample), {}, ['next'])
  reduce(iteratorBase, {})
  for (const sample of functionKinds) reduce(getPrototypeOf(sample), {})
  reduce(RealmError.prototype, {}, ['name', 'message'])
  reduce(objectPrototype, {}, ['toString', 'valueOf'])
  // Functions too: what one run could hang on a built-in, the next would find.
  for (const value of values(allowed)) {
    for (const member of values(value)) freeze(member)
    freeze(value)
  }
  freeze(MapClass)
  freeze(SetClass)
  freeze(RealmError)
  freeze(world)

  // Values that a handler may hold and compare but not look into: ids, pseudonyms, commitments. One object a value, so
  // that `===` means what it says.
  let known = nothing(null)
  function opaque(name) {
    known[name] ??= freeze(nothing(null))
    return known[name]
  }

  /** Builds what came from outside, as the realm's own frozen objects: nothing of the other side is ever in reach. */
  function adopt({ 0: kind, 1: first, 2: second }) {
    if (kind === 'plain') return first
    if (kind === 'opaque') return opaque(first)
    if (kind === 'list') return freeze(mapped(first, adopt))
    if (second !== undefined && known[second] !== undefined) return known[second]
    const object = {}
    for (let at = 0; at < first.length; at++) object[first[at][0]] = adopt(first[at][1])
    if (second !== undefined) known[second] = object
    return freeze(object)
  }
  function mapped(list, change) {
    const all = []
    for (let at = 0; at < list.length; at++) all[at] = change(list[at])
    return all
  }

  /** What a handler gets as `ctx`. `reach` is the other side: it gives results as data and never throws. */
  function context({ now, refusals, events, creations }, reach) {
    const named = (names, make) => {
      const object = {}
      for (let at = 0; at < names.length; at++) object[names[at]] = freeze(make(names[at]))
      return freeze(object)
    }
    return freeze({
      now,
      refuse: named(refusals, (code) => (detail) => {
        refusal = freeze({ refused: code, detail })
        return refusal
      }),
      // When the other side refuses, nothing that the handler does from here on counts: it goes no further.
      emit: named(events, (event) => (fields) => {
        charge(10)
        if (!reach('emit', event, fields)) tooMuch()
      }),
      create: named(creations, (entity) => (fields) => {
        charge(10)
        const made = reach('create', entity, fields)
        if (!made) tooMuch()
        return adopt(made)
      }),
    })
  }

  /** Runs one handler of a bundle, from a clean start: nothing that an earlier run left is in reach. */
  function run(bundle, action, scope, described, budget, reach) {
    left = budget
    depth = 0
    frames = 0
    refusal = null
    try {
      const end = load(bundle)[action](context(described, reach), adopt(scope))
      return { end: 'done', value: end, left }
    } catch (error) {
      if (left < 0 || error === spentMark) return { end: 'spent', left }
      if (error === refusal && refusal !== null)
        return { end: 'refused', code: refusal.refused, value: refusal.detail, left }
      return { end: 'thrown', left }
    } finally {
      known = nothing(null)
    }
  }

  /** The handlers that a bundle has, by action. */
  function names(bundle) {
    left = limits.loadSteps
    depth = 0
    frames = 0
    return keys(load(bundle))
  }
  function load(bundle) {
    let handlers
    bundle(helpers, allowed, (given) => {
      if (handlers !== undefined) wrong('implement')
      handlers = given
      return given
    })
    return handlers
  }

  const helpers = {
    $$enter: enter,
    $$leave: leave,
    $$step: charge,
    $$caught: caught,
    $$key: key,
    $$get: get,
    $$set: set,
    $$delete: remove,
    $$update: update,
    $$items: items,
    $$spread: spread,
    $$properties: properties,
    $$text: concatenated,
    $$negate: negate,
    $$add: operators.add,
    $$subtract: operators.subtract,
    $$multiply: operators.multiply,
    $$divide: operators.divide,
    $$remainder: operators.remainder,
    $$power: operators.power,
    $$shiftLeft: operators.shiftLeft,
    $$shiftRight: operators.shiftRight,
    $$and: operators.and,
    $$or: operators.or,
    $$xor: operators.xor,
  }
  return {
    run,
    names,
    opaque,
    helpers: keys(helpers),
    allowed: keys(allowed),
  }
}
