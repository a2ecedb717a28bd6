import { equalBytes, utf8 } from '../bytes/bytes.ts'
import { type Cbor, encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { encodeCoseSign1, parseCoseSign1, sign1Structure } from '../cose/sign1.ts'
import { ProtocolError } from '../errors.ts'
import { checkSignature, type SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { suites } from '../suites/suite.ts'

/** What one key says, with its signature; whether the key may say it is for the reader to judge. */
export type Signed<Statement> = Statement & {
  /** Who signed, by thumbprint. */
  readonly kid: Uint8Array
  readonly alg: number
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

/** How a kind of statement stands in the payload of a COSE_Sign1: a canonical CBOR array. */
export type StatementForm<Statement> = {
  /** The external_aad (RFC 9052 §4.3), which tells the kinds apart. */
  readonly name: string
  readonly write: (statement: Statement) => readonly Cbor[]
  readonly size: number
  /** Reads the array's items; false: not what the form says. */
  readonly read: (reader: CborReader) => Statement | false
  readonly malformed: (cause?: ProtocolError) => Error
}

export async function signStatement<Statement>(
  { name, write }: StatementForm<Statement>,
  signer: Signer,
  statement: Statement,
): Promise<Uint8Array> {
  const header = { alg: suites[signer.key.suite].algorithm, kid: signer.key.id }
  const payload = encodeCbor([...write(statement)])
  const signature = await signer.sign(sign1Structure(header, utf8(name), payload))
  return encodeCoseSign1({ ...header, payload, signature })
}

/** Reads hostile bytes; nothing in it may be trusted before `verifyStatement`. @throws what `malformed` makes */
export function parseStatement<Statement>(form: StatementForm<Statement>, bytes: Uint8Array): Signed<Statement> {
  if (bytes.length > limits.receiptBytes) throw form.malformed()
  try {
    const { alg, kid, payload, signature } = parseCoseSign1(bytes)
    const reader = new CborReader(payload)
    const statement = reader.array() === form.size && form.read(reader)
    if (statement === false) throw form.malformed()
    reader.end()
    return { ...statement, alg, kid, payload, signature }
  } catch (error) {
    if (error instanceof ProtocolError) throw form.malformed(error)
    throw error
  }
}

/** Whether this key signed it. */
export function verifyStatement<Statement>(
  { name }: StatementForm<Statement>,
  signed: Signed<Statement>,
  key: PublicKey,
  check: SignatureCheck = checkSignature,
): boolean {
  if (signed.alg !== suites[key.suite].algorithm || !equalBytes(signed.kid, key.id)) return false
  return check(key, sign1Structure(signed, utf8(name), signed.payload), signed.signature)
}
