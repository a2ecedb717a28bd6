import { concat, equalBytes, utf8 } from '../bytes/bytes.ts'
import { verifyEd25519 } from '../suites/ed25519.ts'
import { type Note, type NoteCheck, type NoteKey, noteKeyId, noteType } from './note.ts'

/** The signature types that `checkEd25519Note` knows. */
export const ed25519NoteTypes: readonly number[] = [noteType.ed25519, noteType.cosignatureEd25519]

/** Ed25519 signatures of logs, and timestamped ones of witnesses (c2sp.org/tlog-cosignature), as strict as the ledger's own. */
export const checkEd25519Note: NoteCheck = ({ type, publicKey }, message, signature) => {
  if (type === noteType.ed25519) return verifyEd25519(publicKey, message, signature)
  if (type !== noteType.cosignatureEd25519 || signature.length !== 72) return false
  return verifyEd25519(publicKey, cosigned(secondsOf(signature), message), signature.subarray(8))
}

/** When a witness had seen a note whose signatures were checked, UnixMs: its earliest. Null for who says no time, 0, or none before 2^53 ms. */
export function cosignatureTime({ signatures }: Note, key: NoteKey): number | null {
  if (key.type === noteType.ed25519) return null
  const own = signatures.filter(({ name, keyId }) => name === key.name && equalBytes(keyId, noteKeyId(key)))
  const time = Math.min(...own.map(({ signature }) => Number(secondsOf(signature)) * 1000))
  return time > 0 && Number.isSafeInteger(time) ? time : null
}

/** The time in front of a cosignature. */
export function secondsOf(signature: Uint8Array): bigint {
  return new DataView(signature.buffer, signature.byteOffset).getBigUint64(0)
}

/** What a witness signs over a checkpoint's text at a time in seconds since 1970. */
export function cosigned(seconds: bigint, message: Uint8Array): Uint8Array {
  return concat(utf8(`cosignature/v1\ntime ${seconds}\n`), message)
}
