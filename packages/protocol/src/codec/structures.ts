import type { Json } from '../comet/json.ts'
import { type Codec, CodecFault, type Decoded, expect } from './codec.ts'

type Fields = { readonly [name: string]: Codec<unknown> }
type RecordOf<F extends Fields> = { readonly [Name in keyof F]: Decoded<F[Name]> }
type ChoiceOf<Options extends { readonly [kind: string]: Fields }> = {
  [Kind in keyof Options]: { readonly kind: Kind } & RecordOf<Options[Kind]>
}[keyof Options]

/** An array of the fields in their order; in JSON an object with exactly these names. */
export function record<F extends Fields>(fields: F): Codec<RecordOf<F>> {
  const names = Object.keys(fields)
  return {
    toCbor: (value) => names.map((name) => fields[name]!.toCbor(value[name])),
    read(reader, at) {
      expect(null, reader.array() === names.length, at)
      return Object.fromEntries(names.map((name) => [name, fields[name]!.read(reader, `${at}.${name}`)])) as RecordOf<F>
    },
    toJson: (value) => Object.fromEntries(names.map((name) => [name, fields[name]!.toJson(value[name])])),
    fromJson(json, at) {
      const given = objectOf(json, at)
      expect(
        null,
        Object.keys(given).every((name) => Object.hasOwn(fields, name)),
        at,
      )
      return Object.fromEntries(
        names.map((name) => [name, fields[name]!.fromJson(given[name], `${at}.${name}`)]),
      ) as RecordOf<F>
    },
  }
}

/** One of several records: the array begins with the kind's name, which JSON gives as `kind`. */
export function choice<Options extends { readonly [kind: string]: Fields }>(
  options: Options,
): Codec<ChoiceOf<Options>> {
  const fieldsOf = (kind: unknown, at: string): [string, Codec<unknown>][] => {
    if (typeof kind !== 'string' || !Object.hasOwn(options, kind)) throw new CodecFault(at)
    return Object.entries(options[kind]!)
  }
  const made = (kind: string, entries: [string, unknown][]) =>
    ({ kind, ...Object.fromEntries(entries) }) as ChoiceOf<Options>
  const fieldOf = (value: ChoiceOf<Options>, name: string) => (value as Record<string, unknown>)[name]
  return {
    toCbor: (value) => [
      value.kind as string,
      ...fieldsOf(value.kind, '').map(([name, field]) => field.toCbor(fieldOf(value, name))),
    ],
    read(reader, at) {
      const count = reader.array()
      const kind = reader.text()
      const fields = fieldsOf(kind, at)
      expect(null, count === fields.length + 1, at)
      return made(
        kind,
        fields.map(([name, field]) => [name, field.read(reader, `${at}.${name}`)]),
      )
    },
    toJson: (value) => ({
      kind: value.kind as string,
      ...Object.fromEntries(
        fieldsOf(value.kind, '').map(([name, field]) => [name, field.toJson(fieldOf(value, name))]),
      ),
    }),
    fromJson(json, at) {
      const { kind, ...given } = objectOf(json, at)
      const fields = fieldsOf(kind, at)
      expect(null, Object.keys(given).length === fields.length, at)
      return made(
        kind as string,
        fields.map(([name, field]) => [name, field.fromJson(given[name], `${at}.${name}`)]),
      )
    },
  }
}

export function list<T>(item: Codec<T>, maxItems: number): Codec<readonly T[]> {
  return {
    toCbor: (value) => value.map((each) => item.toCbor(each)),
    read(reader, at) {
      const count = reader.array()
      expect(null, count <= maxItems, at)
      const items: T[] = []
      for (let index = 0; index < count; index++) items.push(item.read(reader, `${at}[${index}]`))
      return items
    },
    toJson: (value) => value.map((each) => item.toJson(each)),
    fromJson(json, at) {
      if (!Array.isArray(json) || json.length > maxItems) throw new CodecFault(at)
      return (json as readonly Json[]).map((each, index) => item.fromJson(each, `${at}[${index}]`))
    },
  }
}

const nullByte = Uint8Array.of(0xf6)

export function nullable<T>(item: Codec<T>): Codec<T | null> {
  return {
    toCbor: (value) => (value === null ? null : item.toCbor(value)),
    read: (reader, at) => (reader.skipLiteral(nullByte) ? null : item.read(reader, at)),
    toJson: (value) => (value === null ? null : item.toJson(value)),
    fromJson: (json, at) => (json === null ? null : item.fromJson(json, at)),
  }
}

function objectOf(json: Json | undefined, at: string): Readonly<Record<string, Json>> {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new CodecFault(at)
  return json as Readonly<Record<string, Json>>
}
