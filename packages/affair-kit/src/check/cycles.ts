import type { AffairDeclaration } from '../declare/declaration.ts'
import type { Examination } from './examination.ts'

/** Calls between affairs never come back: so an action is never entered twice. */
export function checkCycles(examination: Examination, imports: readonly AffairDeclaration[]): void {
  const affairs = new Map([...imports, examination.declaration].map((affair) => [affair.name, affair]))
  const own = examination.declaration.name
  const seen = new Set<string>()
  const visit = (name: string, through: readonly string[]): void => {
    const affair = affairs.get(name)
    if (!affair || seen.has(name)) return
    seen.add(name)
    for (const callee of calleesOf(affair)) {
      if (callee === own && name !== own)
        examination.fault('cycle', 'actions', `calls come back: ${[...through, callee].join(' → ')}`)
      else visit(callee, [...through, callee])
    }
  }
  visit(own, [own])
}

function calleesOf(affair: AffairDeclaration): readonly string[] {
  const callees = Object.values(affair.actions).flatMap((action) =>
    Object.values(action.calls ?? {}).map((call) => call.of.affair),
  )
  return [...new Set(callees)]
}
