import type { StateReader, StateWriter } from '@gongshi/affair-kit'
import { sha256 } from '@gongshi/protocol'
import type { UnixMs } from '../engine.ts'
import { ledgerTables, readLedger, writeLedger } from '../execute/ledgerState.ts'

const minuteMs = 60_000
/** Ids are kept this long past their minute, so that "never ordered" can be proven for a while. */
const keptMinutes = 60
/** Minutes that one block takes away at most: after a long rest the rest follows in later blocks. */
const prunedMinutes = 120

/** The minute of notAfter under which an id is kept. */
export function minuteOf(notAfter: UnixMs): number {
  return Math.floor(notAfter / minuteMs)
}

/** Ids that one block adds to one minute, in the order of execution, across bundles. */
export type UsedIds = ReadonlyMap<number, readonly Uint8Array[]>

/** [count, chain] of a minute; a minute without ids has an empty chain of 32 zero bytes. */
export type MinuteState = { readonly count: number; readonly chain: Uint8Array }

export function readMinute(state: StateReader, minute: number): MinuteState {
  const value = readLedger(state, ledgerTables.replay, [minute]) as readonly [number, Uint8Array] | undefined
  return value === undefined ? { count: 0, chain: new Uint8Array(32) } : { count: value[0], chain: value[1] }
}

/** The minute after a block added `ids`: chain = SHA-256(chain ‖ ids). */
export function extendMinute({ count, chain }: MinuteState, ids: readonly Uint8Array[]): MinuteState {
  return { count: count + ids.length, chain: sha256(chain, ...ids) }
}

/**
 * Brings the replay window under the state root to where a block leaves it: adds the ids used, and takes away minutes
 * that are over. Only blocks with other work do this, so that an idle ledger's state rests. Gives the minutes gone.
 */
export function advanceReplayWindow(state: StateWriter, used: UsedIds, time: UnixMs): number[] {
  for (const [minute, ids] of used) {
    const { count, chain } = extendMinute(readMinute(state, minute), ids)
    writeLedger(state, ledgerTables.replay, [minute], [count, chain])
  }
  return prune(state, minuteOf(time) - keptMinutes - 1)
}

function prune(state: StateWriter, last: number): number[] {
  const pruned = readLedger(state, ledgerTables.replay, ['pruned']) as number
  const until = Math.min(last, pruned + prunedMinutes)
  if (until <= pruned) return []
  const gone: number[] = []
  for (let minute = pruned + 1; minute <= until; minute++) {
    if (readLedger(state, ledgerTables.replay, [minute]) === undefined) continue
    state.remove('ledger', ledgerTables.replay, [minute])
    gone.push(minute)
  }
  writeLedger(state, ledgerTables.replay, ['pruned'], until)
  return gone
}
