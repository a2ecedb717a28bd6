import type { Genesis } from '@gongshi/ledger'

/** The sites for which passkeys may sign, from the addresses of the portals: an RP id is a host, with all its origins. */
export function relyingPartiesOf(origins: readonly string[]): NonNullable<Genesis['relyingParties']> {
  const hosts = Map.groupBy(new Set(origins), (origin) => new URL(origin).hostname)
  return [...hosts].map(([rpId, found]) => ({ rpId, origins: found }))
}
