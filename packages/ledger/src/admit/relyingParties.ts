import type { StateReader } from '@gongshi/affair-kit'
import { equalBytes, relyingPartyOf, sha256, suites, type Transaction, utf8 } from '@gongshi/protocol'
import { readRelyingParties } from '../execute/relyingParties.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'

/**
 * What stands against the sites for which passkeys signed; their assertions must have been checked. A passkey that was made
 * for another site, or asked for on one, signs nothing here.
 */
export function relyingPartyFault(
  state: Pick<StateReader, 'get'>,
  { signatures, txId }: Pick<Transaction, 'signatures' | 'txId'>,
): Inadmissible | undefined {
  for (const [index, signature] of signatures.entries()) {
    const fault = siteFault(state, signature)
    if (fault !== undefined) return inadmissible(fault, [index], txId)
  }
  return undefined
}

/** The same of one signature, over whatever it was: undefined for a site that the ledger names, and for other suites. */
export function siteFault(
  state: Pick<StateReader, 'get'>,
  { alg, signature }: { readonly alg: number; readonly signature: Uint8Array },
): 'relying-party-not-accepted' | 'origin-not-accepted' | undefined {
  if (alg !== suites.webauthnEs256.algorithm) return undefined
  const site = relyingPartyOf(signature)
  const party = readRelyingParties(state).find(
    ({ rpId }) => site !== undefined && equalBytes(site.rpIdHash, sha256(utf8(rpId))),
  )
  if (party === undefined) return 'relying-party-not-accepted'
  return party.origins.includes(site!.origin) ? undefined : 'origin-not-accepted'
}
