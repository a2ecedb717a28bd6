import { type Cbor, encodeCbor, toHex } from '@gongshi/protocol'
import type { Money, Value } from '../cel/value.ts'
import type { EntityProgram, Program } from '../program.ts'
import { ledgerCalendar } from '../run/calendars.ts'
import { Meter } from '../run/meter.ts'
import { rangeOfMembers } from '../run/pages.ts'
import { decodeRow, entityTable, indexTable, type RowState } from '../run/row.ts'
import { armedAt } from '../run/timers.ts'
import type { BenchLedger } from './benchLedger.ts'

/**
 * What the kit keeps beside the rows, recomputed from the rows alone: tallies, indexes and the queue of due acts. Gives
 * what differs; an auditor does the same over a snapshot.
 */
export function inconsistencies(ledger: BenchLedger): readonly string[] {
  return [
    ...ledger.affairs.flatMap(({ program }) =>
      Object.values(program.entities).flatMap((entity) => [
        ...wrongTallies(ledger, program, entity),
        ...wrongIndexes(ledger, program, entity),
      ]),
    ),
    ...wrongQueue(ledger),
  ]
}

function rowsOf(ledger: BenchLedger, program: Program, entity: EntityProgram): readonly (readonly [Cbor, RowState])[] {
  return ledger.host
    .rows(program.affair, entityTable(entity.name))
    .map(([id, value]) => [id, decodeRow(entity, value)] as const)
}

const nameOf = (value: Cbor) => toHex(encodeCbor(value))

function wrongTallies(ledger: BenchLedger, program: Program, entity: EntityProgram): string[] {
  return entity.tallies.flatMap((tally) => {
    const sums = new Map<string, bigint>()
    for (const [, child] of rowsOf(ledger, program, program.entities[tally.child]!)) {
      const parent = child.fields[tally.by] as Cbor
      if (parent === null || !tally.in.includes(child.status)) continue
      const amount = tally.sum === null ? 1n : amountOf(child.fields[tally.sum.field]!)
      sums.set(nameOf(parent), (sums.get(nameOf(parent)) ?? 0n) + amount)
    }
    return rowsOf(ledger, program, entity)
      .filter(([id, row]) => amountOf(row.tallies[tally.name]!) !== (sums.get(nameOf(id)) ?? 0n))
      .map(() => `${program.affair}.${entity.name}: tally ${tally.name} is not what its rows add up to`)
  })
}

function amountOf(value: Value): bigint {
  if (value === null) return 0n
  return typeof value === 'bigint' ? value : (value as Money).minor
}

function wrongIndexes(ledger: BenchLedger, program: Program, entity: EntityProgram): string[] {
  return entity.index.flatMap((field) => {
    const pages = new Map<string, string[]>()
    const at = entity.fields.findIndex(({ name }) => name === field)
    for (const [id, value] of ledger.host.rows(program.affair, entityTable(entity.name))) {
      const set = (value as readonly Cbor[])[2 + at]!
      if (set !== null) pages.set(nameOf(set), [...(pages.get(nameOf(set)) ?? []), nameOf(id)].sort())
    }
    const table = indexTable(entity.name, field)
    const kept = new Map<string, string[]>()
    for (const [key] of ledger.host.rows(program.affair, table)) {
      const [set] = key as readonly Cbor[]
      const members = rangeOfMembers(ledger.host, { affair: program.affair, table, set: set! }, { limit: 1e6 })
      kept.set(nameOf(set!), members.map(toHex).sort())
    }
    const same = JSON.stringify([...pages].sort()) === JSON.stringify([...kept].sort())
    return same ? [] : [`${program.affair}.${entity.name}: index ${field} is not what its rows say`]
  })
}

function wrongQueue(ledger: BenchLedger): string[] {
  const expected = ledger.affairs.flatMap(({ program }) =>
    Object.values(program.entities).flatMap((entity) =>
      entity.timed.flatMap((name) =>
        rowsOf(ledger, program, entity).flatMap(([id, row]) => {
          const bounds = { steps: 1e6, reads: 1e6, writes: 0, events: 0, bytes: 0 }
          const meter = new Meter(bounds)
          const calendar = ledgerCalendar({ registry: ledger.registry, state: ledger.host, meter })
          const session = { meter, calendar }
          const at = armedAt(session, program.actions[name]!, id, row)
          // A due act that was refused has gone, though its row still names the time.
          return at === null || at <= ledger.time ? [] : [`${at} ${nameOf([program.affair, name, id])}`]
        }),
      ),
    ),
  )
  const armed = ledger.host.armed().map(({ at, item }) => `${at} ${nameOf([item.affair, item.action, item.key])}`)
  return armed.sort().join() === expected.sort().join() ? [] : ['the queue of due acts is not what the rows say']
}
