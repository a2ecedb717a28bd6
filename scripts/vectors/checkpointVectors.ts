import {
  encodeEntryBundle,
  encodeVkey,
  formatTlogProof,
  inclusionProof,
  keyMaterial,
  leafHash,
  type NoteSigner,
  noteKeyId,
  secretSigner,
  signatureLine,
  signCheckpoint,
  type TileName,
  tilePath,
  utf8,
} from '@gongshi/protocol'
import { growLog, numberedLeaves } from '../../packages/protocol/test/log.ts'
import { shown } from './hex.ts'
import { seedBytes } from './vectorFile.ts'

const size = 21

function noteSigner(name: string): NoteSigner {
  const signer = secretSigner('ed25519', seedBytes(`note key ${name}`))
  return { name, publicKey: keyMaterial(signer.key), sign: (message) => signer.sign(message) }
}

export async function checkpointVectors(): Promise<object> {
  const log = noteSigner('ledger.example/xiangyang-1/n1')
  const other = noteSigner('witness.example')
  const keyOf = ({ name, publicKey }: NoteSigner) => ({ name, type: 1, publicKey })
  const leaves = numberedLeaves(size)
  const hashes = growLog(leaves)
  const checkpoint = { origin: log.name, size, root: hashes.accumulator.root() }
  const note = await signCheckpoint(checkpoint, [log])
  const cosigned = await signCheckpoint(checkpoint, [other, log])
  const stranger = signatureLine({ name: log.name, keyId: noteKeyId(keyOf(other)), signature: seedBytes('unknown') })
  const proofOf = (index: number) =>
    formatTlogProof({
      extra: index === 0 ? utf8('extra') : null,
      index,
      proof: inclusionProof(hashes, index, size),
      checkpoint: note,
    })
  const forged = (from: string, to: string) => note.replace(from, to)
  return shown({
    vkey: encodeVkey(keyOf(log)),
    checkpoint,
    notes: {
      good: [note, cosigned, note + stranger],
      bad: [
        { name: 'another size', note: forged('\n21\n', '\n22\n'), code: 'note-signature-invalid' },
        { name: 'no signature', note: note.slice(0, note.indexOf('—')), code: 'note-malformed' },
        { name: 'no newline at the end', note: note.slice(0, -1), code: 'note-malformed' },
        { name: 'a hyphen for the dash', note: forged('—', '-'), code: 'note-malformed' },
        { name: 'only strangers signed', note: await signCheckpoint(checkpoint, [other]), code: 'note-key-unknown' },
        {
          name: 'a size with a leading zero',
          note: await resigned(log, `${log.name}\n021\n`, note),
          code: 'checkpoint-malformed',
        },
        {
          name: 'another origin',
          note: await resigned(log, `other.example\n21\n`, note),
          code: 'checkpoint-origin-mismatch',
        },
      ],
    },
    proofs: {
      good: [0, 7, 20].map((index) => ({ leaf: leaves[index]!, index, proof: proofOf(index) })),
      bad: [
        { name: 'another leaf', leaf: leaves[1]!, proof: proofOf(7), code: 'tlog-proof-mismatch' },
        {
          name: 'another index',
          leaf: leaves[7]!,
          proof: proofOf(7).replace('index 7', 'index 6'),
          code: 'tlog-proof-mismatch',
        },
        {
          name: 'an index with a leading zero',
          leaf: leaves[7]!,
          proof: proofOf(7).replace('index 7', 'index 07'),
          code: 'tlog-proof-malformed',
        },
        {
          name: 'another version',
          leaf: leaves[7]!,
          proof: proofOf(7).replace('@v1', '@v2'),
          code: 'tlog-proof-malformed',
        },
      ],
    },
    tiles: [
      { level: 0, index: 1_234_067, width: 256 },
      { level: 'entries', index: 0, width: 7 },
      { level: 3, index: 1000, width: 255 },
    ].map((tile) => ({ ...tile, path: tilePath(tile as TileName) })),
    bundle: {
      entries: leaves.slice(0, 3),
      bytes: encodeEntryBundle(leaves.slice(0, 3)),
      leafHashes: leaves.slice(0, 3).map(leafHash),
    },
  }) as object
}

/** A note of which the log signed exactly this head, followed by the root line of `note`. */
async function resigned(log: NoteSigner, head: string, note: string): Promise<string> {
  const text = `${head}${note.split('\n')[2]}\n`
  const signature = await log.sign(utf8(text))
  const keyId = noteKeyId({ name: log.name, type: 1, publicKey: log.publicKey })
  return `${text}\n${signatureLine({ name: log.name, keyId, signature })}`
}
