import type { ActionDeclaration, Confirmation, SignerRule } from '../declare/declaration.ts'
import { keyPointFields } from '../kinds/keyPoint.ts'
import type { Kind } from '../kinds/kind.ts'
import type { SignerProgram } from '../program.ts'
import type { ActionScope } from './actionScope.ts'
import { checkName } from './names.ts'

/** Who signs, and afterwards what expressions know of each as `signer.<name>`. */
export function examineSigners(scope: ActionScope, action: ActionDeclaration, path: string): readonly SignerProgram[] {
  const rules = Object.entries(action.signers ?? {})
  if (rules.length === 0 && action.at === undefined && action.calledOnly !== true)
    scope.examination.fault(
      'signers',
      path,
      'somebody signs every action that neither happens by itself nor is called only',
    )
  if (action.calledOnly === true && (rules.length > 0 || action.at !== undefined))
    scope.examination.fault('signers', path, 'what is called only has neither signers nor a time')
  const programs: SignerProgram[] = []
  for (const [name, rule] of rules) {
    const at = `${path}.signers.${name}`
    const program =
      'confirms' in rule
        ? examineConfirmation(scope, programs, name, rule, at)
        : examineSigner(scope, action, name, rule, at)
    if (program !== undefined) programs.push(program)
  }
  if (action.at === undefined && rules.length > 0) {
    for (const [name, rule] of rules) scope.signers[name] = signerType(scope, rule)
    scope.types.declare('signer', scope.types.members('the signers', scope.signers))
  }
  return programs
}

function examineSigner(
  scope: ActionScope,
  action: ActionDeclaration,
  name: string,
  rule: Exclude<SignerRule, Confirmation>,
  path: string,
): SignerProgram {
  checkName(scope.examination, name, path)
  const atLeast = rule.atLeast ?? 1
  if (!Number.isSafeInteger(atLeast) || atLeast < 1 || atLeast > 20)
    scope.examination.fault('bounds', `${path}.atLeast`, 'from 1 to 20')
  const compile = (source: string, kind: Kind['kind'] & ('subject' | 'organ' | 'division'), part: string) =>
    scope.compile(source, { kind }, `${path}.${part}`, scope.beforeSigners)
  if ('person' in rule) {
    const subject = compile(rule.person, 'subject', 'person')
    if (rule.brings === undefined) return { mode: 'person', name, subject, atLeast }
    checkBrought(scope, action, rule.brings, path)
    return { mode: 'person', name, subject, brings: rule.brings, atLeast: 1 }
  }
  if ('organ' in rule) return { mode: 'organ', name, organ: compile(rule.organ, 'organ', 'organ'), atLeast }
  if ('holder' in rule) {
    return {
      mode: 'holder',
      name,
      officer: scope.compile(rule.holder, officerRef, `${path}.holder`, scope.beforeSigners),
      atLeast,
    }
  }
  checkName(scope.examination, rule.officer, `${path}.officer`)
  const not = rule.not === undefined ? [] : [rule.not].flat()
  for (const other of not) checkMaker(scope, action, other, `${path}.not`)
  return {
    mode: 'officer',
    name,
    role: rule.officer,
    of: rule.of === undefined ? null : compile(rule.of, 'organ', 'of'),
    within: rule.within === undefined ? null : compile(rule.within, 'division', 'within'),
    not,
    atLeast,
  }
}

/** Whoever brings the key signs alone: nobody else's power goes with it. */
function checkBrought(scope: ActionScope, action: ActionDeclaration, field: string, path: string): void {
  const kind = action.input?.[field]
  const isKey = kind?.kind === 'record' && JSON.stringify(kind.fields) === JSON.stringify(keyPointFields)
  const isAlone = Object.keys(action.signers ?? {}).length === 1
  if (!isKey || !isAlone)
    scope.examination.fault('signers', `${path}.brings`, `${field} is not the key (t.keyPoint()) of the only signer`)
}

function examineConfirmation(
  scope: ActionScope,
  earlier: readonly SignerProgram[],
  name: string,
  { confirms, by }: Confirmation,
  path: string,
): SignerProgram | undefined {
  checkName(scope.examination, name, path)
  const confirmed = earlier.find((each) => each.name === confirms)
  if (confirmed?.mode === 'officer' && confirmed.atLeast === 1)
    return { mode: 'confirmation', name, confirms: confirmed, by: by ?? null, atLeast: 1 }
  scope.examination.fault('signers', `${path}.confirms`, `${confirms} is not one officer who signs before ${name}`)
  return undefined
}

/** Maker is not checker: the other action must be one on the same entity, or its signer could never be the same. */
function checkMaker(scope: ActionScope, action: ActionDeclaration, other: string, path: string): void {
  const { actions } = scope.examination.declaration
  if (!scope.examination.known('signers', path, 'action', other, Object.keys(actions))) return
  const row = actions[other]!.on ?? actions[other]!.creates
  if (action.on === undefined || row !== action.on)
    scope.examination.fault('signers', path, `${other} is not an action on the same row`)
}

const officerRef = { kind: 'ref', affair: 'organisations', entity: 'officer' } as const

function signerType(scope: ActionScope, rule: SignerRule): string {
  const { types } = scope
  if ('person' in rule) return types.members('a person who signs', { subject: 'subject', key: 'key' })
  if ('organ' in rule) return types.members('an organ that signs', { organ: 'organ', key: 'key' })
  const officer = types.typeOf(officerRef)
  if ('holder' in rule) return types.members('the officer who signs', { officer, key: 'key' })
  return types.members('an officer who signs', { officer, organ: 'organ', division: 'division', key: 'key' })
}
