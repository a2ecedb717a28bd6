import { perform } from '@gongshi/affair-kit'
import { type AdmissionTools, type AdmissionView, admissibleUnsigned } from '../admit/admissible.ts'
import type { MemberOutcome } from '../engine.ts'
import { ActHost } from './actHost.ts'
import { type NamedState, Overlay } from './overlay.ts'

/** Performs a transaction over the state as it is, as if its signatures were good, and drops everything that it wrote. */
export function tryOut(
  tools: AdmissionTools,
  view: AdmissionView,
  state: NamedState,
  transaction: Uint8Array,
): MemberOutcome {
  const admission = admissibleUnsigned(tools, view, transaction)
  if (!admission.ok) return ['inadmissible', admission.code]
  const host = new ActHost(new Overlay(state), null)
  const { affair, version, action, input, salt, txId } = admission.transaction
  const request = { affair, version, action, input, decoded: admission.input, salt, txId, signers: admission.keys }
  const { chainId, height, time } = view
  const { outcome } = perform(view.registry, host, { chainId, height, time }, request)
  host.assertSound()
  return outcome
}
