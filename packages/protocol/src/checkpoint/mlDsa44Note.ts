import { ml_dsa44 } from '@noble/post-quantum/ml-dsa.js'
import { concat, utf8 } from '../bytes/bytes.ts'
import { domainHash } from '../bytes/hash.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { checkEd25519Note, ed25519NoteTypes, secondsOf } from './ed25519Note.ts'
import { type NoteCheck, type NoteKey, type NoteSigner, noteKeyId, noteType, signatureLine } from './note.ts'

/** Of a key and of a signature behind its time (FIPS 204, table 2; c2sp.org/tlog-cosignature). */
const [keyBytes, timeBytes, signatureBytes] = [1312, 8, 2420]

/** The signature types that `checkCosignature` knows. */
export const cosignatureTypes: readonly number[] = [...ed25519NoteTypes, noteType.cosignatureMlDsa44]

/** As `checkEd25519Note`, and cosignatures by ML-DSA-44. @throws {NoteError} checkpoint-malformed where one of these is of no checkpoint */
export const checkCosignature: NoteCheck = (key, message, signature) => {
  if (key.type !== noteType.cosignatureMlDsa44) return checkEd25519Note(key, message, signature)
  if (key.publicKey.length !== keyBytes || signature.length !== timeBytes + signatureBytes) return false
  const checkpoint = parseCheckpoint(new TextDecoder().decode(message))
  const said = cosignedMessage(key.name, secondsOf(signature), checkpoint)
  return ml_dsa44.verify(signature.subarray(timeBytes), said, key.publicKey)
}

/**
 * The line by which an ML-DSA-44 cosigner says what `cosignCheckpoint` says by Ed25519. `text` is the checkpoint's note text.
 * @throws {NoteError} checkpoint-malformed
 */
export async function cosignCheckpointMlDsa44(text: string, seconds: number, signer: NoteSigner): Promise<string> {
  const { name, publicKey } = signer
  const said = cosignedMessage(name, BigInt(seconds), parseCheckpoint(text))
  const keyId = noteKeyId({ name, type: noteType.cosignatureMlDsa44, publicKey })
  return signatureLine({ name, keyId, signature: concat(u64(BigInt(seconds)), await signer.sign(said)) })
}

/** The ML-DSA-44 cosigner that belongs to a secret of another suite, from which nobody can tell that other one. */
export function mlDsa44Signer(name: string, secret: Uint8Array): NoteSigner {
  const { publicKey, secretKey } = ml_dsa44.keygen(domainHash('gongshi/ml-dsa-44/1', secret))
  return { name, publicKey, sign: async (message) => ml_dsa44.sign(message, secretKey, { extraEntropy: false }) }
}

export function mlDsa44Key({ name, publicKey }: Pick<NoteSigner, 'name' | 'publicKey'>): NoteKey {
  return { name, type: noteType.cosignatureMlDsa44, publicKey }
}

/** `cosigned_message` of c2sp.org/tlog-cosignature, of a tree from its first entry on. Names are of at most 255 bytes. */
function cosignedMessage(name: string, seconds: bigint, { origin, size, root }: Checkpoint): Uint8Array {
  return concat(utf8('subtree/v1\n\0'), counted(name), u64(seconds), counted(origin), u64(0n), u64(BigInt(size)), root)
}

function counted(text: string): Uint8Array {
  const bytes = utf8(text)
  return concat(Uint8Array.of(bytes.length), bytes)
}

function u64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, value)
  return bytes
}
