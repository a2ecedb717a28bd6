import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { domainHash } from '../bytes/hash.ts'
import { TransactionError } from '../errors.ts'
import { limits } from '../limits.ts'

/** What every signer signs, beside the domain "gongshi/tx/1". */
export type Payload = {
  readonly chainId: string
  /** The last block time at which the ledger may execute it. */
  readonly notAfter: number
  /** Key ids (32 bytes each), in the order in which the signatures stand. */
  readonly signers: readonly Uint8Array[]
  readonly affair: string
  readonly version: number
  readonly action: string
  /** SHA-256("gongshi/input/1" ‖ salt ‖ input): binds the body, which may be erased. */
  readonly inputHash: Uint8Array
}

/** The first member of a payload: the format of this page. */
const format = 1
const chainIdPattern = /^[a-z0-9-]{1,40}$/
const namePattern = /^[a-z][A-Za-z0-9-]{0,63}$/

/** @throws {TransactionError} when a member is outside its bounds: nothing is encoded that parsePayload refuses */
export function encodePayload(payload: Payload): Uint8Array {
  checkPayload(payload)
  const { chainId, notAfter, signers, affair, version, action, inputHash } = payload
  return encodeCbor([format, chainId, notAfter, signers, affair, version, action, inputHash])
}

/** @throws {TransactionError} or the ProtocolError of the codec, which parseSigned wraps */
export function parsePayload(bytes: Uint8Array): Payload {
  const reader = new CborReader(bytes)
  const count = reader.array()
  if (count === 0 || reader.integer() !== format || count !== 8)
    throw new TransactionError({ code: 'transaction-format-unknown' })
  const chainId = reader.text()
  const notAfter = reader.integer()
  const signers: Uint8Array[] = []
  const signerCount = reader.array()
  checkSignerCount(signerCount)
  for (let index = 0; index < signerCount; index++) signers.push(readHash(reader))
  const affair = reader.text()
  const version = reader.integer()
  const action = reader.text()
  const inputHash = readHash(reader)
  reader.end()
  const payload = { chainId, notAfter, signers, affair, version, action, inputHash }
  checkPayload(payload)
  return payload
}

/** SHA-256("gongshi/tx-id/1" ‖ payload): the same whatever the signatures, known before anyone has signed. */
export function transactionId(payload: Uint8Array): Uint8Array {
  return domainHash('gongshi/tx-id/1', payload)
}

/** SHA-256("gongshi/input/1" ‖ salt ‖ input bytes). */
export function inputHash(salt: Uint8Array, input: Uint8Array): Uint8Array {
  return domainHash('gongshi/input/1', salt, input)
}

/** Whether a text may be a ledger's chain id: [a-z0-9-]{1,40}. */
export function isChainId(text: string): boolean {
  return chainIdPattern.test(text)
}

/** Whether a text may name an affair or an action: [a-z][A-Za-z0-9-]{0,63}. */
export function isName(text: string): boolean {
  return namePattern.test(text)
}

function checkPayload({ chainId, notAfter, signers, affair, version, action, inputHash }: Payload): void {
  if (!isChainId(chainId)) throw nameMalformed('chainId')
  if (!isName(affair)) throw nameMalformed('affair')
  if (!isName(action)) throw nameMalformed('action')
  if (!within(notAfter, limits.timeMs)) throw outOfRange('notAfter')
  if (!within(version, limits.affairVersion)) throw outOfRange('version')
  checkSignerCount(signers.length)
  if (inputHash.length !== limits.hashBytes || signers.some((signer) => signer.length !== limits.hashBytes))
    throw malformedHash()
  checkDistinct(signers)
}

function checkSignerCount(count: number): void {
  if (count < 1 || count > limits.signers)
    throw new TransactionError({ code: 'transaction-signer-count', count, limit: limits.signers })
}

/** One key signing twice is not two signers. */
function checkDistinct(signers: readonly Uint8Array[]): void {
  for (let index = 1; index < signers.length; index++)
    for (let earlier = 0; earlier < index; earlier++)
      if (signers[index]!.every((byte, at) => byte === signers[earlier]![at]))
        throw new TransactionError({ code: 'transaction-signer-repeated', index })
}

function readHash(reader: CborReader): Uint8Array {
  const hash = reader.byteString()
  if (hash.length !== limits.hashBytes) throw malformedHash()
  return hash
}

function within(value: number, limit: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= limit
}

function nameMalformed(field: 'chainId' | 'affair' | 'action'): TransactionError {
  return new TransactionError({ code: 'transaction-name-malformed', field })
}

function outOfRange(field: 'notAfter' | 'version'): TransactionError {
  return new TransactionError({ code: 'transaction-number-out-of-range', field })
}

function malformedHash(): TransactionError {
  return new TransactionError({ code: 'transaction-malformed', reason: 'cbor-malformed' })
}
