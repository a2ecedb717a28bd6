import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as hashSha256 } from '@noble/hashes/sha2.js'
import { concat, utf8 } from '../bytes/bytes.ts'
import { cborHash, encodeCbor } from '../bytes/cbor.ts'
import { hashesNatively, sha256 } from '../bytes/hash.ts'

const label = 'gongshi/member/1'
const domain = utf8(label)

/** HMAC-SHA256(record key, path): who has the key can recompute every salt, who has one salt learns no other. */
export function memberSalt(recordKey: Uint8Array, path: string): Uint8Array {
  return hmac(hashSha256, recordKey, utf8(path))
}

const working = hashSha256.create()

/**
 * `memberSalt` for all members of a record (FIPS 198-1 §4 with what depends on the key hashed once).
 * PERF: half the hashing of an HMAC is that of its key, and making its hashers costs as much again.
 */
export function memberSalts(recordKey: Uint8Array): (path: string) => Uint8Array {
  if (recordKey.length > hashSha256.blockLen) throw new RangeError('a record key is no longer than a block')
  const padded = new Uint8Array(hashSha256.blockLen)
  padded.set(recordKey)
  const innerKey = padded.map((byte) => byte ^ 0x36)
  const outerKey = padded.map((byte) => byte ^ 0x5c)
  if (hashesNatively()) return (path) => sha256(outerKey, sha256(innerKey, utf8(path)))
  const inner = hashSha256.create().update(innerKey)
  const outer = hashSha256.create().update(outerKey)
  return (path) => {
    const message = inner._cloneInto(working).update(utf8(path)).digest()
    return outer._cloneInto(working).update(message).digest()
  }
}

/**
 * What is hashed before a member's bytes: "gongshi/member/1" ‖ salt ‖ the head of CBOR[path, bytes] for `size` bytes.
 * For those who hash large members natively: leaf = SHA-256(memberPrefix ‖ bytes).
 */
export function memberPrefix(salt: Uint8Array, path: string, size: number): Uint8Array {
  checkSalt(salt)
  return concat(domain, salt, Uint8Array.of(0x82), encodeCbor(path), byteStringHead(size))
}

function checkSalt(salt: Uint8Array): void {
  if (salt.length !== 32) throw new RangeError('a salt is 32 bytes')
}

/** The head of a byte string is that of an unsigned integer with the major type 2 (RFC 8949 §3.1). */
function byteStringHead(size: number): Uint8Array {
  const head = encodeCbor(size)
  head[0]! |= 0x40
  return head
}

/** Of longer members no copy is made. Bytes. */
const joinedBytes = 64 * 1024

/** SHA-256("gongshi/member/1" ‖ salt ‖ CBOR[path, bytes]). PERF: in one piece, which a host hashes in one call. */
export function memberLeaf(salt: Uint8Array, path: string, bytes: Uint8Array): Uint8Array {
  if (bytes.length > joinedBytes) return new MemberHasher(salt, path, bytes.length).update(bytes).digest()
  checkSalt(salt)
  return cborHash(label, [path, bytes], salt)
}

/** `memberLeaf` for bytes that come in pieces; `size` is their total. */
export class MemberHasher {
  readonly #hash = hashSha256.create()
  #left: number

  constructor(salt: Uint8Array, path: string, size: number) {
    this.#hash.update(memberPrefix(salt, path, size))
    this.#left = size
  }

  update(bytes: Uint8Array): this {
    this.#left -= bytes.length
    this.#hash.update(bytes)
    return this
  }

  /** @throws {RangeError} if other than `size` bytes came */
  digest(): Uint8Array {
    if (this.#left !== 0) throw new RangeError('the member has another size than announced')
    return this.#hash.digest()
  }
}
