import { concat } from '../bytes/bytes.ts'
import { bytesField, messageField, varintField } from './protobuf.ts'

/** How a block was cut into parts: their number, and the Merkle root over them. */
export type PartSetHeader = { readonly total: number; readonly hash: Uint8Array }

/** A block's name: the hash of its header, and its parts. Both hashes are empty where there is no block. */
export type BlockId = { readonly hash: Uint8Array; readonly parts: PartSetHeader }

/** The name of no block: before the first one, and what a vote for nil is for. */
export const noBlock: BlockId = { hash: new Uint8Array(0), parts: { total: 0, hash: new Uint8Array(0) } }

/** tendermint.types.BlockID, and CanonicalBlockID, which has the same fields. */
export function encodeBlockId({ hash, parts }: BlockId): Uint8Array {
  const partSetHeader = concat(varintField(1, parts.total), bytesField(2, parts.hash))
  return concat(bytesField(1, hash), messageField(2, partSetHeader))
}
