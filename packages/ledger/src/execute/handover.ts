import { ledgerAffair, type StateReader, type StateWriter } from '@gongshi/affair-kit'
import type { LedgerReads, ValidatorUpdate } from '../engine.ts'
import { ledgerTables, readLedger, writeLedger } from './ledgerState.ts'

/** One operator's ledger goes over to a consortium: the height of the operator's last block, and who signs the next. */
export type Handover = { readonly height: number; readonly validators: readonly ValidatorUpdate[] }

/** The height of the operator's last block: it is empty, and nobody but a consortium goes on above it. Null: no handover. */
export function handoverHeight(state: StateReader): number | null {
  return (readLedger(state, ledgerTables.handover, []) as number | undefined) ?? null
}

/** What the house has decided, in a block right below the last one. */
export function writeHandover(state: StateWriter, height: number): void {
  writeLedger(state, ledgerTables.engine, [], 'cometbft')
  writeLedger(state, ledgerTables.handover, [], height)
}

/** As the state has it; later votes change the validators. Null where the ledger began with its engine. */
export function findHandover(ledger: Pick<LedgerReads, 'state'>): Handover | null {
  const height = ledger.state(ledgerAffair, ledgerTables.handover, []) as number | undefined
  if (height === undefined) return null
  const rows = ledger.state(ledgerAffair, ledgerTables.validators, []) as readonly (readonly [Uint8Array, number])[]
  return { height, validators: rows.map(([publicKey, power]) => ({ publicKey, power })) }
}

/** `[height of the last block before, [[public key, power], …]]`: the detail of the leaf, as the members have agreed. */
export type Reconstitution = readonly [height: number, validators: readonly (readonly [Uint8Array, number])[]]

/** Too much power was lost for a vote: those who are left have begun again above a block, with these validators. */
export function writeReconstitution(state: StateWriter, [height, validators]: Reconstitution): void {
  const before = (readLedger(state, ledgerTables.reconstitutions, []) ?? []) as readonly number[]
  writeLedger(state, ledgerTables.validators, [], validators)
  writeLedger(state, ledgerTables.reconstitutions, [], [...before, height])
}

/** Heights of the last blocks before each reconstitution. */
export function findReconstitutions(ledger: Pick<LedgerReads, 'state'>): readonly number[] {
  return (ledger.state(ledgerAffair, ledgerTables.reconstitutions, []) ?? []) as readonly number[]
}
