import type { Office } from '@gongshi/affair-kit'
import type { LedgerReads } from '@gongshi/ledger'
import type { Session } from './sessionStore.ts'

/** Who asks: an officer of the ledger, as its committed state says at this very request. */
export type Officer = {
  readonly keyId: Uint8Array
  /** The officer's number on the ledger. */
  readonly number: Uint8Array
  /** The powers that are in force now. An act is judged by the ledger all the same, rule by rule. */
  readonly offices: readonly Office[]
  readonly session: Session
}

/** Whose key signs now, and by which offices; undefined for keys that are revoked, of nobody, or of no officer. */
export function officerOfKey(
  ledger: Pick<LedgerReads, 'findMandates' | 'info'>,
  keyId: Uint8Array,
  now: number,
): Omit<Officer, 'session'> | undefined {
  const found = ledger.findMandates(keyId, now)
  if (!Array.isArray(found?.officer) || !(found.officer[0] instanceof Uint8Array)) return undefined
  const time = Math.max(ledger.info().time, now)
  const offices = found.offices.filter(({ term }) => term.from <= time && time < term.until)
  return { keyId, number: found.officer[0], offices }
}
