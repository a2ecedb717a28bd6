import {
  concat,
  consistencyProof,
  type Evidence,
  encodeVkey,
  type NoteKey,
  type NoteSigner,
  noteKeyId,
  parseNote,
  sha256,
  signatureLine,
  signCheckpoint,
  signNote,
  signReceipt,
  utf8,
} from '@gongshi/protocol'
import { noteSigner, publisher, solo, testSigner, trustOf } from '../../protocol/test/evidence.ts'
import { growLog, numberedLeaves } from '../../protocol/test/log.ts'
import { type Forgery, file, other, type Shown, type Told } from './forgery.ts'
import { publication } from './sample.ts'

const elsewhere = sha256(utf8('elsewhere'))
export const [north, south] = [noteSigner('north.witness.example'), noteSigner('south.witness.example')]
const strange = noteSigner('ledger.example/elsewhere/n1')
const cosignerKey = ({ name, publicKey }: NoteSigner): NoteKey => ({ name, type: 4, publicKey })
const publisherKey: NoteKey = { name: publisher.name, type: 1, publicKey: publisher.publicKey }

const both = { threshold: 2, keys: [cosignerKey(north), cosignerKey(south)] }
export const asked = { trust: trustOf(solo, { cosigners: [both] }) }

/** The line under a note (c2sp.org/tlog-cosignature) by which a witness says when it saw its text. */
export async function cosignature(witness: NoteSigner, text: string, seconds = 1_790_000_100): Promise<string> {
  const { name, publicKey } = witness
  const time = new Uint8Array(8)
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
  const said = utf8(`cosignature/v1\ntime ${seconds}\n${text}`)
  const signature = concat(time, await witness.sign(said))
  return signatureLine({ name, keyId: noteKeyId({ name, type: 4, publicKey }), signature })
}

type Tree = { readonly origin?: string; readonly size?: number; readonly root?: Uint8Array }

export const bothSign = async (text: string) => (await cosignature(north, text)) + (await cosignature(south, text))

/** The publication with a checkpoint of its log, or of what is given instead, signed and cosigned. */
async function witnessed(
  { origin = publisher.name, ...tree }: Tree,
  signers: readonly NoteSigner[] = [publisher],
  lines: (text: string) => string | Promise<string> = bothSign,
): Promise<Evidence> {
  const evidence = await publication()
  const { logSize: size, logRoot: root } = evidence.app
  const note = await signCheckpoint({ origin, size, root, ...tree }, signers)
  return { ...evidence, checkpoint: note + (await lines(parseNote(note).text)) }
}

async function noted(change: (note: string) => string): Promise<Evidence> {
  const evidence = await publication()
  return { ...evidence, checkpoint: change(evidence.checkpoint!) }
}

