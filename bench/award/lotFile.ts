import { createHash } from 'node:crypto'
import {
  appHash,
  compareBytes,
  encodeCbor,
  encodeEvidence,
  encodeStates,
  formatTrust,
  proveInSubtree,
  type StateValue,
  sha256,
  statePath,
  stateProofToCbor,
  type TrustRoot,
} from '@gongshi/protocol'
import { computeSubtree, stateLeafOfHash } from '../../packages/protocol/src/state/tree.ts'
import { now, signedHeader, trustOf } from '../../packages/protocol/test/evidence.ts'
import { benchChain, lotValues, playTender, propose, reasons } from '../../packages/sdk/test/tenderRows.ts'

/** Other rows of the ledger: proofs are as deep as among so many. */
const others = 4_096

export type LotFile = {
  readonly bytes: Uint8Array
  readonly trust: TrustRoot
  readonly trustText: string
  readonly now: number
}

/** A lot of 30 offers, six criteria and five experts, as one file under a header with one signature. */
export function lotFile(): LotFile {
  const tender = playTender({
    prices: Array.from({ length: 30 }, (_, at) => 500_000n + BigInt(at) * 997n),
    experts: 5,
    qualities: 5,
    candidates: 60,
  })
  propose(tender, 0, reasons)
  const values = lotValues(tender).map((each) => ({
    ...each,
    path: statePath(each.affair, each.table, each.key),
    bytes: each.value === undefined ? null : encodeCbor(each.value),
  }))
  const leaf = (path: Uint8Array, value: Uint8Array) => {
    const valueHash = sha256(value)
    return { path, valueHash, hash: stateLeafOfHash(path, valueHash) }
  }
  const filler = Array.from({ length: others }, (_, at) => {
    const path = new Uint8Array(createHash('sha256').update(`row ${at}`).digest())
    return leaf(path, path)
  })
  const held = values.flatMap(({ path, bytes }) => (bytes === null ? [] : [leaf(path, bytes)]))
  const tree = [...held, ...filler].toSorted((left, right) => compareBytes(left.path, right.path))
  const proven = values.map(({ affair, table, key, path, bytes }): StateValue => {
    const proof = proveInSubtree(tree, path, 0)
    const [depth, bitmap, siblings] = stateProofToCbor(proof) as [number, Uint8Array, Uint8Array]
    return {
      affair,
      table,
      key: encodeCbor(key),
      value: bytes,
      proof: { depth, bitmap, siblings, terminal: proof.terminal },
    }
  })
  const app = { stateRoot: computeSubtree(tree, 0), logSize: 1, logRoot: sha256(new Uint8Array()) }
  const [subject, ...rest] = proven
  const first = encodeEvidence({
    format: 'gongshi/evidence/1',
    path: [],
    head: signedHeader({ height: 9, chain: benchChain, appHash: appHash(app) }),
    app,
    subject: { kind: 'state', ...subject! },
    members: [],
    checkpoint: null,
  })
  const trust = { ...trustOf(), chainId: benchChain }
  return { bytes: encodeStates({ first, rest }), trust, trustText: formatTrust(trust), now }
}
