import type { AffairDeclaration } from '@gongshi/affair-kit'
import { covers, FieldReader, type Row } from '../organisations/rows.ts'

/** One wording of a clause, in force on the days [from, until); `number` counts from 1. */
export type Wording = {
  readonly number: number
  readonly from: string
  readonly until: string | null
  readonly title: string | null
  readonly link: string | null
  /** SHA-256 of the clause's words, hex. */
  readonly textHash: string | null
  readonly confirmed: boolean
  readonly decree: string
}

export type RegisteredClause = {
  readonly code: string
  readonly law: string
  readonly wordings: readonly Wording[]
  readonly repealedFrom: string | null
}

/** By code. */
export type ClauseRegister = ReadonlyMap<string, RegisteredClause>

/**
 * The register from the rows of the views `clause` and `wording` of affair `clauses`.
 * @throws {KitError} value-kind for rows of another shape
 */
export function clauseRegister(clauses: readonly Row[], wordings: readonly Row[]): ClauseRegister {
  const byClause = Map.groupBy(wordings, (row) => clauseOfRow(row))
  return new Map(
    clauses.map((row) => {
      const fields = new FieldReader(row)
      const [code, repealedFrom] = [fields.text('code'), fields.optionalText('repealedFrom')]
      const read = (byClause.get(code) ?? []).map(readWording).sort((left, right) => left.number - right.number)
      const dated = read.map((each, at) => ({ ...each, until: read[at + 1]?.from ?? repealedFrom }))
      return [code, { code, law: fields.text('law'), wordings: dated, repealedFrom }]
    }),
  )
}

/** The wording in force on a day; undefined before the first, and once repealed. */
export function wordingAt(register: ClauseRegister, code: string, day: string): Wording | undefined {
  return register.get(code)?.wordings.findLast((wording) => covers(wording, day))
}

/** What rests on a clause: actions and parameters, by affair. */
export type Resting = { readonly affair: string; readonly kind: 'action' | 'parameter'; readonly name: string }

/** What the declarations rest on a clause. */
export function restingOn(declarations: readonly AffairDeclaration[], code: string): readonly Resting[] {
  return declarations.flatMap(({ name: affair, actions, params }) => [
    ...Object.entries(actions)
      .filter(([, { basis }]) => basis === code)
      .map(([name]): Resting => ({ affair, kind: 'action', name })),
    ...Object.entries(params)
      .filter(([, kind]) => 'basis' in kind && kind.basis === code)
      .map(([name]): Resting => ({ affair, kind: 'parameter', name })),
  ])
}

/** Clauses that declarations cite and that are not in force on a day: unknown to the register, not yet, or repealed. */
export function unfounded(
  declarations: readonly AffairDeclaration[],
  register: ClauseRegister,
  day: string,
): readonly {
  readonly code: string
  readonly why: 'unknown' | 'repealed' | 'later'
  readonly resting: readonly Resting[]
}[] {
  return citedClauses(declarations).flatMap((code) => {
    if (wordingAt(register, code, day) !== undefined) return []
    const known = register.get(code)
    const why = known === undefined ? 'unknown' : isRepealed(known, day) ? 'repealed' : 'later'
    return [{ code, why, resting: restingOn(declarations, code) }]
  })
}

/** Every clause that a declaration cites, once, in the order of the codes. */
export function citedClauses(declarations: readonly AffairDeclaration[]): readonly string[] {
  const codes = declarations.flatMap(({ actions, params }) => [
    ...Object.values(actions).map(({ basis }) => basis),
    ...Object.values(params).flatMap((kind) => ('basis' in kind && kind.basis !== undefined ? [kind.basis] : [])),
  ])
  return [...new Set(codes)].sort()
}

function isRepealed({ repealedFrom }: RegisteredClause, day: string): boolean {
  return repealedFrom !== null && repealedFrom <= day
}

function clauseOfRow(row: Row): string {
  const [code] = row.fields.clause as readonly [string]
  return String(code)
}

function readWording(row: Row): Omit<Wording, 'until'> {
  const fields = new FieldReader(row)
  return {
    number: fields.integer('number'),
    from: fields.text('from'),
    title: fields.optionalText('title'),
    link: fields.optionalText('link'),
    textHash: fields.optionalText('textHash'),
    confirmed: row.fields.confirmed === true,
    decree: fields.text('decree'),
  }
}
