import type { VoteCheck } from '../comet/commit.ts'
import type { TrustRoot } from '../trust/trust.ts'
import { refuse } from './errors.ts'
import type { SignedHeader } from './format.ts'
import { advance, followPath, type Trusted } from './trustPath.ts'

/** A header that a trust root vouches for: its hash, and who signs the next one. */
export type VerifiedHeader = Trusted & { readonly hash: Uint8Array }

/**
 * Verifies a header as evidence's is: from the root's set over the headers at which it changed, each signed by more than two
 * thirds.
 * @throws {EvidenceError} the step that does not hold
 */
export async function verifyHeader(
  root: TrustRoot,
  path: readonly SignedHeader[],
  head: SignedHeader,
  check: VoteCheck,
): Promise<VerifiedHeader> {
  if (head.header.chainId !== root.chainId) refuse({ code: 'evidence-other-ledger' })
  const { value } = await followPath(path, root, check)
  const { trusted, hash } = await advance(value, head, check)
  return { ...trusted, hash }
}
