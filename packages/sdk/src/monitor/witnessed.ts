import {
  checkCosignature,
  cosignatureTime,
  equalBytes,
  noteKeyId,
  parseNote,
  type TrustRoot,
  utf8,
} from '@gongshi/protocol'

/**
 * Since when the cosignatures of a note satisfy the policy (c2sp.org/tlog-cosignature): in each group the `threshold`
 * newest ones count, and the oldest of all that count decides. Unix milliseconds; null where a group is not satisfied.
 */
export function witnessedAt(text: string, policy: TrustRoot['policy']): number | null {
  const note = parseNote(text)
  const message = utf8(note.text)
  const ages = policy.cosigners.map(({ threshold, keys }) => {
    const times = keys.map((key) => {
      const made = note.signatures
        .filter(({ name, keyId }) => name === key.name && equalBytes(keyId, noteKeyId(key)))
        .filter(({ signature }) => checkCosignature(key, message, signature))
        .map((each) => cosignatureTime({ text, signatures: [each] }, key) ?? Number.NEGATIVE_INFINITY)
      return Math.max(Number.NEGATIVE_INFINITY, ...made)
    })
    return times.sort((one, other) => other - one)[threshold - 1]!
  })
  const oldest = Math.min(...ages)
  return Number.isFinite(oldest) ? oldest : null
}
