import type { AffairDeclaration } from '@gongshi/affair-kit'
import { citedClauses, clauseRegister, restingOn, unfounded, wordingAt } from '@gongshi/affairs'
import type { ClauseRow } from '@gongshi/portal'
import type { Projections } from '../projections/projections.ts'
import { allRows } from './allRows.ts'
import { clauseOf } from './clauses.ts'

type Views = Pick<Projections, 'list'>

/**
 * Every clause that is registered or that an affair cites, as it is on a day: its wording in force, what rests on it, and
 * where something rests on what is not in force.
 */
export async function clauseRows(
  views: Views,
  declarations: readonly AffairDeclaration[],
  day: string,
): Promise<ClauseRow[]> {
  const [rows, wordings] = await Promise.all([
    allRows(views, 'clauses', 'clause'),
    allRows(views, 'clauses', 'wording'),
  ])
  const register = clauseRegister(rows, wordings)
  const flagged = new Map(unfounded(declarations, register, day).map(({ code, why }) => [code, why]))
  const codes = [...new Set([...register.keys(), ...citedClauses(declarations)])].sort()
  return codes.map((code) => {
    const wording = wordingAt(register, code, day)
    const resting = restingOn(declarations, code)
    const citing = resting[0]?.affair
    const titled = citing === undefined ? { code } : clauseOf(citing, code)
    return {
      clause: { code, ...(titled.text === undefined ? {} : { text: titled.text }) },
      wording:
        wording === undefined
          ? null
          : { from: wording.from, title: wording.title, isConfirmed: wording.confirmed, number: wording.number },
      wordings: register.get(code)?.wordings ?? [],
      why: flagged.get(code) ?? null,
      resting,
    }
  })
}
