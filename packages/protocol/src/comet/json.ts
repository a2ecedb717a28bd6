import { toBase64 } from '../bytes/base64.ts'
import { toHex } from '../bytes/bytes.ts'
import type { Block } from './block.ts'
import type { BlockId } from './blockId.ts'
import type { Commit } from './commit.ts'
import type { Header } from './header.ts'
import { formatTimestamp } from './time.ts'
import { type Validator, validatorAddress } from './validators.ts'

// The JSON of CometBFT's RPC (rpc/openapi/openapi.yaml): 64-bit integers as strings, hashes in upper-case hex, other
// bytes in base64.

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/** `result` of `/header`. */
export function headerResult(header: Header): Json {
  return { header: headerToJson(header) }
}

/** `result` of `/commit`. `canonical`: the block after this one stands, so that this commit is the recorded one. */
export function commitResult(header: Header, commit: Commit, canonical: boolean): Json {
  return { signed_header: { header: headerToJson(header), commit: commitToJson(commit) }, canonical }
}

/** `result` of `/block`. */
export function blockResult(blockId: BlockId, { header, bundles, lastCommit }: Block): Json {
  return {
    block_id: blockIdToJson(blockId),
    block: {
      header: headerToJson(header),
      data: { txs: bundles.map(toBase64) },
      evidence: { evidence: [] },
      last_commit: commitToJson(lastCommit),
    },
  }
}

/** `result` of `/validators`: one page of the set, whose size is `total`. */
export function validatorsResult(height: number, page: readonly Validator[], total: number): Json {
  return {
    block_height: String(height),
    validators: page.map(validatorToJson),
    count: String(page.length),
    total: String(total),
  }
}

export function headerToJson(header: Header): Json {
  const { block, app } = header.version
  return {
    version: { block: String(block), ...(app === 0 ? {} : { app: String(app) }) },
    chain_id: header.chainId,
    height: String(header.height),
    time: formatTimestamp(header.time),
    last_block_id: blockIdToJson(header.lastBlockId),
    last_commit_hash: upperHex(header.lastCommitHash),
    data_hash: upperHex(header.dataHash),
    validators_hash: upperHex(header.validatorsHash),
    next_validators_hash: upperHex(header.nextValidatorsHash),
    consensus_hash: upperHex(header.consensusHash),
    app_hash: upperHex(header.appHash),
    last_results_hash: upperHex(header.lastResultsHash),
    evidence_hash: upperHex(header.evidenceHash),
    proposer_address: upperHex(header.proposerAddress),
  }
}

export function commitToJson({ height, round, blockId, signatures }: Commit): Json {
  return {
    height: String(height),
    round,
    block_id: blockIdToJson(blockId),
    signatures: signatures.map(({ flag, validatorAddress, timestamp, signature }) => ({
      block_id_flag: flag,
      validator_address: upperHex(validatorAddress),
      timestamp: formatTimestamp(timestamp),
      signature: signature.length === 0 ? null : toBase64(signature),
    })),
  }
}

export function blockIdToJson({ hash, parts }: BlockId): Json {
  return { hash: upperHex(hash), parts: { total: parts.total, hash: upperHex(parts.hash) } }
}

export function validatorToJson({ publicKey, power, priority }: Validator): Json {
  return {
    address: upperHex(validatorAddress(publicKey)),
    pub_key: { type: 'tendermint/PubKeyEd25519', value: toBase64(publicKey) },
    voting_power: String(power),
    proposer_priority: String(priority),
  }
}

function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase()
}
