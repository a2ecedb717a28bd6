import { ProtocolError } from '../errors.ts'
import { CborReader } from './cborReader.ts'
import { withCbor, writeCbor, writeCborAfter, writeCborSequence } from './cborWriter.ts'
import { domainHash } from './hash.ts'

/**
 * The values that the ledger writes: RFC 8949 §4.2.1 deterministic encoding, schema-ordered arrays, no floats, no
 * maps, no tags (those occur only inside COSE's own structures, see `cose/`). Integers lie in -2^64 … 2^64-1; one
 * outside ±(2^53-1) decodes to a bigint, and either form encodes to the same bytes.
 */
export type Cbor = null | boolean | number | bigint | string | Uint8Array | readonly Cbor[]

export type CborLimits = { readonly maxBytes: number; readonly maxDepth: number }

/** Encodes to the one canonical form. @throws {ProtocolError} cbor-unsupported for a float, a lone surrogate or an integer out of range */
export function encodeCbor(value: Cbor): Uint8Array {
  return writeCbor(value)
}

/** `prefix ‖ CBOR(value)`. @throws {ProtocolError} as `encodeCbor` */
export function encodeCborAfter(prefix: Uint8Array, value: Cbor): Uint8Array {
  return writeCborAfter(prefix, value)
}

/** A CBOR sequence (RFC 8742) of the values. @throws {ProtocolError} as `encodeCbor` */
export function encodeCborSequence(values: readonly Cbor[]): Uint8Array {
  return writeCborSequence(values)
}

/** SHA-256(domain ‖ parts ‖ CBOR(value)): `domain` as in `domainHash`. @throws {ProtocolError} as `encodeCbor` */
export function cborHash(domain: string, value: Cbor, ...parts: readonly Uint8Array[]): Uint8Array {
  return withCbor(value, (bytes) => domainHash(domain, ...parts, bytes))
}

/**
 * Decodes hostile bytes. Afterwards the caller may trust that re-encoding gives the same bytes.
 * @throws {ProtocolError} cbor-too-large, cbor-too-deep, cbor-malformed, cbor-not-canonical or cbor-unsupported
 */
export function decodeCbor(bytes: Uint8Array, limits: CborLimits): Cbor {
  if (bytes.length > limits.maxBytes)
    throw new ProtocolError({ code: 'cbor-too-large', bytes: bytes.length, limit: limits.maxBytes })
  const reader = new CborReader(bytes)
  const value = reader.item(limits.maxDepth, limits.maxDepth)
  reader.end()
  return value
}
