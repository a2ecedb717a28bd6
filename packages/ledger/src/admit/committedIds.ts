import type { StateReader } from '@gongshi/affair-kit'
import { concat, equalBytes } from '@gongshi/protocol'
import type { UnixMs } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { ledgerTables, readLedger } from '../execute/ledgerState.ts'
import { bytesName } from '../state/stateKey.ts'
import { readU64, u64, u64Pair } from '../store/storeKeys.ts'
import type { WriteBehind } from '../store/writeBehind.ts'
import { jointNotAfterMs, type UsedWindow } from './admissible.ts'
import { extendMinute, type MinuteState, minuteOf, readMinute, type UsedIds } from './replayWindow.ts'

/**
 * The ids that committed blocks have used, by the minute of their notAfter. They lie beside the tree: a minute's are
 * read when it is first asked for, and checked against its chain under the state root, so that a lost row reads as
 * damage, never as "not used".
 */
export class CommittedIds implements UsedWindow {
  readonly #store: WriteBehind
  readonly #state: StateReader
  readonly #minutes = new Map<number, Set<string>>()

  constructor(store: WriteBehind, state: StateReader) {
    this.#store = store
    this.#state = state
  }

  /** @throws {LedgerError} replay-damaged */
  has(minute: number, idName: string): boolean {
    return this.#minute(minute).has(idName)
  }

  /** Takes over what a committed block used; call it when the state has it too. */
  add(height: number, time: UnixMs, used: UsedIds): void {
    for (const [minute, ids] of used) {
      this.#store.put('replay', u64Pair(minute, height), concat(...ids))
      const known = this.#minutes.get(minute)
      for (const id of known === undefined ? [] : ids) known!.add(bytesName(id))
    }
    // What has expired is refused by its time; its ids are of use only to proofs, which read the store.
    for (const minute of this.#minutes.keys()) if (minute < minuteOf(time)) this.#minutes.delete(minute)
  }

  /** Removes the ids of minutes that have left the window. */
  prune(minutes: readonly number[]): void {
    for (const minute of minutes)
      for (const [key] of this.#store.range('replay', { from: u64(minute), to: u64(minute + 1) }))
        this.#store.put('replay', key, null)
  }

  /** A minute's ids, block by block as they were added, for the proof that one of them was never ordered. */
  groupsOf(minute: number): Uint8Array[][] {
    return this.#store
      .range('replay', { from: u64(minute), to: u64(minute + 1) })
      .map(([, packed]) => Array.from({ length: packed.length / 32 }, (_, at) => packed.slice(at * 32, at * 32 + 32)))
  }

  /**
   * Whether the ids of every minute in the window are there, as after a snapshot, and none that a later minute would meet.
   * @throws {LedgerError} replay-damaged
   */
  assertWhole(time: UnixMs): void {
    const first = (readLedger(this.#state, ledgerTables.replay, ['pruned']) as number) + 1
    const last = minuteOf(time + jointNotAfterMs)
    const outside = [{ to: u64(first) }, { from: u64(last + 1) }].flatMap((range) => this.#store.range('replay', range))
    for (const [key] of outside) throw new LedgerError({ code: 'replay-damaged', minute: readU64(key) })
    for (let minute = first; minute <= last; minute++) this.#minute(minute)
  }

  #minute(minute: number): Set<string> {
    const known = this.#minutes.get(minute)
    if (known !== undefined) return known
    const groups = this.groupsOf(minute)
    const reached = groups.reduce<MinuteState>(extendMinute, { count: 0, chain: new Uint8Array(32) })
    const expected = readMinute(this.#state, minute)
    if (reached.count !== expected.count || !equalBytes(reached.chain, expected.chain))
      throw new LedgerError({ code: 'replay-damaged', minute })
    const ids = new Set(groups.flat().map(bytesName))
    this.#minutes.set(minute, ids)
    return ids
  }
}
