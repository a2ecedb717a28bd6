import type { StateReader } from '@gongshi/affair-kit'
import { equalBytes, relyingPartyOf, sha256, suites, type Transaction, utf8 } from '@gongshi/protocol'
import { ledgerTables, readLedger } from '../execute/ledgerState.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'

type RelyingParty = readonly [rpId: string, origins: readonly string[]]

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
    const accepted = (readLedger(state, ledgerTables.relyingParties, []) ?? []) as readonly RelyingParty[]
    const party = accepted.find(([rpId]) => site !== undefined && equalBytes(site.rpIdHash, sha256(utf8(rpId))))
    if (party === undefined) return inadmissible('relying-party-not-accepted', [index], txId)
    if (!party[1].includes(site!.origin)) return inadmissible('origin-not-accepted', [index], txId)
  }
  return undefined
}
