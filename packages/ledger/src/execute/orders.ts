import {
  encodeValue,
  governanceAffair,
  type Json,
  KitError,
  ledgerAffair,
  type Order,
  parameterTable,
  type Registry,
  type StateWriter,
  valueFromJson,
} from '@gongshi/affair-kit'
import { type Cbor, isName, limits, NoteError, parseVkey, suiteNames, toHex } from '@gongshi/protocol'
import type { UnixMs, ValidatorUpdate } from '../engine.ts'
import { unfoundedOn } from './clauses.ts'
import { writeHandover } from './handover.ts'
import { ledgerTables, readLedger, writeLedger } from './ledgerState.ts'
import { isRelyingParty, readRelyingParties, writeRelyingParties } from './relyingParties.ts'
import { findActive, isPaused, pauseKey, scheduleVersion } from './versions.ts'

/** Where an order is carried out: the state under the act, and the block. */
export type OrderPlace = {
  readonly state: StateWriter
  readonly registry: Registry
  readonly height: number
  readonly time: UnixMs
}

/** What an order did, for a system leaf of its own. */
export type Effect = {
  readonly event: string
  readonly detail: Cbor
  readonly validatorUpdates?: readonly ValidatorUpdate[]
}

/** Why an order can't be carried out: the detail of `order-impossible`. */
export type Impossible =
  | 'change-missing'
  | 'topic'
  | 'affair-unknown'
  | 'parameter-unknown'
  | 'parameter-value'
  | 'parameter-date'
  | 'clause-unregistered'
  | 'clause-not-in-force'
  | 'version-order'
  | 'validators-malformed'
  | 'suite-unknown'
  | 'suite-unchanged'
  | 'suite-last'
  | 'publisher-malformed'
  | 'publisher-listed'
  | 'site-malformed'
  | 'site-unchanged'
  | 'action-unknown'
  | 'governance-unpausable'
  | 'already-paused'
  | 'not-suspended'

/** Total power that CometBFT allows (MaxTotalVotingPower): 2^63 / 8 is beyond exact numbers, so 2^50 is the limit here. */
const maxPower = 2n ** 50n

/** Carries out one order, or says why it can't be: then nothing has been written that may stand. */
export function carryOut(place: OrderPlace, order: Order): Effect | null | Impossible {
  if (order.topic !== topicOf(order)) return topicOf(order) === null ? 'change-missing' : 'topic'
  switch (order.kind) {
    case 'parameter':
      return setParameter(place, order.parameter!, order.clause)
    case 'version':
      return activate(place, order.version!)
    case 'validators':
      return changeValidators(place, order.validators!)
    case 'suite':
      return changeSuites(place, order.suite!)
    case 'publisher':
      return listPublisher(place, order.publisher!)
    case 'site':
      return changeSite(place, order.site!)
    case 'pause':
      return pause(place, order.pause!)
    case 'resume':
      return resume(place, order.resume!)
    default:
      return null
  }
}

/** What an order is about, such as `parameter/erasure/waitingTime`; null where its change is not there. */
export function topicOf(order: Order): string | null {
  const { kind, parameter, version, validators, suite, publisher, site, pause: paused, resume: resumed, member } = order
  switch (kind) {
    case 'parameter':
      return parameter ? `parameter/${parameter.affair}/${parameter.name}` : null
    case 'version':
      return version ? `version/${version.affair}` : null
    case 'validators':
      return validators ? 'validators' : null
    case 'suite':
      return suite ? `suite/${suite.suite}` : null
    case 'publisher':
      return publisher ? `publisher/${publisher.origin}` : null
    case 'site':
      return site ? `site/${site.rpId}` : null
    case 'pause':
      return paused ? topicOfAction('pause', paused.affair, paused.action ?? null) : null
    case 'resume':
      return resumed ? topicOfAction('resume', resumed.affair, resumed.action) : null
    case 'admission':
    case 'readmission':
    case 'exclusion':
      return member ? `member/${member.scheme}/${member.id}` : null
  }
}

function topicOfAction(kind: string, affair: string, action: string | null): string {
  return action === null ? `${kind}/${affair}` : `${kind}/${affair}/${action}`
}

