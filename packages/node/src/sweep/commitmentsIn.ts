/** Canonical CBOR of a byte string of 32 bytes begins so (RFC 8949 §3). */
const head = Buffer.of(0x58, 0x20)
const commitmentBytes = 32

/**
 * Whatever may be a commitment in canonical CBOR, however deep, in hex: every byte string of 32 bytes, and more. Who asks
 * whether a content is named errs towards keeping it.
 */
export function* commitmentsIn(bytes: Uint8Array): Generator<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = buffer.indexOf(head); at >= 0; at = buffer.indexOf(head, at + 1)) {
    const from = at + head.length
    if (from + commitmentBytes > buffer.length) return
    yield buffer.toString('hex', from, from + commitmentBytes)
  }
}
