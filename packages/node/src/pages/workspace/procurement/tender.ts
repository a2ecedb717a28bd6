import { decodeValue, type Json, parameterTable, type RowState, type Scope, type Value } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { LedgerReads } from '@gongshi/ledger'
import type { Cbor } from '@gongshi/protocol'
import { NodeError } from '../../../errors.ts'
import { parseRowKey, rowKeyText } from '../../../http/rowKey.ts'
import type { Projections } from '../../../projections/projections.ts'
import type { ViewRow } from '../../../projections/question.ts'

export const affair = 'procurement'

type Entity = keyof typeof procurement.entities & string
type Views = Pick<Projections, 'history'>

/** A row as the ledger has it now, and as views show it: tallies stand in the one, texts in the other. */
export type Standing = { readonly key: string; readonly id: Cbor; readonly state: RowState; readonly row: ViewRow }

/** @throws {NodeError} record-unknown, state-key-malformed */
export async function getStanding(
  needs: { readonly views: Views; readonly ledger: Pick<LedgerReads, 'row'> },
  entity: Entity,
  key: string,
): Promise<Standing> {
  const { bytes, key: id } = parseRowKey(key)
  const state = needs.ledger.row(affair, entity, id)
  const row = (await needs.views.history({ affair, entity, key: bytes })).rows.at(-1)
  if (state === undefined || row === undefined) throw new NodeError({ code: 'record-unknown' })
  return { key, id, state, row }
}

/** A row as rules see it. */
export function scopeOf({ id, state }: Pick<Standing, 'id' | 'state'>): Scope {
  const { fields, tallies, status, revision } = state
  return { ...fields, ...tallies, id: id as Value, status, revision: BigInt(revision) }
}

/** A parameter of the affair with its clause, as it is in force; absent where the ledger has none. */
export type InForce = { readonly value: Value; readonly basis: string }

export function parametersInForce(
  ledger: Pick<LedgerReads, 'state' | 'info'>,
  now: number,
): ReadonlyMap<string, InForce> {
  const found = Object.entries(procurement.params).flatMap(([name, kind]) => {
    const values = (ledger.state('ledger', parameterTable, [affair, name]) ?? []) as readonly (readonly [
      number,
      Cbor,
      string,
    ])[]
    const last = values.findLast(([from]) => from <= now)
    if (last === undefined) return []
    const [, value, basis] = last
    return [[name, { value: decodeValue(kind, value, name), basis }] as const]
  })
  return new Map(found)
}

export function keyOf(row: Pick<ViewRow, 'key'>): string {
  return rowKeyText(row.key)
}

export function timeOf(value: Json | Value | undefined): number | null {
  if (typeof value === 'string') return Date.parse(value)
  return typeof value === 'number' ? value : null
}
