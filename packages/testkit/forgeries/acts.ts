import {
  concat,
  type Evidence,
  encodeCbor,
  encodeLeaf,
  fromHex,
  inclusionProof,
  type Leaf,
  parseTransaction,
  type Signer,
  sha256,
  type TxLeaf,
  toHex,
  utf8,
} from '@gongshi/protocol'
import {
  act,
  entryEvidence,
  otherLeaves,
  publication as publicationBy,
  recordCommitment,
  startTime,
  testSigner,
} from '../../protocol/test/evidence.ts'
import { growLog } from '../../protocol/test/log.ts'
import { type Forgery, file, other, type Told } from './forgery.ts'
import { publication } from './sample.ts'

type Entry = Extract<Evidence['subject'], { kind: 'entry' }>
type Signed = NonNullable<Entry['signed']>
type Signature = { readonly alg: number; readonly kid: Uint8Array; readonly signature: Uint8Array }

const elsewhere = sha256(utf8('elsewhere'))
const officer = testSigner('officer')
const [one, two] = [testSigner('one'), testSigner('two', 'es256')]

/** The COSE_Sign of §Signatures, by its bytes: whatever stands in it. */
function coseSign(payload: Uint8Array, signatures: readonly Signature[]): Uint8Array {
  const each = signatures.map(({ alg, kid, signature }) => {
    const header = concat(fromHex('a201'), encodeCbor(alg), fromHex('04'), encodeCbor(kid))
    return concat(fromHex('83'), encodeCbor(header), fromHex('a0'), encodeCbor(signature))
  })
  return concat(fromHex('d8628440a0'), encodeCbor(payload), Uint8Array.of(0x80 + each.length), ...each)
}

type Parts = { payload: Uint8Array; signatures: readonly Signature[]; keys: readonly Uint8Array[]; leaf: TxLeaf }

/** An operator logs an act as it pleases: the leaf names whatever COSE_Sign comes out. */
async function operatorLogs(signers: readonly Signer[], change: (parts: Parts) => Partial<Parts>): Promise<Evidence> {
  const { leaf, transaction, keys } = await act(signers, ['notice'], ['ok', []])
  const { payload, signatures, body } = parseTransaction(transaction)
  const parts = { payload, signatures, keys, leaf }
  const forged = { ...parts, ...change(parts) }
  const bytes = coseSign(forged.payload, forged.signatures)
  const signed: Signed = { bytes, keys: forged.keys, body: { kind: 'present', bytes: body } }
  return entryEvidence([{ ...forged.leaf, signedHash: sha256(bytes) }], 0, { signed })
}

async function withSigned(change: (signed: Signed) => Partial<Signed> | null): Promise<Evidence> {
  const evidence = await publication()
  const entry = evidence.subject as Entry
  const changed = change(entry.signed!)
  const signed = changed === null ? null : { ...entry.signed!, ...changed }
  return { ...evidence, subject: { ...entry, signed } }
}

const signatureForged = (told: Told, signers: readonly Signer[], change: (signature: Uint8Array) => Uint8Array) =>
  file(told, 'signatures', 'evidence-signature-invalid', () =>
    operatorLogs(signers, ({ signatures }) => ({
      signatures: signatures.map((each) => ({ ...each, signature: change(each.signature) })),
    })),
  )

/** S + L, little-endian, where it still fits. */
function addOrder(signature: Uint8Array): Uint8Array {
  const order = fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
  const sum = Uint8Array.from(signature)
  let carry = 0
  for (let at = 0; at < 32; at++) {
    carry += sum[32 + at]! + order[at]!
    sum[32 + at] = carry & 255
    carry >>= 8
  }
  return sum
}

/** n - s, as anybody can compute it. */
function highS(signature: Uint8Array): Uint8Array {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const s = order - BigInt(`0x${toHex(signature.subarray(32))}`)
  return concat(signature.subarray(0, 32), fromHex(s.toString(16).padStart(64, '0')))
}

/** An act in the name of a key that nobody holds, with a signature of its own. */
const keyForged = (told: Told, cose: string) =>
  file(told, 'signatures', 'evidence-key-malformed', () => {
    const key = fromHex(cose)
    const id = sha256(key)
    return operatorLogs([officer], ({ payload, signatures, leaf }) => {
      const named = replaced(payload, officer.key.id, id)
      const txId = sha256(utf8('gongshi/tx-id/1'), named)
      return {
        payload: named,
        signatures: signatures.map((each) => ({ ...each, kid: id })),
        keys: [key],
        leaf: { ...leaf, signers: [id], txId },
      }
    })
  })

function replaced(bytes: Uint8Array, old: Uint8Array, by: Uint8Array): Uint8Array {
  return fromHex(toHex(bytes).replace(toHex(old), toHex(by)))
}

