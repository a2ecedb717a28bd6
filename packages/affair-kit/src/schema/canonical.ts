import { type Cbor, domainHash, encodeCbor } from '@gongshi/protocol'
import type { ActionDeclaration, ActionReference, AffairDeclaration } from '../declare/declaration.ts'

/**
 * A declaration's bytes: its data as canonical CBOR, an object as the array of its [name, value] pairs in declared
 * order, absent members left out. Order matters: fields are stored in it.
 */
export function declarationBytes(declaration: AffairDeclaration): Uint8Array {
  const { name, version, params, events, entities, separation, migrate } = declaration
  const actions = Object.entries(declaration.actions).map(([action, declared]) => [action, withoutNames(declared)])
  return encodeCbor(
    canonical({ name, version, params, events, entities, actions: Object.fromEntries(actions), separation, migrate }),
  )
}

/** SHA-256("gongshi/declaration/1" ‖ declaration bytes), part of the version hash. 32 bytes. */
export function declarationHash(declaration: AffairDeclaration): Uint8Array {
  return domainHash('gongshi/declaration/1', declarationBytes(declaration))
}

/** `defineAffair` gives each action its full name, so that others can call it by value; its place says the same. */
function withoutNames(action: ActionDeclaration & Partial<ActionReference>): ActionDeclaration {
  const { affair: _affair, action: _action, ...declared } = action
  return declared
}

function canonical(value: unknown): Cbor {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number')
    return value
  if (Array.isArray(value)) return ['list', ...value.map(canonical)]
  const members = Object.entries(value as { readonly [name: string]: unknown }).filter(
    ([, member]) => member !== undefined,
  )
  return members.map(([name, member]): Cbor => [name, canonical(member)])
}
