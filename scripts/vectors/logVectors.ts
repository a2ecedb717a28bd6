import {
  type Cbor,
  consistencyProof,
  encodeCbor,
  encodeLeaf,
  fromHex,
  inclusionProof,
  type Leaf,
  leafHash,
  logRoot,
} from '@gongshi/protocol'
import { growLog } from '../../packages/protocol/test/log.ts'
import { shown } from './hex.ts'
import { seedBytes } from './vectorFile.ts'

/** The leaves of certificate-transparency's test tree. */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']

const tx: Leaf = {
  kind: 'tx',
  height: 7,
  time: 1_790_000_000_000,
  txId: seedBytes('txId'),
  signers: [seedBytes('signer 1'), seedBytes('signer 2')],
  affair: 'disclosure',
  version: 1,
  action: 'publish',
  outcome: ['ok', [['record', seedBytes('record'), 'publish', 1, null, 'published']]],
  signedHash: seedBytes('signed'),
}
const good: Leaf[] = [
  tx,
  { ...tx, outcome: ['refused', 'guard', ['period', 3]] },
  {
    kind: 'due',
    height: 8,
    time: 5,
    dueTime: 4,
    affair: 'approval',
    version: 2,
    action: 'lapse',
    key: [1],
    outcome: ['ok', []],
  },
  { kind: 'system', height: 9, time: 5, event: 'suspended', detail: ['disclosure', 1, 'publish'] },
  { kind: 'block', height: 9, time: 5, blockHash: seedBytes('block'), stateRoot: seedBytes('state') },
]
const hash = seedBytes('hash')
const bad: [name: string, leaf: Cbor][] = [
  ['a kind that is none', ['entry', 1, 1]],
  ['no array', 'tx'],
  ['a field is missing', ['block', 9, 5, hash]],
  ['a field too many', ['block', 9, 5, hash, hash, null]],
  ['height 0', ['block', 0, 5, hash, hash]],
  ['a time that is no number', ['block', 9, '5', hash, hash]],
  ['a hash of 31 bytes', ['block', 9, 5, hash.subarray(1), hash]],
  ['an outcome that is neither', ['due', 8, 5, 4, 'approval', 2, 'lapse', [1], ['maybe', []]]],
  ['an event that is no array', ['due', 8, 5, 4, 'approval', 2, 'lapse', [1], ['ok', ['event']]]],
  ['no signers', ['tx', 7, 5, hash, [], 'a', 1, 'b', ['ok', []], hash]],
  ['a signer twice', ['tx', 7, 5, hash, [hash, hash], 'a', 1, 'b', ['ok', []], hash]],
  ['a name with a control character', ['system', 9, 5, 'a\u0007', null]],
  ['a bidirectional control deep in the detail', ['system', 9, 5, 'a', [['\u202e']]]],
]

export function logVectors(): object {
  const bytes = leaves.map(fromHex)
  const log = growLog(bytes)
  const sizes = Array.from({ length: bytes.length + 1 }, (_, size) => size)
  return shown({
    tree: {
      leaves,
      leafHashes: bytes.map(leafHash),
      roots: sizes.map((size) => logRoot(log, size)),
      inclusion: sizes.flatMap((size) =>
        sizes.slice(0, size).map((index) => ({ index, size, proof: inclusionProof(log, index, size) })),
      ),
      consistency: sizes.flatMap((to) =>
        sizes.slice(0, to + 1).map((from) => ({ from, to, proof: consistencyProof(log, from, to) })),
      ),
    },
    leaves: {
      good: good.map((leaf) => ({ leaf: encodeLeaf(leaf), expected: leaf })),
      bad: [
        ...bad.map(([name, leaf]) => ({ name, leaf: encodeCbor(leaf), code: 'leaf-malformed' })),
        {
          name: 'not canonical',
          leaf: fromHex(`85${'65626c6f636b'}1809055820${'11'.repeat(32)}5820${'22'.repeat(32)}`),
          code: 'leaf-malformed',
        },
      ],
    },
  }) as object
}
