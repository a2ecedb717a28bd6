import { affairTexts, type OrganId, organisations, organKey } from '@gongshi/affairs'
import { usualScheme as usualDivisions } from '../divisions/readDivisions.ts'
import type { RowFault } from '../errors.ts'
import { CellFault, RowReader, readTable, type TableRow } from '../table/readTable.ts'

/** What an organ is, as a row says it and the ledger is asked for it. */
export type Facts = {
  readonly kind: string
  readonly nameZh: string | null
  readonly nameEn: string | null
  readonly parent: OrganId | null
  readonly place: { readonly scheme: string; readonly code: string }
  readonly seat: string | null
}

/** From a day on, an organ is this; and, where `until` is set, up to that day and not on it. */
export type OrganRow = {
  readonly line: number
  readonly organ: OrganId
  readonly from: string
  readonly until: string | null
  readonly clause: string
  readonly facts: Facts
}

/** What a file says of one organ, the oldest row first. */
export type OrganRows = { readonly organ: OrganId; readonly rows: readonly OrganRow[] }

export type ReadOrgans = {
  /** By `organKey`; organs with a row that can't be read are not among them. */
  readonly organs: ReadonlyMap<string, OrganRows>
  readonly faults: readonly RowFault[]
  /** The lines of each organ, whether they can be read or not. */
  readonly lines: ReadonlyMap<string, readonly number[]>
}

export type OrganDefaults = { readonly asOf?: string; readonly clause?: string }

const usualScheme = 'gb-32100'
const columns = {
  needed: ['id', 'kind', 'division_code'],
  optional: [
    'scheme',
    'from',
    'until',
    'name_zh',
    'name_en',
    'parent_scheme',
    'parent_id',
    'division_scheme',
    'seat',
    'clause',
  ],
}

/** A file of organs: a row for what one organ is from a day on. @throws {RegisterError} table-… */
export function readOrgans(bytes: Uint8Array, defaults: OrganDefaults = {}): ReadOrgans {
  const faults: RowFault[] = []
  const read = new Map<string, OrganRow[]>()
  const lines = new Map<string, number[]>()
  for (const row of readTable(bytes, columns)) {
    const subject = `${row.cells.get('scheme') ?? usualScheme}/${row.cells.get('id') ?? ''}`
    put(lines, subject, row.line)
    try {
      put(read, subject, readRow(row, defaults))
    } catch (error) {
      if (!(error instanceof CellFault)) throw error
      faults.push({ line: row.line, column: error.column, code: error.code, subject })
    }
  }
  for (const rows of read.values()) faults.push(...sequenceFaults(rows))
  return { organs: wholeOrgans(read, faults), faults, lines }
}

function readRow(row: TableRow, defaults: OrganDefaults): OrganRow {
  const reader = new RowReader(row)
  const organ = organOf(reader, 'scheme', 'id', usualScheme) ?? reader.fault('id', 'row-value-missing')
  const date = (column: string) => reader.find(column, { kind: 'date' }, 'row-date-malformed')
  const from = date('from') ?? defaults.asOf ?? reader.fault('from', 'row-value-missing')
  const until = date('until')
  if (until !== null && until <= from) reader.fault('until', 'row-end-early')
  const clause = reader.find('clause', { kind: 'code', list: 'clause' }, 'row-code-malformed')
  return {
    line: row.line,
    organ,
    from,
    until,
    clause: clause ?? defaults.clause ?? reader.fault('clause', 'row-value-missing'),
    facts: factsOf(reader, organ, from),
  }
}

function factsOf(reader: RowReader, organ: OrganId, from: string): Facts {
  const text = (column: string, max: number) => reader.find(column, { kind: 'text', max }, 'row-text-too-long')
  const code = (column: string) => reader.find(column, { kind: 'code', list: column }, 'row-code-malformed')
  const place = {
    scheme: code('division_scheme') ?? usualDivisions,
    code: code('division_code') ?? reader.fault('division_code', 'row-value-missing'),
  }
  reader.judge('division_code', { kind: 'division' }, { ...place, date: from }, 'row-code-malformed')
  const facts = {
    kind: kindOf(reader),
    nameZh: text('name_zh', 200),
    nameEn: text('name_en', 200),
    parent: organOf(reader, 'parent_scheme', 'parent_id', organ.scheme),
    place,
    seat: text('seat', 300),
  }
  if (facts.nameZh === null && facts.nameEn === null) reader.fault('name_zh', 'row-nameless')
  return facts
}

function organOf(reader: RowReader, schemeColumn: string, idColumn: string, usual: string): OrganId | null {
  const id = reader.find(idColumn, { kind: 'code', list: 'organ' }, 'row-organ-malformed')
  const scheme = reader.find(schemeColumn, { kind: 'code', list: 'scheme' }, 'row-organ-malformed') ?? usual
  if (id === null) return null
  reader.judge(idColumn, { kind: 'organ' }, { scheme, id }, 'row-organ-malformed')
  return { scheme, id }
}

const { kind } = organisations.entities.organ!.fields
const kinds: readonly string[] = kind?.kind === 'oneOf' ? kind.values : []

/** The word of the declaration, or as pages say it in either language. */
function kindOf(reader: RowReader): string {
  const given = reader.get('kind', { kind: 'code', list: 'organ-kind' }, 'row-kind-unknown')
  const { zh, en } = affairTexts.organisations!
  const found = kinds.find((word) => [word, zh.words?.[word], en.words?.[word]].includes(given))
  return found ?? reader.fault('kind', 'row-kind-unknown')
}

/** One row a day, and an end only after the last of them. Sorts the rows. */
function sequenceFaults(rows: OrganRow[]): RowFault[] {
  rows.sort((left, right) => (left.from < right.from ? -1 : left.from > right.from ? 1 : left.line - right.line))
  return rows.slice(0, -1).flatMap((row, at): RowFault[] => {
    const next = rows[at + 1]!
    const subject = organKey(row.organ)
    if (next.from === row.from) return [{ line: next.line, column: 'from', code: 'row-repeated', subject }]
    return row.until === null ? [] : [{ line: row.line, column: 'until', code: 'row-end-not-last', subject }]
  })
}

function wholeOrgans(
  read: ReadonlyMap<string, readonly OrganRow[]>,
  faults: readonly RowFault[],
): ReadonlyMap<string, OrganRows> {
  const broken = new Set(faults.map(({ subject }) => subject))
  return new Map(
    [...read]
      .filter(([subject]) => !broken.has(subject))
      .map(([, rows]) => [organKey(rows[0]!.organ), { organ: rows[0]!.organ, rows }]),
  )
}

function put<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const items = map.get(key)
  if (items === undefined) map.set(key, [item])
  else items.push(item)
}
