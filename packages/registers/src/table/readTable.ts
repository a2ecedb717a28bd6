import { encodeValue, type Kind, KitError, type Value } from '@gongshi/affair-kit'
import { CsvError, parse } from 'csv-parse/sync'
import { RegisterError, type RowCode } from '../errors.ts'

/** More than the lists of a whole country. */
export const tableLimits = { maxBytes: 64 * 1024 * 1024, maxRows: 200_000 } as const

/** One row of a table: its cells by column, trimmed; an empty cell is null. */
export type TableRow = { readonly line: number; readonly cells: ReadonlyMap<string, string | null> }

export type Columns = { readonly needed: readonly string[]; readonly optional: readonly string[] }

/**
 * Reads a table from a file of comma- or tab-separated values (RFC 4180) in UTF-8, with or without a byte order mark:
 * the first line
 * names the columns, in any order and case. A column that nobody knows is refused, since it may be one
 * of ours misspelt.
 * @throws {RegisterError} table-…
 */
export function readTable(bytes: Uint8Array, columns: Columns): readonly TableRow[] {
  const records = parseRecords(decode(bytes))
  const [header, ...rows] = records
  if (header === undefined || rows.length === 0) throw new RegisterError({ code: 'table-empty' })
  if (rows.length > tableLimits.maxRows)
    throw new RegisterError({ code: 'table-too-large', limit: tableLimits.maxRows })
  const names = columnsOf(header.record, columns)
  return rows.map(({ record, info }) => ({
    line: info.lines,
    cells: new Map(names.map((name, at) => [name, record[at]!.trim() || null])),
  }))
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > tableLimits.maxBytes)
    throw new RegisterError({ code: 'table-too-large', limit: tableLimits.maxBytes })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new RegisterError({ code: 'table-not-utf8' }, { cause: error })
  }
}

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } }

function parseRecords(text: string): readonly Parsed[] {
  const delimiter = text.slice(0, text.search(/[\r\n]|$/)).includes('\t') ? '\t' : ','
  try {
    // Each line of a file as it comes: LF, CR LF, or the old CR.
    const options = { delimiter, info: true, skip_empty_lines: true, record_delimiter: ['\r\n', '\n', '\r'] }
    return parse(text, options) as unknown as readonly Parsed[]
  } catch (error) {
    if (error instanceof CsvError) throw new RegisterError({ code: 'table-malformed', line: Number(error.lines ?? 0) })
    throw error
  }
}

function columnsOf(header: readonly string[], { needed, optional }: Columns): readonly string[] {
  const names = header.map((cell) => cell.trim().toLowerCase())
  const known = [...needed, ...optional]
  for (const [at, name] of names.entries()) {
    if (!known.includes(name))
      throw new RegisterError({ code: 'table-column-unknown', column: name.slice(0, 80), known: known.join(', ') })
    if (names.indexOf(name) !== at) throw new RegisterError({ code: 'table-column-repeated', column: name })
  }
  for (const column of needed)
    if (!names.includes(column)) throw new RegisterError({ code: 'table-column-missing', column })
  return names
}

/** A cell that can't be taken: the first of its row. */
export class CellFault extends Error {
  readonly column: string
  readonly code: RowCode

  constructor(column: string, code: RowCode) {
    super(code)
    this.column = column
    this.code = code
  }
}

/** Reads the cells of one row by the kinds in which the ledger takes them. @throws {CellFault} the first that it doesn't */
export class RowReader {
  readonly #row: TableRow

  constructor(row: TableRow) {
    this.#row = row
  }

  /** A value of a kind, in Unicode's normal form C; null for an empty cell. */
  find(column: string, kind: Kind, code: RowCode): string | null {
    const cell = this.#row.cells.get(column)?.normalize('NFC') ?? null
    if (cell !== null) this.judge(column, kind, cell, code)
    return cell
  }

  get(column: string, kind: Kind, code: RowCode): string {
    return this.find(column, kind, code) ?? this.fault(column, 'row-value-missing')
  }

  /** As the ledger will judge it: hostile text, lengths, check digits, days that no calendar has. */
  judge(column: string, kind: Kind, value: Value, code: RowCode): void {
    try {
      encodeValue(kind, value)
    } catch (error) {
      if (!(error instanceof KitError)) throw error
      if (error.code === 'value-text') this.fault(column, 'row-text-malformed')
      this.fault(column, error.code === 'value-check-digit' ? 'row-check-digit' : code)
    }
  }

  fault(column: string, code: RowCode): never {
    throw new CellFault(column, code)
  }
}

/** A calendar day as the ledger takes it: YYYY-MM-DD. */
export function isDay(text: string): boolean {
  try {
    encodeValue({ kind: 'date' }, text)
    return true
  } catch (error) {
    if (error instanceof KitError) return false
    throw error
  }
}
