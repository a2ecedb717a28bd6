import { BinaryWriter } from 'cosmjs-types/binary'
import type { Timestamp } from 'cosmjs-types/google/protobuf/timestamp'
import type { BlockID, Proposal, Vote } from 'cosmjs-types/tendermint/types/types'

/** What a vote or a proposal says but for its time, and that: a signer that is asked again may only be asked about another time. */
export type Canonical = {
  /** Before and after the timestamp's field. */
  readonly head: Uint8Array
  readonly tail: Uint8Array
  readonly timestampTag: number
}

const proposalType = 32

/** CanonicalVote (proto/tendermint/types/canonical.proto, types/canonical.go). */
export function canonicalVote(chainId: string, { type, height, round, blockId }: Vote): Canonical {
  const head = place(type, height, round)
  writeBlockId(head, 4, blockId)
  return { head: head.finish(), tail: text(6, chainId), timestampTag: lengthTag(5) }
}

/** CanonicalProposal. */
export function canonicalProposal(chainId: string, { height, round, polRound, blockId }: Proposal): Canonical {
  const head = place(proposalType, height, round)
  if (polRound !== 0) head.uint32(4 << 3).int64(BigInt(polRound))
  writeBlockId(head, 5, blockId)
  return { head: head.finish(), tail: text(7, chainId), timestampTag: lengthTag(6) }
}

/** What is signed: with its length before it. */
export function signBytes({ head, tail, timestampTag }: Canonical, { seconds, nanos }: Timestamp): Uint8Array {
  const time = new BinaryWriter()
  if (seconds !== 0n) time.uint32(1 << 3).int64(seconds)
  if (nanos !== 0) time.uint32(2 << 3).int32(nanos)
  const timestamp = new BinaryWriter().uint32(timestampTag).bytes(time.finish()).finish()
  return delimited(Buffer.concat([head, timestamp, tail]))
}

/** CanonicalVoteExtension of an empty extension: CometBFT wants a signature of it with each precommit for a block. */
export function extensionSignBytes(chainId: string, { height, round }: Vote): Uint8Array {
  const writer = new BinaryWriter()
  if (height !== 0n) writer.uint32((2 << 3) | 1).sfixed64(height)
  if (round !== 0) writer.uint32((3 << 3) | 1).sfixed64(BigInt(round))
  return delimited(Buffer.concat([writer.finish(), text(4, chainId)]))
}

export function isNil({ hash, partSetHeader }: BlockID): boolean {
  return hash.length === 0 && partSetHeader.total === 0 && partSetHeader.hash.length === 0
}

function place(type: number, height: bigint, round: number): BinaryWriter {
  const writer = new BinaryWriter().uint32(1 << 3).int32(type)
  if (height !== 0n) writer.uint32((2 << 3) | 1).sfixed64(height)
  if (round !== 0) writer.uint32((3 << 3) | 1).sfixed64(BigInt(round))
  return writer
}

function writeBlockId(writer: BinaryWriter, field: number, blockId: BlockID): void {
  if (isNil(blockId)) return
  const { total, hash } = blockId.partSetHeader
  const parts = new BinaryWriter()
  if (total !== 0) parts.uint32(1 << 3).uint32(total)
  if (hash.length > 0) parts.uint32(lengthTag(2)).bytes(hash)
  const inner = new BinaryWriter()
  if (blockId.hash.length > 0) inner.uint32(lengthTag(1)).bytes(blockId.hash)
  inner.uint32(lengthTag(2)).bytes(parts.finish())
  writer.uint32(lengthTag(field)).bytes(inner.finish())
}

function text(field: number, value: string): Uint8Array {
  return new BinaryWriter().uint32(lengthTag(field)).string(value).finish()
}

function lengthTag(field: number): number {
  return (field << 3) | 2
}

function delimited(bytes: Uint8Array): Uint8Array {
  return new BinaryWriter().bytes(bytes).finish()
}
