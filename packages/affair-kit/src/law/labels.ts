import type { AffairDeclaration } from '../declare/declaration.ts'
import type { AffairTexts } from '../texts/texts.ts'

export type Language = 'zh' | 'en'

/** An affair's words in one language; where a text is missing, the name in the declaration stands in. */
export class Labels {
  readonly declaration: AffairDeclaration
  readonly language: Language
  readonly #texts: AffairTexts

  constructor(declaration: AffairDeclaration, texts: AffairTexts, language: Language) {
    this.declaration = declaration
    this.language = language
    this.#texts = texts
  }

  get affair(): string {
    return this.#texts.name
  }

  entity(entity: string): string {
    return this.#texts.entities[entity]?.name ?? entity
  }

  field(entity: string, field: string): string {
    const texts = this.#texts.entities[entity]
    return texts?.fields[field] ?? texts?.tallies?.[field] ?? field
  }

  status(entity: string, status: string): string {
    return this.#texts.entities[entity]?.status[status] ?? status
  }

  invariant(entity: string, meaning: string): string {
    return clause(this.#texts.entities[entity]?.invariants?.[meaning] ?? meaning)
  }

  action(action: string): string {
    return this.#texts.actions[action]?.name ?? action
  }

  refusal(action: string, code: string): string {
    return clause(this.#texts.actions[action]?.refuse?.[code] ?? code)
  }

  /** What the action's program decides; its name where nobody has said. */
  computes(action: string): string {
    return this.#texts.actions[action]?.computes ?? action
  }

  role(role: string): string {
    return this.#texts.roles?.[role] ?? role
  }

  signer(action: string, name: string): string {
    return this.#texts.actions[action]?.signers?.[name] ?? name
  }

  input(action: string, name: string): string {
    const declared = this.declaration.actions[action]
    const own = declared?.on ?? declared?.creates
    const given = this.#texts.actions[action]?.input?.[name]
    return given ?? (own === undefined ? name : this.field(own, name))
  }

  /** A sealed record that an action opens, and its fields. */
  unsealed(action: string, name: string): { readonly name: string; readonly fields: readonly string[] } {
    const texts = this.#texts.actions[action]?.unseals?.[name]
    const fields = Object.keys(this.declaration.actions[action]?.unseals?.[name] ?? {})
    return { name: texts?.name ?? name, fields: fields.map((field) => texts?.fields[field] ?? field) }
  }

  /** A word of a `oneOf`. */
  word(value: string): string {
    return this.#texts.words?.[value] ?? value
  }

  param(name: string): string {
    return this.#texts.params?.[name] ?? name
  }

  /**
   * A path such as `unit.holder` in words: "the holder of the unit". Null for what is more than a path, which is then
   * shown as it is written.
   */
  path(action: string, expression: string): string | null {
    const match = /^([A-Za-z]\w*)\.([A-Za-z]\w*)$/.exec(expression)
    if (match === null) return null
    const [root, member] = [match[1]!, match[2]!]
    if (root === 'input') return this.input(action, member)
    if (root === 'param') return this.param(member)
    const entity = this.#entityOf(action, root)
    if (entity === null) return null
    const [whole, part] = [this.entity(entity), this.field(entity, member)]
    return this.language === 'zh' ? `${whole}的${part}` : `the ${part} of the ${whole}`
  }

  #entityOf(action: string, name: string): string | null {
    if (Object.hasOwn(this.declaration.entities, name)) return name
    const clause = this.declaration.actions[action]?.with?.[name]
    if (clause === undefined || !('one' in clause)) return null
    return typeof clause.one === 'string' ? clause.one : null
  }
}

/** A text that is a sentence of its own, as part of a longer one. */
function clause(text: string): string {
  return text.replace(/[。.]$/, '')
}
