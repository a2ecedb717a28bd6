import {
  type BlockId,
  blockIdFlag,
  blockProtocol,
  type Commit,
  consensusHash,
  dataHash,
  encodeBlock,
  type Header,
  hashCommit,
  hashHeader,
  hashValidators,
  noBlock,
  noEvidenceHash,
  partSetHeader,
  timestampFromMs,
  type Validator,
  validatorAddress,
  voteSignBytes,
} from '@gongshi/protocol'
import type { SoloBlock } from './blocks/soloBlock.ts'

/** The one validator: its Ed25519 key and what it signs with. */
export type SoloValidator = { readonly publicKey: Uint8Array; sign(message: Uint8Array): Uint8Array }

/** What the next header says of the blocks before it. */
export type Previous = {
  readonly height: number
  readonly time: number
  readonly blockId: BlockId
  readonly commit: Commit
  readonly appHash: Uint8Array
  readonly lastResultsHash: Uint8Array
}

/** The block parameters that `consensus_hash` covers: CometBFT's default size, no gas limit. */
export const blockParameters = { maxBytes: 4 * 2 ** 20, maxGas: -1 }

/** Version of the kernel, `version.app` of every header. */
const kernelVersion = 1

/** The commit "before" the first block. */
export const noCommit: Commit = { height: 0, round: 0, blockId: noBlock, signatures: [] }

/** Builds the next block in CometBFT's format and signs it: with one validator, making a block is committing it. */
export function produceBlock(
  chainId: string,
  validator: SoloValidator,
  previous: Previous,
  time: number,
  bundles: readonly Uint8Array[],
): SoloBlock {
  const validatorsHash = hashValidators(soloValidators(validator))
  const header: Header = {
    version: { block: blockProtocol, app: kernelVersion },
    chainId,
    height: previous.height + 1,
    time: timestampFromMs(time),
    lastBlockId: previous.blockId,
    lastCommitHash: hashCommit(previous.commit),
    dataHash: dataHash(bundles),
    validatorsHash,
    nextValidatorsHash: validatorsHash,
    consensusHash: consensusHash(blockParameters),
    appHash: previous.appHash,
    lastResultsHash: previous.lastResultsHash,
    evidenceHash: noEvidenceHash,
    proposerAddress: validatorAddress(validator.publicKey),
  }
  const parts = partSetHeader(encodeBlock({ header, bundles, lastCommit: previous.commit }))
  const blockId = { hash: hashHeader(header), parts }
  return {
    header,
    commit: signCommit(chainId, validator, header, blockId),
    bundles: bundles.map((bytes) => ({ kind: 'whole', bytes })),
  }
}

export function soloValidators(validator: Pick<SoloValidator, 'publicKey'>): readonly Validator[] {
  return [{ publicKey: validator.publicKey, power: 1n, priority: 0n }]
}

function signCommit(chainId: string, validator: SoloValidator, header: Header, blockId: BlockId): Commit {
  const unsigned: Commit = {
    height: header.height,
    round: 0,
    blockId,
    signatures: [
      {
        flag: blockIdFlag.commit,
        validatorAddress: validatorAddress(validator.publicKey),
        timestamp: header.time,
        signature: new Uint8Array(),
      },
    ],
  }
  const signature = validator.sign(voteSignBytes(chainId, unsigned, 0))
  return { ...unsigned, signatures: [{ ...unsigned.signatures[0]!, signature }] }
}
