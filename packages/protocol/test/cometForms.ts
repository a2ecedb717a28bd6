import { readFileSync } from 'node:fs'
import { fromBase64 } from '../src/bytes/base64.ts'
import { fromHex } from '../src/bytes/bytes.ts'
import type { BlockId } from '../src/comet/blockId.ts'
import type { Commit, CommitSignature } from '../src/comet/commit.ts'
import type { Header } from '../src/comet/header.ts'
import type { Json } from '../src/comet/json.ts'
import type { Timestamp } from '../src/comet/time.ts'
import type { Validator } from '../src/comet/validators.ts'

// Reads the JSON that CometBFT writes, for the tests that hold our code to its figures.

type Form = Record<string, unknown>

export function readVectors<Vectors>(name: string): Vectors {
  return JSON.parse(readFileSync(new URL(`../../../docs/vectors/${name}`, import.meta.url), 'utf8')) as Vectors
}

export function headerFrom(json: Json): Header {
  const form = json as Form
  const version = form.version as Form
  return {
    version: { block: Number(version.block), app: Number(version.app ?? 0) },
    chainId: String(form.chain_id),
    height: Number(form.height),
    time: timeFrom(form.time),
    lastBlockId: blockIdFrom(form.last_block_id),
    lastCommitHash: hexFrom(form.last_commit_hash),
    dataHash: hexFrom(form.data_hash),
    validatorsHash: hexFrom(form.validators_hash),
    nextValidatorsHash: hexFrom(form.next_validators_hash),
    consensusHash: hexFrom(form.consensus_hash),
    appHash: hexFrom(form.app_hash),
    lastResultsHash: hexFrom(form.last_results_hash),
    evidenceHash: hexFrom(form.evidence_hash),
    proposerAddress: hexFrom(form.proposer_address),
  }
}

export function commitFrom(json: Json): Commit {
  const form = json as Form
  return {
    height: Number(form.height),
    round: Number(form.round),
    blockId: blockIdFrom(form.block_id),
    signatures: ((form.signatures ?? []) as Form[]).map((signature) => ({
      flag: signature.block_id_flag as CommitSignature['flag'],
      validatorAddress: hexFrom(signature.validator_address),
      timestamp: timeFrom(signature.timestamp),
      signature: signature.signature === null ? new Uint8Array(0) : fromBase64(String(signature.signature)),
    })),
  }
}

export function validatorFrom(json: Json): Validator {
  const form = json as Form
  return {
    publicKey: fromBase64(String((form.pub_key as Form).value)),
    power: BigInt(String(form.voting_power)),
    priority: BigInt(String(form.proposer_priority)),
  }
}

function blockIdFrom(json: unknown): BlockId {
  const { hash, parts } = json as { hash: string; parts: { total: number; hash: string } }
  return { hash: hexFrom(hash), parts: { total: parts.total, hash: hexFrom(parts.hash) } }
}

function timeFrom(json: unknown): Timestamp {
  const [, second, fraction] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(String(json))!
  return { seconds: Date.parse(`${second}Z`) / 1000, nanos: Number((fraction ?? '').padEnd(9, '0')) }
}

function hexFrom(json: unknown): Uint8Array {
  return fromHex(String(json).toLowerCase())
}
