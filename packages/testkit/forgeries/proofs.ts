import {
  appHash,
  concat,
  type Evidence,
  encodeCbor,
  encodeLeaf,
  inclusionProof,
  type Leaf,
  leafHash,
  parseTransaction,
  type StateSubject,
  sha256,
  utf8,
} from '@gongshi/protocol'
import {
  act,
  entryEvidence,
  now,
  otherLeaves,
  recordCommitment,
  signedHeader,
  startTime,
  stateEvidence,
  testSigner,
} from '../../protocol/test/evidence.ts'
import { growLog } from '../../protocol/test/log.ts'
import { type Forgery, file } from './forgery.ts'
import { publication } from './sample.ts'

type Entry = Extract<Evidence['subject'], { kind: 'entry' }>

const elsewhere = sha256(utf8('elsewhere'))

async function withApp(change: (app: Evidence['app']) => Partial<Evidence['app']>): Promise<Evidence> {
  const evidence = await publication()
  return { ...evidence, app: { ...evidence.app, ...change(evidence.app) } }
}

async function withEntry(change: (entry: Entry) => Partial<Entry>): Promise<Evidence> {
  const evidence = await publication()
  const entry = evidence.subject as Entry
  return { ...evidence, subject: { ...entry, ...change(entry) } }
}

async function withState(change: (state: StateSubject) => Partial<StateSubject>, key = 7): Promise<Evidence> {
  const evidence = await stateEvidence(key)
  const state = evidence.subject as StateSubject
  return { ...evidence, subject: { ...state, ...change(state) } }
}

async function proofOf(key: number): Promise<StateSubject['proof']> {
  return ((await stateEvidence(key)).subject as StateSubject).proof
}

const bytesOf = (leaves: readonly Leaf[]) => leaves.map(encodeLeaf)
const [late] = otherLeaves(1) as [Leaf]

const apps: readonly Forgery[] = [
  file(
    ['old-app-hash', '用旧区块头的应用哈希配新的日志', 'An earlier header’s app hash is shown with a later log'],
    'app',
    'evidence-app-mismatch',
    async () => ({ ...(await publication()), head: signedHeader({ height: 9 }) }),
  ),
  file(
    ['two-state-roots', '同一份日志配另一个状态根', 'Another state root is put beside the same log'],
    'app',
    'evidence-app-mismatch',
    () => withApp(() => ({ stateRoot: elsewhere })),
  ),
  file(
    ['withheld-entries', '把日志说短，藏起后面的条目', 'The log is said to be shorter, to hide what came last'],
    'app',
    'evidence-app-mismatch',
    () => withApp(() => ({ logSize: 61, logRoot: growLog(bytesOf(otherLeaves(61))).accumulator.root() })),
  ),
  file(
    ['padded-log', '把日志说长，以便以后补条目', 'The log is said to be longer, to add entries later'],
    'app',
    'evidence-app-mismatch',
    () => withApp(() => ({ logSize: 101 })),
  ),
]

