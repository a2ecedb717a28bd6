declare module 'sodium-native' {
  /** libsodium's crypto_sign_verify_detached; throws for a signature or key of another length. */
  export function crypto_sign_verify_detached(
    signature: Uint8Array,
    message: Uint8Array,
    publicKey: Uint8Array,
  ): boolean
}
