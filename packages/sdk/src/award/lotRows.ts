import { decodeValue, type Kind, KitError, storedKind } from '@gongshi/affair-kit'
import { type Criterion, type Fraction, type Mark, procurement } from '@gongshi/affairs'
import { type Cbor, compareBytes, encodeCbor, type ProvenState, toHex } from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { readProvenRow } from '../grounds/rowFields.ts'
import { procurementFields } from '../procurement/rows.ts'

export type Organ = { readonly scheme: string; readonly id: string }
export type Money = { readonly currency: string; readonly minor: bigint }
/** A row's id as text, so that ids compare: canonical CBOR in hexadecimal. */
export type RowId = string

type Row<Fields> = Fields & { readonly id: RowId; readonly key: Cbor; readonly status: string }
export type ProcedureRow = Row<{
  readonly experts: bigint
  readonly recusals: bigint
  readonly candidates: bigint
  readonly openings: bigint
  readonly weights: bigint
}>
export type LotRow = Row<{
  readonly number: bigint
  readonly ceiling: Money
  readonly assessedAt: number | null
  readonly pending: bigint
  readonly qualified: bigint
  readonly sheets: bigint
  readonly revealed: bigint
}>
export type OfferRow = Row<{ readonly bid: Cbor; readonly bidder: Organ; readonly price: Money }>
export type ResultRow = Row<{
  readonly bid: Cbor
  readonly bidder: Organ
  readonly price: Money
  readonly total: Fraction
  readonly rank: bigint | null
  readonly low: boolean
}>
export type SheetRow = Row<{
  readonly seat: Cbor
  readonly digest: Uint8Array
  readonly points: readonly Mark<Cbor>[] | null
  readonly salt: Uint8Array | null
}>
export type SeatRow = Row<{ readonly order: bigint; readonly expert: Cbor; readonly organ: Organ }>
export type AwardRow = Row<{
  readonly bid: Cbor
  readonly supplier: Organ
  readonly price: Money
  readonly reasons: Uint8Array | null
}>

/** What the ledger held of one lot at one moment. Rows of a kind stand in the order in which the ledger goes through them. */
export type LotRows = {
  readonly procedure: ProcedureRow
  readonly lot: LotRow
  readonly criteria: readonly Row<Criterion>[]
  readonly candidates: readonly Row<{ readonly expert: Cbor; readonly organ: Organ }>[]
  readonly openings: readonly Row<{ readonly bid: Cbor; readonly secret: Uint8Array }>[]
  readonly seats: readonly SeatRow[]
  readonly sheets: readonly SheetRow[]
  readonly offers: readonly OfferRow[]
  readonly results: readonly ResultRow[]
  readonly awards: readonly AwardRow[]
  /** Of the moment at which the lot was assessed. */
  readonly lowShare: Fraction
  /** Rows that the ledger did not have, proven: entity and id. */
  readonly absent: ReadonlySet<string>
}

export const lowShareKey: Cbor = [procurement.name, 'lowShare']

// PERF: an id is asked for several times, and to encode it takes longer than all else here.
const ids = new WeakMap<object, RowId>()

export function rowId(key: Cbor): RowId {
  if (key === null || typeof key !== 'object') return toHex(encodeCbor(key))
  const known = ids.get(key) ?? toHex(encodeCbor(key))
  ids.set(key, known)
  return known
}

export function absentName(entity: string, key: Cbor): string {
  return `${entity} ${rowId(key)}`
}

/** By entity: where a row's key names the procedure, and where the lot. A bid's id begins with its procedure's. */
const relations: { readonly [entity: string]: (key: readonly Cbor[]) => { procedure?: Cbor; lot?: Cbor } } = {
  procedure: (key) => ({ procedure: key as Cbor }),
  lot: (key) => ({ lot: key as Cbor }),
  criterion: ([procedure]) => ({ procedure: procedure! }),
  candidate: ([procedure]) => ({ procedure: procedure! }),
  seat: ([procedure]) => ({ procedure: procedure! }),
  opening: ([bid]) => ({ procedure: firstOf(bid) }),
  offer: ([bid, lot]) => ({ procedure: firstOf(bid), lot: lot! }),
  result: ([bid, lot]) => ({ procedure: firstOf(bid), lot: lot! }),
  award: ([lot, bid]) => ({ procedure: firstOf(bid), lot: lot! }),
  sheet: ([lot, seat]) => ({ procedure: firstOf(seat), lot: lot! }),
}

function firstOf(id: Cbor | undefined): Cbor {
  return Array.isArray(id) ? ((id as readonly Cbor[])[0] ?? null) : null
}