function setParameter(
  { state, registry }: OrderPlace,
  { affair, name, value, from }: NonNullable<Order['parameter']>,
  clause: string,
): Effect | Impossible {
  const program = registry.get(affair)?.program
  if (program === undefined) return 'affair-unknown'
  const parameter = program.params.find((each) => each.name === name)
  if (parameter === undefined) return 'parameter-unknown'
  const encoded = fromJson(() => encodeValue(parameter.kind, valueFromJson(parameter.kind, JSON.parse(value) as Json)))
  if (encoded === undefined) return 'parameter-value'
  const values = (state.get(ledgerAffair, parameterTable, [affair, name]) ?? []) as readonly (readonly [number])[]
  if (values.some(([since]) => since >= from)) return 'parameter-date'
  const unfounded = unfoundedOn(state, registry, clause, from)
  if (unfounded !== null) return unfounded
  state.put(ledgerAffair, parameterTable, [affair, name], [...values, [from, encoded, clause]])
  return { event: 'parameter-set', detail: [affair, name, from, encoded, clause] }
}

/** Undefined for a text that is no JSON, or a value that is not of its kind. */
function fromJson(read: () => Cbor): Cbor | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof KitError) return undefined
    throw error
  }
}

function activate(
  { state, height }: OrderPlace,
  { affair, version, hash, from }: NonNullable<Order['version']>,
): Effect | Impossible {
  if (!isName(affair)) return 'affair-unknown'
  const inForce = BigInt(findActive(state, affair, height)?.version ?? 0)
  if (version <= inForce || version > BigInt(limits.affairVersion)) return 'version-order'
  if (from < 1n || from > BigInt(Number.MAX_SAFE_INTEGER)) return 'version-order'
  // A vote takes longer than anybody can foretell in blocks: a height that has passed means the next one.
  const begins = Math.max(Number(from), height + 1)
  scheduleVersion(state, { affair, version: Number(version), hash, from: begins })
  return { event: 'version-scheduled', detail: [affair, Number(version), hash, begins] }
}

type StoredValidator = readonly [publicKey: Uint8Array, power: number]

/** Where one operator keeps the ledger, this hands it over: the next block is the operator's last. */
function changeValidators(
  { state, height }: OrderPlace,
  changes: NonNullable<Order['validators']>,
): Effect | Impossible {
  const isHandover = readLedger(state, ledgerTables.engine, []) !== 'cometbft'
  const before = (readLedger(state, ledgerTables.validators, []) ?? []) as readonly StoredValidator[]
  const after = new Map(before.map(([key, power]) => [toHex(key), { key, power }]))
  const named = new Set<string>()
  for (const { key, power } of changes) {
    const name = toHex(key)
    if (named.has(name) || power < 0n || power > maxPower || (power === 0n && !after.delete(name)))
      return 'validators-malformed'
    named.add(name)
    if (power > 0n) after.set(name, { key, power: Number(power) })
  }
  const total = [...after.values()].reduce((sum, { power }) => sum + power, 0)
  if (changes.length === 0 || after.size === 0 || total > maxPower) return 'validators-malformed'
  const rows = [...after].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, { key, power }]) => [key, power])
  writeLedger(state, ledgerTables.validators, [], rows)
  const validatorUpdates = changes.map(({ key, power }) => ({ publicKey: key, power: Number(power) }))
  if (isHandover) {
    writeHandover(state, height + 1)
    return { event: 'handover', detail: [height + 1, rows], validatorUpdates }
  }
  const detail = validatorUpdates.map(({ publicKey, power }) => [publicKey, power])
  return { event: 'validators-changed', detail, validatorUpdates }
}

function changeSuites({ state }: OrderPlace, { suite, accepted }: NonNullable<Order['suite']>): Effect | Impossible {
  if (!(suiteNames as readonly string[]).includes(suite)) return 'suite-unknown'
  const before = (readLedger(state, ledgerTables.suites, []) ?? []) as readonly string[]
  if (before.includes(suite) === accepted) return 'suite-unchanged'
  const after = accepted ? [...before, suite].sort() : before.filter((each) => each !== suite)
  if (after.length === 0) return 'suite-last'
  writeLedger(state, ledgerTables.suites, [], after)
  return { event: accepted ? 'suite-accepted' : 'suite-withdrawn', detail: [suite] }
}

