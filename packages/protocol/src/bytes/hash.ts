import { sha256 as sha256Once } from '@noble/hashes/sha2.js'
import { concat, utf8 } from './bytes.ts'

/** SHA-256 (FIPS 180-4) of the parts, one after the other. 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return sha256Once(parts.length === 1 ? parts[0]! : concat(...parts))
}

/** SHA-256(domain ‖ parts): `domain` is the ASCII label, for example "gongshi/input/1". 32 bytes. */
export function domainHash(domain: string, ...parts: readonly Uint8Array[]): Uint8Array {
  return sha256(utf8(domain), ...parts)
}
