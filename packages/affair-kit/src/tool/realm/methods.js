// Methods of lists, texts, Maps and Sets that a handler may call, each charged by the length that it may walk or make.
;(limits, { charge, wrong, grown }, { words, joined }) => {
  const { apply, ownKeys, getOwnPropertyDescriptor } = Reflect
  const { isArray } = Array
  const { isSafeInteger } = Number

  function originalsOf(prototype) {
    const all = {}
    for (const name of ownKeys(prototype)) {
      const { value } = getOwnPropertyDescriptor(prototype, name)
      if (typeof name === 'string' && typeof value === 'function') all[name] = value
    }
    return all
  }

  const lists = originalsOf(Array.prototype)
  const texts = originalsOf(String.prototype)
  const appended = (list, args) => list.length + args.length
  const growthOf = {
    push: appended,
    unshift: appended,
    splice: appended,
    toSpliced: appended,
    concat: (list, args) => list.length + lengthOf(args),
    flat: (list, args) => (args.length > 0 ? wrong('flat') : lengthOf(list)),
  }

  function lengthOf(members) {
    let sum = 0
    for (let at = 0; at < members.length; at++) sum += isArray(members[at]) ? members[at].length : 1
    charge(sum)
    return sum
  }

  function listMethod(name) {
    const [original, growth] = [lists[name], growthOf[name]]
    return function (...args) {
      if (!isArray(this)) wrong('list')
      charge(1 + this.length + args.length)
      if (growth !== undefined) grown(growth(this, args))
      return apply(original, this, args)
    }
  }

  const listMethods = {}
  for (const name of limits.listMethods) listMethods[name] = listMethod(name)
  listMethods.join = function (separator = ',') {
    if (!isArray(this)) wrong('list')
    let all = ''
    for (let at = 0; at < this.length; at++) {
      charge(1)
      all = joined(at === 0 ? all : joined(all, words(separator)), words(this[at]))
    }
    return all
  }
  listMethods.flatMap = function (change) {
    return apply(listMethods.flat, apply(listMethods.map, this, [change]), [])
  }
  for (const name of ['sort', 'toSorted']) {
    const sort = listMethod(name)
    listMethods[name] = function (compare) {
      // Without a comparison the engine would turn every element into text, and a list of numbers would sort as words.
      if (typeof compare !== 'function') wrong('sort')
      return apply(sort, this, [compare])
    }
  }

  function textMethod(name) {
    return function (...args) {
      if (typeof this !== 'string') wrong('text')
      charge(1 + (this.length >> 3))
      // Searching may compare every place with every letter sought.
      if (typeof args[0] === 'string') charge((this.length * args[0].length) >> 6)
      for (let at = 0; at < args.length; at++)
        if (args[at] !== undefined && typeof args[at] !== 'string' && typeof args[at] !== 'number') wrong('text')
      return apply(texts[name], this, args)
    }
  }

  const textMethods = {}
  for (const name of limits.textMethods) textMethods[name] = textMethod(name)
  textMethods.split = function (separator) {
    if (typeof this !== 'string' || typeof separator !== 'string') wrong('text')
    charge(this.length + ((this.length * separator.length) >> 6))
    const parts = apply(texts.split, this, [separator, limits.items + 1])
    grown(parts.length)
    return parts
  }

  function collectionMethods(prototype, names) {
    const originals = originalsOf(prototype)
    const methods = {}
    for (const name of names)
      methods[name] = function (...args) {
        charge(2)
        if (name === 'set' || name === 'add') grown(this.size + 1)
        return apply(originals[name], this, args)
      }
    return methods
  }

  function integerText(original) {
    return function (radix = 10) {
      if (typeof this === 'number' && !isSafeInteger(this)) wrong('number')
      return apply(original, this, [radix])
    }
  }

  return {
    listMethods,
    textMethods,
    mapMethods: collectionMethods(Map.prototype, limits.mapMethods),
    setMethods: collectionMethods(Set.prototype, limits.setMethods),
    numberMethods: { toString: integerText(Number.prototype.toString) },
    bigMethods: { toString: integerText(BigInt.prototype.toString) },
    includes: (list, item) => apply(lists.includes, list, [item]),
  }
}
