import type { AffairDeclaration } from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { Cbor } from '@gongshi/protocol'
import { getStateEvidence } from '../actions/getEvidence.ts'
import { getView } from '../actions/getView.ts'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { type ProvenRow, type RowFields, readProvenRow } from '../grounds/rowFields.ts'
import { member, readText } from '../http/json.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'

export type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust' | 'sleep'>

/** A row of a procurement as the ledger's state had it when the block at `height` was proven. */
export type ProvenAt = ProvenRow & { readonly height: number }

function rowFields({ name, version, entities }: AffairDeclaration): RowFields {
  const named = Object.entries(entities).map(([entity, { fields, tallies }]) => {
    return [entity, [...Object.keys(fields), ...Object.keys(tallies ?? {})]]
  })
  return { [name]: { version, entities: Object.fromEntries(named) } }
}

/** How the state holds a procurement’s rows. */
export const procurementFields = rowFields(procurement as unknown as AffairDeclaration)

export type Entity = keyof typeof procurement.entities & string

/**
 * One row, proven under the client's trust root; null where the ledger has none.
 * @throws {ClientError} client-trust-missing, client-evidence-mismatch; {EvidenceError}
 */
export async function provenRow(client: Asking, entity: Entity, key: Cbor): Promise<ProvenAt | null> {
  return provenRowOf(client, procurement as unknown as AffairDeclaration, entity, key)
}

/** As `provenRow`, of another affair. */
export async function provenRowOf(
  client: Asking,
  declaration: AffairDeclaration,
  entity: string,
  key: Cbor,
): Promise<ProvenAt | null> {
  const { verdict } = await getStateEvidence(client, declaration.name, `entity/${entity}`, key)
  const { subject, header, status } = verdict
  // Keys that are too old to rely on may have been stolen since: nothing is given away on their word.
  if (subject.kind !== 'state' || status !== 'verified') throw new ClientError({ code: 'client-evidence-mismatch' })
  if (subject.value === undefined) return null
  const row = readProvenRow(rowFields(declaration), declaration.name, entity, subject.value)
  if (row === null) throw new ClientError({ code: 'client-evidence-mismatch' })
  return { ...row, height: header.height }
}

/** The ids of a procedure's rows of one kind, as the node lists them: each row is yet to be proven. */
export async function listedKeys(client: Asking, entity: Entity, procedure: Cbor): Promise<Cbor[]> {
  return listedKeysOf(client, procurement.name, entity, ['procedure', rowKeyText(procedure)])
}

/** The ids of an affair's rows of one kind in which a field has this value, as the node lists them. */
export async function listedKeysOf(
  client: Asking,
  affair: string,
  entity: string,
  [field, value]: readonly [string, string],
): Promise<Cbor[]> {
  const keys: Cbor[] = []
  let cursor: string | null = null
  do {
    const page = await getView(client, affair, entity, {
      limit: 100,
      sort: 'entry',
      filters: { [field]: value },
      ...(cursor === null ? {} : { cursor }),
    })
    keys.push(...page.rows.map((row) => parseRowKey(readText(member(row, 'key'), 'rows.key'))))
    cursor = page.next
  } while (cursor !== null)
  return keys
}