const log: readonly Forgery[] = [
  file(
    ['another-place', '条目被说成在别的位置', 'The entry is said to stand at another place'],
    'inclusion',
    'evidence-not-in-log',
    () => withEntry(() => ({ index: 61 })),
  ),
  file(
    ['beyond-the-end', '条目被说成在日志末尾之后', 'The entry is said to stand after the end of the log'],
    'inclusion',
    'evidence-not-in-log',
    () => withEntry(() => ({ index: 160 })),
  ),
  file(
    [
      'entry-never-logged',
      '把从未入账的条目放在别人的证明上',
      'An entry that was never logged is put on another’s proof',
    ],
    'inclusion',
    'evidence-not-in-log',
    () => withEntry(() => ({ leaf: encodeLeaf(late) })),
  ),
  file(
    ['outcome-rewritten', '把被驳回的办理改成成功', 'A refused act is presented as accepted'],
    'inclusion',
    'evidence-not-in-log',
    async () => {
      const refused = await logged(['refused', 'not-competent', null])
      const { leaf } = await act([testSigner('officer')], ['notice'], ['ok', []])
      return { ...refused, subject: { ...refused.subject, leaf: encodeLeaf(leaf) } as Entry }
    },
  ),
  file(
    ['refusal-passed-off', '把被驳回的办理当作已办结出示', 'A refused act is shown as if it had been carried out'],
    'verdict',
    'act-refused',
    () => logged(['refused', 'not-competent', null]),
  ),
  file(
    ['node-as-leaf', '把树的内部节点冒充条目', 'An inner node of the tree is presented as an entry'],
    'inclusion',
    'evidence-not-in-log',
    () =>
      withEntry(({ leaf, proof: [sibling, ...rest] }) => ({
        index: 30,
        leaf: concat(Uint8Array.of(1), leafHash(leaf), sibling!),
        proof: rest,
      })),
  ),
  file(
    ['leaf-as-node', '把条目冒充树的内部节点', 'An entry is presented as an inner node'],
    'inclusion',
    'evidence-not-in-log',
    () => withEntry(({ proof }) => ({ proof: [...proof, proof[0]!] })),
  ),
  file(
    [
      'last-leaf-doubled',
      '把最后一条重复一次，冒充下一条',
      'The last entry is doubled, as trees of another kind allow',
    ],
    'inclusion',
    'evidence-not-in-log',
    async () => {
      const leaves = otherLeaves(3)
      const evidence = await entryEvidence(leaves, 2)
      const [first, second, third] = bytesOf(leaves).map(leafHash) as [Uint8Array, Uint8Array, Uint8Array]
      const proof = [third, sha256(Uint8Array.of(1), first, second)]
      return { ...evidence, subject: { ...evidence.subject, index: 3, proof } as Entry }
    },
  ),
  file(
    ['proof-of-a-smaller-log', '用较短日志的证明', 'The proof is from when the log was shorter'],
    'inclusion',
    'evidence-not-in-log',
    async () => {
      const leaves = [...otherLeaves(60), ...otherLeaves(5)]
      const evidence = await entryEvidence(leaves, 60)
      const proof = inclusionProof(growLog(bytesOf(leaves.slice(0, 62))), 60, 62)
      return { ...evidence, subject: { ...evidence.subject, proof } as Entry }
    },
  ),
]

const leaves: readonly Forgery[] = [
  file(
    [
      'entry-of-a-later-block',
      '条目的区块高于证明它的区块头',
      'The entry is of a higher block than the header that proves it',
    ],
    'leaf',
    'evidence-leaf-misplaced',
    () => entryEvidence([{ ...late, height: 9 }], 0),
  ),
  file(
    ['entry-dated-ahead', '条目的时间晚于区块头', 'The entry is dated after the header'],
    'leaf',
    'evidence-leaf-misplaced',
    () => entryEvidence([{ ...late, time: startTime + 9001 }], 0),
  ),
  file(
    ['leaf-of-two-spellings', '条目用另一种写法入账', 'The entry is logged in another spelling than the one it has'],
    'leaf',
    'evidence-leaf-malformed',
    () => rawLeaf(concat(encodeLeaf(late), Uint8Array.of(0))),
  ),
  file(
    [
      'name-that-reads-backwards',
      '名称里藏有改变文字方向的字符',
      'A name holds characters that turn the direction of writing',
    ],
    'leaf',
    'evidence-leaf-malformed',
    () => rawLeaf(encodeCbor(['system', 5, startTime, 'pay \u202e001', null])),
  ),
  file(
    ['entry-of-no-kind', '日志里放进不属于任何种类的条目', 'Something is logged that is of no kind'],
    'leaf',
    'evidence-leaf-malformed',
    () => rawLeaf(encodeCbor(['note', 5, startTime, 'x', null])),
  ),
]

async function logged(outcome: Parameters<typeof act>[2]): Promise<Evidence> {
  const { leaf, transaction, keys } = await act([testSigner('officer')], ['notice'], outcome)
  const { bytes, body } = parseTransaction(transaction)
  return entryEvidence([leaf], 0, { signed: { bytes, keys, body: { kind: 'present', bytes: body } } })
}

/** A log of one leaf of any bytes. */
async function rawLeaf(leaf: Uint8Array): Promise<Evidence> {
  const evidence = await entryEvidence([late], 0)
  return underLog(evidence, { kind: 'entry', index: 0, leaf, proof: [], signed: null }, [leaf])
}

