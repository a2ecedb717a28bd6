import { checkVote, type VoteCheck } from './commit.ts'

/**
 * A check of votes on the browser's own Ed25519, thirty times as fast as TypeScript, with checkVote's verdicts: what the
 * platform accepts (the cofactorless equation, or the cofactored one) ZIP-215 accepts as well; what it refuses, or
 * doesn't know how to check, checkVote decides.
 */
export function webCryptoVoteCheck(subtle: Pick<SubtleCrypto, 'importKey' | 'verify'>): VoteCheck {
  return async (publicKey, message, signature) =>
    (await platformAccepts(subtle, publicKey, message, signature)) || checkVote(publicKey, message, signature)
}

async function platformAccepts(
  subtle: Pick<SubtleCrypto, 'importKey' | 'verify'>,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  try {
    const key = await subtle.importKey('raw', Uint8Array.from(publicKey), 'Ed25519', false, ['verify'])
    return await subtle.verify('Ed25519', key, Uint8Array.from(signature), Uint8Array.from(message))
  } catch {
    return false
  }
}
