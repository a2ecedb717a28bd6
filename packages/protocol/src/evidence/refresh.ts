import { equalBytes } from '../bytes/bytes.ts'
import { EvidenceError } from './errors.ts'
import type { Evidence } from './format.ts'

/**
 * Renews evidence for an entry from fresh evidence for the same one: trust path, header, app hash, proof and checkpoint
 * are the fresh ones; the signed part, the body and the disclosed members stay as the holder has them, so that it works
 * after their erasure, too. A state value has nothing to keep: fresh evidence takes its place.
 * @throws {EvidenceError} evidence-refresh-mismatch where the two are not for the same entry
 */
export function refreshEvidence(held: Evidence, fresh: Evidence): Evidence {
  if (held.subject.kind !== 'entry' || fresh.subject.kind !== 'entry') throw mismatch()
  const { index, leaf, signed } = held.subject
  if (index !== fresh.subject.index || !equalBytes(leaf, fresh.subject.leaf)) throw mismatch()
  // An erasure is proven under a log root, so it is taken with the root that the rest is proven under.
  const kept = signed?.body.kind === 'present' ? signed : (fresh.subject.signed ?? signed)
  return { ...fresh, subject: { ...fresh.subject, signed: kept }, members: held.members }
}

function mismatch(): EvidenceError {
  return new EvidenceError({ code: 'evidence-refresh-mismatch' }, 'leaf')
}
