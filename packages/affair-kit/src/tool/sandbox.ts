import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import type { Value } from '../cel/value.ts'
import { valueName } from '../kinds/intern.ts'
import type { Kind } from '../kinds/kind.ts'
import type { HandlerEnd, HandlerPowers, Handlers, Typed } from '../run/handlers.ts'
import { BudgetSpent } from '../run/meter.ts'
import { AuthorFault } from '../run/refusal.ts'
import { realmLimits, registerName } from './handlerLanguage.ts'

/** A value as it crosses into the realm: plain data, or a name for what may be compared and nothing more. */
type Crossing =
  | readonly ['plain', null | boolean | bigint | number | string]
  | readonly ['opaque', string]
  | readonly ['list', readonly Crossing[]]
  | readonly ['record', readonly (readonly [string, Crossing])[], string?]

type Reached = 'emit' | 'create' | 'threshold' | 'blind' | 'unseal' | 'digest' | 'draw'

/** `steps`: what it has cost on this side. False: it failed, so nothing that the handler does from here on counts. */
type Reach = (
  what: Reached,
  name: string,
  given: unknown,
) => { readonly crossing: Crossing; readonly steps: number } | false

type RealmEnd =
  | { readonly end: 'done'; readonly value: unknown; readonly left: number }
  | { readonly end: 'refused'; readonly code: string; readonly value: unknown; readonly left: number }
  | { readonly end: 'spent' | 'thrown'; readonly left: number }

type Realm = {
  run(
    bundle: unknown,
    action: string,
    scope: Crossing,
    described: {
      now: number
      refusals: string[]
      events: string[]
      creations: string[]
      threshold: string[]
      blind: string[]
      unseals: string[]
      digests: string[]
    },
    budget: number,
    reach: Reach,
  ): RealmEnd
  names(bundle: unknown): readonly string[]
  opaque(name: string): object
  readonly helpers: readonly string[]
  readonly allowed: readonly string[]
}

/** The parts of a realm, in the order in which they are made: each is a function of the limits and the parts before it. */
const realmParts = ['counters', 'operators', 'methods', 'builtIns', 'border'].map((name) => {
  const file = `${name}.js`
  const source = readFileSync(new URL(`./realm/${file}`, import.meta.url), 'utf8')
  return new vm.Script(`'use strict'\n${source}`, { filename: file })
})

/** Members of everything that a handler hands out in one execution: aliases could make a small tree endless. */
const maxCrossingMembers = 20_000
const maxCrossingDepth = 12

/**
 * Loads an instrumented bundle into a realm of its own: a V8 context with nothing in it but frozen, bounded built-ins.
 * Every run evaluates the bundle anew, so that no module variable carries anything from one transaction to the next.
 * @throws {AuthorFault} when the bundle does not even load
 */
export function sandboxHandlers(bundle: string): Handlers {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY, { codeGeneration: { strings: false, wasm: false } })
  const realm = openRealm(context)
  const evaluate = new vm.Script(wrapped(realm, bundle), { filename: 'handlers.js' }).runInContext(context) as unknown
  const names = new Set(namesOf(realm, evaluate))
  return {
    has: (action) => names.has(action),
    run: (action, scope, powers) => new Crossings(realm, powers).run(evaluate, action, scope),
  }
}

function openRealm(context: vm.Context): Realm {
  const made: unknown[] = [realmLimits]
  for (const part of realmParts)
    made.push((part.runInContext(context) as (...parts: readonly unknown[]) => unknown)(...made))
  return made.at(-1) as Realm
}

/** The bundle as a function of its counters and built-ins: called anew for each run. */
function wrapped(realm: Realm, bundle: string): string {
  const helpers = realm.helpers.join(',')
  const allowed = realm.allowed.join(',')
  return `'use strict';({${helpers}},{${allowed}},${registerName})=>{{${bundle}\n}}`
}

function namesOf(realm: Realm, bundle: unknown): readonly string[] {
  try {
    return [...realm.names(bundle)]
  } catch {
    throw new AuthorFault('the handlers do not load within their budget')
  }
}

/** One run's traffic across the border. */
class Crossings {
  readonly #realm: Realm
  readonly #powers: HandlerPowers
  readonly #opaques = new Map<object, Typed>()
  #failure: unknown
  #members = 0
  /** Steps that the meter has counted already, on this side. */
  #asked = 0

  constructor(realm: Realm, powers: HandlerPowers) {
    this.#realm = realm
    this.#powers = powers
  }

