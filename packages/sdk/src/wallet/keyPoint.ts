import { keyMaterial, type PublicKey } from '@gongshi/protocol'

/** A public key as the acts `registerKey` and `rotateKey` of affair `organisations` take it. */
export type KeyPoint = {
  readonly keyId: Uint8Array
  readonly suite: PublicKey['suite']
  readonly x: Uint8Array
  /** Null for Ed25519. */
  readonly y: Uint8Array | null
}

/** What an administrator registers so that a key may sign for an officer. */
export function keyPoint(key: PublicKey): KeyPoint {
  const material = keyMaterial(key)
  const y = material.length === 64 ? material.slice(32) : null
  return { keyId: key.id, suite: key.suite, x: material.slice(0, 32), y }
}
