import { suites } from '../suites/suite.ts'
import { keyMaterial, type PublicKey } from './publicKey.ts'

/** Whether a signature is the key's. Every implementation gives the same verdict on the same bytes. */
export type SignatureCheck = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => boolean

/** The reference: pure TypeScript on noble's arithmetic. The ledger lends a native one with the same verdicts. */
export const checkSignature: SignatureCheck = (key, message, signature) =>
  suites[key.suite].verify(keyMaterial(key), message, signature)
