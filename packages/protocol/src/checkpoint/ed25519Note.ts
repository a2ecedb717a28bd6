import { verifyEd25519 } from '../suites/ed25519.ts'
import { type NoteCheck, noteType } from './note.ts'

/** Plain Ed25519 signatures (type 1), as strict as the ledger's own. */
export const checkEd25519Note: NoteCheck = (key, message, signature) =>
  key.type === noteType.ed25519 && verifyEd25519(key.publicKey, message, signature)
