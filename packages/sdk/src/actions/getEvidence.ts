import {
  type Cbor,
  encodeCbor,
  type StateKey,
  type TrustRoot,
  toHex,
  type Verdict,
  verifyEntries,
  verifyEvidence,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { askBytes } from '../http/request.ts'
import { rowKeyText } from '../http/rowKey.ts'

/** Evidence and what it proved. `bytes` is the `.gse` file: keep it, it verifies without the node. */
export type VerifiedEvidence = { readonly bytes: Uint8Array; readonly verdict: Verdict }

/** A member of a content that the evidence is to show: its text, its salt, and its place under the commitment. */
export type Disclosure = { readonly commitment: Uint8Array; readonly path: string }

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust'>

const mediaType = 'application/vnd.gongshi.evidence+cbor'

/**
 * Fetches evidence for an entry and verifies it before returning: an unverified proof never leaves this function.
 * @throws {EvidenceError} with the step that failed
 * @throws {ClientError} client-trust-missing, client-evidence-mismatch and those of a request
 */
export async function getEntryEvidence(
  client: Asking,
  index: number,
  disclose: readonly Disclosure[] = [],
): Promise<VerifiedEvidence> {
  const members = disclose.map(({ commitment, path }) => ['disclose', `${toHex(commitment)}:${path}`])
  const evidence = await getVerified(client, `/api/v1/evidence/entries/${index}`, members)
  const { subject } = evidence.verdict
  if (subject.kind !== 'entry' || subject.index !== index) throw new ClientError({ code: 'client-evidence-mismatch' })
  return evidence
}

/** As getEntryEvidence, for a value of the state or its absence. */
export async function getStateEvidence(
  client: Asking,
  affair: string,
  table: string,
  key: Cbor,
): Promise<VerifiedEvidence> {
  const path = [affair, table, rowKeyText(key)].map(encodeURIComponent).join('/')
  const evidence = await getVerified(client, `/api/v1/evidence/state/${path}`)
  const { subject } = evidence.verdict
  const asked = subject.kind === 'state' && subject.affair === affair && subject.table === table
  if (!asked || toHex(encodeCbor(subject.key)) !== toHex(encodeCbor(key)))
    throw new ClientError({ code: 'client-evidence-mismatch' })
  return evidence
}

/**
 * Several entries, at most 1,024, in one file under one header, each verified before it returns.
 * @throws {EvidenceError} with the step that failed
 * @throws {ClientError} client-trust-missing, client-evidence-mismatch and those of a request
 */
export async function getEntriesEvidence(
  client: Asking,
  indexes: readonly number[],
): Promise<{ readonly bytes: Uint8Array; readonly verdicts: readonly Verdict[] }> {
  const { trust } = client
  if (trust === undefined) throw new ClientError({ code: 'client-trust-missing' })
  const bytes = await askBytes(client, `/api/v1/evidence/entries${queryOf(fromRoot(trust))}`, {
    method: 'POST',
    accept: mediaType,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify({ entries: indexes })),
  })
  const verdicts: Verdict[] = []
  for await (const verdict of verifyEntries(bytes, trust, client.now())) verdicts.push(verdict)
  const asked = verdicts.every(({ subject }, at) => subject.kind === 'entry' && subject.index === indexes[at])
  if (verdicts.length !== indexes.length || !asked) throw new ClientError({ code: 'client-evidence-mismatch' })
  return { bytes, verdicts }
}

/** Many values of the state at one moment, as one file that is not verified yet: `verifyStates` does. */
export async function getStatesEvidence(client: Asking, keys: readonly StateKey[]): Promise<Uint8Array> {
  const values = keys.map(({ affair, table, key }) => ({ affair, table, key: rowKeyText(key) }))
  return askBytes(client, `/api/v1/evidence/states${queryOf(fromRoot(client.trust))}`, {
    method: 'POST',
    accept: mediaType,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify({ values })),
  })
}

async function getVerified(client: Asking, path: string, query: readonly string[][] = []): Promise<VerifiedEvidence> {
  const trust: TrustRoot | undefined = client.trust
  if (trust === undefined) throw new ClientError({ code: 'client-trust-missing' })
  const bytes = await askBytes(client, path + queryOf([...query, ...fromRoot(trust)]), { accept: mediaType })
  return { bytes, verdict: await verifyEvidence(bytes, trust, client.now()) }
}

/** A root of the first height is the node's own; of another one the node is told where the reader's trust begins. */
function fromRoot(trust: TrustRoot | undefined): string[][] {
  return trust === undefined || trust.validators.height === 1 ? [] : [['trusted', String(trust.validators.height)]]
}

function queryOf(parameters: readonly string[][]): string {
  return parameters.length === 0 ? '' : `?${new URLSearchParams([...parameters])}`
}
