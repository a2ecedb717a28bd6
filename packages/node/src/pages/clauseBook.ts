import type { AffairDeclaration } from '@gongshi/affair-kit'
import { citedClauses, clauseRegister, type Row, restingOn, unfounded, wordingAt } from '@gongshi/affairs'
import type { ClauseRow } from '@gongshi/portal'
import type { Projections } from '../projections/projections.ts'
import type { Position } from '../projections/question.ts'
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
  const [rows, wordings] = await Promise.all([allRows(views, 'clause'), allRows(views, 'wording')])
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
      why: flagged.get(code) ?? null,
      resting,
    }
  })
}

async function allRows(views: Views, entity: 'clause' | 'wording'): Promise<Row[]> {
  const rows: Row[] = []
  let after: Position | null = null
  do {
    const question = {
      affair: 'clauses',
      entity,
      filters: [],
      order: { field: '', isDescending: false },
      after,
      limit: 200,
    }
    const page: Awaited<ReturnType<Views['list']>> = await views.list(question)
    rows.push(...page.rows)
    after = page.next
  } while (after !== null)
  return rows
}
