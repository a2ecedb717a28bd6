import type { Value } from '../cel/value.ts'
import type { Implementation } from '../declare/implement.ts'
import { Interner } from '../kinds/intern.ts'
import type { Ask, HandlerEnd, HandlerPowers, Handlers } from './handlers.ts'

type Members = { readonly [name: string]: Value }

/**
 * Handlers as the functions that their author wrote: neither counted nor contained. For tests of what they do; a ledger
 * runs the bundle (`sandboxHandlers`), of which these functions are the source.
 */
export function plainHandlers({ handlers }: Implementation): Handlers {
  return {
    has: (action) => Object.hasOwn(handlers, action),
    run(action, scope, powers) {
      const interner = new Interner(powers.affair)
      const seen = Object.entries(scope).map(([name, { kind, value }]) => [name, interner.intern(kind, value)])
      const handler = handlers[action] as unknown as (ctx: object, scope: object) => unknown
      try {
        return ended(handler(contextOf(powers, interner), Object.fromEntries(seen)))
      } catch (error) {
        if (error instanceof PlainRefusal) return { kind: 'refused', code: error.code, detail: error.detail }
        throw error
      }
    },
  }
}

class PlainRefusal extends Error {
  readonly code: string
  readonly detail: Members

  constructor(code: string, detail: Members) {
    super(code)
    this.code = code
    this.detail = detail
  }
}

function contextOf(powers: HandlerPowers, interner: Interner): object {
  const makers = (names: object, make: (name: string, fields: Members) => unknown) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, (fields: Members = {}) => make(name, fields)]))
  return {
    now: powers.now,
    refuse: makers(powers.refusals, (code, detail) => new PlainRefusal(code, detail)),
    emit: makers(powers.events, (event, fields) => powers.emit(event, fields)),
    create: makers(powers.creations, (entity, fields) => {
      const { kind, value } = powers.create(entity, fields)
      return interner.intern(kind, value)
    }),
    threshold: asking(powers, powers.asks.threshold, interner),
    blind: asking(powers, powers.asks.blind, interner),
    unseal: asking(powers, powers.asks.unseal, interner),
    digest: asking(powers, powers.asks.digest, interner),
    draw: asking(powers, { draw: powers.asks.draw }, interner).draw,
  }
}

function asking(powers: HandlerPowers, asks: { readonly [name: string]: Ask }, interner: Interner) {
  const functions = Object.entries(asks).map(([name, ask]) => {
    const asked = (...args: readonly unknown[]) => {
      const { kind, value } = ask(args.map((each) => labelled(each, powers, interner)))
      return interner.intern(kind, value)
    }
    return [name, asked] as const
  })
  return Object.fromEntries(functions)
}

function labelled(value: unknown, powers: HandlerPowers, interner: Interner): unknown {
  const ref = interner.refOf(value)
  if (ref !== undefined) return powers.label(ref, value as Value)
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map((item: unknown) => labelled(item, powers, interner))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, labelled(member, powers, interner)]))
}

function ended(value: unknown): HandlerEnd {
  const to = (value as { readonly to?: unknown } | undefined)?.to
  return typeof to === 'string' ? { kind: 'done', to } : { kind: 'done' }
}
