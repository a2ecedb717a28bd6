import { type Json, KitError } from '@gongshi/affair-kit'

/** A row as a view gives it: its status, and its fields in JSON form with public texts in place of their hashes. */
export type Row = { readonly status: string; readonly fields: { readonly [field: string]: Json } }

export type OrganId = { readonly scheme: string; readonly id: string }
export type Place = { readonly scheme: string; readonly code: string; readonly date: string }

/** One text for an identifier: no scheme has a slash. */
export function organKey({ scheme, id }: OrganId): string {
  return `${scheme}/${id}`
}

/** A day within [from, until); texts of ISO dates order as the days do. */
export function covers(
  { from, until }: { readonly from: string; readonly until: string | null },
  day: string,
): boolean {
  return from <= day && (until === null || day < until)
}

/** Reads one row's fields; rows may come from a node that nobody vouches for. @throws {KitError} value-kind */
export class FieldReader {
  readonly #fields: Row['fields']

  constructor({ fields }: Row) {
    this.#fields = fields
  }

  text(name: string): string {
    return this.#is(name, this.#fields[name], 'text')
  }

  optionalText(name: string): string | null {
    const value = this.#fields[name] ?? null
    return value === null ? null : this.#is(name, value, 'text')
  }

  integer(name: string): number {
    const value = this.#fields[name]
    return Number.isSafeInteger(value) ? (value as number) : wrong(name, 'an integer')
  }

  organ(name: string): OrganId {
    const { scheme, id } = this.#members(name)
    return { scheme: this.#is(name, scheme, 'text'), id: this.#is(name, id, 'text') }
  }

  place(name: string): Place {
    const { scheme, code, date } = this.#members(name)
    const text = (value: Json | undefined) => this.#is(name, value, 'text')
    return { scheme: text(scheme), code: text(code), date: text(date) }
  }

  /** A reference to a row of organ: [[scheme, id]]. */
  organRef(name: string): OrganId {
    const [pair] = list(this.#fields[name], name)
    const [scheme, id] = list(pair, name)
    return { scheme: this.#is(name, scheme, 'text'), id: this.#is(name, id, 'text') }
  }

  optionalOrganRef(name: string): OrganId | null {
    return (this.#fields[name] ?? null) === null ? null : this.organRef(name)
  }

  #is(name: string, value: Json | undefined, expected: string): string {
    return typeof value === 'string' ? value : wrong(name, expected)
  }

  #members(name: string): { readonly [member: string]: Json } {
    const value = this.#fields[name] ?? null
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return wrong(name, 'an object')
    return value as { readonly [member: string]: Json }
  }
}

function list(value: Json | undefined, name: string): readonly Json[] {
  return Array.isArray(value) ? value : wrong(name, 'a row id')
}

function wrong(path: string, expected: string): never {
  throw new KitError({ code: 'value-kind', path, expected })
}
