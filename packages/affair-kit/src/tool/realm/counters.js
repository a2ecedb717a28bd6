// The counters of a realm. What stands in this folder is evaluated in a fresh V8 context, before any handler's code, and
// is part of the kit's version: changing it can change outcomes. Each file is a function of what the earlier ones made.
;(limits) => {
  const { isSafeInteger } = Number
  const { isArray } = Array
  const { freeze } = Object
  const RealmError = Error
  const has = Set.prototype.has.bind(new Set(limits.forbiddenNames))

  /** Thrown by the counters only. No handler may swallow it, and once spent every counter throws again. */
  const spentMark = freeze({ spent: true })
  const engineFault = freeze({ fault: true })
  let left = limits.loadSteps
  let depth = 0
  let frames = 0

  function charge(amount) {
    left -= amount
    if (left < 0) throw spentMark
  }

  /** Growth beyond its bound, and depth, are budgets like the others. */
  function tooMuch() {
    left = -1
    throw spentMark
  }

  function wrong(what) {
    throw new RealmError(what)
  }

  function enter(weight) {
    charge(weight)
    // Far below the engine's own stack, the same on every machine. A frame is at most as large as its function's code.
    if (depth >= limits.depth || frames + weight > limits.frames) tooMuch()
    depth++
    frames += weight
  }

  function leave(weight) {
    depth--
    frames -= weight
  }

  /** What the engine itself throws differs in its words between versions; a handler sees that it failed, no more. */
  function caught(error) {
    if (left < 0 || error === spentMark) throw spentMark
    charge(1)
    return error instanceof RealmError ? engineFault : error
  }

  function key(name) {
    if (typeof name === 'number') return isSafeInteger(name) ? name : wrong('key')
    return typeof name === 'string' && !has(name) ? name : wrong('key')
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

  function update(object, name, change) {
    return set(object, name, change(get(object, name)))
  }

  function grown(length) {
    return length > limits.items ? tooMuch() : length
  }

  function start(budget) {
    left = budget
    depth = 0
    frames = 0
  }

  return {
    charge,
    tooMuch,
    wrong,
    key,
    set,
    grown,
    start,
    left: () => left,
    isSpent: (error) => left < 0 || error === spentMark,
    helpers: {
      $$enter: enter,
      $$leave: leave,
      $$step: charge,
      $$caught: caught,
      $$key: key,
      $$get: get,
      $$set: set,
      $$delete: remove,
      $$update: update,
    },
  }
}
