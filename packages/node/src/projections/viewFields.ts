import type { AffairDeclaration, Kind } from '@gongshi/affair-kit'

/** A field by which rows are filtered and sorted. */
export type ViewField = { readonly name: string; readonly kind: Kind }

/** Where every row stands, whatever its fields: what lists without a filter walk along. */
export const everyRow = ''

/** Contents of these schemas are made to be read by everybody; what another one holds is not looked into. */
const publicSchemas: ReadonlySet<string> = new Set([
  'publication',
  'ocds-release',
  'procurement-notice',
  'enquiry',
  'enquiry-answer',
])

const statusKind = (values: readonly string[]): Kind => ({ kind: 'oneOf', values })

/** What rows of an entity are found by: their status, the fields that the declaration indexes, their organ, the contents they name. */
export function viewFields(declaration: AffairDeclaration, entity: string): readonly ViewField[] {
  const declared = Object.hasOwn(declaration.entities, entity) ? declaration.entities[entity] : undefined
  if (declared === undefined) return []
  const names = new Set(declared.index ?? [])
  for (const [name, kind] of Object.entries(declared.fields)) {
    const given = withoutOption(kind)
    if (given.kind === 'commitment' || (name === 'organ' && given.kind === 'organ')) names.add(name)
  }
  const fields = [...names].map((name) => ({ name, kind: declared.fields[name]! }))
  return [{ name: 'status', kind: statusKind(declared.status) }, ...fields]
}

/** Fields of an entity that name a document for everybody to read. */
export function documentFields(declaration: AffairDeclaration, entity: string): readonly ViewField[] {
  return viewFields(declaration, entity).filter(({ kind }) => {
    const given = withoutOption(kind)
    return given.kind === 'commitment' && publicSchemas.has(given.schema)
  })
}

function withoutOption(kind: Kind): Kind {
  return kind.kind === 'option' ? kind.of : kind
}

/** Every scope of an affair's declaration: entity by entity, every row and then each field. */
export function viewScopes(declaration: AffairDeclaration): { readonly entity: string; readonly field: string }[] {
  return Object.keys(declaration.entities).flatMap((entity) =>
    [everyRow, ...viewFields(declaration, entity).map(({ name }) => name)].map((field) => ({ entity, field })),
  )
}