function underLog(evidence: Evidence, subject: Entry, bytes: readonly Uint8Array[]): Evidence {
  const app = { ...evidence.app, logSize: bytes.length, logRoot: growLog(bytes).accumulator.root() }
  return { ...evidence, app, subject, head: signedHeader({ height: 9, appHash: appHash(app) }), checkpoint: null }
}

const states: readonly Forgery[] = [
  file(['another-value', '状态值被改', 'A value of the state is changed'], 'inclusion', 'evidence-not-in-state', () =>
    withState(() => ({ value: encodeCbor([1, 'withdrawn', recordCommitment, 7]) })),
  ),
  file(
    ['absence-of-a-present-key', '明明有值，却说没有', 'A value that is there is denied'],
    'inclusion',
    'evidence-not-in-state',
    () => withState(() => ({ value: null })),
  ),
  file(
    ['presence-of-an-absent-key', '明明没有，却说有值', 'A value is claimed where there is none'],
    'inclusion',
    'evidence-not-in-state',
    () => withState(() => ({ value: encodeCbor([1, 'published', recordCommitment, 1000]) }), 1000),
  ),
  file(
    ['proof-of-another-key', '把别的键的证明换过来', 'The proof of another key is put in its place'],
    'inclusion',
    'evidence-not-in-state',
    async () => {
      const proof = await proofOf(8)
      return withState(() => ({ proof }))
    },
  ),
  file(
    ['value-of-another-key', '把别的键的值和证明一起换过来', 'Value and proof of another key are put in its place'],
    'inclusion',
    'evidence-not-in-state',
    async () => {
      const { value, proof } = (await stateEvidence(8)).subject as StateSubject
      return withState(() => ({ value, proof }))
    },
  ),
  file(
    ['value-of-another-table', '把另一张表的值冒充这张表的', 'A value of one table is presented as another’s'],
    'inclusion',
    'evidence-not-in-state',
    () => withState(() => ({ table: 'entity/publication' })),
  ),
  file(
    [
      'end-of-the-way-removed',
      '从证明里抹去终点，假装那里是空的',
      'The end of the way is taken out of a proof, as if nothing were there',
    ],
    'inclusion',
    'evidence-not-in-state',
    () => withState(({ proof }) => ({ value: null, proof: { ...proof, terminal: null } })),
  ),
  file(
    ['end-of-another-way', '用不在同一条路上的叶子证明没有', 'Absence is shown by a leaf that is not on the way'],
    'inclusion',
    'evidence-not-in-state',
    async () => {
      const { terminal } = await proofOf(8)
      return withState(({ proof }) => ({ value: null, proof: { ...proof, terminal } }))
    },
  ),
  file(
    ['sibling-exchanged', '证明里的一个旁支被换掉', 'A sibling in the proof is exchanged'],
    'inclusion',
    'evidence-not-in-state',
    () => withState(({ proof }) => ({ proof: { ...proof, siblings: proof.siblings.with(0, proof.siblings[0]! ^ 1) } })),
  ),
  file(
    ['bits-beyond-the-depth', '证明的位图在末尾多写一位', 'The proof’s bitmap has a bit beyond its depth'],
    'inclusion',
    'evidence-not-in-state',
    () => withState(({ proof }) => ({ proof: { ...proof, bitmap: proof.bitmap.with(0, proof.bitmap[0]! | 1) } })),
  ),
  file(
    ['proof-of-another-height', '用较早高度的状态证明', 'The proof is of the state at an earlier height'],
    'app',
    'evidence-app-mismatch',
    async () => ({ ...(await stateEvidence(7)), head: signedHeader({ height: 8 }) }),
  ),
  file(
    ['expired-shown-as-current', '把一小时前的状态当作现状出示', 'What held an hour ago is shown as what holds now'],
    'verdict',
    'true-at',
    () => stateEvidence(7),
    { now: now + 3_600_000 },
  ),
]

/** What hangs below the header: the app hash, the log, its leaves, the state. */
export const proofForgeries: readonly Forgery[] = [...apps, ...log, ...leaves, ...states]
