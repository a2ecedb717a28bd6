import { equalBytes, utf8 } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { encodeCoseSign1, parseCoseSign1, sign1Structure } from '../cose/sign1.ts'
import { ProtocolError, ReceiptError } from '../errors.ts'
import { checkSignature, type SignatureCheck } from '../keys/check.ts'
import type { PublicKey } from '../keys/publicKey.ts'
import type { Signer } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { suites } from '../suites/suite.ts'

/**
 * A node's promise: it admitted this transaction at `received`, and it stands in a block whose time is at most
 * `includeBy` unless it stops being admissible before. Both UnixMs.
 */
export type Receipt = { readonly txId: Uint8Array; readonly received: number; readonly includeBy: number }

export type SignedReceipt = Receipt & {
  /** COSE_Sign1_Tagged. */
  readonly bytes: Uint8Array
  /** The node's key, by its thumbprint. */
  readonly kid: Uint8Array
  readonly alg: number
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

const externalAad = utf8('gongshi/receipt/1')

/** @throws {ReceiptError} receipt-malformed for times that are none or that run backwards */
export async function signReceipt(signer: Signer, receipt: Receipt): Promise<Uint8Array> {
  checkReceipt(receipt)
  const header = { alg: suites[signer.key.suite].algorithm, kid: signer.key.id }
  const payload = encodeCbor([receipt.txId, receipt.received, receipt.includeBy])
  const signature = await signer.sign(sign1Structure(header, externalAad, payload))
  return encodeCoseSign1({ ...header, payload, signature })
}

/** Reads a receipt; its signature is verifyReceipt's to check. @throws {ReceiptError} receipt-malformed */
export function parseReceipt(bytes: Uint8Array): SignedReceipt {
  if (bytes.length > limits.receiptBytes) throw new ReceiptError({ code: 'receipt-malformed' })
  try {
    const { alg, kid, payload, signature } = parseCoseSign1(bytes)
    const reader = new CborReader(payload)
    if (reader.array() !== 3) throw new ReceiptError({ code: 'receipt-malformed' })
    const receipt = { txId: reader.byteString(), received: reader.integer(), includeBy: reader.integer() }
    reader.end()
    checkReceipt(receipt)
    return { ...receipt, bytes, kid, alg, payload, signature }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    throw new ReceiptError({ code: 'receipt-malformed', reason: error.code }, { cause: error })
  }
}

/**
 * Reads a receipt and checks that this node's key signed it.
 * @throws {ReceiptError} receipt-malformed, receipt-key-mismatch or receipt-signature-invalid
 */
export function verifyReceipt(
  bytes: Uint8Array,
  key: PublicKey,
  check: SignatureCheck = checkSignature,
): SignedReceipt {
  const receipt = parseReceipt(bytes)
  if (!equalBytes(receipt.kid, key.id) || receipt.alg !== suites[key.suite].algorithm)
    throw new ReceiptError({ code: 'receipt-key-mismatch' })
  if (!check(key, sign1Structure(receipt, externalAad, receipt.payload), receipt.signature))
    throw new ReceiptError({ code: 'receipt-signature-invalid' })
  return receipt
}

function checkReceipt({ txId, received, includeBy }: Receipt): void {
  const ordered = Number.isSafeInteger(received) && received >= 1 && received <= includeBy && includeBy <= limits.timeMs
  if (!ordered || txId.length !== limits.hashBytes) throw new ReceiptError({ code: 'receipt-malformed' })
}
