import { encodeCbor } from '../bytes/cbor.ts'
import { CborReader } from '../bytes/cborReader.ts'
import { CodecFault, type Decoded } from '../codec/codec.ts'
import { blob, oneOf } from '../codec/scalars.ts'
import { list, record } from '../codec/structures.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import { EvidenceError } from './errors.ts'

const format = 'gongshi/grounds/1'

const grounded = record({
  format: oneOf(format),
  act: blob(limits.evidenceBytes),
  grounds: list(blob(limits.evidenceBytes), limits.grounds),
})

/** Evidence of an act, and evidence of the rows on which its authority rests: each a whole `.gse` of its own. */
export type Grounded = Decoded<typeof grounded>

/** @throws {EvidenceError} evidence-too-large */
export function encodeGrounded({ act, grounds }: Pick<Grounded, 'act' | 'grounds'>): Uint8Array {
  const bytes = encodeCbor(grounded.toCbor({ format, act, grounds }))
  assertSize(bytes)
  return bytes
}

/** Whether a file says that it is one, whatever else is in it. */
export function isGrounded(bytes: Uint8Array): boolean {
  try {
    const reader = new CborReader(bytes.subarray(0, 64))
    return reader.array() === 3 && reader.text() === format
  } catch {
    return false
  }
}

/**
 * Reads hostile bytes; what the parts claim is not looked at.
 * @throws {EvidenceError} evidence-too-large, evidence-malformed
 */
export function parseGrounded(bytes: Uint8Array): Grounded {
  assertSize(bytes)
  try {
    const reader = new CborReader(bytes)
    const value = grounded.read(reader, 'grounds')
    reader.end()
    return value
  } catch (cause) {
    if (!(cause instanceof ProtocolError || cause instanceof CodecFault)) throw cause
    throw new EvidenceError({ code: 'evidence-malformed', at: 'grounds' }, 'file', [], { cause })
  }
}

function assertSize({ length }: Uint8Array): void {
  if (length > limits.evidenceBytes)
    throw new EvidenceError({ code: 'evidence-too-large', bytes: length, limit: limits.evidenceBytes }, 'file')
}
