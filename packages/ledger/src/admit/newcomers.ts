import { findBroughtKey, type Installed, perform } from '@gongshi/affair-kit'
import { equalBytes, type PublicKey, type Transaction } from '@gongshi/protocol'
import { ActHost } from '../execute/actHost.ts'
import { Overlay } from '../execute/overlay.ts'
import type { Admissible, AdmissionView, InputFields } from './admissible.ts'
import { type Inadmissible, inadmissible } from './refusal.ts'

/** Whether the action is signed with a key that the act itself brings. */
export function isForNewcomers({ program }: Installed, { action }: Transaction): boolean {
  const [rule] = program.actions[action]!.signers
  return rule?.mode === 'person' && rule.brings !== undefined
}

/** The key that the act brings, if its only signer's id names it. */
export function findNewcomer(
  { program }: Installed,
  { action, signers }: Transaction,
  input: InputFields,
): PublicKey | undefined {
  const key = findBroughtKey(program.actions[action]!, input)
  return key !== undefined && signers.length === 1 && equalBytes(key.id, signers[0]!) ? key : undefined
}

/**
 * An act with a key that it brings itself is performed over the state as it is, and what it wrote is dropped: one that its rules
 * refuse is not taken at all. Whoever has no registered key could otherwise fill the ledger with refusals, at no cost.
 */
export function newcomerFault(
  { state, registry, chainId, height, time }: AdmissionView,
  transaction: Transaction,
  { installed, keys, input: decoded }: Pick<Admissible, 'installed' | 'keys' | 'input'>,
): Inadmissible | undefined {
  if (!isForNewcomers(installed, transaction)) return undefined
  const host = new ActHost(new Overlay(state), null)
  const { affair, version, action, input, salt, txId } = transaction
  const request = { affair, version, action, input, decoded, salt, txId, signers: keys }
  const { outcome } = perform(registry, host, { chainId, height, time }, request)
  host.assertSound()
  return outcome[0] === 'ok' ? undefined : inadmissible('newcomer-refused', [outcome[1]], txId)
}
