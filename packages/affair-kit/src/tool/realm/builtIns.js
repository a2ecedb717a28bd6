// What a handler may name without having declared it: a few functions of our own under the usual names. Everything else
// is taken out of the context, and what stays is frozen: what one run could hang on it, the next would find.
;(limits, { charge, tooMuch, wrong, key, set, grown }, { words, whole, big }, methods) => {
  const { apply, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, deleteProperty } = Reflect
  const { freeze, keys, values, entries, hasOwn } = Object
  const { isArray } = Array
  const world = globalThis
  const [MapClass, SetClass, RealmError, toBigInt, toNumber] = [Map, Set, Error, BigInt, Number]
  const prototypes = { list: Array.prototype, object: Object.prototype, text: String.prototype }

  /** What may be spread into a list or a call, or fill a Map or Set. */
  function items(value) {
    if (isArray(value) || typeof value === 'string') charge(grown(value.length))
    else if (value instanceof MapClass || value instanceof SetClass) charge(grown(value.size))
    else if (value === null || typeof value !== 'object' || typeof value.next !== 'function') wrong('items')
    else return drained(value)
    return value
  }

  function drained(iterator) {
    const all = []
    for (const item of iterator) {
      charge(1)
      all[grown(all.length)] = item
    }
    return all
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

  function extreme(all, isBetter) {
    let best = whole(all[0])
    for (let at = 1; at < all.length; at++) if (isBetter(whole(all[at]), best)) best = all[at]
    return best
  }

  const ownFunctions = {
    Object: {
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
    },
    Array: {
      isArray: (value) => isArray(value),
      from(list, change) {
        const all = [...items(list)]
        return change === undefined ? all : apply(methods.listMethods.map, all, [(item, at) => change(item, at)])
      },
    },
    Math: {
      abs: (value) => whole(value < 0 ? -value : value),
      sign: (value) => whole(value > 0 ? 1 : value < 0 ? -1 : 0),
      min: (...all) => extreme(all, (value, best) => value < best),
      max: (...all) => extreme(all, (value, best) => value > best),
    },
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
  }

  /** Leaves a prototype with what is listed, what iteration needs, and nothing else. */
  function reduce(prototype, ours, kept = []) {
    for (const name of ownKeys(prototype))
      if (typeof name !== 'symbol' && !methods.includes(kept, name)) deleteProperty(prototype, name)
    for (const name of keys(ours)) prototype[name] = ours[name]
    for (const name of ownKeys(prototype)) {
      const { value } = getOwnPropertyDescriptor(prototype, name)
      if (typeof value === 'function') freeze(value)
    }
    freeze(prototype)
  }

  function lockDown() {
    const iterators = [[].values(), new MapClass().values(), new SetClass().values(), ''[Symbol.iterator]()]
    const functions = [() => {}, async () => {}, function* () {}, async function* () {}]
    for (const name of ownKeys(world)) deleteProperty(world, name)
    for (const name of ownKeys(RealmError)) deleteProperty(RealmError, name)
    // A trace would cost time, and its words are the engine's.
    RealmError.stackTraceLimit = 0
    reduce(prototypes.list, methods.listMethods, ['length'])
    reduce(prototypes.text, methods.textMethods, ['length'])
    reduce(toNumber.prototype, methods.numberMethods)
    reduce(toBigInt.prototype, methods.bigMethods)
    reduce(MapClass.prototype, methods.mapMethods, ['size'])
    reduce(SetClass.prototype, methods.setMethods, ['size'])
    for (const iterator of iterators) {
      reduce(getPrototypeOf(iterator), {}, ['next'])
      reduce(getPrototypeOf(getPrototypeOf(iterator)), {})
    }
    for (const each of functions) reduce(getPrototypeOf(each), {})
    reduce(RealmError.prototype, {}, ['name', 'message'])
    reduce(prototypes.object, {}, ['toString', 'valueOf'])
    for (const each of values(ownFunctions)) {
      for (const member of values(each)) freeze(member)
      freeze(each)
    }
    for (const each of [MapClass, SetClass, RealmError, world]) freeze(each)
  }

  return {
    lockDown,
    allowed: { ...ownFunctions, Map: MapClass, Set: SetClass, Error: RealmError },
    helpers: { $$items: items, $$spread: spread, $$properties: properties },
  }
}
