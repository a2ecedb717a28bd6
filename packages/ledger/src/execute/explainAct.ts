import { type Explained, explain } from '@gongshi/affair-kit'
import type { AdmissionView } from '../admit/admissible.ts'
import type { AskedAct } from '../engine.ts'
import { ActHost } from './actHost.ts'
import { type NamedState, Overlay } from './overlay.ts'

/** Judges an act that nobody has signed over the state as it is; nothing is written. */
export function explainAct(
  { registry, chainId, height, time }: AdmissionView,
  state: NamedState,
  { affair, action: name, key, input }: AskedAct,
): Explained | undefined {
  const installed = registry.get(affair)
  const action =
    installed && Object.hasOwn(installed.program.actions, name) ? installed.program.actions[name] : undefined
  if (installed === undefined || action === undefined) return undefined
  const host = new ActHost(new Overlay(state), null)
  const explained = explain(registry, host, { chainId, height, time }, installed, { action, key, input })
  host.assertSound()
  return explained
}
