import { createHash } from 'node:crypto'
import { type AffairDeclaration, declarationHash, type Kind, storedKind } from '@gongshi/affair-kit'
import { toHex } from '@gongshi/protocol'
import type { ScopeRow } from './tables.ts'
import { documentFields, type ViewField, viewFields, viewScopes } from './viewFields.ts'

/** How rows are made beside what the declarations say; another one makes every generation anew. */
const projectionVersion = 6

export type StoredField = { readonly name: string; readonly kind: Kind; readonly stored: Kind }

/** Declarations as the threads of the projections need them. */
export class Declarations {
  readonly #all: readonly AffairDeclaration[]
  readonly #byVersion = new Map<string, AffairDeclaration>()
  readonly #latest = new Map<string, AffairDeclaration>()
  readonly #stored = new Map<string, readonly StoredField[]>()
  readonly #fields = new Map<string, readonly ViewField[]>()
  readonly #documents = new Map<string, readonly ViewField[]>()

  constructor(all: readonly AffairDeclaration[]) {
    this.#all = [...all].sort((left, right) =>
      left.name < right.name ? -1 : left.name > right.name ? 1 : left.version - right.version,
    )
    for (const declaration of this.#all) {
      this.#byVersion.set(`${declaration.name}/${declaration.version}`, declaration)
      this.#latest.set(declaration.name, declaration)
    }
  }

  find(affair: string, version?: number): AffairDeclaration | undefined {
    return version === undefined ? this.#latest.get(affair) : this.#byVersion.get(`${affair}/${version}`)
  }

  /** Fields of a row that a version wrote, in their stored order. */
  storedFields(affair: string, version: number, entity: string): readonly StoredField[] | undefined {
    const name = `${affair}/${version}/${entity}`
    const known = this.#stored.get(name)
    if (known !== undefined) return known
    const declared = this.find(affair, version)?.entities[entity]
    if (declared === undefined) return undefined
    const fields = Object.entries(declared.fields).map(([field, kind]) => ({
      name: field,
      kind,
      stored: storedKind(kind),
    }))
    this.#stored.set(name, fields)
    return fields
  }

  /** By the last version that this program has, whichever wrote the row. */
  viewFields(affair: string, entity: string): readonly ViewField[] {
    const name = `${affair}/${entity}`
    let fields = this.#fields.get(name)
    if (fields === undefined) {
      const declaration = this.find(affair)
      fields = declaration === undefined ? [] : viewFields(declaration, entity)
      this.#fields.set(name, fields)
    }
    return fields
  }

  /** By the last version that this program has. */
  documentFields(affair: string, entity: string): readonly ViewField[] {
    const name = `${affair}/${entity}`
    let fields = this.#documents.get(name)
    if (fields === undefined) {
      const declaration = this.find(affair)
      fields = declaration === undefined ? [] : documentFields(declaration, entity)
      this.#documents.set(name, fields)
    }
    return fields
  }

  /** Of the fields that name documents. */
  documentScopes(scopes: Scopes): number[] {
    return this.scopes().flatMap(({ affair, entity, field }) => {
      const isDocument = this.documentFields(affair, entity).some(({ name }) => name === field)
      const scope = isDocument ? scopes.find(affair, entity, field) : undefined
      return scope === undefined ? [] : [scope]
    })
  }

  scopes(): ScopeRow[] {
    return [...this.#latest.values()]
      .flatMap((declaration) => viewScopes(declaration).map((scope) => ({ affair: declaration.name, ...scope })))
      .map((scope, at) => ({ scope: at + 1, ...scope }))
  }

  /** Of everything by which rows are made of entries; where words are cut, the ICU of this Node.js decides. */
  shape(): string {
    const hash = createHash('sha256')
    for (const declaration of this.#all) hash.update(toHex(declarationHash(declaration)))
    return hash.update(`${projectionVersion}/${process.versions.icu}`).digest('hex').slice(0, 32)
  }
}

/** A scope's number by what it means, as a generation has written it down. */
export class Scopes {
  readonly #numbers: ReadonlyMap<string, number>

  constructor(rows: readonly ScopeRow[]) {
    this.#numbers = new Map(rows.map(({ scope, affair, entity, field }) => [`${affair}/${entity}/${field}`, scope]))
  }

  find(affair: string, entity: string, field: string): number | undefined {
    return this.#numbers.get(`${affair}/${entity}/${field}`)
  }
}
