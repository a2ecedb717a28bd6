import { concat, equalBytes, fromHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { checkText } from '../bytes/text.ts'
import { ProtocolError, TransactionError } from '../errors.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { suites } from '../suites/suite.ts'
import { encodePayload, inputHash, type Payload } from './payload.ts'
import { asTransactionError, joinSigned, parseSigned, type Signed, signingInput } from './signed.ts'

/** A whole transaction: what is signed, and the body, which can be erased later. */
export type Transaction = Signed & {
  /** `[signed, salt, input]`, as submitted. */
  readonly transaction: Uint8Array
  /** 32 random bytes: the nonce, and what keeps the input's hash from being guessed. */
  readonly salt: Uint8Array
  /** CBOR of the array of the action's inputs, in declared order. */
  readonly input: Uint8Array
  /** `[salt, input]`. */
  readonly body: Uint8Array
}

export type TransactionFields = Omit<Payload, 'signers' | 'inputHash'> & {
  readonly input: Uint8Array
  readonly salt: Uint8Array
}

const transactionHead = fromHex('83')
const bodyHead = fromHex('82')

/**
 * Reads a transaction. Afterwards the caller may trust all that parseSigned promises, that salt and input are those
 * that were signed, and that the input is one canonical array whose texts pass checkText. Not that a signature is good.
 * @throws {TransactionError} transaction-…
 */
export function parseTransaction(bytes: Uint8Array): Transaction {
  checkSize(bytes)
  const { signedBytes, salt, input, body } = readParts(bytes)
  const signed = parseSigned(signedBytes)
  if (!equalBytes(signed.inputHash, inputHash(salt, input)))
    throw new TransactionError({ code: 'transaction-input-mismatch' })
  checkInput(input)
  return { ...signed, transaction: bytes, salt, input, body }
}

/** `[salt, input]`: the part that can be erased. */
export function encodeBody(salt: Uint8Array, input: Uint8Array): Uint8Array {
  return concat(bodyHead, encodeCbor(salt), encodeCbor(input))
}

/**
 * Reads a body that is kept or served apart from its transaction, and checks that it is the one that was signed.
 * @throws {TransactionError} transaction-malformed or transaction-input-mismatch
 */
export function parseBody(
  bytes: Uint8Array,
  signed: Pick<Signed, 'inputHash'>,
): { salt: Uint8Array; input: Uint8Array } {
  const body = splitBody(bytes)
  if (!equalBytes(signed.inputHash, inputHash(body.salt, body.input)))
    throw new TransactionError({ code: 'transaction-input-mismatch' })
  return body
}

/**
 * The parts of a body, whatever was signed: for one who shows what a ledger keeps beside the bytes that prove it.
 * @throws {TransactionError} transaction-malformed
 */
export function splitBody(bytes: Uint8Array): { salt: Uint8Array; input: Uint8Array } {
  const reader = new CborReader(bytes)
  try {
    if (reader.array() !== 2) throw new ProtocolError({ code: 'cbor-malformed', at: 0 })
    const body = { salt: readSalt(reader), input: reader.byteString() }
    reader.end()
    return body
  } catch (error) {
    throw asTransactionError(error)
  }
}

/** `[signed, salt, input]` of parts that belong together. */
export function encodeTransaction(signed: Uint8Array, salt: Uint8Array, input: Uint8Array): Uint8Array {
  return concat(transactionHead, encodeCbor(signed), encodeCbor(salt), encodeCbor(input))
}

/** `makeTransaction`'s bytes alone. */
export async function signTransaction(fields: TransactionFields, signers: readonly Signer[]): Promise<Uint8Array> {
  return (await makeTransaction(fields, signers)).transaction
}

/**
 * Makes a transaction, all signers at hand; the order of `signers` is the order on the ledger.
 * @throws {TransactionError} for whatever parseTransaction would refuse
 */
export async function makeTransaction(fields: TransactionFields, signers: readonly Signer[]): Promise<Transaction> {
  const { chainId, notAfter, affair, version, action, salt, input } = fields
  if (salt.length !== limits.saltBytes)
    throw new TransactionError({ code: 'transaction-malformed', reason: 'cbor-malformed' })
  const signerIds = signers.map(({ key }) => key.id)
  const said = { chainId, notAfter, signers: signerIds, affair, version, action, inputHash: inputHash(salt, input) }
  const payload = encodePayload(said)
  const signatures = []
  for (const signer of signers) {
    const header = { alg: suites[signer.key.suite].algorithm, kid: signer.key.id }
    signatures.push({ ...header, signature: await signer.sign(signingInput(payload, header)) })
  }
  // PERF: what was just put together is checked, not taken apart again.
  const signed = joinSigned(said, payload, signatures)
  const transaction = encodeTransaction(signed.bytes, salt, input)
  checkSize(transaction)
  checkInput(input)
  return { ...signed, transaction, salt, input, body: encodeBody(salt, input) }
}

function checkSize(transaction: Uint8Array): void {
  if (transaction.length > limits.transactionBytes)
    throw new TransactionError({
      code: 'transaction-too-large',
      bytes: transaction.length,
      limit: limits.transactionBytes,
    })
}

type Parts = { signedBytes: Uint8Array; salt: Uint8Array; input: Uint8Array; body: Uint8Array }

function readParts(bytes: Uint8Array): Parts {
  const reader = new CborReader(bytes)
  try {
    if (reader.array() !== 3) throw new ProtocolError({ code: 'cbor-malformed', at: 0 })
    const signedBytes = reader.byteString()
    const bodyAt = reader.at
    const salt = readSalt(reader)
    const input = reader.byteString()
    reader.end()
    // The encoding is canonical, so the last two members stand here as they stand in the body.
    return { signedBytes, salt, input, body: concat(bodyHead, bytes.subarray(bodyAt)) }
  } catch (error) {
    throw asTransactionError(error)
  }
}

function readSalt(reader: CborReader): Uint8Array {
  const { at } = reader
  const salt = reader.byteString()
  if (salt.length !== limits.saltBytes) throw new ProtocolError({ code: 'cbor-malformed', at })
  return salt
}

/** One canonical array, nested no deeper than the limit, each text fit for a ledger. @throws {TransactionError} */
export function checkInput(input: Uint8Array): void {
  const reader = new CborReader(input)
  try {
    if (input[0] === undefined || input[0] >> 5 !== 4) throw new ProtocolError({ code: 'cbor-malformed', at: 0 })
    reader.skip(limits.inputDepth, limits.inputDepth, checkInputText)
    reader.end()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const at = 'at' in error.failure ? error.failure.at : undefined
    throw new TransactionError(
      { code: 'transaction-input-malformed', reason: error.code, ...(at === undefined ? {} : { at }) },
      { cause: error },
    )
  }
}

function checkInputText(text: string): void {
  checkText(text, limits.transactionBytes)
}
