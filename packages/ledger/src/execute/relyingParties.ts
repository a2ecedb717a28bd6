import type { StateReader, StateWriter } from '@gongshi/affair-kit'
import type { RelyingParty } from '../engine.ts'
import { ledgerTables, readLedger, writeLedger } from './ledgerState.ts'

/**
 * An RP id is a domain; each origin is https, or http on the machine itself, and its host the RP id or below it (WebAuthn
 * Level 3 §5.1.3, Secure Contexts §3.1).
 */
export function isRelyingParty({ rpId, origins }: RelyingParty): boolean {
  return isDomain(rpId) && origins.every((origin) => isWebOrigin(origin) && isWithin(origin, rpId))
}

export function readRelyingParties(state: Pick<StateReader, 'get'>): RelyingParty[] {
  const stored = (readLedger(state, ledgerTables.relyingParties, []) ?? []) as readonly (readonly [string, string[]])[]
  return stored.map(([rpId, origins]) => ({ rpId, origins }))
}

export function writeRelyingParties(state: StateWriter, parties: readonly RelyingParty[]): void {
  const stored = parties.map(({ rpId, origins }) => [rpId, [...origins]])
  writeLedger(state, ledgerTables.relyingParties, [], stored)
}

function isDomain(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text)
}

function isWebOrigin(text: string): boolean {
  return /^(https:\/\/[a-z0-9.-]{1,253}|http:\/\/localhost)(:[1-9]\d{0,4})?$/.test(text)
}

function isWithin(origin: string, rpId: string): boolean {
  const host = origin.replace(/^https?:\/\//, '').replace(/:\d+$/, '')
  return host === rpId || host.endsWith(`.${rpId}`)
}
