import { encodeCborSequence } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { domainHash } from '../bytes/hash.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import { UploadError } from './errors.ts'

/**
 * A content among others on their way: its commitment, and what `encodeUpload` makes of it. Between members' nodes no bytes stand
 * for one that is asked for and, in the answer, for one that does not fit and is asked for alone.
 */
export type BatchedUpload = { readonly commitment: Uint8Array; readonly upload: Uint8Array }

/** Many contents in one body, under their commitments. */
export const uploadBatchMediaType = 'application/vnd.gongshi.content-batch'
/** What one request may hold. */
export const maxBatchContents = 256
export const maxBatchBytes = 1024 * 1024
/** At most so many bytes does a content's place in a batch take beside its upload. */
export const batchedHeadBytes = 2 + 32 + 5

/**
 * What stands in a permit for the contents of a batch, in place of one commitment: SHA-256("gongshi/upload-batch/1" ‖
 * the commitments in their order). No content has it for a commitment: that is a hash of bytes that begin with 1.
 */
export function batchCommitment(commitments: readonly Uint8Array[]): Uint8Array {
  return domainHash('gongshi/upload-batch/1', ...commitments)
}

/** A CBOR sequence (RFC 8742) of commitment and upload, in turn, each a byte string. */
export function encodeUploadBatch(uploads: readonly BatchedUpload[]): Uint8Array {
  return encodeCborSequence(uploads.flatMap(({ commitment, upload }) => [commitment, upload]))
}

/** Cuts a hostile batch into views of it; the uploads in it are for `parseUpload` to judge. @throws {UploadError} upload-malformed */
export function parseUploadBatch(bytes: Uint8Array): BatchedUpload[] {
  const reader = new CborReader(bytes)
  const uploads: BatchedUpload[] = []
  try {
    while (reader.at < bytes.length) {
      const commitment = reader.byteString()
      const upload = reader.byteStringView()
      if (commitment.length !== limits.hashBytes || uploads.length === maxBatchContents) throw malformed()
      uploads.push({ commitment, upload })
    }
  } catch (error) {
    if (error instanceof ProtocolError) throw malformed(error)
    throw error
  }
  if (uploads.length === 0) throw malformed()
  return uploads
}

function malformed(cause?: unknown): UploadError {
  return new UploadError({ code: 'upload-malformed' }, { cause })
}
