import type { StateReader } from '@gongshi/affair-kit'
import { equalBytes, relyingPartyOf, sha256, suites, type Transaction, utf8 } from '@gongshi/protocol'
import { readRelyingParties } from '../execute/relyingParties.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'

/**
 * What stands against the sites for which passkeys signed; their assertions must have been checked. A passkey that was made
 * for another site, or asked for on one, signs nothing here.
 */
export function relyingPartyFault(
  state: StateReader,
  { signatures, txId }: Pick<Transaction, 'signatures' | 'txId'>,
): Inadmissible | undefined {
  for (const [index, { alg, signature }] of signatures.entries()) {
    if (alg !== suites.webauthnEs256.algorithm) continue
    const site = relyingPartyOf(signature)
    const party = readRelyingParties(state).find(
      ({ rpId }) => site !== undefined && equalBytes(site.rpIdHash, sha256(utf8(rpId))),
    )
    if (party === undefined) return inadmissible('relying-party-not-accepted', [index], txId)
    if (!party.origins.includes(site!.origin)) return inadmissible('origin-not-accepted', [index], txId)
  }
  return undefined
}
