import {
  type BundleResult,
  bundleResult,
  type Json,
  type Outcome,
  parseBundle,
  parseLeaf,
  parseTransaction,
  toBase64,
  undecodableResult,
} from '@gongshi/protocol'
import type { Services } from '../services.ts'

export type ResultNeeds = Pick<Services, 'engine' | 'ledger'>

/** What became of bundles, recomputed from their members and the leaves; one of which a body was erased gives nothing. */
export function bundleResults({ ledger }: ResultNeeds, bundles: readonly (Uint8Array | null)[]): BundleResult[] {
  return bundles.map((bundle) => (bundle === null ? undecodableResult : bundleResult(membersOf(ledger, bundle))))
}

function membersOf(ledger: ResultNeeds['ledger'], bundle: Uint8Array) {
  return parseBundle(bundle).map((bytes) => {
    const { txId } = parseTransaction(bytes)
    const found = ledger.findTransaction(txId)
    const leaf = found && parseLeaf(ledger.findEntry(found.index)!.leaf)
    const outcome: Outcome | readonly ['inadmissible', string] =
      leaf?.kind === 'tx' ? leaf.outcome : ['inadmissible', 'unknown']
    return { txId, outcome }
  })
}

/** CometBFT's ExecTxResult. */
export function resultToJson({ code, data }: BundleResult): Json {
  return {
    code,
    data: data.length === 0 ? null : toBase64(data),
    log: '',
    info: '',
    gas_wanted: '0',
    gas_used: '0',
    events: [],
    codespace: '',
  }
}
