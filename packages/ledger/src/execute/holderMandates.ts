import { type Mandates, mandatesOf } from '@gongshi/affair-kit'
import type { AdmissionView } from '../admit/admissible.ts'
import { ActHost } from './actHost.ts'
import { type NamedState, Overlay } from './overlay.ts'

/** The powers of a key's holder over the state as it is; nothing is written. */
export function holderMandates(view: AdmissionView, state: NamedState, key: Uint8Array): Mandates | undefined {
  const { registry, chainId, height, time } = view
  const host = new ActHost(new Overlay(state), null)
  const found = mandatesOf(registry, host, { chainId, height, time }, key)
  host.assertSound()
  return found
}
