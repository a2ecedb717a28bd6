import { type Genesis, genesisHash } from '@gongshi/ledger'
import {
  appHash,
  batchCommitment,
  bundleResult,
  commitMembers,
  encodeCbor,
  encodeMemberGround,
  encodeUpload,
  encodeUploadBatch,
  encodeUploadMemberHead,
  memberLeaf,
  memberSalt,
  parseMemberGround,
  parseUpload,
  parseUploadBatch,
  proveMember,
  toHex,
  utf8,
} from '@gongshi/protocol'
import { shown } from './hex.ts'
import { seedBytes } from './vectorFile.ts'

const parts = { stateRoot: seedBytes('state root'), logSize: 100, logRoot: seedBytes('log root') }

/** What is hashed whole: the app hash, a bundle's results, a genesis, the permit of a batch. */
export function hashVectors(): object {
  const members = [
    { txId: seedBytes('one'), outcome: ['ok', [['record', 1]]] },
    { txId: new Uint8Array(0), outcome: ['inadmissible', 'transaction-malformed'] },
  ]
  const genesis = {
    suites: ['ed25519'],
    chainId: 'gongshi-vectors',
    keys: [],
    organs: [{ name: '市政府', code: 1, seat: null }],
  }
  const commitments = [seedBytes('first'), seedBytes('second')]
  return shown({
    app: { ...parts, hash: appHash(parts) },
    results: { members: members.map(({ txId, outcome }) => ({ txId, outcome })), data: bundleResult(members).data },
    genesis: { file: genesis, hash: genesisHash(genesis as unknown as Genesis) },
    batch: { commitments, commitment: batchCommitment(commitments) },
  }) as object
}

const recordKey = seedBytes('record key')
const texts = ['text/plain', '第一段'].map((text, at) => ({ path: at === 0 ? '@type' : '/段落/1', bytes: utf8(text) }))

/** Contents on their way, and what checks a member as it comes. */
export function uploadVectors(): object {
  const upload = encodeUpload(recordKey, texts)
  const salts = texts.map(({ path }) => memberSalt(recordKey, path))
  const leaves = texts.map(({ path, bytes }, at) => memberLeaf(salts[at]!, path, bytes))
  const commitment = commitMembers(leaves)
  const salted = [
    new Uint8Array([0x40]),
    ...texts.flatMap(({ path, bytes }, at) => [encodeUploadMemberHead(path, bytes.length, salts[at]!), bytes]),
  ]
  const batch = encodeUploadBatch([{ commitment, upload }])
  const ground = encodeMemberGround({
    size: texts[0]!.bytes.length,
    salt: salts[0]!,
    proof: proveMember(leaves, leaves[0]!),
  })
  const refused = (name: string, kind: string, bytes: Uint8Array, read: (bytes: Uint8Array) => unknown) => {
    try {
      read(bytes)
    } catch (error) {
      return { name, kind, bytes: toHex(bytes), code: (error as { code: string }).code }
    }
    throw new Error(`${name}: accepted`)
  }
  const key = encodeCbor(recordKey)
  return {
    commitment: toHex(commitment),
    members: shown(texts),
    upload: toHex(upload),
    uploadWithSalts: salted.map(toHex).join(''),
    batch: toHex(batch),
    ground: toHex(ground),
    bad: [
      refused('a record key of 31 bytes', 'upload', encodeCbor(recordKey.subarray(1)), parseUpload),
      refused('a path without its bytes', 'upload', Uint8Array.of(...key, ...encodeCbor('/a')), parseUpload),
      refused('bytes without a path', 'upload', Uint8Array.of(...key, ...encodeCbor(utf8('a'))), parseUpload),
      refused('cut short', 'upload', upload.subarray(0, -1), parseUpload),
      refused('a batch of nothing', 'batch', new Uint8Array(0), parseUploadBatch),
      refused(
        'a commitment of 31 bytes',
        'batch',
        encodeUploadBatch([{ commitment: commitment.subarray(1), upload }]),
        parseUploadBatch,
      ),
      refused('a commitment without its upload', 'batch', encodeCbor(commitment), parseUploadBatch),
      refused(
        'a ground with a member more',
        'ground',
        Uint8Array.of(0x85, ...ground.subarray(1), 0),
        parseMemberGround,
      ),
      refused(
        'a ground of a salt of 31 bytes',
        'ground',
        encodeCbor([1, recordKey.subarray(1), 0, []]),
        parseMemberGround,
      ),
    ],
  }
}
