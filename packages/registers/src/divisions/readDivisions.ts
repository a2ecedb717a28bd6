import type { RowFault } from '../errors.ts'
import { CellFault, RowReader, readTable, type TableRow } from '../table/readTable.ts'

/** A code that stood for a place on the day of the table. */
export type DivisionRow = {
  readonly line: number
  readonly scheme: string
  readonly code: string
  readonly name: string
  /** Who published the table. */
  readonly source: string
  readonly revision: string | null
}

export type ReadDivisions = { readonly rows: readonly DivisionRow[]; readonly faults: readonly RowFault[] }

/** The scheme of a table that doesn't name one: GB/T 2260. */
export const usualScheme = 'gb-t-2260'
const usualSource = 'import'
const columns = { needed: ['code', 'name'], optional: ['scheme', 'source', 'revision'] }

/** A file of division codes; one code a row. @throws {RegisterError} table-… */
export function readDivisions(bytes: Uint8Array): ReadDivisions {
  const rows: DivisionRow[] = []
  const faults: RowFault[] = []
  const lines = new Map<string, number>()
  for (const row of readTable(bytes, columns)) {
    const subject = `${row.cells.get('scheme') ?? usualScheme}/${row.cells.get('code') ?? ''}`
    try {
      const read = readRow(row)
      if (lines.has(subject)) throw new CellFault('code', 'row-repeated')
      lines.set(subject, row.line)
      rows.push(read)
    } catch (error) {
      if (!(error instanceof CellFault)) throw error
      faults.push({ line: row.line, column: error.column, code: error.code, subject })
    }
  }
  return { rows, faults }
}

function readRow(row: TableRow): DivisionRow {
  const reader = new RowReader(row)
  const code = (column: string) => reader.find(column, { kind: 'code', list: column }, 'row-code-malformed')
  const scheme = code('scheme') ?? usualScheme
  if (!/^[a-z0-9][a-z0-9.-]{0,39}$/.test(scheme)) reader.fault('scheme', 'row-code-malformed')
  const division = code('code') ?? reader.fault('code', 'row-value-missing')
  if (!(scheme === usualScheme ? /^[1-9]\d{5}$/ : /^[A-Za-z0-9.-]{1,40}$/).test(division))
    reader.fault('code', 'row-code-malformed')
  return {
    line: row.line,
    scheme,
    code: division,
    name: reader.get('name', { kind: 'text', max: 200 }, 'row-text-too-long'),
    source: code('source') ?? usualSource,
    revision: code('revision'),
  }
}
