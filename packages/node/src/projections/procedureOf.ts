import { type Json, t, valueFromJson } from '@gongshi/affair-kit'
import { type Cbor, encodeCbor } from '@gongshi/protocol'
import type { RevisionRow } from './tables.ts'

/** The affair whose procedures have releases in the Open Contracting Data Standard. */
export const procurementAffair = 'procurement'
/** Rows of a procedure whose changes are releases. What only trustees and experts do between them is told by the ledger. */
export const toldEntities = ['procedure', 'lot', 'criterion', 'enquiry', 'bid', 'offer', 'award'] as const

const told: ReadonlySet<string> = new Set(toldEntities)
const reference = t.ref('procedure')

/** Canonical CBOR of the id of the procedure to which a row belongs; null where no release tells of the row. */
export function procedureOf(
  { affair, entity, key }: Pick<RevisionRow, 'affair' | 'entity' | 'key'>,
  fields: { readonly [name: string]: Json },
): Uint8Array | null {
  if (affair !== procurementAffair || !told.has(entity)) return null
  return entity === 'procedure' ? key : encodeCbor(valueFromJson(reference, fields.procedure!) as Cbor)
}
