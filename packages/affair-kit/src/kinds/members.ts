import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'

export function wrongKind(expected: string, path: string): never {
  throw new KitError({ code: 'value-kind', path, expected })
}

export function outOfRange(expected: string, path: string): never {
  throw new KitError({ code: 'value-range', path, expected })
}

/** An array of exactly so many members. */
export function tuple(cbor: Cbor, length: number, path: string): readonly Cbor[] {
  if (!Array.isArray(cbor)) return wrongKind(`${length} members`, path)
  if (cbor.length !== length) throw new KitError({ code: 'value-count', path, expected: length })
  return cbor
}

/** Exactly these own members of a plain object. */
export function membersOf<N extends string>(
  value: Value,
  names: readonly N[],
  path: string,
): { readonly [K in N]: Value } {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || value instanceof Uint8Array)
    return wrongKind('members by name', path)
  const members = value as { readonly [K in N]: Value }
  for (const name of names)
    if (!Object.hasOwn(members, name)) throw new KitError({ code: 'value-missing', path: join(path, name) })
  if (Object.keys(members).length !== names.length) throw new KitError({ code: 'value-unknown', path })
  return members
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
