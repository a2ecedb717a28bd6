import { consensusParameters } from '@gongshi/engine-cometbft'
import {
  appHash,
  blockResult,
  type Commit,
  commitResult,
  equalBytes,
  formatTimestamp,
  type Header,
  headerResult,
  type Json,
  toBase64,
  toHex,
  type Validator,
  validatorAddress,
  validatorsResult,
} from '@gongshi/protocol'
import type { Services } from '../services.ts'
import { abciQuery } from './abciQuery.ts'
import { bundleResults, resultToJson } from './bundleResults.ts'
import { integerParameter, RpcFault, type RpcParameters, rpcCode } from './parameters.ts'
import { tx } from './tx.ts'

export type RpcNeeds = Pick<
  Services,
  'engine' | 'others' | 'ledger' | 'bundles' | 'genesis' | 'version' | 'ownValidator'
>

/** The read part of CometBFT's RPC, in its JSON (rpc/openapi/openapi.yaml): what light clients and explorers ask for. */
export const rpcMethods: {
  readonly [name: string]: (needs: RpcNeeds, parameters: RpcParameters) => Promise<Json> | Json
} = {
  health: () => ({}),
  status,
  genesis: ({ genesis }) => ({ genesis }),
  abci_info: abciInfo,
  abci_query: abciQuery,
  header: async (needs, parameters) => headerResult(await getHeader(needs, heightOf(needs, parameters))),
  commit: commitAt,
  block: blockAt,
  block_results: blockResultsAt,
  validators: validatorsAt,
  consensus_params: consensusParams,
  tx,
  // What a CometBFT whose index is off answers: ours has no events to search.
  tx_search: () => refuse('transaction indexing is disabled'),
  block_search: () => refuse('block indexing is disabled'),
}

function refuse(detail: string): never {
  throw new RpcFault(rpcCode.internal, detail)
}

async function status(needs: RpcNeeds): Promise<Json> {
  const latest = needs.engine.latestHeight()
  const header = await getHeader(needs, latest)
  const { blockId } = await getCommit(needs, latest)
  const own = needs.ownValidator
  const member = (await getValidators(needs, latest)).find(({ publicKey }) => equalBytes(publicKey, own))
  return {
    node_info: {
      protocol_version: { p2p: '8', block: '11', app: String(header.version.app) },
      network: header.chainId,
      version: needs.version,
      moniker: 'gongshi',
    },
    sync_info: {
      latest_block_hash: upperHex(blockId.hash),
      latest_app_hash: upperHex(header.appHash),
      latest_block_height: String(latest),
      latest_block_time: formatTimestamp(header.time),
      earliest_block_height: String(await needs.engine.earliestHeight()),
      catching_up: false,
    },
    validator_info: {
      address: upperHex(validatorAddress(own)),
      pub_key: { type: 'tendermint/PubKeyEd25519', value: toBase64(own) },
      voting_power: String(member?.power ?? 0n),
    },
  }
}

function abciInfo({ ledger, version }: RpcNeeds): Json {
  const { height, appHash } = ledger.info()
  return {
    response: {
      data: 'gongshi',
      version,
      app_version: '1',
      last_block_height: String(height),
      last_block_app_hash: toBase64(appHash),
    },
  }
}

async function commitAt(needs: RpcNeeds, parameters: RpcParameters): Promise<Json> {
  const height = heightOf(needs, parameters)
  const [header, commit] = [await getHeader(needs, height), await getCommit(needs, height)]
  return commitResult(header, commit, height < needs.engine.latestHeight())
}

/** A bundle of which a body was erased is given as empty; its hash stays in the header's data_hash. */
async function blockAt(needs: RpcNeeds, parameters: RpcParameters): Promise<Json> {
  const height = heightOf(needs, parameters)
  const [header, commit] = [await getHeader(needs, height), await getCommit(needs, height)]
  const bundles = (await needs.engine.findBundles(height)) ?? []
  const lastCommit = header.lastBlockId.hash.length === 0 ? emptyCommit(header) : await getCommit(needs, height - 1)
  return blockResult(commit.blockId, { header, bundles: bundles.map((each) => each ?? new Uint8Array()), lastCommit })
}

function emptyCommit(header: Header): Commit {
  return { height: 0, round: 0, blockId: header.lastBlockId, signatures: [] }
}

async function blockResultsAt(needs: RpcNeeds, parameters: RpcParameters): Promise<Json> {
  const height = heightOf(needs, parameters)
  const bundles = (await needs.engine.findBundles(height)) ?? []
  return {
    height: String(height),
    txs_results: bundleResults(needs, bundles).map(resultToJson),
    validator_updates: [],
    app_hash: toBase64(appHash(needs.ledger.findApp(height)!)),
  }
}

async function validatorsAt(needs: RpcNeeds, parameters: RpcParameters): Promise<Json> {
  const height = heightOf(needs, parameters)
  const set = await getValidators(needs, height)
  const perPage = Math.min(100, Math.max(1, integerParameter(parameters, 'per_page') ?? 30))
  const page = integerParameter(parameters, 'page') ?? 1
  const pages = Math.max(1, Math.ceil(set.length / perPage))
  if (page < 1 || page > pages)
    throw new RpcFault(rpcCode.internal, `page should be within [1, ${pages}] range, given ${page}`)
  return validatorsResult(height, set.slice((page - 1) * perPage, page * perPage), set.length)
}

/** The same at every height: nothing changes them but a new kernel. */
function consensusParams(needs: RpcNeeds, parameters: RpcParameters): Json {
  return { block_height: String(heightOf(needs, parameters)), consensus_params: consensusParameters }
}

/** CometBFT's own words: its light client matches them. */
function heightOf({ engine }: RpcNeeds, parameters: RpcParameters): number {
  const latest = engine.latestHeight()
  const height = integerParameter(parameters, 'height')
  if (height === undefined || height === 0) return latest
  if (height < 0) throw new RpcFault(rpcCode.internal, `height must be greater than 0, but got ${height}`)
  if (height > latest)
    throw new RpcFault(
      rpcCode.internal,
      `height ${height} must be less than or equal to the current blockchain height ${latest}`,
    )
  return height
}

async function getHeader(needs: RpcNeeds, height: number): Promise<Header> {
  return (await needs.engine.findHeader(height)) ?? unavailable(needs, height)
}

async function getCommit(needs: RpcNeeds, height: number): Promise<Commit> {
  return (await needs.engine.findCommit(height)) ?? unavailable(needs, height)
}

async function getValidators(needs: RpcNeeds, height: number): Promise<readonly Validator[]> {
  return (await needs.engine.findValidators(height)) ?? unavailable(needs, height)
}

/** In CometBFT's words (rpc/core/env.go), and then who may have it. */
async function unavailable({ engine, others }: RpcNeeds, height: number): Promise<never> {
  const { portals } = others
  const asked = portals.length === 0 ? '' : `; ask ${portals.join(', ')}`
  const lowest = `lowest height is ${await engine.earliestHeight()}`
  throw new RpcFault(rpcCode.internal, `height ${height} is not available, ${lowest}${asked}`)
}

function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase()
}