  run(bundle: unknown, action: string, scope: { readonly [name: string]: Typed }): HandlerEnd {
    const powers = this.#powers
    const budget = powers.meter.left('steps')
    const members = Object.entries(scope).map(([name, typed]) => [name, this.#inward(typed.kind, typed.value)] as const)
    const described = {
      now: powers.now,
      refusals: Object.keys(powers.refusals),
      events: Object.keys(powers.events),
      creations: Object.keys(powers.creations),
      threshold: Object.keys(powers.asks.threshold),
      blind: Object.keys(powers.asks.blind),
      unseals: Object.keys(powers.asks.unseal),
      digests: Object.keys(powers.asks.digest),
    }
    const reach: Reach = (what, name, given) => this.#reached(what, name, given)
    const end = this.#realm.run(bundle, action, ['record', members], described, budget, reach)
    if (this.#failure !== undefined) throw this.#failure
    // Also charges a budget that was spent: the meter throws, and stays spent.
    powers.meter.step(end.end === 'spent' ? budget + 1 : budget - end.left - this.#asked)
    switch (end.end) {
      case 'done':
        return ended(end.value)
      case 'refused':
        return { kind: 'refused', code: end.code, detail: this.#record(end.value ?? {}) }
      default:
        throw new AuthorFault(`the handler of ${action} threw`)
    }
  }

  /** Never throws: an error of this side must not be caught, nor seen, on the other. */
  #reached(what: Reached, name: string, given: unknown): ReturnType<Reach> {
    try {
      const before = this.#powers.meter.left('steps')
      const { kind, value } = this.#answer(what, name, given)
      const steps = before - this.#powers.meter.left('steps')
      this.#asked += steps
      return { crossing: this.#inward(kind, value), steps }
    } catch (error) {
      this.#failure = error
      return false
    }
  }

  #answer(what: Reached, name: string, given: unknown): Typed {
    const { asks, emit, create } = this.#powers
    switch (what) {
      case 'emit':
        emit(name, this.#record(given))
        return { kind: { kind: 'bool' }, value: null }
      case 'create':
        return create(name, this.#record(given))
      case 'draw':
        return asks.draw(this.#args(given))
      default:
        return asks[what][name]!(this.#args(given))
    }
  }

  #inward(kind: Kind, value: Value): Crossing {
    if (value === null || typeof value !== 'object') return ['plain', value]
    switch (kind.kind) {
      case 'option':
        return this.#inward(kind.of, value)
      case 'list':
        return ['list', (value as readonly Value[]).map((item) => this.#inward(kind.of, item))]
      case 'record':
        return ['record', this.#fields(kind.fields, value as { readonly [name: string]: Value })]
      default:
        return this.#whole(kind, value)
    }
  }

  #fields(fields: { readonly [name: string]: Kind }, value: { readonly [name: string]: Value }) {
    return Object.entries(fields).map(([name, kind]) => [name, this.#inward(kind, value[name]!)] as const)
  }

  /** One object a value, so that `===` means equal: amounts and fractions by their parts, all else only to compare. */
  #whole(kind: Kind, value: Value & object): Crossing {
    const name = valueName(this.#powers.affair, kind, value)
    if (kind.kind !== 'money' && kind.kind !== 'rational') {
      this.#opaques.set(this.#realm.opaque(name), { kind, value })
      return ['opaque', name]
    }
    const parts = Object.entries(value as { readonly [part: string]: null | boolean | bigint | number | string })
    return ['record', parts.map(([part, of]) => [part, ['plain', of]] as const), name]
  }

  #record(value: unknown): { readonly [name: string]: Value } {
    const outward = this.#outward(value, 0, ({ value: id }) => id)
    if (outward === null || typeof outward !== 'object' || Array.isArray(outward) || outward instanceof Uint8Array)
      throw new AuthorFault('a handler gave something other than members by name')
    return outward as { readonly [name: string]: Value }
  }

  #args(given: unknown): readonly unknown[] {
    const { label } = this.#powers
    return this.#outward(given, 0, ({ kind, value }) => (kind.kind === 'ref' ? label(kind, value) : value)) as unknown[]
  }

  /** Reads what a handler gave: data only. It holds neither getters nor proxies: a handler has no means to make them. */
  #outward(value: unknown, depth: number, held: (opaque: Typed) => unknown): unknown {
    this.#members++
    if (this.#members > maxCrossingMembers || depth > maxCrossingDepth) throw new BudgetSpent('bytes')
    if (value === null || value === undefined) return null
    if (typeof value === 'boolean' || typeof value === 'string' || typeof value === 'bigint') return value
    if (typeof value === 'number') return value
    if (typeof value !== 'object') throw new AuthorFault('a handler gave something that is no value')
    const opaque = this.#opaques.get(value)
    if (opaque !== undefined) return held(opaque)
    if (Array.isArray(value)) {
      // Not `map`: that would be the realm's own, and charge the handler for our work.
      const items: unknown[] = []
      for (let at = 0; at < value.length; at++) items.push(this.#outward(value[at], depth + 1, held))
      return items
    }
    const members: { [name: string]: unknown } = {}
    for (const name of Object.keys(value))
      members[name] = this.#outward((value as { readonly [name: string]: unknown })[name], depth + 1, held)
    return members
  }
}

function ended(value: unknown): HandlerEnd {
  const to =
    value !== null && typeof value === 'object' && Object.hasOwn(value, 'to') ? (value as { to: unknown }).to : null
  return typeof to === 'string' ? { kind: 'done', to } : { kind: 'done' }
}
