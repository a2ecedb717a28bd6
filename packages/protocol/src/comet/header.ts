import { concat, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { merkleRoot } from '../log/hash.ts'
import { type BlockId, encodeBlockId } from './blockId.ts'
import { bytesField, messageField, varintField } from './protobuf.ts'
import { encodeTimestamp, type Timestamp } from './time.ts'

/** CometBFT's block protocol, `version.block` of every header. */
export const blockProtocol = 11

/** A block header of CometBFT (block protocol 11), its 14 fields in their order. Hashes are 32 bytes, or empty. */
export type Header = {
  /** `app` is the version of our kernel. */
  readonly version: { readonly block: number; readonly app: number }
  readonly chainId: string
  readonly height: number
  readonly time: Timestamp
  readonly lastBlockId: BlockId
  readonly lastCommitHash: Uint8Array
  readonly dataHash: Uint8Array
  readonly validatorsHash: Uint8Array
  readonly nextValidatorsHash: Uint8Array
  readonly consensusHash: Uint8Array
  /** The app hash after the block before this one. */
  readonly appHash: Uint8Array
  readonly lastResultsHash: Uint8Array
  readonly evidenceHash: Uint8Array
  /** 20 bytes. */
  readonly proposerAddress: Uint8Array
}

/** The block hash: a Merkle root over the 14 fields, each in its protobuf wrapper (spec/core/data_structures.md, Header). */
export function hashHeader(header: Header): Uint8Array {
  return merkleRoot([
    encodeVersion(header),
    bytesField(1, utf8(header.chainId)),
    varintField(1, header.height),
    encodeTimestamp(header.time),
    encodeBlockId(header.lastBlockId),
    bytesField(1, header.lastCommitHash),
    bytesField(1, header.dataHash),
    bytesField(1, header.validatorsHash),
    bytesField(1, header.nextValidatorsHash),
    bytesField(1, header.consensusHash),
    bytesField(1, header.appHash),
    bytesField(1, header.lastResultsHash),
    bytesField(1, header.evidenceHash),
    bytesField(1, header.proposerAddress),
  ])
}

function encodeVersion({ version }: Header): Uint8Array {
  return concat(varintField(1, version.block), varintField(2, version.app))
}

/** tendermint.types.Header. */
export function encodeHeader(header: Header): Uint8Array {
  return concat(
    messageField(1, encodeVersion(header)),
    bytesField(2, utf8(header.chainId)),
    varintField(3, header.height),
    messageField(4, encodeTimestamp(header.time)),
    messageField(5, encodeBlockId(header.lastBlockId)),
    bytesField(6, header.lastCommitHash),
    bytesField(7, header.dataHash),
    bytesField(8, header.validatorsHash),
    bytesField(9, header.nextValidatorsHash),
    bytesField(10, header.consensusHash),
    bytesField(11, header.appHash),
    bytesField(12, header.lastResultsHash),
    bytesField(13, header.evidenceHash),
    bytesField(14, header.proposerAddress),
  )
}

/** The header's consensus_hash: SHA-256 of tendermint.types.HashedParams. `maxGas` is -1 for no limit. */
export function consensusHash(block: { readonly maxBytes: number; readonly maxGas: number }): Uint8Array {
  return sha256(concat(varintField(1, block.maxBytes), varintField(2, block.maxGas)))
}
