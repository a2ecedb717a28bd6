import type { AffairDeclaration } from '../declare/declaration.ts'
import { inputFields } from '../declare/input.ts'
import { KitError } from '../errors.ts'
import type { Kind } from '../kinds/kind.ts'
import { kindLimits } from '../kinds/limits.ts'
import { storedKind } from '../kinds/stored.ts'
import { sealedFields } from '../sealed/sealedRecord.ts'

/** JSON Schema 2020-12, as data. It describes what `valueFromJson` takes and `valueToJson` gives. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/**
 * The schema of an action's input, for OpenAPI, forms and the command line. `x-kind` names our kind where JSON has none.
 * @throws {KitError} declaration-unknown
 */
export function inputSchema(declaration: AffairDeclaration, action: string): JsonSchema {
  const fields = inputFields(declaration, action)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${declaration.name}.${action}`,
    ...objectSchema(fields.map(({ name, kind }) => [name, kind])),
  }
}

/**
 * The schema of a sealed record as whoever seals it fills it in: what `sealRecord` encrypts and `ctx.unseal` opens.
 * @throws {KitError} declaration-unknown
 */
export function sealedSchema(declaration: AffairDeclaration, action: string, name: string): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${declaration.name}.${action}.${name}`,
    ...objectSchema(Object.entries(sealedFields(declaration, action, name))),
  }
}

/**
 * The schema of an entity's rows as the API shows them: id, revision, status, fields (texts as hashes) and tallies.
 * @throws {KitError} declaration-unknown
 */
export function entitySchema(declaration: AffairDeclaration, entity: string): JsonSchema {
  const declared = Object.hasOwn(declaration.entities, entity) ? declaration.entities[entity] : undefined
  if (!declared) throw new KitError({ code: 'declaration-unknown', path: `entities.${entity}` })
  const tallies = Object.entries(declared.tallies ?? {}).map(([name, tally]): readonly [string, Kind] => {
    const kind = 'sum' in tally ? declaration.entities[tally.sum]?.fields[tally.of]?.kind : 'int'
    return [name, { kind: kind === 'money' ? 'money' : 'int' }]
  })
  const fields = Object.entries(declared.fields).map(([name, kind]): readonly [string, Kind] => [
    name,
    storedKind(kind),
  ])
  const all = objectSchema([...fields, ...tallies])
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${declaration.name}.${entity}`,
    ...all,
    properties: {
      id: kindSchema({ kind: 'ref', entity }),
      revision: { type: 'integer', minimum: 1 },
      status: { type: 'string', enum: declared.status },
      ...(all.properties as object),
    },
    required: ['id', 'revision', 'status', ...(all.required as readonly string[])],
  }
}

type Members = readonly (readonly [string, Kind])[]

function objectSchema(
  members: Members,
): { readonly properties: JsonSchema; readonly required: readonly string[] } & JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(members.map(([name, kind]) => [name, kindSchema(kind)])),
    required: members.filter(([, kind]) => kind.kind !== 'option').map(([name]) => name),
    additionalProperties: false,
  }
}

const integer: JsonSchema = {
  oneOf: [
    { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    { type: 'string', pattern: '^-?(0|[1-9][0-9]{0,18})$' },
  ],
}
const code: JsonSchema = { type: 'string', minLength: 1, maxLength: kindLimits.maxCodeBytes }
const scheme: JsonSchema = { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]*$', maxLength: kindLimits.maxSchemeLength }
const date: JsonSchema = { type: 'string', format: 'date' }

function kindSchema(kind: Kind): JsonSchema {
  switch (kind.kind) {
    case 'int':
      return integer
    case 'bool':
      return { type: 'boolean' }
    case 'money':
      return named('money', { currency: { type: 'string', pattern: '^[A-Z]{3}$' }, minor: integer })
    case 'organ':
      return named('organ', { scheme, id: code })
    case 'division':
      return named('division', { scheme, code, date })
    case 'rational':
      return named('rational', { numerator: integer, denominator: integer })
    case 'subject':
    case 'key':
      return { ...hex(32), 'x-kind': kind.kind }
    case 'commitment':
      return { ...hex(32), 'x-kind': 'commitment', 'x-schema': kind.schema }
    case 'bytes':
      return hex(kind.length)
    case 'text':
      return { type: 'string', maxLength: kind.max, 'x-kind': 'text' }
    case 'time':
      return { type: 'string', format: 'date-time' }
    case 'date':
      return date
    case 'workdays':
      return { type: 'integer', minimum: 0, maximum: kindLimits.maxWorkdays, 'x-kind': 'workdays' }
    case 'duration':
      return { type: 'integer', minimum: 0, maximum: kindLimits.maxDurationMs, 'x-kind': 'duration', 'x-unit': 'ms' }
    case 'code':
      return { ...code, 'x-kind': 'code', 'x-list': kind.list }
    default:
      return compositeSchema(kind)
  }
}

function compositeSchema(kind: Extract<Kind, { kind: 'oneOf' | 'ref' | 'option' | 'list' | 'record' }>): JsonSchema {
  switch (kind.kind) {
    case 'oneOf':
      return { type: 'string', enum: kind.values }
    case 'ref':
      return {
        oneOf: [hex(32), { type: 'array', minItems: 1, maxItems: 16 }],
        'x-kind': 'ref',
        'x-entity': kind.entity,
        ...(kind.affair ? { 'x-affair': kind.affair } : {}),
      }
    case 'option':
      return { anyOf: [kindSchema(kind.of), { type: 'null' }] }
    case 'list':
      return { type: 'array', maxItems: kind.max, items: kindSchema(kind.of) }
    case 'record':
      return objectSchema(Object.entries(kind.fields))
  }
}

function named(kind: string, properties: { readonly [name: string]: JsonSchema }): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false, 'x-kind': kind }
}

function hex(bytes: number): JsonSchema {
  return { type: 'string', pattern: `^[0-9a-f]{${bytes * 2}}$` }
}
