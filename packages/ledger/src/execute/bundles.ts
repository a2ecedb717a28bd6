import { bundleOverhead, encodeBundle } from '@gongshi/protocol'
import { type AdmissionTools, type AdmissionView, admissible, EarlierMembers } from '../admit/admissible.ts'
import type { Processed } from '../engine.ts'
import { findMembers } from './executeBlock.ts'

/** A bundle's own array head, at most. */
const bundleHeadBytes = 3

/** Drops what is inadmissible, repeated or beyond `maxBytes`, and re-encodes; the order stays. */
export function prepareBundles(
  tools: AdmissionTools,
  view: AdmissionView,
  bundles: readonly Uint8Array[],
  maxBytes: number,
): Uint8Array[] {
  const earlier = new EarlierMembers()
  const prepared: Uint8Array[] = []
  let left = maxBytes
  for (const bundle of bundles) {
    const kept: Uint8Array[] = []
    let room = left - bundleHeadBytes
    for (const member of findMembers(bundle) ?? []) {
      const bytes = member.length + bundleOverhead(member.length)
      if (bytes > room) continue
      const admission = admissible(tools, view, earlier, member)
      if (!admission.ok) continue
      earlier.add(admission)
      kept.push(member)
      room -= bytes
    }
    if (kept.length === 0) continue
    const encoded = encodeBundle(kept)
    left -= encoded.length
    prepared.push(encoded)
  }
  return prepared
}

/** Refuses what `prepareBundles` would not have made. */
export function processBundles(tools: AdmissionTools, view: AdmissionView, bundles: readonly Uint8Array[]): Processed {
  const earlier = new EarlierMembers()
  for (const bundle of bundles) {
    const members = findMembers(bundle)
    if (members === undefined) return { ok: false, code: 'bundle-malformed' }
    for (const member of members) {
      const admission = admissible(tools, view, earlier, member)
      if (!admission.ok) return { ok: false, code: admission.code }
      earlier.add(admission)
    }
  }
  return { ok: true }
}
