import {
  type Cbor,
  compareBytes,
  computeSubtree,
  encodeCbor,
  proveInSubtree,
  type StateProof,
  sha256,
  stateLeafOfHash,
  statePath,
  stateProofToCbor,
} from '@gongshi/protocol'
import { shown } from './hex.ts'

const affair = 'disclosure'
const table = 'entity/record'
const rows = Array.from({ length: 12 }, (_, at) => ({ key: [at] as Cbor, value: encodeCbor([1, 'published', at]) }))

export function stateVectors(): object {
  const tree = rows
    .map(({ key, value }) => {
      const path = statePath(affair, table, key)
      const valueHash = sha256(value)
      return { path, valueHash, hash: stateLeafOfHash(path, valueHash) }
    })
    .sort((left, right) => compareBytes(left.path, right.path))
  const prove = (key: Cbor) => proveInSubtree(tree, statePath(affair, table, key), 0)
  const told = (key: Cbor, value: Uint8Array | null, proof: StateProof) => ({
    affair,
    table,
    key: encodeCbor(key),
    value,
    proof: encodeCbor(stateProofToCbor(proof)),
  })
  const [{ key, value }] = rows as [(typeof rows)[0]]
  const proof = prove(key)
  const without = proveInSubtree(
    tree.filter(({ path }) => compareBytes(path, statePath(affair, table, key)) !== 0),
    statePath(affair, table, key),
    0,
  )
  const shorter = { ...proof, siblings: proof.siblings.slice(1) }
  return shown({
    rows: rows.map(({ key, value }) => ({
      affair,
      table,
      key: encodeCbor(key),
      value,
      path: statePath(affair, table, key),
    })),
    root: computeSubtree(tree, 0),
    emptyRoot: computeSubtree([], 0),
    present: rows.map(({ key, value }) => told(key, value, prove(key))),
    absent: [100, 101, 102, 103, 104, 105].map((at) => told([at], null, prove([at]))),
    bad: [
      { name: 'another value', ...told(key, encodeCbor('other'), proof) },
      { name: 'a present value said to be absent', ...told(key, null, proof) },
      { name: 'absence in a tree that lost the row', ...told(key, null, without) },
      { name: 'a sibling left out', ...told(key, value, shorter) },
      { name: 'an absent value said to be present', ...told([100], value, prove([100])) },
      { name: 'another key', ...told([1], value, proof) },
    ],
    badForms: malformed(proof).map(([name, form]) => ({ name, proof: encodeCbor(form) })),
  }) as object
}

function malformed(proof: StateProof): [name: string, form: Cbor][] {
  const [depth, bitmap, siblings, terminal] = stateProofToCbor(proof) as [number, Uint8Array, Uint8Array, Cbor]
  return [
    ['depth 257', [257, new Uint8Array(33), siblings, terminal]],
    ['a bitmap too long', [depth, Uint8Array.of(...bitmap, 0), siblings, terminal]],
    ['a bit beyond the depth', [depth, bitmap.map((byte) => byte | 1), siblings, terminal]],
    ['a sibling too few', [depth, bitmap, siblings.subarray(32), terminal]],
    ['a sibling too many', [depth, bitmap, Uint8Array.of(...siblings, ...siblings.subarray(0, 32)), terminal]],
    ['an empty sibling written out', [1, Uint8Array.of(0x80), new Uint8Array(32), terminal]],
    ['a terminal without its value', [depth, bitmap, siblings, [new Uint8Array(32)]]],
  ]
}
