import { blockIdFlag, type Evidence, encodeEvidence, inclusionProof, parseEvidence, parseLeaf } from '@gongshi/protocol'
import type { Remade } from './remake.ts'

/** Evidence as a dishonest server makes it: from honest evidence for the same entry, with the remade log around it. */
export function forgeEntryEvidence(honest: Uint8Array, remade: Remade): Uint8Array {
  const evidence = parseEvidence(honest)
  const { subject } = evidence
  if (subject.kind !== 'entry') throw new TypeError('not evidence for an entry')
  const leaf = remade.leaves[subject.index]!
  const { height } = parseLeaf(leaf)
  const app = remade.apps.get(height)!
  const { header, commit } = remade.blocks[height]!
  const signatures = commit.signatures.map(({ flag, timestamp, signature }) =>
    flag === blockIdFlag.absent ? null : { flag, timestamp, signature },
  )
  return encodeEvidence({
    ...evidence,
    head: { header, commit: { round: commit.round, parts: commit.blockId.parts, signatures }, validators: null },
    app,
    subject: { ...subject, leaf, proof: inclusionProof(remade.hashes, subject.index, app.logSize) },
    checkpoint: null,
  })
}

/** The file that is served now, under the header that the citizen has seen for that height before. */
export function underSavedHeader(served: Uint8Array, saved: Uint8Array): Uint8Array {
  return encodeEvidence({ ...parseEvidence(served), head: parseEvidence(saved).head, checkpoint: null })
}

export function changeEvidence(honest: Uint8Array, change: (evidence: Evidence) => Evidence): Uint8Array {
  return encodeEvidence(change(parseEvidence(honest)))
}

/** The number in the log of the entry that evidence is for. */
export function indexOf(evidence: Uint8Array): number {
  const { subject } = parseEvidence(evidence)
  if (subject.kind !== 'entry') throw new TypeError('not evidence for an entry')
  return subject.index
}
