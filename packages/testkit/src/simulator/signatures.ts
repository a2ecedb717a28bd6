import { nativeSignatureCheck } from '@gongshi/ledger'
import type { SignatureCheck } from '@gongshi/protocol'

/** PERF: the native check, asked once: every start of a node and every audit meets the same signatures again. */
export function rememberedCheck(): SignatureCheck {
  const check = nativeSignatureCheck()
  const verdicts = new Map<string, boolean>()
  return (key, message, signature) => {
    const name = Buffer.concat([key.cose, signature, message]).toString('latin1')
    const known = verdicts.get(name)
    if (known !== undefined) return known
    const verdict = check(key, message, signature)
    verdicts.set(name, verdict)
    return verdict
  }
}
