import { ledgerAffair, type StateReader, type StateWriter } from '@gongshi/affair-kit'
import type { Cbor } from '@gongshi/protocol'

/** What the ledger keeps of its own in the state, under affair "ledger". A key is in brackets, the value behind it. */
export const ledgerTables = {
  /** [] -> the genesis hash */
  genesis: 'genesis',
  /** [] -> names of the suites whose keys may sign */
  suites: 'suites',
  /** [] -> [[RP id, [origin, …]], …]: the sites for which passkeys may sign; nothing where there are none */
  relyingParties: 'relyingParties',
  /** [] -> names of the affairs that have versions, sorted; [affair] -> [[version, hash, from height], …], rising */
  versions: 'version',
  /** [affair, version, action] -> [height, fault]; with version 0 -> [height, "paused"] */
  suspensions: 'suspended',
  /** [minute] -> [count, chain]; ["pruned"] -> the last minute whose ids are gone */
  replay: 'replay',
  /** [key id] -> [day, acts of that day whose notAfter is more than an hour ahead] */
  quotas: 'quota',
  /** ["sets"] -> [[affair, action], …]; the sets' pages */
  dues: 'due',
  /** [] -> origins, in the order in which they were listed; [origin] -> [vkey, from, height, which is 0 for the genesis] */
  publishers: 'publisher',
  /** [] -> [[public key, power], …] */
  validators: 'validators',
  /** [] -> "cometbft" where several keep the ledger; absent under the embedded engine */
  engine: 'engine',
  /** [] -> the height of the last block by one operator; absent where the ledger began with its engine */
  handover: 'handover',
  /** [] -> heights of the last blocks before each reconstitution, rising; absent where there was none */
  reconstitutions: 'reconstitution',
} as const

export type LedgerTable = (typeof ledgerTables)[keyof typeof ledgerTables]

export function readLedger(state: Pick<StateReader, 'get'>, table: LedgerTable, key: Cbor): Cbor | undefined {
  return state.get(ledgerAffair, table, key)
}

export function writeLedger(state: StateWriter, table: LedgerTable, key: Cbor, value: Cbor): void {
  state.put(ledgerAffair, table, key, value)
}
