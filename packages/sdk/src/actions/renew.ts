import {
  decodeCbor,
  encodeEvidence,
  limits,
  originsIn,
  parseEvidence,
  publishersState,
  refreshEvidence,
  renewalState,
  renewTrust,
  type TrustRoot,
  verifyEvidence,
  verifyStates,
} from '@gongshi/protocol'
import type { Client } from '../client.ts'
import { ClientError } from '../errors.ts'
import { getEntryEvidence, getStateEvidence, getStatesEvidence, type VerifiedEvidence } from './getEvidence.ts'

type Asking = Pick<Client, 'url' | 'fetch' | 'language' | 'now' | 'trust'>

/**
 * Evidence that somebody has kept, under the ledger's newest header as the client's trust root sees it: for when the old file's keys are too
 * old to rely on, or the reader's root is younger than the file. The act, its body and what was disclosed stay as they are held, also
 * where the node has none of it any more. Of a value of the state it is what holds now.
 * @throws {EvidenceError} where the held file is none, the node's is not of the same entry (evidence-refresh-mismatch), or a step fails
 * @throws {ClientError} client-trust-missing, client-evidence-mismatch and those of a request
 */
export async function renewEvidence(client: Asking, held: Uint8Array): Promise<VerifiedEvidence> {
  const { trust } = client
  if (trust === undefined) throw new ClientError({ code: 'client-trust-missing' })
  const kept = parseEvidence(held)
  if (kept.subject.kind === 'state') {
    const { affair, table, key } = kept.subject
    return getStateEvidence(
      client,
      affair,
      table,
      decodeCbor(key, { maxBytes: key.length, maxDepth: limits.cborDepth }),
    )
  }
  const fresh = await getEntryEvidence(client, kept.subject.index)
  const bytes = encodeEvidence(refreshEvidence(kept, parseEvidence(fresh.bytes)))
  return { bytes, verdict: await verifyEvidence(bytes, trust, client.now()) }
}

/**
 * The client's trust root moved on to the ledger's newest header, over each change of its validators, with the publishers that it lists now.
 * @throws {TrustError} trust-expired: a root whose keys are too old must be had anew from where the first one came
 * @throws {EvidenceError} where a step fails
 * @throws {ClientError} client-trust-missing and those of a request
 */
export async function renewTrustRoot(client: Asking): Promise<TrustRoot> {
  const { trust, now } = client
  if (trust === undefined) throw new ClientError({ code: 'client-trust-missing' })
  const list = await verifyStates(await getStatesEvidence(client, [renewalState, publishersState]), trust, now())
  const publishers = originsIn(list.values[1]?.value).map((origin) => ({ ...publishersState, key: [origin] }))
  const bytes = await getStatesEvidence(client, [renewalState, publishersState, ...publishers])
  return renewTrust(bytes, trust, now())
}
