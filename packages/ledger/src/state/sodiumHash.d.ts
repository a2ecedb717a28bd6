declare module 'sodium-native' {
  /** libsodium's crypto_hash_sha256: writes 32 bytes into `output`. */
  export function crypto_hash_sha256(output: Uint8Array, message: Uint8Array): void
}
