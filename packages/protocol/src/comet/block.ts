import { concat } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { merkleRoot } from '../log/hash.ts'
import type { PartSetHeader } from './blockId.ts'
import { type Commit, encodeCommit } from './commit.ts'
import { encodeHeader, type Header } from './header.ts'
import { messageField } from './protobuf.ts'

/** A block of either engine. Its transactions, in CometBFT's sense, are our bundles; it carries no evidence of misbehaviour. */
export type Block = {
  readonly header: Header
  readonly bundles: readonly Uint8Array[]
  /** The commit of the block before; without signatures in the first block. */
  readonly lastCommit: Commit
}

/** The size of a part (types.BlockPartSizeBytes). */
export const partBytes = 65_536

/** A header's data_hash: a Merkle root over the SHA-256 of each bundle. */
export function dataHash(bundles: readonly Uint8Array[]): Uint8Array {
  return dataHashOf(bundles.map((bundle) => sha256(bundle)))
}

/** `dataHash` where some bundles are known only by their SHA-256, because a body in them was erased. */
export function dataHashOf(bundleHashes: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(bundleHashes)
}

/** A header's evidence_hash where nobody is accused: ours goes through system leaves. */
export const noEvidenceHash: Uint8Array = merkleRoot([])

/** tendermint.types.Block. */
export function encodeBlock({ header, bundles, lastCommit }: Block): Uint8Array {
  const data = concat(...bundles.map((bundle) => messageField(1, bundle)))
  return concat(
    messageField(1, encodeHeader(header)),
    messageField(2, data),
    messageField(3, new Uint8Array(0)),
    messageField(4, encodeCommit(lastCommit)),
  )
}

/** How CometBFT cuts the bytes of a block into parts of 64 KiB, and the Merkle root over them. */
export function partSetHeader(block: Uint8Array): PartSetHeader {
  const parts: Uint8Array[] = []
  for (let at = 0; at < block.length; at += partBytes) parts.push(block.subarray(at, at + partBytes))
  return { total: parts.length, hash: merkleRoot(parts) }
}
