import type { AffairDeclaration } from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'

/** Version of each affair, and the names of each entity's fields and tallies in the order in which the state holds them. */
export type RowFields = {
  readonly [affair: string]: {
    readonly version: number
    readonly entities: { readonly [entity: string]: readonly string[] }
  }
}

/** What has to be known of the affairs to gather an act's grounds: how to read the rows, and the names of each affair's figures. */
export type GroundSources = {
  readonly fields: RowFields
  readonly figures: { readonly [affair: string]: readonly string[] }
}

export function groundSources(declarations: readonly AffairDeclaration[]): GroundSources {
  const figures = declarations.map(({ name, params }) => [name, Object.keys(params ?? {})])
  return { fields: groundFields(declarations), figures: Object.fromEntries(figures) }
}

/** A row as the state holds it: values are CBOR, ids of rows among them. */
export type ProvenRow = { readonly status: string; readonly fields: { readonly [name: string]: Cbor } }

/** Of the affairs in which the authority of acts is recorded. */
export function groundFields(declarations: readonly AffairDeclaration[]): RowFields {
  const wanted: Readonly<Record<string, readonly string[]>> = {
    organisations: ['key', 'appointment', 'delegation', 'office'],
    governance: ['proposal', 'vote'],
  }
  const of = ({ name, version, entities }: AffairDeclaration) => {
    const named = wanted[name]!.map((entity) => {
      const { fields = {}, tallies = {} } = entities[entity] ?? {}
      return [entity, [...Object.keys(fields), ...Object.keys(tallies)]]
    })
    return [name, { version, entities: Object.fromEntries(named) }]
  }
  return Object.fromEntries(declarations.filter(({ name }) => Object.hasOwn(wanted, name)).map(of))
}

/** Null for a value that is no row of the entity in the version that the caller knows. */
export function readProvenRow(known: RowFields, affair: string, entity: string, value: Cbor): ProvenRow | null {
  const declared = Object.hasOwn(known, affair) ? known[affair]! : undefined
  const names = declared?.entities[entity]
  if (declared === undefined || names === undefined || !Array.isArray(value)) return null
  const [head, status, ...values] = value as readonly Cbor[]
  const version = Array.isArray(head) ? head[1] : 1
  if (version !== declared.version || typeof status !== 'string' || values.length !== names.length) return null
  return { status, fields: Object.fromEntries(names.map((name, at) => [name, values[at]!])) }
}
