import { encodeCbor, toHex } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { encodeValue } from './codec.ts'
import type { Kind } from './kind.ts'

/**
 * One object a value, for one execution: handlers compare subjects, organs, ids and commitments with `===`, as their
 * types promise, so equal values that enter a handler must be the same object. Frozen where JavaScript can.
 */
export class Interner {
  readonly #objects = new Map<string, Value>()

  intern(kind: Kind, value: Value): Value {
    if (value === null || typeof value !== 'object') return value
    switch (kind.kind) {
      case 'option':
        return this.intern(kind.of, value)
      case 'list':
        return Object.freeze((value as readonly Value[]).map((item) => this.intern(kind.of, item)))
      case 'record': {
        const members = value as { readonly [name: string]: Value }
        const entries = Object.entries(kind.fields)
        return Object.freeze(
          Object.fromEntries(entries.map(([name, field]) => [name, this.intern(field, members[name]!)])),
        )
      }
      default:
        return this.#one(kind, value)
    }
  }

  #one(kind: Kind, value: Value & object): Value {
    const name = `${kind.kind}:${toHex(encodeCbor(encodeValue(kind, value)))}`
    const known = this.#objects.get(name)
    if (known !== undefined) return known
    if (!(value instanceof Uint8Array)) Object.freeze(value)
    this.#objects.set(name, value)
    return value
  }
}
