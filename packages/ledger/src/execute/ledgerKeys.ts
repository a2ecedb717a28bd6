import { type Installed, parameterTable } from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'
import { jointNotAfterMs } from '../admit/admissible.ts'
import { minuteOf } from '../admit/replayWindow.ts'
import type { UnixMs } from '../engine.ts'
import { ledgerTables } from './ledgerState.ts'
import { pauseKey } from './versions.ts'

/** A state that rests at one time may still hold minutes of a day before. */
const dayMs = 86_400_000

/**
 * The keys under which a ledger of these affairs may keep something of its own at a time between the two: for who has only their hashes.
 * Not those named after a signer's key or a publisher. PERF: some 45,000, nearly all of them minutes of the replay window.
 */
export function* ledgerKeys(
  affairs: readonly Installed[],
  from: UnixMs,
  to: UnixMs,
): Iterable<{ readonly table: string; readonly key: readonly Cbor[] }> {
  for (const table of Object.values(ledgerTables)) yield { table, key: [] }
  yield { table: ledgerTables.dues, key: ['sets'] }
  yield { table: ledgerTables.replay, key: ['pruned'] }
  for (const { program } of affairs) {
    const { affair, version, actions, params } = program
    yield { table: ledgerTables.versions, key: [affair] }
    for (const { name } of params) yield { table: parameterTable, key: [affair, name] }
    for (const action of Object.keys(actions)) {
      yield { table: ledgerTables.suspensions, key: pauseKey(affair, action) }
      yield { table: ledgerTables.suspensions, key: [affair, version, action] }
      yield { table: ledgerTables.dues, key: [[affair, action], 0] }
    }
  }
  for (let minute = minuteOf(from - dayMs); minute <= minuteOf(to + jointNotAfterMs); minute++)
    yield { table: ledgerTables.replay, key: [minute] }
}
