import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { ProtocolError, TransactionError } from '../errors.ts'
import { limits } from '../limits.ts'

/**
 * What an engine orders: a CBOR array of byte strings, each one a transaction.
 * @throws {TransactionError} bundle-count or bundle-too-large
 */
export function encodeBundle(transactions: readonly Uint8Array[]): Uint8Array {
  checkCount(transactions.length)
  const bytes = encodeCbor(transactions)
  checkSize(bytes)
  return bytes
}

/**
 * Splits a bundle. The members are not looked into: a bad one loses only itself.
 * @throws {TransactionError} bundle-too-large, bundle-malformed or bundle-count
 */
export function parseBundle(bytes: Uint8Array): Uint8Array[] {
  checkSize(bytes)
  const reader = new CborReader(bytes)
  const transactions: Uint8Array[] = []
  try {
    const count = reader.array()
    checkCount(count)
    for (let index = 0; index < count; index++) transactions.push(reader.byteString())
    reader.end()
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    const at = 'at' in error.failure ? error.failure.at : undefined
    throw new TransactionError(
      { code: 'bundle-malformed', reason: error.code, ...(at === undefined ? {} : { at }) },
      { cause: error },
    )
  }
  return transactions
}

/** Bytes that a bundle's own encoding adds to one transaction's: its byte-string head. */
export function bundleOverhead(transactionBytes: number): number {
  return transactionBytes < 24 ? 1 : transactionBytes < 0x100 ? 2 : transactionBytes < 0x1_0000 ? 3 : 5
}

function checkCount(count: number): void {
  if (count < 1 || count > limits.bundleTransactions)
    throw new TransactionError({ code: 'bundle-count', count, limit: limits.bundleTransactions })
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length > limits.bundleBytes)
    throw new TransactionError({ code: 'bundle-too-large', bytes: bytes.length, limit: limits.bundleBytes })
}
