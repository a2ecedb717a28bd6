import { inclusionProof, type Json, leafHash, merkleRoot, toBase64, toHex } from '@gongshi/protocol'
import type { Services } from '../services.ts'
import { bundleResults, type ResultNeeds, resultToJson } from './bundleResults.ts'
import { booleanParameter, bytesParameter, RpcFault, type RpcParameters, rpcCode } from './parameters.ts'

export type TxNeeds = ResultNeeds & Pick<Services, 'bundles'>

/** `result` of `/tx`: the bundle with a hash, what became of it, and with `prove` the way to its header's data_hash. */
export async function tx(needs: TxNeeds, parameters: RpcParameters): Promise<Json> {
  const hash = bytesParameter(parameters, 'hash', 'base64')
  const isProven = booleanParameter(parameters, 'prove')
  const place = hash.length === 32 ? await needs.bundles.find(hash) : undefined
  if (place === undefined) throw new RpcFault(rpcCode.internal, `tx (${upperHex(hash)}) not found`)
  const { height, position } = place
  const bundle = (await needs.engine.findBundles(height))?.[position]
  if (!bundle) throw new RpcFault(rpcCode.internal, `tx (${upperHex(hash)}) is not available: a body in it was erased`)
  return {
    hash: upperHex(hash),
    height: String(height),
    index: position,
    tx_result: resultToJson(bundleResults(needs, [bundle])[0]!),
    tx: toBase64(bundle),
    ...(isProven ? { proof: txProof((await needs.engine.findBundleHashes(height))!, position, bundle) } : {}),
  }
}

/** CometBFT's TxProof: RFC 6962 over the hashes of the block's bundles. */
function txProof(hashes: readonly Uint8Array[], position: number, bundle: Uint8Array): Json {
  const subtrees = {
    get: (level: number, at: number) => merkleRoot(hashes.slice(at * 2 ** level, (at + 1) * 2 ** level)),
  }
  return {
    root_hash: upperHex(merkleRoot(hashes)),
    data: toBase64(bundle),
    proof: {
      total: String(hashes.length),
      index: String(position),
      leaf_hash: toBase64(leafHash(hashes[position]!)),
      aunts: inclusionProof(subtrees, position, hashes.length).map(toBase64),
    },
  }
}

function upperHex(bytes: Uint8Array): string {
  return toHex(bytes).toUpperCase()
}
