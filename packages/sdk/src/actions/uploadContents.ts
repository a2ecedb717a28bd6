import {
  batchCommitment,
  batchedHeadBytes,
  encodeUploadBatch,
  equalBytes,
  maxBatchBytes,
  maxBatchContents,
  type Signer,
  uploadBatchMediaType,
} from '@gongshi/protocol'
import { ClientError } from '../errors.ts'
import { cut } from '../http/cut.ts'
import { type Json, malformed, member, readHex, readList, readText } from '../http/json.ts'
import { askJson } from '../http/request.ts'
import {
  type ContentMember,
  type PreparedContent,
  permitFor,
  prepareContent,
  sendContent,
  type Uploading,
} from './uploadContent.ts'

/** One answer a content, in their order: stored durably, or why this one is not. `commitment`: 32 bytes. */
export type UploadAnswer =
  | { readonly status: 'stored'; readonly commitment: Uint8Array }
  | { readonly status: 'refused'; readonly commitment: Uint8Array; readonly code: string }

/**
 * Stores many contents beside the ledger, as `uploadContent` does each: those that fit share requests, permits and
 * fsyncs, a larger one goes by itself. None depends on another.
 * @throws {ClientError} client-upload-mismatch and those of a request, when contents may or may not be there; sending
 * them again does no harm
 */
export async function uploadContents(
  client: Uploading,
  signer: Signer,
  contents: readonly (readonly ContentMember[])[],
): Promise<UploadAnswer[]> {
  const prepared = contents.map((members) => prepareContent(client, members))
  const answers: UploadAnswer[] = []
  for (const batch of cut(prepared, bytesInBatch, maxBatchBytes, maxBatchContents))
    answers.push(...(await send(client, signer, batch)))
  return answers
}

function bytesInBatch({ upload }: PreparedContent): number {
  return batchedHeadBytes + upload.length
}

async function send(client: Uploading, signer: Signer, batch: readonly PreparedContent[]): Promise<UploadAnswer[]> {
  const [first] = batch
  if (batch.length === 1) return [await sendOne(client, signer, first!)]
  const permit = await permitFor(client, signer, batchCommitment(batch.map(({ commitment }) => commitment)))
  const answer = await askJson(client, '/api/v1/contents', {
    method: 'POST',
    headers: { 'content-type': uploadBatchMediaType, 'gongshi-upload': permit },
    body: encodeUploadBatch(batch),
  })
  const results = readList(answer, 'results')
  if (results.length !== batch.length) throw malformed('results')
  return results.map((result, at) => readResult(result, batch[at]!.commitment))
}

/** A refusal of the content itself is its answer; of the permit, the node or its disk, a failure. */
async function sendOne(client: Uploading, signer: Signer, prepared: PreparedContent): Promise<UploadAnswer> {
  const { commitment } = prepared
  try {
    await sendContent(client, signer, prepared)
    return { status: 'stored', commitment }
  } catch (error) {
    const problem = error instanceof ClientError && 'problem' in error.failure ? error.failure.problem : undefined
    if (problem === undefined || problem.status >= 500 || !problem.code.startsWith('content-')) throw error
    return { status: 'refused', commitment, code: problem.code }
  }
}

function readResult(result: Json, commitment: Uint8Array): UploadAnswer {
  if (!equalBytes(readHex(member(result, 'commitment'), 'commitment'), commitment))
    throw new ClientError({ code: 'client-upload-mismatch' })
  const status = readText(member(result, 'status'), 'status')
  if (status === 'stored') return { status, commitment }
  if (status !== 'refused') throw malformed('status')
  return { status, commitment, code: readText(member(result, 'code'), 'code') }
}