const witnesses: readonly Forgery[] = [
  file(
    ['checkpoint-of-another-log', '附上另一份日志的检查点', 'The checkpoint of another log comes along'],
    'witnesses',
    'evidence-checkpoint-mismatch',
    () => witnessed({ root: elsewhere }),
  ),
  file(
    ['checkpoint-rolled-back', '附上较早的检查点', 'An earlier checkpoint comes along'],
    'witnesses',
    'evidence-checkpoint-mismatch',
    () => witnessed({ size: 99 }),
  ),
  file(
    [
      'witnessed-under-another-origin',
      '见证人签的是另一个来源名下的同一棵树',
      'Witnesses have cosigned this tree under the origin of another log',
    ],
    'witnesses',
    'evidence-cosigners-missing',
    () => witnessed({ origin: strange.name }, [strange]),
    asked,
  ),
  file(
    [
      'origin-without-its-publisher',
      '检查点写着账本的来源，发布者却没有签',
      'A checkpoint names the ledger’s origin, but its publisher has not signed',
    ],
    'witnesses',
    'evidence-cosigners-missing',
    () => witnessed({}, [strange]),
    asked,
  ),
  file(
    [
      'origin-of-a-neighbour',
      '发布者把见证人签过的别家检查点也签上',
      'The publisher signs below a checkpoint of another origin',
    ],
    'witnesses',
    'evidence-cosigners-missing',
    () => witnessed({ origin: strange.name }, [strange, publisher]),
    asked,
  ),
  file(
    ['witness-missing', '要两名见证人，只有一名', 'One of two witnesses has cosigned'],
    'witnesses',
    'evidence-cosigners-missing',
    () => witnessed({}, [publisher], (text) => cosignature(north, text)),
    asked,
  ),
  file(
    ['witness-twice', '同一名见证人签两次，冒充两名', 'One witness cosigns twice, to pass for two'],
    'witnesses',
    'evidence-cosigners-missing',
    () =>
      witnessed(
        {},
        [publisher],
        async (text) => (await cosignature(north, text)) + (await cosignature(north, text, 1_790_000_200)),
      ),
    asked,
  ),
  file(
    ['witness-unknown', '用没人认识的见证人凑数', 'A witness whom nobody knows makes up the number'],
    'witnesses',
    'evidence-cosigners-missing',
    () =>
      witnessed({}, [publisher], async (text) => (await cosignature(north, text)) + (await cosignature(strange, text))),
    asked,
  ),
  file(
    ['checkpoint-left-out', '要见证，却不附检查点', 'Witnesses are asked for and no checkpoint comes along'],
    'witnesses',
    'evidence-cosigners-missing',
    async () => ({ ...(await publication()), checkpoint: null }),
    asked,
  ),
  file(
    [
      'cosignature-replayed',
      '把见证人签在旧检查点上的签名搬到新的上',
      'A cosignature of an earlier checkpoint is put under this one',
    ],
    'witnesses',
    'evidence-checkpoint-invalid',
    () =>
      witnessed(
        {},
        [publisher],
        async (text) =>
          (await cosignature(north, text)) + (await cosignature(south, text.replace('\n100\n', '\n99\n'))),
      ),
    asked,
  ),
  file(
    ['cosignature-redated', '改动见证人签名的时间', 'A cosignature is given another time'],
    'witnesses',
    'evidence-checkpoint-invalid',
    () =>
      witnessed({}, [publisher], async (text) => {
        const { signatures } = parseNote(`${text}\n${await cosignature(north, text)}`)
        const { signature, ...line } = signatures[0]!
        return (
          signatureLine({ ...line, signature: signature.with(7, signature[7]! ^ 1) }) + (await cosignature(south, text))
        )
      }),
    asked,
  ),
  file(
    ['publisher-as-witness', '发布者用自己的钥匙冒充见证', 'The publisher’s signature is passed off as a witness’s'],
    'witnesses',
    'evidence-checkpoint-invalid',
    () =>
      witnessed({}, [publisher], async (text) => {
        const signature = concat(new Uint8Array(8), await publisher.sign(utf8(text)))
        return signatureLine({ name: north.name, keyId: noteKeyId(cosignerKey(north)), signature })
      }),
    asked,
  ),
  file(
    ['checkpoint-signature-changed', '检查点的签名被改', 'The checkpoint’s signature is changed'],
    'witnesses',
    'evidence-checkpoint-invalid',
    () => noted((note) => `${note.slice(0, -14)}AAAA${note.slice(-10)}`),
  ),
  file(
    ['checkpoint-with-more-lines', '检查点里夹带别的话', 'The checkpoint says more than a checkpoint does'],
    'witnesses',
    'evidence-checkpoint-malformed',
    async () => {
      const evidence = await publication()
      const { text } = parseNote(evidence.checkpoint!)
      return { ...evidence, checkpoint: await signNote(`${text}paid\n`, [publisher]) }
    },
  ),
  file(
    ['checkpoint-size-respelt', '检查点的长度多写一个零', 'The checkpoint’s size has a leading zero'],
    'witnesses',
    'evidence-checkpoint-malformed',
    async () => {
      const evidence = await publication()
      const text = parseNote(evidence.checkpoint!).text.replace('\n100\n', '\n0100\n')
      return { ...evidence, checkpoint: await signNote(text, [publisher]) }
    },
  ),
  file(
    ['too-many-signature-lines', '检查点下签名行过多', 'The checkpoint carries too many lines of signatures'],
    'witnesses',
    'evidence-checkpoint-malformed',
    () => noted((note) => note + note.slice(note.lastIndexOf('—')).repeat(64)),
  ),
  file(
    ['line-without-an-end', '最后一行签名没有换行', 'The last line of signatures does not end'],
    'witnesses',
    'evidence-checkpoint-malformed',
    () => noted((note) => note.slice(0, -1)),
  ),
]

const vkeys = [encodeVkey(publisherKey)]
const shortTree = growLog(numberedLeaves(21))
const tree = growLog(numberedLeaves(34))
/** The same length, another past. */
const rewritten = growLog([utf8('rewritten'), ...numberedLeaves(34).slice(1)])
const rootOf = (log: typeof tree) => log.accumulator.root()
const checkpoint = (size: number, root: Uint8Array, signer = publisher) =>
  signCheckpoint({ origin: signer.name, size, root }, [signer])

const checkpointForged = (told: Told, code: string, made: () => Promise<string> | string, keys = vkeys) =>
  other(told, code, async () => ({ kind: 'checkpoint', note: await made(), vkeys: keys }), 'checkpoint')

