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

const log = noteSigner('ledger.example/xiangyang-1/n1')
const other = noteSigner('witness.example')
const leaves = numberedLeaves(size)
const hashes = growLog(leaves)
const checkpoint = { origin: log.name, size, root: hashes.accumulator.root() }

const keyOf = ({ name, publicKey }: NoteSigner) => ({ name, type: 1, publicKey })

export async function checkpointVectors(): Promise<object> {
  const note = await signCheckpoint(checkpoint, [log])
  const first = leaves.slice(0, 3)
  const tiles: TileName[] = [
    { level: 0, index: 1_234_067, width: 256 },
    { level: 'entries', index: 0, width: 7 },
    { level: 3, index: 1000, width: 255 },
  ]
  return shown({
    vkey: encodeVkey(keyOf(log)),
    checkpoint,
    notes: { good: await goodNotes(note), bad: await badNotes(note) },
    proofs: proofs(note),
    tiles: tiles.map((tile) => ({ ...tile, path: tilePath(tile) })),
    bundle: { entries: first, bytes: encodeEntryBundle(first), leafHashes: first.map(leafHash) },
  }) as object
}

async function goodNotes(note: string): Promise<string[]> {
  const stranger = { name: log.name, keyId: noteKeyId(keyOf(other)), signature: seedBytes('unknown') }
  return [note, await signCheckpoint(checkpoint, [other, log]), note + signatureLine(stranger)]
}

async function badNotes(note: string): Promise<{ name: string; note: string; code: string }[]> {
  const malformed = (name: string, text: string) => ({ name, note: text, code: 'note-malformed' })
  return [
    { name: 'another size', note: note.replace('\n21\n', '\n22\n'), code: 'note-signature-invalid' },
    malformed('no signature', note.slice(0, note.indexOf('—'))),
    malformed('no newline at the end', note.slice(0, -1)),
    malformed('a hyphen for the dash', note.replace('—', '-')),
    { name: 'only strangers signed', note: await signCheckpoint(checkpoint, [other]), code: 'note-key-unknown' },
    {
      name: 'a size with a leading zero',
      note: await resigned(`${log.name}\n021\n`, note),
      code: 'checkpoint-malformed',
    },
    { name: 'another origin', note: await resigned('other.example\n21\n', note), code: 'checkpoint-origin-mismatch' },
  ]
}

function proofs(note: string): object {
  const proofOf = (index: number) => {
    const extra = index === 0 ? utf8('extra') : null
    return formatTlogProof({ extra, index, proof: inclusionProof(hashes, index, size), checkpoint: note })
  }
  const changed = (name: string, from: string, to: string, code: string) => ({
    name,
    leaf: leaves[7]!,
    proof: proofOf(7).replace(from, to),
    code,
  })
  return {
    good: [0, 7, 20].map((index) => ({ leaf: leaves[index]!, index, proof: proofOf(index) })),
    bad: [
      { name: 'another leaf', leaf: leaves[1]!, proof: proofOf(7), code: 'tlog-proof-mismatch' },
      changed('another index', 'index 7', 'index 6', 'tlog-proof-mismatch'),
      changed('an index with a leading zero', 'index 7', 'index 07', 'tlog-proof-malformed'),
      changed('another version', '@v1', '@v2', 'tlog-proof-malformed'),
    ],
  }
}

/** A note of which the log signed exactly this head, followed by the root line of `note`. */
async function resigned(head: string, note: string): Promise<string> {
  const text = `${head}${note.split('\n')[2]}\n`
  const signature = await log.sign(utf8(text))
  const keyId = noteKeyId({ name: log.name, type: 1, publicKey: log.publicKey })
  return `${text}\n${signatureLine({ name: log.name, keyId, signature })}`
}
