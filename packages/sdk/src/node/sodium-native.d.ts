declare module 'sodium-native' {
  /** libsodium's crypto_sign_seed_keypair: 32 bytes of seed give 32 of public key and 64 of what signs. Throws for other lengths. */
  export function crypto_sign_seed_keypair(publicKey: Uint8Array, secretKey: Uint8Array, seed: Uint8Array): void
  /** libsodium's crypto_sign_detached, into the 64 bytes of `signature`. */
  export function crypto_sign_detached(signature: Uint8Array, message: Uint8Array, secretKey: Uint8Array): void
}
