import { encodeCbor, toHex } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { encodeValue } from './codec.ts'
import type { Kind } from './kind.ts'

type Ref = Extract<Kind, { kind: 'ref' }>

/**
 * One object a value, for one execution: handlers compare subjects, organs, ids and commitments with `===`, as their
 * types promise, so equal values that enter a handler must be the same object. Frozen where JavaScript can.
 */
export class Interner {
  readonly #affair: string
  readonly #objects = new Map<string, Value>()
  readonly #refs = new Map<unknown, Ref>()

  /** @param affair whose handlers they enter */
  constructor(affair: string) {
    this.#affair = affair
  }

  /** Which row's id an object is, if it is one that entered as such. */
  refOf(object: unknown): Ref | undefined {
    return this.#refs.get(object)
  }

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
    const name = valueName(this.#affair, kind, value)
    const known = this.#objects.get(name)
    if (known !== undefined) return known
    const object = kind.kind === 'ref' ? this.#refObject(kind, value) : value
    if (!(object instanceof Uint8Array)) Object.freeze(object)
    this.#objects.set(name, object)
    return object
  }

  /** An object of its own: two tables may hold the same id. */
  #refObject(ref: Ref, id: Value & object): Value {
    const object = (id as Uint8Array | readonly Value[]).slice()
    this.#refs.set(object, ref)
    return object
  }
}

/** By which equal values are known: the kind, for a ref whose row it is, and the encoded value. */
export function valueName(affair: string, kind: Kind, value: Value): string {
  const table = kind.kind === 'ref' ? `${kind.affair ?? affair}.${kind.entity}:` : ''
  return `${kind.kind}:${table}${toHex(encodeCbor(encodeValue(kind, value)))}`
}
