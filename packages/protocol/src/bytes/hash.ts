import { sha256 as hasher } from '@noble/hashes/sha2.js'
import { utf8 } from './bytes.ts'

// PERF: making a hasher costs as much as hashing a block, so one is set back to the start for each call. Nothing of a
// message stays in it: digest() wipes it.
const start = hasher.create()
const working = hasher.create()

/** SHA-256 (FIPS 180-4) of the parts, one after the other. 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = start._cloneInto(working)
  for (const part of parts) hash.update(part)
  return hash.digest()
}

// PERF: the labels are a handful of constants; encoding one anew costs about as much as the hash.
const labels = new Map<string, Uint8Array>()

/** SHA-256(domain ‖ parts): `domain` is the ASCII label, for example "gongshi/input/1", always a constant. 32 bytes. */
export function domainHash(domain: string, ...parts: readonly Uint8Array[]): Uint8Array {
  let label = labels.get(domain)
  if (label === undefined) {
    label = utf8(domain)
    labels.set(domain, label)
  }
  return sha256(label, ...parts)
}
