import { type DivisionSpan, type DivisionSpans, divisionKey, divisionSpans, type Row } from '@gongshi/affairs'
import type { FindingCode, RowFault } from '../errors.ts'
import type { PlannedAct } from '../ledger/plannedAct.ts'
import { type DivisionRow, type ReadDivisions, usualScheme } from './readDivisions.ts'

export type DivisionOptions = {
  /** The day on which the table was true: YYYY-MM-DD. */
  readonly asOf: string
  /** What the acts cite; by default the table itself. */
  readonly clause?: string
  /** Codes of the table's schemes that it doesn't have are left as they are, instead of ended. */
  readonly keepsMissing?: boolean
}

export type DivisionChange = {
  readonly what: 'create' | 'rename' | 'restore' | 'correct' | 'end'
  /** Null for what the file doesn't have. */
  readonly line: number | null
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
}

/** Codes of which something is worth knowing, at most so many by name. */
export type Finding = { readonly code: FindingCode; readonly count: number; readonly examples: readonly string[] }

export type DivisionPlan = {
  readonly changes: readonly DivisionChange[]
  readonly acts: readonly PlannedAct[]
  readonly unchanged: number
  readonly refused: readonly RowFault[]
  readonly findings: readonly Finding[]
}

const examplesShown = 10

/**
 * What a table, true on one day, changes in what the ledger has. Tables don't say when a change happened, so it takes
 * effect on the day of the first table that shows it. Tables disagree (one source lists what another doesn't): what
 * that means is reported, and nothing is guessed.
 */
export function planDivisions(
  read: ReadDivisions,
  rows: { readonly divisions: readonly Row[] },
  options: DivisionOptions,
): DivisionPlan {
  const spans = divisionSpans(rows.divisions)
  const steps = [
    ...read.rows.map((row) => ofRow(row, spans.get(divisionKey(row)) ?? [], options)),
    ...(options.keepsMissing ? [] : missing(read, spans, options.asOf).map((span) => ending(span, options))),
  ]
  return {
    changes: steps.flatMap(({ change }) => change ?? []),
    acts: steps.flatMap(({ act }) => act ?? []),
    unchanged: steps.filter(({ act, fault }) => act === undefined && fault === undefined).length,
    refused: [...read.faults, ...steps.flatMap(({ fault }) => fault ?? [])].sort((a, b) => a.line - b.line),
    findings: findingsOf(read.rows, spans, options.asOf),
  }
}

type Step = { readonly change?: DivisionChange; readonly act?: PlannedAct; readonly fault?: RowFault }

function ofRow(row: DivisionRow, known: readonly DivisionSpan[], options: DivisionOptions): Step {
  const { asOf } = options
  const { line, scheme, code, name, source } = row
  const subject = divisionKey(row)
  const clause = clauseOf(row, options)
  const last = known.at(-1)
  const step = (what: DivisionChange['what'], action: string, input: PlannedAct['input']): Step => ({
    change: { what, line, subject, before: last?.name ?? null, after: name },
    act: { action, input, subject, wave: 0 },
  })
  if (last === undefined) return step('create', 'recogniseDivision', { scheme, code, name, source, clause, from: asOf })
  const division = [scheme, code, BigInt(last.span)]
  if (asOf < last.from) return { fault: { line, column: 'code', code: 'row-table-older', subject } }
  if (last.until !== null && last.until <= asOf)
    return step('restore', 'reissueDivision', { division, name, source, clause, from: asOf })
  if (last.name === name) return {}
  if (asOf === last.from) return step('correct', 'correctDivision', { division, name, clause, reason: 'error' })
  if (last.until !== null) return { fault: { line, column: 'code', code: 'row-table-older', subject } }
  return step('rename', 'reissueDivision', { division, name, source, clause, from: asOf })
}

function ending(span: DivisionSpan, options: DivisionOptions): Step {
  const subject = divisionKey(span)
  const division = [span.scheme, span.code, BigInt(span.span)]
  return {
    change: { what: 'end', line: null, subject, before: span.name, after: null },
    act: {
      action: 'endDivision',
      input: { division, until: options.asOf, clause: clauseOf(span, options) },
      subject,
      wave: 0,
    },
  }
}

/** Codes of the table's schemes, in force before its day, that it doesn't have: not even in a row that was refused. */
function missing({ rows, faults }: ReadDivisions, spans: DivisionSpans, asOf: string): readonly DivisionSpan[] {
  const schemes = new Set(rows.map(({ scheme }) => scheme))
  const listed = new Set([...rows.map(divisionKey), ...faults.map(({ subject }) => subject)])
  return [...spans].flatMap(([key, known]) => {
    const last = known.at(-1)!
    return schemes.has(last.scheme) && !listed.has(key) && last.until === null && last.from < asOf ? [last] : []
  })
}

function clauseOf({ scheme }: { readonly scheme: string }, { clause, asOf }: DivisionOptions): string {
  return clause ?? `${scheme}/${asOf}`
}

function findingsOf(rows: readonly DivisionRow[], spans: DivisionSpans, asOf: string): readonly Finding[] {
  const listed = new Set(rows.filter(({ scheme }) => scheme === usualScheme).map(({ code }) => code))
  const hasSuperiors = (code: string) => superiorsOf(code).every((superior) => listed.has(superior))
  const found: readonly (readonly [FindingCode, readonly DivisionRow[]])[] = [
    ['finding-superior-missing', rows.filter(({ scheme, code }) => scheme === usualScheme && !hasSuperiors(code))],
    [
      'finding-source-changed',
      rows.filter((row) => (spans.get(divisionKey(row))?.at(-1)?.source ?? row.source) !== row.source),
    ],
    ['finding-revision-differs', rows.filter(({ revision }) => revision !== null && !dates(revision, asOf))],
  ]
  return found.flatMap(([code, of]) =>
    of.length === 0 ? [] : [{ code, count: of.length, examples: of.slice(0, examplesShown).map(divisionKey) }],
  )
}

/** GB/T 2260: the province of a prefecture, the prefecture and the province of a county. */
function superiorsOf(code: string): readonly string[] {
  const province = `${code.slice(0, 2)}0000`
  const prefecture = `${code.slice(0, 4)}00`
  return [province, prefecture].filter((superior) => superior !== code && !code.endsWith('0000'))
}

/** A revision such as 201810 is of that month. */
function dates(revision: string, asOf: string): boolean {
  return !/^\d{6}$/.test(revision) || asOf.replace('-', '').startsWith(revision)
}
