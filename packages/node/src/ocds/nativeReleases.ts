import { t } from '@gongshi/affair-kit'
import type { JsonObject } from '@gongshi/ocds'
import { NodeError } from '../errors.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'
import type { Projections } from '../projections/projections.ts'
import { type EntryRow, isOfEntry, type Position } from '../projections/question.ts'
import { parseFilter } from '../projections/sortValue.ts'
import { type Procedure, releaseOf } from './procurementRelease.ts'

type Views = Pick<Projections, 'list' | 'history'>

const affair = 'procurement'
/** Rows of a procedure whose changes are releases. What only trustees and experts do between them is told by the ledger. */
const entities = ['lot', 'criterion', 'enquiry', 'bid', 'offer', 'award'] as const
/** Six zeros: no prefix that the standard's registry has given to anybody. A ledger in earnest registers its own. */
const prefix = 'ocds-000000-procedure-'
const mostRows = 2_000
const rowsAtOnce = 200

/** What the standard calls a procedure, from its row's key: for good, and back again. */
export function ocidOf(key: Uint8Array): string {
  return `${prefix}${rowKeyText(key)}`
}

/**
 * A native procedure's releases, one for each entry that changed it, in the order of the entries; none where the ocid is no
 * native one, or there is no such procedure.
 * @throws {NodeError} ocds-record-too-large
 */
export async function nativeReleases(views: Views, ocid: string, signal?: AbortSignal): Promise<readonly JsonObject[]> {
  const named = keyOf(ocid)
  if (named === null) return []
  const { key, procedure } = named
  const own = (await views.history({ affair, entity: 'procedure', key }, signal)).rows.filter(isOfEntry)
  if (own.length === 0) return []
  const rows = [...own]
  for (const entity of entities) rows.push(...(await revisionsOf(views, entity, key, mostRows - rows.length, signal)))
  const byEntry = [...Map.groupBy(rows, ({ entry }) => entry)].toSorted(([left], [right]) => left - right)
  return byEntry.map(([entry, changed]) => {
    const { time, action } = changed[0]!
    return releaseOf(procedure, { entry, time, action }, changed)
  })
}

/** Every revision of every row of an entity that belongs to the procedure, row by row. */
async function revisionsOf(
  views: Views,
  entity: string,
  key: Uint8Array,
  most: number,
  signal: AbortSignal | undefined,
): Promise<EntryRow[]> {
  const filters = [{ field: 'procedure', ...parseFilter(t.ref('procedure'), rowKeyText(key))! }]
  const order = { field: '', isDescending: false }
  const found: EntryRow[] = []
  let after: Position | null = null
  do {
    const question = { affair, entity, filters, order, after, limit: rowsAtOnce }
    const page: Awaited<ReturnType<Views['list']>> = await views.list(question, signal)
    for (const row of page.rows) {
      if (row.revision === 1) found.push(...[row].filter(isOfEntry))
      else found.push(...(await views.history({ affair, entity, key: row.key }, signal)).rows.filter(isOfEntry))
      if (found.length > most) throw new NodeError({ code: 'ocds-record-too-large' })
    }
    after = page.next
  } while (after !== null)
  return found
}

function keyOf(ocid: string): { readonly key: Uint8Array; readonly procedure: Procedure } | null {
  if (!ocid.startsWith(prefix)) return null
  try {
    const { bytes, key } = parseRowKey(ocid.slice(prefix.length))
    const [organ, number] = key as readonly unknown[]
    if (!Array.isArray(organ) || typeof number !== 'string') return null
    const [scheme, id] = organ as readonly string[]
    return { key: bytes, procedure: { ocid, buyer: { scheme: scheme!, id: id! }, number } }
  } catch {
    return null // it names nothing here
  }
}
