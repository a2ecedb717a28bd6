// Where a realm and the ledger meet. Only data crosses: nothing of the other side is ever in a handler's reach.
;(limits, { charge, tooMuch, wrong, start, left, isSpent, helpers: counters }, operators, _methods, builtIns) => {
  const { freeze, keys, create } = Object
  const { allowed } = builtIns
  const helpers = { ...counters, ...operators.helpers, ...builtIns.helpers }
  let refusal = null
  // Values that a handler may hold and compare but not look into: ids, pseudonyms, commitments. One object a value, so
  // that `===` means what it says.
  let known = create(null)

  function opaque(name) {
    known[name] ??= freeze(create(null))
    return known[name]
  }

  /** Builds what came from outside, as the realm's own frozen objects. */
  function adopt({ 0: kind, 1: first, 2: name }) {
    if (kind === 'plain') return first
    if (kind === 'opaque') return opaque(first)
    if (kind === 'list') return adoptedList(first)
    if (name !== undefined && known[name] !== undefined) return known[name]
    const object = {}
    for (let at = 0; at < first.length; at++) object[first[at][0]] = adopt(first[at][1])
    if (name !== undefined) known[name] = object
    return freeze(object)
  }

  function adoptedList(list) {
    const all = []
    for (let at = 0; at < list.length; at++) all[at] = adopt(list[at])
    return freeze(all)
  }

  function named(names, make) {
    const object = {}
    for (let at = 0; at < names.length; at++) object[names[at]] = freeze(make(names[at]))
    return freeze(object)
  }

  /** What a handler gets as `ctx`. `reach` is the other side: it gives results as data and never throws. */
  function contextOf({ now, refusals, events, creations, threshold, blind, unseals, digests }, reach) {
    // When the other side refuses, nothing that the handler does from here on counts: it goes no further.
    const reached = (what, name, given) => {
      charge(10)
      const { crossing, steps } = reach(what, name, given) || tooMuch()
      charge(steps)
      return adopt(crossing)
    }
    const asked =
      (what) =>
      (name) =>
      (...args) =>
        reached(what, name, args)
    return freeze({
      now,
      refuse: named(refusals, (code) => (detail) => {
        refusal = freeze({ refused: code, detail })
        return refusal
      }),
      emit: named(events, (event) => (fields) => void reached('emit', event, fields)),
      create: named(creations, (entity) => (fields) => reached('create', entity, fields)),
      threshold: named(threshold, asked('threshold')),
      blind: named(blind, asked('blind')),
      unseal: named(unseals, asked('unseal')),
      digest: named(digests, asked('digest')),
      draw: freeze(asked('draw')('draw')),
    })
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

  /** Runs one handler of a bundle, from a clean start: nothing that an earlier run left is in reach. */
  function run(bundle, action, scope, described, budget, reach) {
    start(budget)
    refusal = null
    try {
      const value = load(bundle)[action](contextOf(described, reach), adopt(scope))
      return { end: 'done', value, left: left() }
    } catch (error) {
      if (isSpent(error)) return { end: 'spent', left: left() }
      const isRefusal = refusal !== null && error === refusal
      if (isRefusal) return { end: 'refused', code: error.refused, value: error.detail, left: left() }
      return { end: 'thrown', left: left() }
    } finally {
      known = create(null)
    }
  }

  /** The handlers that a bundle has, by action. */
  function names(bundle) {
    start(limits.loadSteps)
    return keys(load(bundle))
  }

  builtIns.lockDown()
  return { run, names, opaque, helpers: keys(helpers), allowed: keys(allowed) }
}
