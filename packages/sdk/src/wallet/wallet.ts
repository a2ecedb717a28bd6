import { generateSecret, type SecretSuiteName, type Signer, secretSigner } from '@gongshi/protocol'

/** Whoever signs: one signer for most acts; several, in the order of the action's declaration, for joint ones. */
export type Wallet = { readonly signers: readonly [Signer, ...Signer[]] }

export function createWallet(...signers: readonly [Signer, ...Signer[]]): Wallet {
  return { signers }
}

/** A new key that lives only in memory: for tests, demos and one-off acts. */
export function createMemoryWallet(random: (bytes: number) => Uint8Array, suite: SecretSuiteName = 'ed25519'): Wallet {
  return createWallet(secretSigner(suite, generateSecret(suite, random(32))))
}
