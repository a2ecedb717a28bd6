import {
  type BlockId,
  type CommitSignature,
  equalBytes,
  fromBase64,
  fromHex,
  type Header,
  hashHeader,
  type Timestamp,
  type Validator,
} from '@gongshi/protocol'
import { CometError } from '../errors.ts'
import type { SignedBlock } from './chain.ts'

// CometBFT's JSON (rpc/openapi/openapi.yaml), as far as it is read here. It comes from this node's own process; what it says
// is checked where something depends on it.

type BlockIdJson = { readonly hash: string; readonly parts: { readonly total: number; readonly hash: string } }
type HeaderJson = {
  readonly version: { readonly block: string; readonly app?: string }
  readonly last_block_id: BlockIdJson
} & {
  readonly [Name in
    | 'chain_id'
    | 'height'
    | 'time'
    | 'last_commit_hash'
    | 'data_hash'
    | 'validators_hash'
    | 'next_validators_hash'
    | 'consensus_hash'
    | 'app_hash'
    | 'last_results_hash'
    | 'evidence_hash'
    | 'proposer_address']: string
}
type SignatureJson = {
  readonly block_id_flag: 1 | 2 | 3
  readonly validator_address: string
  readonly timestamp: string
  readonly signature: string | null
}
type CommitJson = {
  readonly height: string
  readonly round: number
  readonly block_id: BlockIdJson
  readonly signatures: readonly SignatureJson[]
}
export type CommitResult = { readonly signed_header: { readonly header: HeaderJson; readonly commit: CommitJson } }
export type BlockResult = { readonly block: { readonly data: { readonly txs?: readonly string[] | null } } }
type ValidatorJson = {
  readonly pub_key: { readonly value: string }
  readonly voting_power: string
  readonly proposer_priority: string
}
export type StatusResult = { readonly sync_info: { readonly earliest_block_height: string } }
export type ValidatorsResult = { readonly validators: readonly ValidatorJson[]; readonly total: string }

/** @throws {CometError} cometbft-answer for a header that is not the one that was voted for */
export function readSigned({ signed_header: { header: json, commit } }: CommitResult): SignedBlock {
  const header = readHeader(json)
  const blockId = readBlockId(commit.block_id)
  if (!equalBytes(hashHeader(header), blockId.hash)) throw new CometError({ code: 'cometbft-answer', method: 'commit' })
  const signatures = commit.signatures.map(readSignature)
  return { header, commit: { height: Number(commit.height), round: commit.round, blockId, signatures } }
}

export function readBundles({ block }: BlockResult): Uint8Array[] {
  return (block.data.txs ?? []).map((each) => new Uint8Array(Buffer.from(each, 'base64')))
}

export function readValidator({ pub_key, voting_power, proposer_priority }: ValidatorJson): Validator {
  return { publicKey: fromBase64(pub_key.value), power: BigInt(voting_power), priority: BigInt(proposer_priority) }
}

function readHeader(json: HeaderJson): Header {
  return {
    version: { block: Number(json.version.block), app: Number(json.version.app ?? '0') },
    chainId: json.chain_id,
    height: Number(json.height),
    time: readTime(json.time),
    lastBlockId: readBlockId(json.last_block_id),
    lastCommitHash: readHex(json.last_commit_hash),
    dataHash: readHex(json.data_hash),
    validatorsHash: readHex(json.validators_hash),
    nextValidatorsHash: readHex(json.next_validators_hash),
    consensusHash: readHex(json.consensus_hash),
    appHash: readHex(json.app_hash),
    lastResultsHash: readHex(json.last_results_hash),
    evidenceHash: readHex(json.evidence_hash),
    proposerAddress: readHex(json.proposer_address),
  }
}

function readSignature({ block_id_flag, validator_address, timestamp, signature }: SignatureJson): CommitSignature {
  return {
    flag: block_id_flag,
    validatorAddress: readHex(validator_address),
    timestamp: readTime(timestamp),
    signature: signature === null ? new Uint8Array() : fromBase64(signature),
  }
}

function readBlockId({ hash, parts }: BlockIdJson): BlockId {
  return { hash: readHex(hash), parts: { total: parts.total, hash: readHex(parts.hash) } }
}

function readHex(text: string): Uint8Array {
  return fromHex(text.toLowerCase())
}

/** RFC 3339 in UTC with up to nine digits of a second. */
function readTime(text: string): Timestamp {
  const [, whole, digits = ''] = /^(.{19})(?:\.(\d{1,9}))?Z$/.exec(text) ?? []
  const ms = Date.parse(`${whole}Z`)
  if (Number.isNaN(ms)) throw new CometError({ code: 'cometbft-answer', method: 'time' })
  return { seconds: ms / 1000, nanos: Number(digits.padEnd(9, '0')) }
}
