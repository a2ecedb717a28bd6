import type { Types } from '../cel/types.ts'
import type { EntityDeclaration, RowReference, TallyDeclaration } from '../declare/declaration.ts'
import type { Kind } from '../kinds/kind.ts'

/**
 * The type of a row as expressions see it: fields, tallies, `id`, `status`, `revision`. A field that every status in
 * `from` has is never empty. Refs in a foreign row name that affair's entities.
 */
export function rowType(
  types: Types,
  row: RowReference,
  { entity, entities }: RowShape,
  from: readonly string[],
): string {
  const members: Record<string, string> = {}
  for (const [name, kind] of Object.entries(entity.fields))
    members[name] = types.typeOf(ownedBy(row.affair, isAlwaysSet(entity, name, from) ? withoutOption(kind) : kind))
  for (const [name, tally] of Object.entries(entity.tallies ?? {})) members[name] = tallyType(entities, tally)
  members.id = types.typeOf({ kind: 'ref', affair: row.affair, entity: row.entity })
  members.status = types.typeOf({ kind: 'oneOf', values: entity.status })
  members.revision = 'int'
  return types.members(`a row of ${row.entity}`, members)
}

/** An entity among the entities of its affair: a sum has the kind of the children's field. */
type RowShape = {
  readonly entity: EntityDeclaration
  readonly entities: { readonly [name: string]: EntityDeclaration }
}

function tallyType(entities: RowShape['entities'], tally: TallyDeclaration): string {
  return 'sum' in tally && entities[tally.sum]?.fields[tally.of]?.kind === 'money' ? 'money' : 'int'
}

export function isAlwaysSet(entity: EntityDeclaration, field: string, from: readonly string[]): boolean {
  return from.length > 0 && from.every((status) => entity.has?.[status]?.includes(field))
}

export function withoutOption(kind: Kind): Kind {
  return kind.kind === 'option' ? kind.of : kind
}

/** A ref without an affair means the affair that declares it: say so when another one reads it. */
export function ownedBy(affair: string, kind: Kind): Kind {
  switch (kind.kind) {
    case 'ref':
      return { affair, ...kind }
    case 'option':
    case 'list':
      return { ...kind, of: ownedBy(affair, kind.of) }
    case 'record':
      return {
        kind: 'record',
        fields: Object.fromEntries(Object.entries(kind.fields).map(([name, of]) => [name, ownedBy(affair, of)])),
      }
    default:
      return kind
  }
}
