import { utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { sign1Structure } from '../cose/sign1.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import { suites } from '../suites/suite.ts'

const externalAad = utf8('gongshi/decline/1')

/**
 * What a signer signs who declines: a Sig_structure of COSE_Sign1 over [txId, reason], with a label of its own, so that it
 * can be taken for nothing else.
 */
export function declineInput(txId: Uint8Array, reason: string, { suite, id }: PublicKey): Uint8Array {
  return sign1Structure({ alg: suites[suite].algorithm, kid: id }, externalAad, encodeCbor([txId, reason]))
}
