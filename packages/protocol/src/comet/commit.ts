import { concat, utf8 } from '../bytes/bytes.ts'
import { merkleRoot } from '../log/hash.ts'
import { verifyEd25519Zip215 } from '../suites/ed25519.ts'
import { type BlockId, encodeBlockId } from './blockId.ts'
import { bytesField, messageField, sfixed64Field, varint, varintField } from './protobuf.ts'
import { encodeTimestamp, type Timestamp, zeroTime } from './time.ts'

/** What a validator said in the round that decided: nothing, this block, or no block (tendermint.types.BlockIDFlag). */
export const blockIdFlag = { absent: 1, commit: 2, nil: 3 } as const

export type CommitSignature = {
  readonly flag: 1 | 2 | 3
  /** 20 bytes; empty if absent. */
  readonly validatorAddress: Uint8Array
  readonly timestamp: Timestamp
  /** 64 bytes; empty if absent. */
  readonly signature: Uint8Array
}

/** The precommits that decided a block, one for each validator, in the order of the set. */
export type Commit = {
  readonly height: number
  readonly round: number
  readonly blockId: BlockId
  readonly signatures: readonly CommitSignature[]
}

export const absentSignature: CommitSignature = {
  flag: blockIdFlag.absent,
  validatorAddress: new Uint8Array(0),
  timestamp: zeroTime,
  signature: new Uint8Array(0),
}

/** The next header's last_commit_hash: a Merkle root over the signatures. */
export function hashCommit({ signatures }: Pick<Commit, 'signatures'>): Uint8Array {
  return merkleRoot(signatures.map(encodeCommitSignature))
}

function encodeCommitSignature({ flag, validatorAddress, timestamp, signature }: CommitSignature): Uint8Array {
  return concat(
    varintField(1, flag),
    bytesField(2, validatorAddress),
    messageField(3, encodeTimestamp(timestamp)),
    bytesField(4, signature),
  )
}

/** tendermint.types.Commit. */
export function encodeCommit(commit: Commit): Uint8Array {
  return concat(
    varintField(1, commit.height),
    varintField(2, commit.round),
    messageField(3, encodeBlockId(commit.blockId)),
    ...commit.signatures.map((signature) => messageField(4, encodeCommitSignature(signature))),
  )
}

const precommitType = 2

/**
 * What the `index`-th validator of a commit signed: its length, then tendermint.types.CanonicalVote
 * (spec/core/data_structures.md, CanonicalVote). The signature itself isn't read, so this serves for signing too.
 */
export function voteSignBytes(chainId: string, commit: Commit, index: number): Uint8Array {
  const { flag, timestamp } = commit.signatures[index]!
  const vote = concat(
    varintField(1, precommitType),
    sfixed64Field(2, commit.height),
    sfixed64Field(3, commit.round),
    ...(flag === blockIdFlag.commit ? [messageField(4, encodeBlockId(commit.blockId))] : []),
    messageField(5, encodeTimestamp(timestamp)),
    bytesField(6, utf8(chainId)),
  )
  return concat(varint(vote.length), vote)
}

/** A check of one vote: the validator's 32-byte Ed25519 key, what it signed, the 64-byte signature. */
export type VoteCheck = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>

/** Consensus votes follow ZIP-215, as CometBFT checks them. False for bytes of any other length; never throws. */
export function checkVote(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return verifyEd25519Zip215(publicKey, message, signature)
}
