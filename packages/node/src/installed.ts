import { installAffair } from '@gongshi/affair-kit/tool'
import { installedAffairs } from '@gongshi/affairs'
import type { Installed } from '@gongshi/ledger'

/** Every affair of this program, compiled and hashed as the ledger names it. */
export async function installAffairs(): Promise<readonly Installed[]> {
  return Promise.all(installedAffairs.map((affair) => installAffair(affair)))
}
