import type { ActionDeclaration, EntityDeclaration, NamedKind, RowReference } from '../declare/declaration.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Examination } from './examination.ts'
import { rowType } from './rows.ts'
import { ExpressionScope } from './scope.ts'

/**
 * What the expressions of one action may speak of, growing as its story goes on. Each list holds the names in reach at
 * that point: `beforeSigners` < `beforeCalls` < `afterCalls`.
 */
export class ActionScope extends ExpressionScope {
  readonly examination: Examination
  readonly beforeSigners: string[] = ['now']
  readonly signers: Record<string, string> = {}
  readonly calls: Record<string, string> = {}
  readonly own: RowReference | undefined
  readonly ownEntity: EntityDeclaration | undefined
  /** Under `each` names: only in reach of that clause's own expressions. */
  readonly eachNames: string[] = []

  constructor(examination: Examination, action: ActionDeclaration, input: readonly NamedKind[]) {
    super(examination)
    this.examination = examination
    const { name, entities, params } = examination.declaration
    this.types.declare('now', 'time')
    if (Object.keys(params).length > 0) this.#members('param', 'the parameters', Object.entries(params))
    const given = input.filter(({ name: member }) => member !== action.on)
    if (given.length > 0 && action.at === undefined)
      this.#members(
        'input',
        'the input',
        given.map((field) => [field.name, field.kind] as const),
      )
    const own = action.on ?? action.creates
    if (own === undefined) return
    this.own = { affair: name, entity: own }
    this.ownEntity = entities[own]!
    if (action.on !== undefined) {
      this.declareRow(own, this.own, this.ownEntity, action.from ?? [])
      this.beforeSigners.push(own)
    }
  }

  get beforeCalls(): readonly string[] {
    return Object.keys(this.signers).length > 0 ? [...this.beforeSigners, 'signer'] : this.beforeSigners
  }

  get afterCalls(): readonly string[] {
    return Object.keys(this.calls).length > 0 ? [...this.beforeCalls, 'call'] : this.beforeCalls
  }

  declareRow(name: string, row: RowReference, entity: EntityDeclaration, from: readonly string[]): void {
    const entities = this.examination.affair(row.affair, name)!.entities
    this.types.declare(name, rowType(this.types, row, { entity, entities }, from))
  }

  /** The row that the action creates: until it is there, only its id is known. */
  declareCreated(name: string): void {
    const id = this.types.typeOf({ kind: 'ref', affair: this.own!.affair, entity: name })
    this.types.declare(name, this.types.members(`the new ${name}`, { id }))
  }

  #members(name: string, description: string, fields: readonly (readonly [string, Kind])[]): void {
    const types = Object.fromEntries(fields.map(([field, kind]) => [field, this.types.typeOf(kind)]))
    this.types.declare(name, this.types.members(description, types))
    this.beforeSigners.push(name)
  }
}
