/** The same bytes, not a copy, as the HTTP server wants them: whoever gives them away must not change them afterwards. */
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}
