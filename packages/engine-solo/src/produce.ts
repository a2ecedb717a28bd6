import type { ValidatorUpdate } from '@gongshi/ledger'
import {
  type BlockId,
  blockIdFlag,
  blockProtocol,
  type Commit,
  compareValidators,
  consensusHash,
  dataHashOf,
  encodeBlock,
  type Header,
  hashCommit,
  hashHeader,
  hashValidators,
  noBlock,
  noEvidenceHash,
  partSetHeader,
  sha256,
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

export type Contents = {
  readonly time: number
  readonly bundles: readonly Uint8Array[]
  /** SHA-256 of each bundle, where they are known. */
  readonly bundleHashes?: readonly Uint8Array[]
  /** Who signs the next block where that is somebody else. */
  readonly next?: readonly ValidatorUpdate[] | null
}

function inOrder(validators: readonly ValidatorUpdate[]) {
  return validators.map(({ publicKey, power }) => ({ publicKey, power: BigInt(power) })).sort(compareValidators)
}

/** Builds the next block in CometBFT's format and signs it: with one validator, making a block is committing it. */
export function produceBlock(
  chainId: string,
  validator: SoloValidator,
  previous: Previous,
  { time, bundles, bundleHashes = bundles.map((bundle) => sha256(bundle)), next = null }: Contents,
): SoloBlock {
  const { validatorsHash, proposerAddress } = constantsOf(validator)
  const header: Header = {
    version: { block: blockProtocol, app: kernelVersion },
    chainId,
    height: previous.height + 1,
    time: timestampFromMs(time),
    lastBlockId: previous.blockId,
    lastCommitHash: hashCommit(previous.commit),
    dataHash: dataHashOf(bundleHashes),
    validatorsHash,
    nextValidatorsHash: next === null ? validatorsHash : hashValidators(inOrder(next)),
    consensusHash: parametersHash,
    appHash: previous.appHash,
    lastResultsHash: previous.lastResultsHash,
    evidenceHash: noEvidenceHash,
    proposerAddress,
  }
  const parts = partSetHeader(encodeBlock({ header, bundles, lastCommit: previous.commit }))
  const blockId = { hash: hashHeader(header), parts }
  return {
    header,
    commit: signCommit(chainId, validator, header, blockId),
    bundles: bundles.map((bytes) => ({ kind: 'whole', bytes })),
  }
}

const parametersHash = consensusHash(blockParameters)

type Constants = { readonly validatorsHash: Uint8Array; readonly proposerAddress: Uint8Array }

// PERF: the same in every header, and a dozen hashes.
const constants = new WeakMap<SoloValidator, Constants>()

function constantsOf(validator: SoloValidator): Constants {
  const known = constants.get(validator)
  if (known !== undefined) return known
  const { publicKey } = validator
  const made = {
    validatorsHash: hashValidators(soloValidators(validator)),
    proposerAddress: validatorAddress(publicKey),
  }
  constants.set(validator, made)
  return made
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
        validatorAddress: header.proposerAddress,
        timestamp: header.time,
        signature: new Uint8Array(),
      },
    ],
  }
  const signature = validator.sign(voteSignBytes(chainId, unsigned, 0))
  return { ...unsigned, signatures: [{ ...unsigned.signatures[0]!, signature }] }
}
