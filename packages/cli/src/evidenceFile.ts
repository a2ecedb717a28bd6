import { EvidenceError, encodeEvidence, evidenceFromJson } from '@gongshi/protocol'

/** Whether a file is JSON, by what that starts with and no evidence in CBOR does. */
export function isJson(file: Uint8Array): boolean {
  return file[0] === 0x7b
}

/** The `.gse` bytes of a file in either form. @throws {EvidenceError} evidence-malformed */
export function asBinary(file: Uint8Array): Uint8Array {
  if (!isJson(file)) return file
  try {
    return encodeEvidence(evidenceFromJson(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file))))
  } catch (error) {
    if (error instanceof EvidenceError) throw error
    throw new EvidenceError({ code: 'evidence-malformed', at: 'evidence' }, 'file', [], { cause: error })
  }
}