const signatures: readonly Forgery[] = [
  file(['signature-left-out', '不附签名', 'The signatures are left out'], 'signatures', 'evidence-signed-missing', () =>
    withSigned(() => null),
  ),
  file(
    ['signed-part-of-another-act', '附上另一件办理的签名', 'The signed part of another act comes along'],
    'signatures',
    'evidence-signed-mismatch',
    async () => {
      const { signed } = (await publicationBy([one])).subject as Entry
      return withSigned(() => signed!)
    },
  ),
  file(
    [
      'act-of-another-ledger',
      '把签给另一条链的办理写进这条链',
      'An act signed for another ledger is entered in this one',
    ],
    'signatures',
    'evidence-signed-mismatch',
    () =>
      operatorLogs([officer], ({ payload, leaf }) => {
        const strange = replaced(payload, utf8('xiangyang-1'), utf8('xiangyang-2'))
        return { payload: strange, leaf: { ...leaf, txId: sha256(utf8('gongshi/tx-id/1'), strange) } }
      }),
  ),
  file(
    ['another-action', '条目写的事项与签名的不同', 'The entry names another action than was signed'],
    'signatures',
    'evidence-signed-mismatch',
    () => operatorLogs([officer], ({ leaf }) => ({ leaf: { ...leaf, action: 'withdraw' } })),
  ),
  file(
    ['another-signer-named', '条目把办理算在别人名下', 'The entry puts the act down to somebody else'],
    'signatures',
    'evidence-signed-mismatch',
    () => operatorLogs([officer], ({ leaf }) => ({ leaf: { ...leaf, signers: [one.key.id] } })),
  ),
  file(
    ['half-signed-act', '共同办理只有一人签名', 'A joint act with one of its two signatures'],
    'signatures',
    'evidence-signed-malformed',
    () => operatorLogs([one, two], ({ signatures: [first] }) => ({ signatures: [first!] })),
  ),
  file(
    ['signature-added', '在签名后面再添一个签名', 'A signature is added to those that were asked for'],
    'signatures',
    'evidence-signed-malformed',
    () => operatorLogs([one], ({ signatures: [first] }) => ({ signatures: [first!, first!] })),
  ),
  file(
    ['signatures-exchanged', '两人的签名互换位置', 'Two signatures change places'],
    'signatures',
    'evidence-signed-malformed',
    () => operatorLogs([one, two], ({ signatures }) => ({ signatures: [...signatures].reverse() })),
  ),
  file(
    ['key-of-somebody-else', '附上别人的公钥', 'Another’s key comes along'],
    'signatures',
    'evidence-key-mismatch',
    () => withSigned(() => ({ keys: [one.key.cose] })),
  ),
  file(['key-left-out', '少附一个公钥', 'A key is left out'], 'signatures', 'evidence-key-mismatch', () =>
    withSigned(() => ({ keys: [] })),
  ),
  file(
    ['key-of-another-curve', '附上另一种曲线的公钥', 'A key of another curve comes along'],
    'signatures',
    'evidence-key-malformed',
    () => withSigned(() => ({ keys: [two.key.cose] })),
  ),
  keyForged(
    [
      'small-order-key',
      '用小阶公钥冒名，任何签名都可能成立',
      'A key of small order, under which one signature fits many acts',
    ],
    'a3010120062158200100000000000000000000000000000000000000000000000000000000000000',
  ),
  keyForged(
    ['key-of-two-spellings', '公钥用非规范写法，得出第二个编号', 'A key in a second spelling, to have a second id'],
    'a301012006215820f1ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  ),
  signatureForged(['never-signed', '操作者替人签名', 'An operator makes up a signature'], [officer], (bytes) =>
    bytes.with(40, bytes[40]! ^ 1),
  ),
  signatureForged(
    [
      'signature-plus-order',
      '签名的 S 加上曲线的阶（可塑性）',
      'S plus the order of the curve: a second signature without the key',
    ],
    [one],
    addOrder,
  ),
  signatureForged(['high-s', 'ES256 签名换成高 S', 'The high S of an ES256 signature'], [two], highS),
  signatureForged(['point-of-small-order', '签名的 R 换成小阶点', 'R is a point of small order'], [one], (bytes) =>
    concat(Uint8Array.of(1), new Uint8Array(31), bytes.subarray(32)),
  ),
  file(
    [
      'act-without-a-signer-signed',
      '给账本自身的行为配上签名',
      'A signature is put beside an act of the ledger itself',
    ],
    'signatures',
    'evidence-signed-mismatch',
    async () => {
      const { signed } = (await publication()).subject as Entry
      return entryEvidence(otherLeaves(1), 0, { signed: signed! })
    },
  ),
]

const present = (salt: Uint8Array, input: Uint8Array): Signed['body'] => ({
  kind: 'present',
  bytes: encodeCbor([salt, input]),
})

const bodies: readonly Forgery[] = [
  file(
    ['body-swapped', '条目下的内容被调换', 'The body under the entry is exchanged'],
    'body',
    'evidence-body-mismatch',
    () => withSigned(() => ({ body: present(sha256(utf8('salt')), encodeCbor(['notice', elsewhere])) })),
  ),
  file(['salt-swapped', '内容的盐被调换', 'The salt of the body is exchanged'], 'body', 'evidence-body-mismatch', () =>
    withSigned(() => ({ body: present(elsewhere, encodeCbor(['notice', recordCommitment])) })),
  ),
  file(['body-cut', '内容被截断', 'The body is cut'], 'body', 'evidence-body-mismatch', () =>
    withSigned(({ body }) => ({
      body: { kind: 'present', bytes: (body as { bytes: Uint8Array }).bytes.subarray(0, -1) },
    })),
  ),
  file(
    ['erasure-of-another', '用删除别的条目的命令解释缺失', 'What is missing is explained by another entry’s erasure'],
    'body',
    'evidence-erasure-unproven',
    () => erased({ entry: 61 }),
  ),
  file(
    [
      'erasure-by-another-affair',
      '用别的事项里同名的事件冒充删除',
      'An event of the same name in another affair is passed off as erasure',
    ],
    'body',
    'evidence-erasure-unproven',
    () => erased({ affair: 'disclosure' }),
  ),
  file(
    ['erasure-that-was-refused', '把被驳回的删除当作删除', 'An erasure that was refused is passed off as one'],
    'body',
    'evidence-erasure-unproven',
    () => erased({ outcome: ['refused', 'not-due', [['destroy', null, 60]]] }),
  ),
  file(
    ['erasure-never-logged', '删除命令并未入账', 'The erasure was never logged'],
    'body',
    'evidence-erasure-unproven',
    () => erased({ place: 99 }),
  ),
]

type Order = { entry?: number; affair?: string; outcome?: TxLeaf['outcome']; place?: number }

/** The publication of entry 60, whose body is said to be erased by entry 100. */
async function erased({ entry = 60, affair = 'erasure', outcome, place = 100 }: Order): Promise<Evidence> {
  const { leaf, transaction, keys } = await act([officer], ['notice', recordCommitment], ['ok', []])
  const order: Leaf = {
    kind: 'due',
    height: 8,
    time: startTime + 8000,
    dueTime: startTime + 7000,
    affair,
    version: 1,
    action: 'carryOut',
    key: [1],
    outcome: outcome ?? ['ok', [['destroy', null, entry, 'personal-information/47']]],
  }
  const leaves = [...otherLeaves(60), leaf, ...otherLeaves(39), order]
  const bytes = leaves.map(encodeLeaf)
  const proof = inclusionProof(growLog(bytes), place, 101)
  const body: Signed['body'] = { kind: 'erased', index: 100, leaf: bytes[100]!, proof }
  return entryEvidence(leaves, 60, { signed: { bytes: parseTransaction(transaction).bytes, keys, body } })
}

const transactions: readonly Forgery[] = [
  other(
    ['transaction-half-signed', '提交只有一人签名的共同办理', 'A joint act is submitted half-signed'],
    'transaction-signature-count',
    async () => {
      const { transaction, keys } = await act([one, testSigner('three')], ['notice'], ['ok', []])
      const { payload, signatures, salt, input } = parseTransaction(transaction)
      return {
        kind: 'transaction',
        transaction: encodeCbor([coseSign(payload, signatures.slice(0, 1)), salt, input]),
        keys,
      }
    },
    'transaction',
  ),
  other(
    ['transaction-input-swapped', '签名之后调换申请内容', 'The input is exchanged after it was signed'],
    'transaction-input-mismatch',
    async () => {
      const { transaction, keys } = await act([one], ['notice'], ['ok', []])
      const { bytes, salt } = parseTransaction(transaction)
      return { kind: 'transaction', transaction: encodeCbor([bytes, salt, encodeCbor(['other'])]), keys }
    },
    'transaction',
  ),
  other(
    [
      'transaction-for-another-domain',
      '把为别的用途签的名用在办理上',
      'A signature made for another purpose is put under an act',
    ],
    'signature-invalid',
    async () => {
      const { transaction, keys } = await act([one], ['notice'], ['ok', []])
      const { payload, signatures, salt, input } = parseTransaction(transaction)
      const signature = await one.sign(payload)
      const forged = signatures.map((each) => ({ ...each, signature }))
      return { kind: 'transaction', transaction: encodeCbor([coseSign(payload, forged), salt, input]), keys }
    },
    'transaction',
  ),
]

/** Who signed, and what was submitted. */
export const actForgeries: readonly Forgery[] = [...signatures, ...bodies, ...transactions]
