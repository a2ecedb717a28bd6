import { installAffair } from '@gongshi/affair-kit/tool'
import { installedAffairs } from '@gongshi/affairs'
import type { Installed } from '@gongshi/ledger'

/** Every affair of this program, compiled and hashed as the ledger names it. */
export async function installAffairs(): Promise<readonly Installed[]> {
  // Callees stand before callers.
  return Promise.all(
    installedAffairs.map((affair, at) => installAffair(affair, { imports: installedAffairs.slice(0, at) })),
  )
}
