import { cborHash } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { Kind } from './kind.ts'
import { join } from './members.ts'

/** The kind as rows hold it: free text only as its hash. */
export function storedKind(kind: Kind): Kind {
  switch (kind.kind) {
    case 'text':
      return { kind: 'bytes', length: 32 }
    case 'option':
    case 'list':
      return { ...kind, of: storedKind(kind.of) }
    case 'record':
      return {
        kind: 'record',
        fields: Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, storedKind(field)])),
      }
    default:
      return kind
  }
}

/**
 * The value as rows hold it: each text becomes SHA-256("gongshi/text/1" ‖ salt ‖ CBOR[path, text]), so that erasing the
 * transaction's body erases it. `salt` is the transaction's, 32 bytes; `path` the member's place in the input.
 */
export function storeValue(kind: Kind, value: Value, salt: Uint8Array, path: string): Value {
  if (value === null || !holdsText(kind)) return value
  switch (kind.kind) {
    case 'text':
      return textHash(salt, path, value as string)
    case 'option':
      return storeValue(kind.of, value, salt, path)
    case 'list':
      return (value as readonly Value[]).map((item, at) => storeValue(kind.of, item, salt, `${path}[${at}]`))
    case 'record': {
      const members = value as { readonly [name: string]: Value }
      const entries = Object.entries(kind.fields)
      return Object.fromEntries(
        entries.map(([name, field]) => [name, storeValue(field, members[name]!, salt, join(path, name))]),
      )
    }
    default:
      return value
  }
}

/** Also how a reader checks that a text is the one that a row means. */
export function textHash(salt: Uint8Array, path: string, text: string): Uint8Array {
  return cborHash('gongshi/text/1', [path, text], salt)
}

export function holdsText(kind: Kind): boolean {
  switch (kind.kind) {
    case 'text':
      return true
    case 'option':
    case 'list':
      return holdsText(kind.of)
    case 'record':
      return Object.values(kind.fields).some(holdsText)
    default:
      return false
  }
}
