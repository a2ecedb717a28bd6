import { equalBytes } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { CodecFault, type Decoded } from '../codec/codec.ts'
import { blob, fixedBytes, oneOf, text } from '../codec/scalars.ts'
import { choice, list, nullable, record } from '../codec/structures.ts'
import { KeyError, ProtocolError, TransactionError } from '../errors.ts'
import { checkSignature } from '../keys/check.ts'
import { type PublicKey, parseKey } from '../keys/publicKey.ts'
import { limits } from '../limits.ts'
import { suiteNames, suites } from '../suites/suite.ts'
import { encodePayload, inputHash, type Payload, parsePayload, transactionId } from '../transaction/payload.ts'
import { signingInput } from '../transaction/signed.ts'
import { checkInput, type TransactionFields } from '../transaction/transaction.ts'
import { declineInput } from './decline.ts'
import { DraftError } from './errors.ts'

/** What one signer has said so far; null: nothing. */
export type Mark =
  | { readonly kind: 'signed'; readonly key: PublicKey; readonly signature: Uint8Array }
  | { readonly kind: 'declined'; readonly key: PublicKey; readonly reason: string; readonly signature: Uint8Array }

/** An act on its way from signer to signer: what will be signed, and who has. */
export type Draft = Payload & {
  /** What every signer signs. */
  readonly payload: Uint8Array
  /** The same before anybody has signed as on the ledger afterwards. */
  readonly txId: Uint8Array
  readonly salt: Uint8Array
  readonly input: Uint8Array
  /** One a signer, in the payload's order. */
  readonly marks: readonly (Mark | null)[]
}

const format = 'gongshi/draft/1'
const by = {
  suite: oneOf(...suiteNames),
  /** COSE_Key. */
  key: blob(limits.coseKeyBytes),
  signature: blob(limits.draftSignatureBytes),
}
const draft = record({
  format: oneOf(format),
  payload: blob(limits.transactionBytes),
  salt: fixedBytes(limits.saltBytes),
  input: blob(limits.transactionBytes),
  marks: list(
    nullable(choice({ signed: by, declined: { ...by, reason: text(limits.declineReasonBytes) } })),
    limits.signers,
  ),
})
type Stored = Decoded<typeof draft>

/** A draft that nobody has signed. @throws {TransactionError} for what no transaction may say */
export function createDraft(fields: TransactionFields & { readonly signers: readonly Uint8Array[] }): Draft {
  const { chainId, notAfter, signers, affair, version, action, salt, input } = fields
  const payload = { chainId, notAfter, signers, affair, version, action, inputHash: inputHash(salt, input) }
  const bytes = encodePayload(payload)
  checkInput(input)
  return { ...payload, payload: bytes, txId: transactionId(bytes), salt, input, marks: signers.map(() => null) }
}

/** The bytes of a draft's file. */
export function encodeDraft({ payload, salt, input, marks }: Draft): Uint8Array {
  const stored = marks.map((mark) => mark && { ...mark, suite: mark.key.suite, key: mark.key.cose })
  return encodeCbor(draft.toCbor({ format, payload, salt, input, marks: stored }))
}

/**
 * Reads hostile bytes. Afterwards the caller may trust the draft's form, that input and salt are those that are signed, and
 * that every signature and refusal in it is its signer's. Not that the ledger will take it.
 * @throws {DraftError} draft-too-large, draft-version-unknown, draft-malformed, draft-key-mismatch, draft-signature-invalid
 */
export function parseDraft(bytes: Uint8Array): Draft {
  if (bytes.length > limits.draftBytes)
    throw new DraftError({ code: 'draft-too-large', bytes: bytes.length, limit: limits.draftBytes })
  const { payload, salt, input, marks } = readStored(bytes)
  const fields = readParts(payload, input)
  const malformed = (at: string) => new DraftError({ code: 'draft-malformed', at })
  if (!equalBytes(fields.inputHash, inputHash(salt, input))) throw malformed('draft.input')
  if (marks.length !== fields.signers.length) throw malformed('draft.marks')
  const txId = transactionId(payload)
  const checked = marks.map((mark, index) => mark && checkMark(mark, { ...fields, payload, txId }, index))
  return { ...fields, payload, txId, salt, input, marks: checked }
}

function readStored(bytes: Uint8Array): Stored {
  try {
    const head = new CborReader(bytes)
    head.array()
    const name = head.text()
    if (name.startsWith('gongshi/draft/') && name !== format) throw new DraftError({ code: 'draft-version-unknown' })
    const reader = new CborReader(bytes)
    const stored = draft.read(reader, 'draft')
    reader.end()
    return stored
  } catch (cause) {
    if (cause instanceof CodecFault) throw new DraftError({ code: 'draft-malformed', at: cause.at }, { cause })
    if (cause instanceof ProtocolError) throw new DraftError({ code: 'draft-malformed', at: 'draft' }, { cause })
    throw cause
  }
}

function readParts(payload: Uint8Array, input: Uint8Array): Payload {
  try {
    checkInput(input)
    return parsePayload(payload)
  } catch (cause) {
    if (cause instanceof ProtocolError || cause instanceof TransactionError)
      throw new DraftError({ code: 'draft-malformed', at: 'draft.payload' }, { cause })
    throw cause
  }
}

type Asked = Pick<Draft, 'signers' | 'payload' | 'txId'>

function checkMark(mark: NonNullable<Stored['marks'][number]>, asked: Asked, index: number): Mark {
  const key = keyOf(mark, asked.signers[index]!, index)
  const { signature } = mark
  const message = mark.kind === 'signed' ? actInput(asked, key) : declineInput(asked.txId, mark.reason, key)
  if (!checkSignature(key, message, signature)) throw new DraftError({ code: 'draft-signature-invalid', index })
  return mark.kind === 'signed'
    ? { kind: 'signed', key, signature }
    : { kind: 'declined', key, reason: mark.reason, signature }
}

function keyOf({ suite, key }: NonNullable<Stored['marks'][number]>, signer: Uint8Array, index: number): PublicKey {
  try {
    const found = parseKey(suite, key)
    if (equalBytes(found.id, signer)) return found
  } catch (cause) {
    if (!(cause instanceof KeyError)) throw cause
  }
  throw new DraftError({ code: 'draft-key-mismatch', index })
}

/** What a key signs for the act itself. */
export function actInput({ payload }: Pick<Draft, 'payload'>, { suite, id }: PublicKey): Uint8Array {
  return signingInput(payload, { alg: suites[suite].algorithm, kid: id })
}