const notes: readonly Forgery[] = [
  checkpointForged(
    ['checkpoint-by-a-stranger', '检查点由陌生人签名', 'A stranger signs the checkpoint'],
    'note-key-unknown',
    () => signCheckpoint({ origin: publisher.name, size: 34, root: rootOf(tree) }, [strange]),
  ),
  checkpointForged(
    ['checkpoint-of-another-origin', '发布者签了别家来源的检查点', 'The publisher signs for another origin'],
    'checkpoint-origin-mismatch',
    () => signCheckpoint({ origin: strange.name, size: 34, root: rootOf(tree) }, [publisher]),
  ),
  checkpointForged(
    ['vkey-of-another-hash', '签名行的钥匙编号与钥匙不符', 'A line names a key id that is not the key’s'],
    'note-key-unknown',
    async () => {
      const text = parseNote(await checkpoint(34, rootOf(tree))).text
      const signature = await publisher.sign(utf8(text))
      return `${text}\n${signatureLine({ name: publisher.name, keyId: elsewhere.subarray(0, 4), signature })}`
    },
  ),
  checkpointForged(
    ['checkpoint-resized', '改动已签检查点的长度', 'The size of a signed checkpoint is changed'],
    'note-signature-invalid',
    async () => (await checkpoint(34, rootOf(tree))).replace('\n34\n', '\n35\n'),
  ),
  checkpointForged(
    ['dash-respelt', '签名行的破折号换成连字符', 'A hyphen stands for the dash of a signature line'],
    'note-malformed',
    async () => (await checkpoint(34, rootOf(tree))).replace('—', '-'),
  ),
]

const grown = (told: Told, made: () => Promise<Omit<Extract<Shown, { kind: 'consistency' }>, 'kind' | 'vkeys'>>) =>
  other(told, 'checkpoint-inconsistent', async () => ({ kind: 'consistency', vkeys, ...(await made()) }), 'consistency')

const histories: readonly Forgery[] = [
  grown(['rolled-back-log', '日志变短了', 'The log has become shorter'], async () => ({
    before: await checkpoint(34, rootOf(tree)),
    after: await checkpoint(21, rootOf(shortTree)),
    proof: [],
  })),
  grown(['equivocating-checkpoint', '同一长度签出两个不同的根', 'Two roots are signed for one size'], async () => ({
    before: await checkpoint(34, rootOf(tree)),
    after: await checkpoint(34, rootOf(rewritten)),
    proof: [],
  })),
  grown(['past-rewritten', '改写过去，再接着增长', 'The past is rewritten, and the log grows on'], async () => ({
    before: await checkpoint(21, rootOf(shortTree)),
    after: await checkpoint(34, rootOf(rewritten)),
    proof: consistencyProof(rewritten, 21, 34),
  })),
  grown(['split-view', '给两名见证人看不同的日志', 'Two witnesses are shown different logs'], async () => {
    const seen = (root: Uint8Array) => checkpoint(34, root)
    const [one, another] = [await seen(rootOf(tree)), await seen(rootOf(rewritten))]
    return {
      before: one + (await cosignature(north, parseNote(one).text)),
      after: another + (await cosignature(south, parseNote(another).text)),
      proof: consistencyProof(tree, 21, 34),
    }
  }),
  grown(['proof-of-growth-cut', '增长证明被截去一步', 'A step is cut out of a proof of growth'], async () => ({
    before: await checkpoint(21, rootOf(shortTree)),
    after: await checkpoint(34, rootOf(tree)),
    proof: consistencyProof(tree, 21, 34).slice(1),
  })),
  grown(
    ['proof-of-growth-from-elsewhere', '增长证明属于另一长度', 'The proof of growth is from another size'],
    async () => ({
      before: await checkpoint(21, rootOf(shortTree)),
      after: await checkpoint(34, rootOf(tree)),
      proof: consistencyProof(tree, 20, 34),
    }),
  ),
]

const node = testSigner('node')
const promise = { txId: elsewhere, received: 1_790_000_000_001, includeBy: 1_790_000_010_000 }
const receiptForged = (told: Told, code: string, made: () => Promise<Uint8Array>) =>
  other(told, code, async () => ({ kind: 'receipt', receipt: await made(), key: node.key.cose }), 'receipt')

const receipts: readonly Forgery[] = [
  receiptForged(
    ['receipt-of-another-node', '出示别的节点签的受理回执', 'A receipt is by another node'],
    'receipt-key-mismatch',
    () => signReceipt(testSigner('neighbour'), promise),
  ),
  receiptForged(
    ['receipt-redated', '改动受理回执承诺的时限', 'The time promised in a receipt is changed'],
    'receipt-signature-invalid',
    async () => {
      const receipt = await signReceipt(node, promise)
      const at = receipt.length - 64 - 2 - 1
      return receipt.with(at, receipt[at]! ^ 1)
    },
  ),
  receiptForged(
    ['receipt-promised-backwards', '承诺的时限早于受理时间', 'A receipt promises a time before it was given'],
    'receipt-malformed',
    async () => {
      const receipt = await signReceipt(node, { ...promise, includeBy: promise.received })
      const at = receipt.length - 64 - 2 - 1
      return receipt.with(at, receipt[at]! - 1)
    },
  ),
]

/** What the log’s publisher says of it, who vouches for that, and what a node promised. */
export const checkpointForgeries: readonly Forgery[] = [...witnesses, ...notes, ...histories, ...receipts]
