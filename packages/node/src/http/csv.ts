import type { Json } from '@gongshi/protocol'

/** Spreadsheets take a cell that begins so as a formula. */
const formula = /^[=+\-@\t\r]/

/**
 * A table as RFC 4180 has it, in UTF-8, the first line naming the columns. Cells that a spreadsheet would calculate begin
 * with an apostrophe, numbers apart; what is no text or number is JSON in its cell; what is not there is empty.
 */
export function csv(columns: readonly string[], rows: readonly (readonly (Json | undefined)[])[]): string {
  return [columns, ...rows].map(csvLine).join('')
}

/** One line of such a table. */
export function csvLine(row: readonly (Json | undefined)[]): string {
  return `${row.map(cell).join(',')}\r\n`
}

function cell(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const defused = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused
}
