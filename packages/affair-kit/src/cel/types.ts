import type { Environment } from '@marcbachmann/cel-js'
import type { Kind } from '../kinds/kind.ts'
import { neverRun, newLanguage } from './language.ts'

/**
 * The names and types in reach of some expressions: every kind as a type of its own, so that a subject never equals a
 * division, and what may be empty is another type than what may not.
 */
export class Types {
  readonly language: Environment = newLanguage()
  readonly #byKind = new Map<string, string>()
  readonly #fields = new Map<string, readonly string[]>()
  readonly #words = new Map<string, readonly string[]>()
  readonly #described = new Map<string, string>()
  readonly #variables: string[] = []
  readonly #affair: string

  constructor(affair: string) {
    this.#affair = affair
    for (const [type, fields] of [
      ['money', ['currency', 'minor']],
      ['organ', ['scheme', 'id']],
      ['division', ['scheme', 'code', 'date']],
    ] as const)
      this.#fields.set(type, fields)
  }

  get variables(): readonly string[] {
    return this.#variables
  }

  /** `type` is what `typeOf` or `members` returned. */
  declare(variable: string, type: string): void {
    this.#variables.push(variable)
    this.language.registerVariable(variable, type)
  }

  /** A type with these members, of types given by `typeOf` or `members`. */
  members(description: string, fields: { readonly [name: string]: string }): string {
    const type = `m.${this.#fields.size}`
    this.#registerType(type, fields)
    this.#fields.set(type, Object.keys(fields))
    this.#described.set(type, description)
    return type
  }

  fieldsOf(type: string): readonly string[] {
    return this.#fields.get(type) ?? []
  }

  /** The words of a oneOf, also of one that may be empty. */
  wordsOf(type: string): readonly string[] | undefined {
    return this.#words.get(type)
  }

  describe(type: string): string {
    const list = /^list<(.+)>$/.exec(type)
    if (list) return `a list of ${this.describe(list[1]!)}`
    return this.#described.get(type) ?? (type === 'null' ? 'nothing' : type)
  }

  typeOf(kind: Kind): string {
    if (kind.kind === 'list') return `list<${this.typeOf(kind.of)}>`
    const identity = JSON.stringify(this.#identity(kind))
    const known = this.#byKind.get(identity)
    if (known !== undefined) return known
    const type = this.#register(kind)
    this.#byKind.set(identity, type)
    return type
  }

  #register(kind: Kind): string {
    switch (kind.kind) {
      case 'option':
        return this.#registerOption(kind.of)
      case 'record':
        return this.members(
          'a record',
          Object.fromEntries(Object.entries(kind.fields).map(([name, of]) => [name, this.typeOf(of)])),
        )
      case 'oneOf':
        return this.#registerText(`one of ${kind.values.join(', ')}`, kind.values)
      case 'code':
        return this.#registerText(`a code of ${kind.list}`)
      case 'commitment':
        return this.#registerOpaque(`a commitment to ${kind.schema}`)
      case 'bytes':
        return this.#registerOpaque(`${kind.length} bytes`)
      case 'ref':
        return this.#registerOpaque(
          `the id of ${kind.affair && kind.affair !== this.#affair ? `${kind.affair}.` : ''}${kind.entity}`,
        )
      default:
        return kind.kind
    }
  }

  /** PERF: given a constructor the library makes no class of its own for the type, which took a third of an examination. */
  #registerType(type: string, fields: { readonly [name: string]: string }): Environment {
    return this.language.registerType(type, { fields: { ...fields }, ctor: () => neverRun() })
  }

  #registerOpaque(description: string): string {
    const type = `k.${this.#described.size}`
    this.#registerType(type, {}).registerOperator(`${type} == ${type}`, neverRun)
    this.#described.set(type, description)
    return type
  }

  #registerText(description: string, words?: readonly string[]): string {
    const type = this.#registerOpaque(description)
    this.language.registerOperator(`${type} == string`, neverRun)
    this.language.registerOperator(`${type} in list<string>: bool`, neverRun)
    this.language.registerOperator(`string in list<${type}>: bool`, neverRun)
    if (words) this.#words.set(type, words)
    return type
  }

  #registerOption(of: Kind): string {
    const inner = this.typeOf(of)
    const type = `o.${this.#described.size}`
    this.#registerType(type, {})
    for (const other of ['null', inner, type]) this.language.registerOperator(`${type} == ${other}`, neverRun)
    if (of.kind === 'oneOf' || of.kind === 'code') this.language.registerOperator(`${type} == string`, neverRun)
    this.language.registerFunction(`orElse(${type}, ${inner}): ${inner}`, neverRun)
    this.language.registerFunction(`when(bool, ${inner}): ${type}`, neverRun)
    this.#described.set(type, `${this.describe(inner)}, or nothing`)
    const words = this.#words.get(inner)
    if (words) this.#words.set(type, words)
    return type
  }

  /** What makes two kinds the same type: a `basis` or a text's length does not, an affair's own name does. */
  #identity(kind: Kind): unknown {
    switch (kind.kind) {
      case 'option':
        return ['option', this.#identity(kind.of)]
      case 'list':
        return ['list', this.#identity(kind.of)]
      case 'record':
        return ['record', Object.entries(kind.fields).map(([name, of]) => [name, this.#identity(of)])]
      case 'oneOf':
        return ['oneOf', kind.values]
      case 'code':
        return ['code', kind.list]
      case 'commitment':
        return ['commitment', kind.schema]
      case 'bytes':
        return ['bytes', kind.length]
      case 'ref':
        return ['ref', kind.affair ?? this.#affair, kind.entity]
      default:
        return kind.kind
    }
  }
}
