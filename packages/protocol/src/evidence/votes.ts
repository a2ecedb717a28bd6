import type { SetMember } from '../codec/comet.ts'
import {
  absentSignature,
  blockIdFlag,
  type Commit,
  type CommitSignature,
  type VoteCheck,
  voteSignBytes,
} from '../comet/commit.ts'
import { totalPower, validatorAddress } from '../comet/validators.ts'
import { refuse } from './errors.ts'
import type { SignedHeader } from './format.ts'

/** What the votes for one header weigh. */
export type Tally = { readonly signed: bigint; readonly total: bigint }

export type VotesAsked = {
  readonly signedHeader: SignedHeader
  readonly hash: Uint8Array
  readonly validators: readonly SetMember[]
  /** A set trusted before, of whose power more than a third must be among the votes; null where the set itself is trusted. */
  readonly overlap: readonly SetMember[] | null
  readonly check: VoteCheck
}

/**
 * Checks votes in the order of the set until they are enough, as CometBFT's light client does: more than two thirds of
 * the set's power, and of a set trusted before more than a third.
 */
export async function countVotes({ signedHeader, hash, validators, overlap, check }: VotesAsked): Promise<Tally> {
  const { height, chainId } = signedHeader.header
  const { signatures } = signedHeader.commit
  if (signatures.length !== validators.length) refuse({ code: 'evidence-commit-malformed', height })
  const commit = wholeCommit(signedHeader, hash, validators)
  const total = totalPower(validators)
  const known = new Map(overlap?.map(({ publicKey, power }) => [publicKey.join(), power]))
  const knownTotal = totalPower(overlap ?? [])
  let signed = 0n
  let shared = 0n
  const enough = () => signed * 3n > total * 2n && (overlap === null || shared * 3n > knownTotal)
  for (let at = 0; at < validators.length && !enough(); at++) {
    const { publicKey, power } = validators[at]!
    const vote = commit.signatures[at]!
    if (vote.flag !== blockIdFlag.commit) continue
    if (!(await check(publicKey, voteSignBytes(chainId, commit, at), vote.signature)))
      refuse({ code: 'evidence-vote-invalid', height, validator: at })
    signed += power
    shared += known.get(publicKey.join()) ?? 0n
  }
  if (signed * 3n <= total * 2n) refuse({ code: 'evidence-power-insufficient', signed, total })
  if (!enough()) refuse({ code: 'evidence-overlap-insufficient', signed: shared, total: knownTotal })
  return { signed, total }
}

function wholeCommit({ header, commit }: SignedHeader, hash: Uint8Array, validators: readonly SetMember[]): Commit {
  return {
    height: header.height,
    round: commit.round,
    blockId: { hash, parts: commit.parts },
    signatures: commit.signatures.map((vote, at): CommitSignature => {
      if (vote === null) return absentSignature
      const { timestamp, signature } = vote
      const address = validatorAddress(validators[at]!.publicKey)
      return { flag: vote.flag === 2 ? 2 : 3, validatorAddress: address, timestamp, signature }
    }),
  }
}
