import {
  type DueItem,
  insertMember,
  ledgerAffair,
  type PageSet,
  rangeOfMembers,
  removeMember,
  type StateReader,
  type StateWriter,
} from '@gongshi/affair-kit'
import { type Cbor, compareBytes, concat, decodeCbor, encodeCbor } from '@gongshi/protocol'
import type { UnixMs } from '../engine.ts'
import { readU64, u64 } from '../store/storeKeys.ts'
import { ledgerTables, readLedger, writeLedger } from './ledgerState.ts'

export type DueAct = DueItem & { readonly at: UnixMs }

/** Whether acts of an action wait because a fault has suspended it. */
export type Waits = (affair: string, action: string) => boolean

/**
 * The acts that rows have armed, in the state: an ordered set of (time, key) for each action, so that a suspended
 * action's acts stay where they are and cost the others nothing.
 */
export function armDue(state: StateWriter, at: UnixMs, { affair, action, key }: DueItem): void {
  const isFirst = isEmpty(state, affair, action)
  if (insertMember(state, setOf(affair, action), memberOf(at, key)) && isFirst)
    writeSets(state, [...readSets(state), [affair, action]])
}

/** False when no such act was armed. */
export function disarmDue(state: StateWriter, at: UnixMs, { affair, action, key }: DueItem): boolean {
  if (!removeMember(state, setOf(affair, action), memberOf(at, key))) return false
  if (isEmpty(state, affair, action))
    writeSets(
      state,
      readSets(state).filter((set) => set[0] !== affair || set[1] !== action),
    )
  return true
}

/** What holds at `now`, in order (time, affair, action, key), at most `limit`. */
export function dueActs(state: StateReader, now: UnixMs, limit: number, waits: Waits): DueAct[] {
  const acts = readSets(state).flatMap(([affair, action]) => {
    if (waits(affair, action)) return []
    const members = rangeOfMembers(state, setOf(affair, action), { to: u64(now + 1), limit })
    return members.map((member) => ({ at: readU64(member), affair, action, member }))
  })
  // The sets are sorted by name and each by time and key, so a stable sort by time gives the whole order.
  acts.sort((left, right) => left.at - right.at)
  return acts.slice(0, limit).map(({ at, affair, action, member }) => ({ at, affair, action, key: keyOf(member) }))
}

/** The earliest time at which an act that doesn't wait falls due. */
export function firstDue(state: StateReader, waits: Waits): UnixMs | null {
  const times = readSets(state).flatMap(([affair, action]) => {
    if (waits(affair, action)) return []
    return rangeOfMembers(state, setOf(affair, action), { limit: 1 }).map((member) => readU64(member))
  })
  return times.length === 0 ? null : Math.min(...times)
}

type SetName = readonly [affair: string, action: string]

function readSets(state: StateReader): readonly SetName[] {
  return (readLedger(state, ledgerTables.dues, ['sets']) ?? []) as readonly SetName[]
}

function writeSets(state: StateWriter, sets: readonly SetName[]): void {
  const sorted = [...sets].sort((left, right) => compareBytes(encodeCbor(left), encodeCbor(right)))
  writeLedger(state, ledgerTables.dues, ['sets'], sorted)
}

function isEmpty(state: StateReader, affair: string, action: string): boolean {
  return rangeOfMembers(state, setOf(affair, action), { limit: 1 }).length === 0
}

function setOf(affair: string, action: string): PageSet {
  return { affair: ledgerAffair, table: ledgerTables.dues, set: [affair, action] }
}

function memberOf(at: UnixMs, key: Cbor): Uint8Array {
  return concat(u64(at), encodeCbor(key))
}

function keyOf(member: Uint8Array): Cbor {
  return decodeCbor(member.subarray(8), { maxBytes: member.length, maxDepth: 16 })
}
