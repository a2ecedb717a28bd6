import {
  decodeRow,
  type EntityProgram,
  emptyTallies,
  encodeParameter,
  encodeRow,
  encodeValue,
  entityTable,
  type Installed,
  indexTable,
  insertMember,
  type Kind,
  KitError,
  ledgerAffair,
  parameterTable,
  type StateWriter,
  storedKind,
  type Value,
  valueFromJson,
} from '@gongshi/affair-kit'
import { type Cbor, encodeCbor, fromBase64, fromHex } from '@gongshi/protocol'
import { minuteOf } from '../admit/replayWindow.ts'
import type { UnixMs } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { ledgerTables, writeLedger } from '../execute/ledgerState.ts'
import { writeRelyingParties } from '../execute/relyingParties.ts'
import { type InstalledAffairs, scheduleVersion } from '../execute/versions.ts'
import { foundingRowsOf, type Genesis, type GenesisRow, genesisHash } from './genesis.ts'

export function genesisTimeOf({ genesisTime }: Genesis): UnixMs {
  return timeOf(genesisTime, 'genesisTime')
}

/**
 * Writes the state before the first block. It is bound by the genesis hash, which stands in it; no leaf tells of it.
 * @throws {LedgerError} genesis-malformed, version-missing, version-differs
 */
export function writeGenesis(state: StateWriter, genesis: Genesis, affairs: InstalledAffairs): void {
  writeLedger(state, ledgerTables.genesis, [], genesisHash(genesis))
  writeLedger(state, ledgerTables.suites, [], [...genesis.suites].sort())
  if (genesis.relyingParties !== undefined) writeRelyingParties(state, genesis.relyingParties)
  writeLedger(state, ledgerTables.replay, ['pruned'], minuteOf(genesisTimeOf(genesis)) - 1)
  const validators = genesis.validators.map(({ publicKey, power }) => [fromBase64(publicKey), power])
  writeLedger(state, ledgerTables.validators, [], validators)
  for (const { origin, vkey } of genesis.publishers)
    writeLedger(state, ledgerTables.publishers, [origin], [vkey, genesisTimeOf(genesis), 0])
  writeLedger(
    state,
    ledgerTables.publishers,
    [],
    genesis.publishers.map(({ origin }) => origin),
  )
  for (const { name, version, hash } of genesis.affairs) {
    affairs.get({ affair: name, version, hash: fromHex(hash), from: 1 })
    scheduleVersion(state, { affair: name, version, hash: fromHex(hash), from: 1 })
  }
  if (genesis.engine !== undefined) writeLedger(state, ledgerTables.engine, [], genesis.engine)
  for (const { affair, entity, rows } of foundingRowsOf(genesis)) {
    const version = genesis.affairs.find(({ name }) => name === affair)
    if (version === undefined) throw malformed('affairs')
    const installed = affairs.get({ affair, version: version.version, hash: fromHex(version.hash), from: 1 })
    rows.forEach((row, index) => {
      writeRow(state, installed, entity, row, `${entity}s[${index}]`)
    })
  }
  writeParameters(state, genesis, affairs)
}

function writeRow(state: StateWriter, installed: Installed, name: string, row: GenesisRow, path: string): void {
  const { program } = installed
  const entity = program.entities[name]
  if (entity === undefined || entity.key === null) throw malformed(path)
  const { status = entity.statuses[0]!, ...given } = row
  if (typeof status !== 'string' || !entity.statuses.includes(status)) throw malformed(`${path}.status`)
  const known = new Set(entity.fields.map((field) => field.name))
  if (Object.keys(given).some((field) => !known.has(field))) throw malformed(path)
  const fields: { [name: string]: Value } = {}
  const stored: { [name: string]: Cbor } = {}
  for (const { name: field, kind } of entity.fields) {
    const value = readJson(storedKind(kind), given[field] ?? null, `${path}.${field}`)
    fields[field] = value.value
    stored[field] = value.cbor
  }
  const id = entity.key.map((index) => stored[entity.fields[index]!.name]!)
  const { affair } = program
  if (state.get(affair, entityTable(name), id) !== undefined) throw malformed(path)
  state.put(
    affair,
    entityTable(name),
    id,
    encodeRow(program, entity, { revision: 1, status, fields, tallies: emptyTallies(entity) }),
  )
  for (const field of entity.index) {
    if (fields[field] === null) continue
    insertMember(state, { affair, table: indexTable(name, field), set: stored[field]! }, encodeCbor(id))
  }
  for (const { entity: parent, tally } of entity.talliedBy)
    countIn(state, installed, program.entities[parent]!, tally, { status, stored, path })
}

type Counted = { readonly status: string; readonly stored: { readonly [field: string]: Cbor }; readonly path: string }

/** One more in the tally of the row that a new one stands under, which must be there before it. */
function countIn(
  state: StateWriter,
  { program }: Installed,
  parent: EntityProgram,
  name: string,
  { status, stored, path }: Counted,
): void {
  const tally = parent.tallies.find((each) => each.name === name)!
  const id = stored[tally.by]!
  if (id === null || !tally.in.includes(status)) return
  const value = state.get(program.affair, entityTable(parent.name), id)
  // Sums have no place in a genesis: what is counted in money comes by an act.
  if (value === undefined || tally.sum !== null) throw malformed(`${path}.${tally.by}`)
  const row = decodeRow(parent, value)
  const tallies = { ...row.tallies, [name]: (row.tallies[name] as bigint) + 1n }
  state.put(program.affair, entityTable(parent.name), id, encodeRow(program, parent, { ...row, tallies }))
}

function writeParameters(state: StateWriter, genesis: Genesis, affairs: InstalledAffairs): void {
  const values = new Map<string, { from: UnixMs; value: Value; basis: string }[]>()
  genesis.parameters.forEach(({ affair, name, value, from, basis }, index) => {
    const path = `parameters[${index}]`
    const version = genesis.affairs.find((each) => each.name === affair)
    if (version === undefined) throw malformed(path)
    const { program } = affairs.get({ affair, version: version.version, hash: fromHex(version.hash), from: 1 })
    const parameter = program.params.find((each) => each.name === name)
    if (parameter === undefined) throw malformed(path)
    const effective = values.get(`${affair}/${name}`) ?? []
    values.set(`${affair}/${name}`, effective)
    effective.push({ from: timeOf(from, path), value: readJson(parameter.kind, value, path).value, basis })
    effective.sort((left, right) => left.from - right.from)
    state.put(ledgerAffair, parameterTable, [affair, name], encodeParameter(parameter, effective))
  })
}

function readJson(kind: Kind, json: Parameters<typeof valueFromJson>[1], path: string): { value: Value; cbor: Cbor } {
  try {
    const value = valueFromJson(kind, json, path)
    return { value, cbor: encodeValue(kind, value, path) }
  } catch (error) {
    if (error instanceof KitError) throw malformed(path)
    throw error
  }
}

function timeOf(text: string, path: string): UnixMs {
  return readJson({ kind: 'time' }, text, path).value as UnixMs
}

function malformed(path: string): LedgerError {
  return new LedgerError({ code: 'genesis-malformed', path })
}
