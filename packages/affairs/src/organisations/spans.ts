import { covers, FieldReader, type Row } from './rows.ts'

/** A code's name on the days [from, until), as a row of view `division` says. */
export type DivisionSpan = {
  readonly scheme: string
  readonly code: string
  readonly span: number
  /** Null: the text was erased. */
  readonly name: string | null
  readonly source: string
  readonly from: string
  readonly until: string | null
}

/** By `divisionKey`, each code's spans with the oldest first. */
export type DivisionSpans = ReadonlyMap<string, readonly DivisionSpan[]>

export function divisionKey({ scheme, code }: { readonly scheme: string; readonly code: string }): string {
  return `${scheme}/${code}`
}

/** @throws {KitError} value-kind for rows of another shape */
export function divisionSpans(rows: readonly Row[]): DivisionSpans {
  const spans = new Map<string, DivisionSpan[]>()
  for (const row of rows) {
    const span = spanOf(row)
    const known = spans.get(divisionKey(span))
    if (known === undefined) spans.set(divisionKey(span), [span])
    else known.push(span)
  }
  for (const known of spans.values()) known.sort((left, right) => left.span - right.span)
  return spans
}

/** The span of a code on a day; undefined where the code is not valid. */
export function divisionAt(
  spans: DivisionSpans,
  division: { readonly scheme: string; readonly code: string },
  day: string,
): DivisionSpan | undefined {
  return spans.get(divisionKey(division))?.find((span) => covers(span, day))
}

function spanOf(row: Row): DivisionSpan {
  const fields = new FieldReader(row)
  return {
    scheme: fields.text('scheme'),
    code: fields.text('code'),
    span: fields.integer('span'),
    name: fields.optionalText('name'),
    source: fields.text('source'),
    from: fields.text('from'),
    until: fields.optionalText('until'),
  }
}
