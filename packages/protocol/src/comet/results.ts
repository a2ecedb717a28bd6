import { concat } from '../bytes/bytes.ts'
import { type Cbor, cborHash } from '../bytes/cbor.ts'
import { merkleRoot } from '../log/hash.ts'
import { bytesField, varintField } from './protobuf.ts'

/** The part of tendermint.abci.ExecTxResult that is agreed on. */
export type BundleResult = {
  readonly code: number
  readonly data: Uint8Array
  readonly gasWanted: number
  readonly gasUsed: number
}

/** A member of a bundle: its id (empty if unreadable), and its outcome or `["inadmissible", code]`. */
export type BundleMember = { readonly txId: Uint8Array; readonly outcome: Cbor }

/** The result of a bundle: data = SHA-256("gongshi/results/1" ‖ CBOR[[txId, outcome]…]) over all members in order. */
export function bundleResult(members: readonly BundleMember[]): BundleResult {
  const results = members.map(({ txId, outcome }) => [txId, outcome])
  const data = cborHash('gongshi/results/1', results)
  return { code: 0, data, gasWanted: 0, gasUsed: 0 }
}

/** The result of bytes that are no bundle. */
export const undecodableResult: BundleResult = { code: 1, data: new Uint8Array(0), gasWanted: 0, gasUsed: 0 }

/** The next header's last_results_hash: a Merkle root over the results. */
export function lastResultsHash(results: readonly BundleResult[]): Uint8Array {
  return merkleRoot(
    results.map(({ code, data, gasWanted, gasUsed }) =>
      concat(varintField(1, code), bytesField(2, data), varintField(5, gasWanted), varintField(6, gasUsed)),
    ),
  )
}
