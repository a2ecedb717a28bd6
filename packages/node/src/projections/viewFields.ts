import type { AffairDeclaration, Kind } from '@gongshi/affair-kit'

/** A field by which rows are filtered and sorted. */
export type ViewField = { readonly name: string; readonly kind: Kind }

/** Where every row stands, whatever its fields: what lists without a filter walk along. */
export const everyRow = ''

const statusKind = (values: readonly string[]): Kind => ({ kind: 'oneOf', values })

/** What rows of an entity are found by: their status, the fields that the declaration indexes, and their organ. */
export function viewFields(declaration: AffairDeclaration, entity: string): readonly ViewField[] {
  const declared = Object.hasOwn(declaration.entities, entity) ? declaration.entities[entity] : undefined
  if (declared === undefined) return []
  const names = new Set(declared.index ?? [])
  const organ = declared.fields.organ
  if (organ !== undefined && (organ.kind === 'option' ? organ.of : organ).kind === 'organ') names.add('organ')
  const fields = [...names].map((name) => ({ name, kind: declared.fields[name]! }))
  return [{ name: 'status', kind: statusKind(declared.status) }, ...fields]
}

/** Every scope of an affair's declaration: entity by entity, every row and then each field. */
export function viewScopes(declaration: AffairDeclaration): { readonly entity: string; readonly field: string }[] {
  return Object.keys(declaration.entities).flatMap((entity) =>
    [everyRow, ...viewFields(declaration, entity).map(({ name }) => name)].map((field) => ({ entity, field })),
  )
}