function listPublisher(
  { state, height, time }: OrderPlace,
  { origin, vkey }: NonNullable<Order['publisher']>,
): Effect | Impossible {
  if (vkeyName(vkey) !== origin) return 'publisher-malformed'
  const listed = readLedger(state, ledgerTables.publishers, [origin]) as readonly [string, number] | undefined
  if (listed?.[0] === vkey) return 'publisher-listed'
  const origins = (readLedger(state, ledgerTables.publishers, []) ?? []) as readonly string[]
  if (listed === undefined) writeLedger(state, ledgerTables.publishers, [], [...origins, origin])
  writeLedger(state, ledgerTables.publishers, [origin], [vkey, time, height])
  return { event: 'publisher-listed', detail: [origin, vkey, time] }
}

function vkeyName(vkey: string): string | undefined {
  try {
    return parseVkey(vkey).name
  } catch (error) {
    if (error instanceof NoteError) return undefined
    throw error
  }
}

/** A site's origins take the place of those that it had; none end it, and with it what its passkeys sign. */
function changeSite({ state }: OrderPlace, site: NonNullable<Order['site']>): Effect | Impossible {
  const { rpId, origins } = site
  if (!isRelyingParty(site) || new Set(origins).size !== origins.length) return 'site-malformed'
  const before = readRelyingParties(state)
  const had = before.find((party) => party.rpId === rpId)?.origins ?? []
  if (had.join() === origins.join()) return 'site-unchanged'
  const others = before.filter((party) => party.rpId !== rpId)
  writeRelyingParties(state, origins.length === 0 ? others : [...others, site])
  return { event: 'site-changed', detail: [rpId, [...origins]] }
}

/** The actions that a pause or its end names. Governance can't be paused: nobody could end that. */
function pausable({ registry }: OrderPlace, change: NonNullable<Order['pause']>): readonly string[] | Impossible {
  if (change.affair === governanceAffair) return 'governance-unpausable'
  const program = registry.get(change.affair)?.program
  if (program === undefined) return 'affair-unknown'
  const action = change.action ?? null
  if (action === null) return Object.keys(program.actions)
  return Object.hasOwn(program.actions, action) ? [action] : 'action-unknown'
}

function pause(place: OrderPlace, change: NonNullable<Order['pause']>): Effect | Impossible {
  const actions = pausable(place, change)
  if (typeof actions === 'string') return actions
  const { affair } = change
  const running = actions.filter((action) => !isPaused(place.state, affair, action))
  if (running.length === 0) return 'already-paused'
  for (const action of running)
    writeLedger(place.state, ledgerTables.suspensions, pauseKey(affair, action), [place.height, 'paused'])
  return { event: 'paused', detail: [affair, ...running] }
}

/** Ends what the pause of the same words began; null where another act has ended all of it. */
export function endPause(place: OrderPlace, { affair, action }: NonNullable<Order['pause']>): Effect | null {
  const program = place.registry.get(affair)?.program
  const actions = action == null ? Object.keys(program?.actions ?? {}) : [action]
  const paused = actions.filter((each) => isPaused(place.state, affair, each))
  for (const each of paused) place.state.remove(ledgerAffair, ledgerTables.suspensions, pauseKey(affair, each))
  return paused.length === 0 ? null : { event: 'pause-ended', detail: [affair, ...paused] }
}

function resume({ state }: OrderPlace, { affair, version, action }: NonNullable<Order['resume']>): Effect | Impossible {
  const key = [affair, Number(version), action]
  if (version < 1n || version > BigInt(limits.affairVersion) || !isFaulty(state, key)) return 'not-suspended'
  state.remove(ledgerAffair, ledgerTables.suspensions, key)
  return { event: 'resumed', detail: key }
}

function isFaulty(state: StateWriter, key: readonly Cbor[]): boolean {
  return readLedger(state, ledgerTables.suspensions, key) !== undefined
}
