import { sha256 as hasher } from '@noble/hashes/sha2.js'
import { utf8 } from './bytes.ts'

// PERF: making a hasher costs as much as hashing a block, so one is set back to the start for each call. Nothing of a
// message stays in it: digest() wipes it.
const start = hasher.create()
const working = hasher.create()

let native: ((message: Uint8Array) => Uint8Array) | null = null
let joined = new Uint8Array(1024)

/**
 * Has every SHA-256 of this package computed by a host's own implementation from now on. It must give exactly what the
 * portable one gives, in bytes of their own, and keep nothing of its argument.
 * PERF: a quarter of the portable one's time on the 300 bytes of a signed part, a tenth on a block.
 */
export function useNativeSha256(implementation: (message: Uint8Array) => Uint8Array): void {
  native = implementation
}

/** Whether a hash of many parts costs one call of the host's, however they are cut. */
export function hashesNatively(): boolean {
  return native !== null
}

/** SHA-256 (FIPS 180-4) of the parts, one after the other. 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  if (native !== null) return native(parts.length === 1 ? parts[0]! : join(parts))
  const hash = start._cloneInto(working)
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The parts in memory that the next call uses again. PERF: a view of it costs a sixth of bytes of their own. */
function join(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  if (length > joined.length) joined = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined.subarray(0, length)
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
