import { powers } from '../declare/declaration.ts'
import type { SeparationProgram } from '../program.ts'
import type { Examination } from './examination.ts'

/**
 * The separation of making, executing and supervising: each action named is there once and has the row over which the
 * powers are kept apart; and no role serves two of them, so that no office can unite them.
 */
export function examineSeparation(examination: Examination): SeparationProgram | undefined {
  const { separation, entities, actions } = examination.declaration
  if (separation === undefined) return undefined
  const path = 'separation'
  examination.known('separation', `${path}.of`, 'entity', separation.of, Object.keys(entities))
  if (separation.apart !== 'officer' && separation.apart !== 'organ')
    examination.fault('separation', `${path}.apart`, 'officer, or organ')
  for (const name of Object.keys(separation))
    if (!['of', 'apart', ...powers].includes(name)) examination.known('separation', path, 'power', name, powers)
  const named = powers.flatMap((name) => (separation[name] ? [{ name, actions: separation[name] }] : []))
  if (named.length < 2) examination.fault('separation', path, 'two powers at least, or nothing is kept apart')
  const seen = new Map<string, string>()
  const roles = new Map<string, string>()
  for (const power of named) {
    for (const action of power.actions) {
      const at = `${path}.${power.name}`
      if (!examination.known('separation', at, 'action', action, Object.keys(actions))) continue
      if (seen.has(action)) examination.fault('separation', at, `${action} stands there twice`)
      seen.set(action, power.name)
      checkRow(examination, separation.of, action, at)
      for (const rule of Object.values(actions[action]!.signers ?? {})) {
        if (!('officer' in rule)) continue
        const other = roles.get(rule.officer) ?? power.name
        if (other !== power.name) examination.fault('separation', at, `role ${rule.officer} also serves ${other}`)
        roles.set(rule.officer, power.name)
      }
    }
  }
  return { of: separation.of, apart: separation.apart, powers: named }
}

function checkRow(examination: Examination, entity: string, name: string, path: string): void {
  const action = examination.declaration.actions[name]!
  if ((action.on ?? action.creates) === entity) return
  const found = Object.values(action.with ?? {}).filter((clause) => 'one' in clause && clause.one === entity)
  if (found.length !== 1) examination.fault('separation', path, `${name} does not have exactly one ${entity}`)
}
