import {
  type EvidenceChecks,
  EvidenceError,
  parseGrounded,
  type TrustRoot,
  type Verdict,
  verifyEvidence,
} from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { Chain, type Ground } from './ground.ts'
import type { RowFields } from './rowFields.ts'

export type VerifiedGrounds = {
  readonly act: Verdict
  /** In the order of the file: each hangs on one before it, the first ones on the act's signatures. */
  readonly grounds: readonly Ground[]
  /** Whether each signature leads to an officer who held an office when the act was done. */
  readonly isWhole: boolean
}

/**
 * Verifies an act and the rows on which its authority rests, each as evidence of its own, and that they hang together.
 *
 * What the caller may trust afterwards: the act, as `verifyEvidence` says, and that the ledger's state held each row when
 * the header that proves it was made. Not: that the rows were the same on the day of the act, unless their own dates say
 * so; that the act was within the office is the ledger's own judgement, by its outcome.
 *
 * @throws {EvidenceError} for the act
 * @throws {ClientError} client-ground-invalid for a row that is not proven, client-ground-unrelated for one that hangs on nothing
 */
export async function verifyGrounded(
  bytes: Uint8Array,
  trust: TrustRoot,
  now: number,
  known: RowFields,
  checks?: EvidenceChecks,
): Promise<VerifiedGrounds> {
  const { act: file, grounds: rows } = parseGrounded(bytes)
  const act = await verifyEvidence(file, trust, now, checks)
  const { subject } = act
  const leaf = subject.kind === 'entry' && subject.leaf.kind === 'tx' ? subject.leaf : null
  if (leaf === null) throw new ClientError({ code: 'client-ground-unrelated', ground: 0 })
  const chain = new Chain(leaf, known)
  const grounds: Ground[] = []
  for (const [at, row] of rows.entries()) {
    const ground = chain.take(await verifyRow(row, at + 1, trust, now, checks))
    if (ground === null) throw new ClientError({ code: 'client-ground-unrelated', ground: at + 1 })
    grounds.push(ground)
  }
  return { act, grounds, isWhole: chain.isWhole }
}

async function verifyRow(
  row: Uint8Array,
  ground: number,
  trust: TrustRoot,
  now: number,
  checks: EvidenceChecks | undefined,
): Promise<Verdict> {
  try {
    return await verifyEvidence(row, trust, now, checks)
  } catch (cause) {
    if (!(cause instanceof EvidenceError)) throw cause
    throw new ClientError({ code: 'client-ground-invalid', ground, step: cause.step, why: cause.code }, { cause })
  }
}
