import { type Cbor, decodeCbor, encodeCbor } from '../bytes/cbor.ts'
import { ProtocolError } from '../errors.ts'
import { limits } from '../limits.ts'
import type { MemberProof } from './tree.ts'

/** By what whoever gets a member of `size` bytes checks it against the commitment. */
export type MemberGround = { readonly size: number; readonly salt: Uint8Array; readonly proof: MemberProof }

/** 65,536 members have proofs of 16 siblings. */
const mostBytes = 1024

/** Canonical CBOR [size, salt, index, [sibling…]]. */
export function encodeMemberGround({ size, salt, proof: { index, path } }: MemberGround): Uint8Array {
  return encodeCbor([size, salt, index, [...path]])
}

/** @throws {ProtocolError} */
export function parseMemberGround(bytes: Uint8Array): MemberGround {
  const value = decodeCbor(bytes, { maxBytes: mostBytes, maxDepth: 2 })
  const [size, salt, index, path] = Array.isArray(value) && value.length === 4 ? value : []
  if (!isCount(size) || !isHash(salt) || !isCount(index) || !Array.isArray(path) || !path.every(isHash))
    throw new ProtocolError({ code: 'cbor-malformed', at: 0 })
  return { size, salt, proof: { index, path } }
}

function isCount(value: Cbor | undefined): value is number {
  return typeof value === 'number' && value >= 0
}

function isHash(value: Cbor | undefined): value is Uint8Array {
  return value instanceof Uint8Array && value.length === limits.hashBytes
}
