import { affairTexts, installedAffairs } from '@gongshi/affairs'
import type { Clause } from '@gongshi/portal'

/** A clause with its titles from the texts of the affair in which it is cited, and the act there that rests on it. */
export function clauseOf(affair: string, code: string): Clause {
  const texts = affairTexts[affair]
  const text = (['zh', 'en'] as const).flatMap((lang) => {
    const { clauses = {} } = texts?.[lang] ?? {}
    return Object.hasOwn(clauses, code) ? [{ lang, text: clauses[code]! }] : []
  })
  if (text.length === 0) return { code }
  const actions = installedAffairs.find(({ name }) => name === affair)?.actions ?? {}
  const action = Object.keys(actions).find((name) => actions[name]!.basis === code)
  return { code, text, ...(action === undefined ? {} : { act: { affair, action } }) }
}
