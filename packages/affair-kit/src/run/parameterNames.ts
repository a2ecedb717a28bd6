import type { ActionProgram } from '../program.ts'

const known = new WeakMap<ActionProgram, ReadonlySet<string>>()

/** The parameters that an action's rules read, so that no others are loaded. */
export function parametersOf(action: ActionProgram): ReadonlySet<string> {
  let names = known.get(action)
  if (names === undefined) {
    const found = new Set<string>()
    collect(action, found)
    names = found
    known.set(action, names)
  }
  return names
}

function collect(part: unknown, found: Set<string>): void {
  if (part === null || typeof part !== 'object') return
  const { op, of, name } = part as { op?: unknown; of?: { op?: unknown; name?: unknown } | null; name?: unknown }
  if (op === 'field' && of?.op === 'name' && of.name === 'param') found.add(name as string)
  for (const value of Object.values(part)) collect(value, found)
}
