import { equalBytes, utf8 } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import type { CoseSignature } from '../cose/header.ts'
import { encodeCoseSign, parseCoseSign, signStructure } from '../cose/sign.ts'
import { ProtocolError, TransactionError } from '../errors.ts'
import { checkSignature, type SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import { limits } from '../limits.ts'
import { findSuite, type Suite, suites } from '../suites/suite.ts'
import type { AssertionFault } from '../suites/webauthn.ts'
import { type Payload, parsePayload, transactionId } from './payload.ts'

/** The part of a transaction that is kept and served for good: a COSE_Sign and what its payload says. */
export type Signed = Payload & {
  /** COSE_Sign_Tagged. */
  readonly bytes: Uint8Array
  /** SHA-256 of `bytes`: stands in the leaf, since a txId leaves the signatures open. */
  readonly hash: Uint8Array
  readonly payload: Uint8Array
  readonly txId: Uint8Array
  /** One a signer, in the payload's order. */
  readonly signatures: readonly CoseSignature[]
}

const externalAad = utf8('gongshi/tx/1')

/**
 * Reads the COSE_Sign of a transaction. Afterwards the caller may trust its form: the closed profile, the payload's
 * bounds, exactly the named signers in their order under known suites. Not that any signature is good: checkSigned.
 * @throws {TransactionError} transaction-…
 */
export function parseSigned(bytes: Uint8Array): Signed {
  if (bytes.length > limits.transactionBytes)
    throw new TransactionError({ code: 'transaction-too-large', bytes: bytes.length, limit: limits.transactionBytes })
  try {
    const { payload, signatures } = parseCoseSign(bytes)
    const fields = parsePayload(payload)
    checkSignatureForms(fields.signers, signatures)
    return { ...fields, bytes, hash: sha256(bytes), payload, txId: transactionId(payload), signatures }
  } catch (error) {
    throw asTransactionError(error)
  }
}

/** The bytes that the index-th signer signs, and what its signature is checked against. */
export function signatureInput(signed: Pick<Signed, 'payload' | 'signatures'>, index: number): Uint8Array {
  return signingInput(signed.payload, signed.signatures[index]!)
}

/** The bytes that a holder of the key signs for a payload: Sig_structure with external data "gongshi/tx/1". */
export function signingInput(payload: Uint8Array, header: { alg: number; kid: Uint8Array }): Uint8Array {
  return signStructure(header, externalAad, payload)
}

/** Puts gathered signatures under a payload. @throws {TransactionError} transaction-… as parseSigned would */
export function assembleSigned(payload: Uint8Array, signatures: readonly CoseSignature[]): Uint8Array {
  return joinSigned(parsePayload(payload), payload, signatures).bytes
}

/**
 * `parseSigned` of what `payload` and its signatures make; `said` is what was encoded as the payload.
 * @throws {TransactionError} for whatever parseSigned would refuse
 */
export function joinSigned(said: Payload, payload: Uint8Array, signatures: readonly CoseSignature[]): Signed {
  checkSignatureForms(said.signers, signatures)
  const bytes = encodeCoseSign({ payload, signatures })
  return { ...said, bytes, hash: sha256(bytes), payload, txId: transactionId(payload), signatures }
}

/** What is left to check once a signature is known to be by the right key and suite. */
export type SignatureToCheck = {
  readonly key: PublicKey
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

/**
 * The signatures with their keys and messages, for one who checks them elsewhere. `keys` stand in the order of the signers.
 * @throws {TransactionError} signature-key-mismatch for a key that is not that signer's or of another suite
 */
export function signaturesOf(signed: Signed, keys: readonly PublicKey[]): SignatureToCheck[] {
  return signed.signatures.map(({ alg, kid, signature }, index) => {
    const key = keys[index]
    if (key === undefined || keys.length !== signed.signers.length || !equalBytes(key.id, kid))
      throw new TransactionError({ code: 'signature-key-mismatch', index })
    if (suites[key.suite].algorithm !== alg) throw new TransactionError({ code: 'signature-key-mismatch', index })
    return { key, message: signatureInput(signed, index), signature }
  })
}

/**
 * Checks every signature under its key. `keys` stand in the order of the signers.
 * @throws {TransactionError} as signaturesOf, and signature-invalid or, for a passkey's, assertion-…
 */
export function checkSigned(signed: Signed, keys: readonly PublicKey[], check: SignatureCheck = checkSignature): void {
  signaturesOf(signed, keys).forEach(({ key, message, signature }, index) => {
    if (!check(key, message, signature))
      throw new TransactionError({ code: whyInvalid({ key, message, signature }), index })
  })
}

function whyInvalid({ key, message, signature }: SignatureToCheck): AssertionFault | 'signature-invalid' {
  const { signatureFault }: Suite = suites[key.suite]
  return signatureFault?.(message, signature) ?? 'signature-invalid'
}

/** Half-signed, over-signed, reordered, or under a suite that is none: refused by form. */
function checkSignatureForms(signers: readonly Uint8Array[], signatures: readonly CoseSignature[]): void {
  if (signatures.length !== signers.length)
    throw new TransactionError({
      code: 'transaction-signature-count',
      signatures: signatures.length,
      signers: signers.length,
    })
  signatures.forEach(({ alg, kid, signature }, index) => {
    if (!equalBytes(kid, signers[index]!)) throw new TransactionError({ code: 'transaction-signature-order', index })
    const suite = findSuite(alg)
    if (suite === undefined) throw new TransactionError({ code: 'transaction-suite-unknown', index, algorithm: alg })
    const [least, most] = suites[suite].signatureBytes
    if (signature.length < least || signature.length > most)
      throw new TransactionError({ code: 'transaction-signature-length', index, bytes: signature.length })
  })
}

/** What the codec found, as the transaction's failure; anything else as it is. */
export function asTransactionError(error: unknown): unknown {
  if (!(error instanceof ProtocolError)) return error
  const at = 'at' in error.failure ? error.failure.at : undefined
  return new TransactionError(
    { code: 'transaction-malformed', reason: error.code, ...(at === undefined ? {} : { at }) },
    { cause: error },
  )
}
