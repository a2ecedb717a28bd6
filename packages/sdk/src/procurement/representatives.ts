import type { AffairDeclaration } from '@gongshi/affair-kit'
import { organisations } from '@gongshi/affairs'
import { type Cbor, concat, equalBytes, KeyError, keyFromMaterial, type PublicKey, suiteNames } from '@gongshi/protocol'
import { getEntryEvidence } from '../actions/getEvidence.ts'
import { getRowHistory } from '../actions/getView.ts'
import { ClientError } from '../errors.ts'
import { member, readInteger } from '../http/json.ts'
import { rowKeyText } from '../http/rowKey.ts'
import { type Asking, listedKeysOf, type ProvenAt, provenRowOf } from './rows.ts'

const affair = organisations as unknown as AffairDeclaration
const role = 'representative'

export type Organ = { readonly scheme: string; readonly id: string }

/**
 * The key of an officer who spoke for this organ at that time (Unix milliseconds): role `representative` in an office of the organ,
 * held then, by a key that was good then. Every row is proven.
 * @throws {ClientError} client-not-representative; as `provenRow`
 */
export async function getRepresentative(
  client: Asking,
  organ: Organ,
  keyId: Uint8Array,
  at: number,
): Promise<PublicKey> {
  const row = await provenRowOf(client, affair, 'key', [keyId])
  const key = row === null ? undefined : findKey(row, keyId)
  const officer = row?.fields.officer ?? null
  if (row === null || key === undefined || officer === null || !(await wasGood(client, row, keyId, at)))
    throw new ClientError({ code: 'client-not-representative' })
  const listed = await listedKeysOf(client, affair.name, 'appointment', ['officer', rowKeyText(officer as Cbor[])])
  for (const id of listed) if (await speaksFor(client, organ, id, officer, at)) return key
  throw new ClientError({ code: 'client-not-representative' })
}

async function speaksFor(client: Asking, organ: Organ, id: Cbor, officer: Cbor, at: number): Promise<boolean> {
  const appointment = await provenRowOf(client, affair, 'appointment', id)
  if (appointment === null || rowKeyText(appointment.fields.officer as Cbor[]) !== rowKeyText(officer as Cbor[]))
    return false
  const { from, until, office } = appointment.fields
  if (at < (from as number) || (until !== null && at >= (until as number))) return false
  const post = await provenRowOf(client, affair, 'office', office!)
  const [scheme, organId] = (post?.fields.organ ?? []) as readonly string[]
  const roles = (post?.fields.roles ?? []) as readonly string[]
  return scheme === organ.scheme && organId === organ.id && roles.includes(role)
}

/** A key that was revoked afterwards was good before: when that was, its entry proves. */
async function wasGood(client: Asking, { status }: ProvenAt, keyId: Uint8Array, at: number): Promise<boolean> {
  if (status === 'active') return true
  if (status !== 'revoked') return false
  const { rows } = await getRowHistory(client, affair.name, 'key', [keyId])
  const last = rows.at(-1)
  if (last === undefined) return false
  const { verdict } = await getEntryEvidence(client, readInteger(member(last, 'entry'), 'rows.entry'))
  const { subject, times } = verdict
  return subject.kind === 'entry' && at < (times.happened ?? times.committed)
}

function findKey({ fields: { suite: named, x, y } }: ProvenAt, keyId: Uint8Array): PublicKey | undefined {
  const suite = suiteNames.find((name) => name === named)
  if (suite === undefined) return undefined
  try {
    const key = keyFromMaterial(suite, y === null ? (x as Uint8Array) : concat(x as Uint8Array, y as Uint8Array))
    return equalBytes(key.id, keyId) ? key : undefined
  } catch (error) {
    if (error instanceof KeyError) return undefined
    throw error
  }
}
