/** A public key as an act brings it, and as a row of entity `key` keeps it: COSE's names; Ed25519 has no `y`. */
export const keyPointFields = {
  suite: { kind: 'oneOf', values: ['ed25519', 'es256'] },
  x: { kind: 'bytes', length: 32 },
  y: { kind: 'option', of: { kind: 'bytes', length: 32 } },
} as const
