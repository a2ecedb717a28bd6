import { toHex } from '@gongshi/protocol'
import type { AffairDeclaration } from '../declare/declaration.ts'
import { KitError } from '../errors.ts'
import type { Program } from '../program.ts'
import { declarationHash } from '../schema/canonical.ts'
import { examineAction } from './actions.ts'
import { checkClause } from './clause.ts'
import { checkCycles } from './cycles.ts'
import { examineEntity } from './entities.ts'
import { Examination } from './examination.ts'
import type { Fault } from './fault.ts'
import { checkFields, checkNoText } from './kinds.ts'
import { examineMigration } from './migration.ts'
import { checkName } from './names.ts'
import { examineSeparation } from './separation.ts'

export { type Fault, type FaultCode, formatFaults } from './fault.ts'

/** The declarations that this one calls, or whose rows it reads. */
export type CheckOptions = { readonly imports?: readonly AffairDeclaration[]; readonly previous?: AffairDeclaration }

/** Everything that is wrong with an affair, at once; empty: it can be compiled. */
export function checkAffair(declaration: AffairDeclaration, options: CheckOptions = {}): readonly Fault[] {
  return examine(declaration, options).faults
}

/**
 * The program that the run time executes: expressions parsed and type-checked, everything in declared order.
 * @throws {KitError} declaration-faults; `checkAffair` says which
 */
export function compileAffair(declaration: AffairDeclaration, options: CheckOptions = {}): Program {
  const { faults, program } = examine(declaration, options)
  if (faults.length > 0)
    throw new KitError({ code: 'declaration-faults', affair: declaration.name, count: faults.length })
  return program
}

function examine(
  declaration: AffairDeclaration,
  options: CheckOptions,
): { faults: readonly Fault[]; program: Program } {
  const examination = new Examination(declaration, options.imports ?? [])
  checkHead(examination)
  checkCycles(examination, options.imports ?? [])
  const entities = Object.entries(declaration.entities).map(
    ([name, entity]) => [name, examineEntity(examination, name, entity)] as const,
  )
  const actions = Object.entries(declaration.actions).flatMap(([name, action]) => {
    const program = examineAction(examination, name, action)
    return program ? [[name, program] as const] : []
  })
  const separation = examineSeparation(examination)
  const migrate = examineMigration(examination, options.previous)
  const events = Object.entries(declaration.events).map(([name, fields]) => [name, namedKinds(fields)] as const)
  const program: Program = {
    affair: declaration.name,
    version: declaration.version,
    hash: toHex(declarationHash(declaration)),
    params: namedKinds(declaration.params),
    events: Object.fromEntries(events),
    entities: Object.fromEntries(entities),
    actions: Object.fromEntries(actions),
    ...(separation ? { separation } : {}),
    ...(migrate ? { migrate } : {}),
  }
  return { faults: examination.faults, program }
}

function checkHead(examination: Examination): void {
  const { name, version, params, events } = examination.declaration
  checkName(examination, name, 'name')
  if (!Number.isSafeInteger(version) || version < 1) examination.fault('name', 'version', 'a whole number from 1')
  checkFields(examination, params, 'params')
  for (const [param, kind] of Object.entries(params))
    checkClause(examination, 'basis' in kind ? kind.basis : undefined, `params.${param}`)
  checkNoText(examination, params, 'params')
  for (const [event, fields] of Object.entries(events)) {
    checkName(examination, event, `events.${event}`)
    checkFields(examination, fields, `events.${event}`)
    checkNoText(examination, fields, `events.${event}`)
  }
}

function namedKinds(fields: AffairDeclaration['params']) {
  return Object.entries(fields).map(([name, kind]) => ({ name, kind }))
}
