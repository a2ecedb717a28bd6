import type { AppState } from '../appHash.ts'
import { leafHash } from '../log/hash.ts'
import { verifyInclusion } from '../log/inclusion.ts'
import { stateProofFromCbor } from '../state/encodeProof.ts'
import { verifyStateProof } from '../state/proof.ts'
import { statePath } from '../state/tree.ts'
import { refuse } from './errors.ts'
import { decodeInner, type EntrySubject, type EvidenceSubject, type StateValue } from './format.ts'
import type { Shown } from './steps.ts'

/** That the entry is in the log, or that the value (or its absence) is in the state. */
export function checkInclusion(subject: EvidenceSubject, app: AppState): Shown<'inclusion', null> {
  return subject.kind === 'entry' ? checkEntry(subject, app) : checkState(subject, app)
}

function checkEntry({ index, leaf, proof }: EntrySubject, { logSize, logRoot }: AppState): Shown<'inclusion', null> {
  if (!verifyInclusion({ leafHash: leafHash(leaf), index, size: logSize, proof }, logRoot))
    refuse({ code: 'evidence-not-in-log' })
  return { facts: { kind: 'log', index, size: logSize }, value: null }
}

/** A value of the state, or its absence, under a state root that is proven. */
export function checkState(
  { affair, table, key, value, proof }: StateValue,
  app: Pick<AppState, 'stateRoot'>,
): Shown<'inclusion', null> {
  const path = statePath(affair, table, decodeInner(key))
  const { depth, bitmap, siblings, terminal } = proof
  const end = terminal === null ? null : [terminal.path, terminal.valueHash]
  const opened = stateProofFromCbor([depth, bitmap, siblings, end])
  if (opened === null || !verifyStateProof(app.stateRoot, path, value, opened))
    refuse({ code: 'evidence-not-in-state' })
  return { facts: { kind: 'state', path, present: value !== null }, value: null }
}
