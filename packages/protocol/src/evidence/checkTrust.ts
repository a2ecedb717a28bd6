import { type TrustRoot, trustFingerprint } from '../trust/trust.ts'
import { refuse } from './errors.ts'
import type { Evidence } from './format.ts'
import type { Shown } from './steps.ts'

/** The root that the holder brings, and that the file speaks of the same ledger. */
export function checkTrust({ head, path }: Evidence, trust: TrustRoot): Shown<'trust', TrustRoot> {
  const { chainId, engine, source, validators } = trust
  if ([...path, head].some(({ header }) => header.chainId !== chainId)) refuse({ code: 'evidence-other-ledger' })
  const fingerprint = trustFingerprint(trust)
  return { facts: { chainId, engine, fingerprint, source, height: validators.height }, value: trust }
}