/**
 * Sorts proven values into the rows of one lot: the lot's own comes first, and whatever is not of this lot or procedure is refused.
 * @throws {ClientError} client-award-missing, client-award-unrelated, client-award-unreadable, client-award-unassessed
 */
export function readLotRows(values: readonly ProvenState[]): LotRows {
  const lotKey = values[0]?.key ?? null
  const about = { lot: rowId(lotKey), procedure: rowId(firstOf(lotKey)) }
  const rows = new Map<string, Row<object>[]>()
  const absent = new Set<string>()
  const seen = new Set<string>()
  let figures: Cbor | undefined
  for (const [at, { affair, table, key, value }] of values.entries()) {
    const name = `${affair} ${table} ${rowId(key)}`
    if (seen.has(name)) throw new ClientError({ code: 'client-award-unrelated', value: at + 1 })
    seen.add(name)
    if (affair === 'ledger' && table === 'param' && rowId(key) === rowId(lowShareKey)) {
      figures = value
      continue
    }
    const entity = affair === procurement.name && table.startsWith('entity/') ? table.slice('entity/'.length) : ''
    if (!isRelated(entity, key, about)) throw new ClientError({ code: 'client-award-unrelated', value: at + 1 })
    if (value === undefined) absent.add(absentName(entity, key))
    else rows.set(entity, (rows.get(entity) ?? []).concat(readRow(entity, key, value, at + 1)))
  }
  const of = <Of extends Row<object>>(entity: string) => inLedgerOrder((rows.get(entity) ?? []) as unknown as Of[])
  const [lot, procedure] = [of<LotRow>('lot')[0], of<ProcedureRow>('procedure')[0]]
  if (lot === undefined || procedure === undefined)
    throw new ClientError({ code: 'client-award-missing', row: lot === undefined ? 'lot' : 'procedure' })
  return {
    procedure,
    lot,
    criteria: of('criterion'),
    candidates: of('candidate'),
    openings: of('opening'),
    seats: of('seat'),
    sheets: of('sheet'),
    offers: of('offer'),
    results: of('result'),
    awards: of('award'),
    lowShare: figureAt(figures, lot.assessedAt),
    absent,
  }
}

function isRelated(entity: string, key: Cbor, about: { readonly lot: RowId; readonly procedure: RowId }): boolean {
  if (!Object.hasOwn(relations, entity) || !Array.isArray(key)) return false
  const { procedure, lot } = relations[entity]!(key as readonly Cbor[])
  return (
    (procedure === undefined || rowId(procedure) === about.procedure) && (lot === undefined || rowId(lot) === about.lot)
  )
}

function readRow(entity: string, key: Cbor, value: Cbor, place: number): Row<object> {
  const row = readProvenRow(procurementFields, procurement.name, entity, value)
  if (row === null) throw new ClientError({ code: 'client-award-unreadable', value: place })
  const declared = procurement.entities[entity]!.fields ?? {}
  const decoded = Object.entries(row.fields).map(([name, cbor]) => {
    const kind: Kind = Object.hasOwn(declared, name) ? storedKind(declared[name]!) : { kind: 'int' }
    // Tallies stand behind the fields: whole numbers.
    return [name, decoding(place, () => decodeValue(kind, cbor))]
  })
  return { ...Object.fromEntries(decoded), id: rowId(key), key, status: row.status }
}

function decoding<Value>(place: number, decode: () => Value): Value {
  try {
    return decode()
  } catch (cause) {
    if (!(cause instanceof KitError)) throw cause
    throw new ClientError({ code: 'client-award-unreadable', value: place }, { cause })
  }
}

/** The value in force at a moment: [[from, value, clause], …], `from` rising. */
function figureAt(figures: Cbor | undefined, time: number | null): Fraction {
  if (time === null) throw new ClientError({ code: 'client-award-unassessed' })
  const then = ((figures ?? []) as readonly (readonly [number, Cbor])[]).findLast(([from]) => from <= time)
  if (then === undefined) throw new ClientError({ code: 'client-award-missing', row: 'lowShare' })
  return decodeValue(procurement.params!.lowShare!, then[1]) as unknown as Fraction
}

/** By the bytes of their ids, as the ledger's indexes have them. */
function inLedgerOrder<Of extends { readonly key: Cbor }>(rows: readonly Of[]): readonly Of[] {
  const keyed = rows.map((row) => ({ row, bytes: encodeCbor(row.key) }))
  return keyed.toSorted((one, other) => compareBytes(one.bytes, other.bytes)).map(({ row }) => row)
}
