import { ledgerAffair, type StateReader } from '@gongshi/affair-kit'
import type { StateWrite } from '../state/committedState.ts'
import { ledgerTables } from './ledgerState.ts'
import { activeVersions, type InstalledAffairs, listVersions } from './versions.ts'

/**
 * Whether this node has every version that is in force: without one it can't know what the others decide.
 * PERF: looked at anew when a version was scheduled, and at the height at which one begins, not in each block.
 */
export class InstalledVersions {
  readonly #affairs: InstalledAffairs
  /** Heights below this one have the versions that were looked at last. */
  #until = 0

  constructor(affairs: InstalledAffairs) {
    this.#affairs = affairs
  }

  /** @throws {LedgerError} version-missing, version-differs */
  assertAll(state: StateReader, height: number): void {
    if (height < this.#until) return
    for (const version of activeVersions(state, height)) this.#affairs.get(version)
    const later = listVersions(state).filter(({ from }) => from > height)
    this.#until = Math.min(...later.map(({ from }) => from))
  }

  /** The state has gone on by these writes. */
  follow(writes: readonly StateWrite[]): void {
    if (writes.some(({ affair, table }) => affair === ledgerAffair && table === ledgerTables.versions)) this.#until = 0
  }
}
