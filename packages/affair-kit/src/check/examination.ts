import type { AffairDeclaration, EntityDeclaration, RowReference } from '../declare/declaration.ts'
import type { Fault, FaultCode } from './fault.ts'
import { nearest } from './nearest.ts'

/** One affair under examination: what it says, what it may refer to, and everything found wrong so far. */
export class Examination {
  readonly declaration: AffairDeclaration
  readonly faults: Fault[] = []
  readonly #imports: ReadonlyMap<string, AffairDeclaration>

  constructor(declaration: AffairDeclaration, imports: readonly AffairDeclaration[]) {
    this.declaration = declaration
    this.#imports = new Map(imports.map((affair) => [affair.name, affair]))
  }

  fault(code: FaultCode, path: string, message: string, meant?: string): void {
    this.faults.push({ code, path, message, ...(meant === undefined ? {} : { meant }) })
  }

  /** False, with a fault, unless `name` is one of `known`. */
  known(code: FaultCode, path: string, what: string, name: string, known: readonly string[]): boolean {
    if (known.includes(name)) return true
    this.fault(code, path, `there is no ${what} "${name}"`, nearest(name, known))
    return false
  }

  /** An affair by name: this one, or an imported one. Absent: a fault, once for each place that needs it. */
  affair(name: string, path: string): AffairDeclaration | undefined {
    if (name === this.declaration.name) return this.declaration
    const found = this.#imports.get(name)
    if (!found)
      this.fault('import', path, `affair "${name}" is not among the imports`, nearest(name, this.#imports.keys()))
    return found
  }

  entity({ affair, entity }: RowReference, path: string): EntityDeclaration | undefined {
    const owner = this.affair(affair, path)
    if (!owner || !this.known('missing', path, 'entity', entity, Object.keys(owner.entities))) return undefined
    return owner.entities[entity]
  }
}
