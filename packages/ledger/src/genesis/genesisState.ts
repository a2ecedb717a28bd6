import {
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
  organisationsAffair,
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
import { type InstalledAffairs, scheduleVersion } from '../execute/versions.ts'
import { type Genesis, type GenesisRow, genesisHash } from './genesis.ts'

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
  if (genesis.relyingParties !== undefined) {
    const parties = genesis.relyingParties.map(({ rpId, origins }) => [rpId, origins])
    writeLedger(state, ledgerTables.relyingParties, [], parties)
  }
  writeLedger(state, ledgerTables.replay, ['pruned'], minuteOf(genesisTimeOf(genesis)) - 1)
  const validators = genesis.validators.map(({ publicKey, power }) => [fromBase64(publicKey), power])
  writeLedger(state, ledgerTables.validators, [], validators)
  for (const { origin, vkey } of genesis.publishers)
    writeLedger(state, ledgerTables.publishers, [origin], [vkey, genesisTimeOf(genesis)])
  for (const { name, version, hash } of genesis.affairs) {
    affairs.get({ affair: name, version, hash: fromHex(hash), from: 1 })
    scheduleVersion(state, { affair: name, version, hash: fromHex(hash), from: 1 })
  }
  const find = (name: string) => genesis.affairs.find((affair) => affair.name === name)
  for (const [entity, rows] of Object.entries({
    organ: genesis.organs,
    office: genesis.offices ?? [],
    officer: genesis.officers,
    appointment: genesis.appointments ?? [],
    key: genesis.keys,
  })) {
    rows.forEach((row, index) => {
      const affair = find(organisationsAffair)
      if (affair === undefined) throw malformed('affairs')
      const installed = affairs.get({
        affair: affair.name,
        version: affair.version,
        hash: fromHex(affair.hash),
        from: 1,
      })
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
  // Nothing is counted here, so nothing that would have to be may stand here: an organ under another comes by an act.
  for (const { entity: parent, tally } of entity.talliedBy) {
    const { by } = program.entities[parent]!.tallies.find((each) => each.name === tally)!
    if (fields[by] !== null) throw malformed(`${path}.${by}`)
  }
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
