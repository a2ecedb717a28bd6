import { foundingRowsOf, type Genesis } from '@gongshi/ledger'
import type { Founding } from './genesisRows.ts'

/** The rows of a genesis that a ledger was opened with; null where it has none. */
export function foundingOf(genesis: Genesis): Founding | null {
  const versions = new Map(genesis.affairs.map(({ name, version }) => [name, version]))
  const rows = foundingRowsOf(genesis).map((each) => ({ ...each, version: versions.get(each.affair)! }))
  return rows.length === 0 ? null : { time: Date.parse(genesis.genesisTime), rows }
}
