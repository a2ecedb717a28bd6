import { type Cbor, domainHash, utf8 } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { encodeValue } from '../kinds/codec.ts'
import type { Kind } from '../kinds/kind.ts'
import { storedKind } from '../kinds/stored.ts'
import type { EntityProgram, Program } from '../program.ts'
import { defaultDivision, defaultOrgan, subject } from './benchWorld.ts'

export type Programs = { readonly [affair: string]: Program }

/** The one person of a matrix: every subject is this one, so that whoever is asked to sign can. */
export const samplePerson = subject('sample')

/**
 * A value of a kind, always the same one: what a matrix fills rows and inputs with. Options are empty, lists have one
 * item; refs lead to the sample row of their entity.
 */
export function sampleValue(programs: Programs, affair: string, kind: Kind, now: number): Value {
  const of = (part: Kind) => sampleValue(programs, affair, part, now)
  switch (kind.kind) {
    case 'option':
      return null
    case 'list':
      return [of(kind.of)]
    case 'record':
      return Object.fromEntries(Object.entries(kind.fields).map(([name, field]) => [name, of(field)]))
    case 'ref':
      return sampleId(programs, kind.affair ?? affair, kind.entity) as Value
    case 'oneOf':
      return kind.values[0]!
    case 'bytes':
      return new Uint8Array(kind.length).fill(1)
    default:
      return scalars(now)[kind.kind]
  }
}

function scalars(now: number): {
  readonly [kind in Exclude<Kind['kind'], 'option' | 'list' | 'record' | 'ref' | 'oneOf' | 'bytes'>]: Value
} {
  return {
    int: 1n,
    bool: false,
    money: { currency: 'CNY', minor: 100n },
    subject: samplePerson,
    organ: defaultOrgan,
    division: defaultDivision,
    key: subject('sample key'),
    time: now + 86_400_000,
    date: '2020-01-02',
    workdays: 5,
    duration: 86_400_000,
    rational: { numerator: 1n, denominator: 2n },
    code: 'sample',
    commitment: subject('sample content'),
    text: 'sample',
  }
}

/** The id of an entity's sample row. */
export function sampleId(programs: Programs, affair: string, entity: string): Cbor {
  const program = programs[affair]?.entities[entity]
  if (program === undefined || program.key === null)
    return domainHash('gongshi/bench-row/1', utf8(`${affair}/${entity}`))
  return program.key.map((index) => {
    const { kind, name } = program.fields[index]!
    return encodeValue(storedKind(kind), sampleValue(programs, affair, storedKind(kind), 0), name)
  })
}

/** An entity's sample row in a status: what the status requires is set, and what the test gives. */
export function sampleFields(
  programs: Programs,
  affair: string,
  entity: EntityProgram,
  status: string,
  now: number,
  given: { readonly [name: string]: Value } = {},
): { readonly [name: string]: Value } {
  const required = entity.has[status] ?? []
  return Object.fromEntries(
    entity.fields.map(({ name, kind }) => {
      const stored = storedKind(kind)
      const inner = stored.kind === 'option' && required.includes(name) ? stored.of : stored
      return [name, Object.hasOwn(given, name) ? given[name]! : sampleValue(programs, affair, inner, now)]
    }),
  )
}

/** Ed25519's base point: a key whose secret anybody knows. */
export const sampleKeyPoint = { suite: 'ed25519', x: new Uint8Array(32).fill(0x66).with(0, 0x58), y: null }
