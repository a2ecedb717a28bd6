import { governanceAffair, type Json, organisationsAffair } from '@gongshi/affair-kit'
import {
  type Cbor,
  compareBytes,
  domainHash,
  encodeCbor,
  fromBase64,
  isChainId,
  isName,
  limits,
  type SuiteName,
  suiteNames,
  utf8,
} from '@gongshi/protocol'
import type { RelyingParty } from '../engine.ts'
import { LedgerError } from '../errors.ts'
import { isRelyingParty } from '../execute/relyingParties.ts'

/** A row of affair `organisations` or `governance` as JSON: its fields by name, and a status where it isn't the entity's first. */
export type GenesisRow = { readonly [field: string]: Json }

/** What a ledger begins with: the file genesis.json. Times are RFC 3339 in UTC, keys base64, hashes lower-case hex. */
export type Genesis = {
  readonly chainId: string
  readonly genesisTime: string
  readonly validators: readonly { readonly publicKey: string; readonly power: number }[]
  readonly suites: readonly SuiteName[]
  readonly affairs: readonly { readonly name: string; readonly version: number; readonly hash: string }[]
  readonly organs: readonly GenesisRow[]
  readonly offices?: readonly GenesisRow[]
  readonly officers: readonly GenesisRow[]
  readonly appointments?: readonly GenesisRow[]
  readonly keys: readonly GenesisRow[]
  /** Who decides together about the ledger: the house, and the organs that vote in it. Absent: nobody ever changes it. */
  readonly houses?: readonly GenesisRow[]
  readonly members?: readonly GenesisRow[]
  readonly parameters: readonly {
    readonly affair: string
    readonly name: string
    readonly value: Json
    readonly from: string
    readonly basis: string
  }[]
  readonly publishers: readonly { readonly origin: string; readonly vkey: string }[]
  /** The sites whose passkeys may sign: WebAuthn's RP ids, and the origins of each. */
  readonly relyingParties?: readonly RelyingParty[]
  /** Several keep this ledger, ordered by CometBFT: then its validators may change. Absent: the embedded engine. */
  readonly engine?: 'cometbft'
  /** Everything on this ledger is made up: whoever shows it says so. It is never said of a ledger for real. */
  readonly synthetic?: true
}

const shape = {
  chainId: text(isChainId),
  genesisTime: text(isTime),
  validators: list({ publicKey: text(isEd25519Key), power: count(1, 2 ** 50) }),
  suites: names((name) => (suiteNames as readonly string[]).includes(name)),
  affairs: list({ name: text(isName), version: count(1, limits.affairVersion), hash: text(isHash) }),
  organs: rows(),
  offices: absentOr(rows()),
  officers: rows(),
  appointments: absentOr(rows()),
  keys: rows(),
  houses: absentOr(rows()),
  members: absentOr(rows()),
  parameters: list({
    affair: text(isName),
    name: text(() => true),
    value: anything,
    from: text(isTime),
    basis: text(() => true),
  }),
  publishers: list({ origin: text(() => true), vkey: text(() => true) }),
  relyingParties: absentOr(relyingParties()),
  engine: absentOr(text((name) => name === 'cometbft')),
  synthetic: absentOr(isTrue),
}

/**
 * Reads a genesis file. Afterwards the caller may trust its form; rows and parameters are checked against their
 * declarations when the state is made.
 * @throws {LedgerError} genesis-malformed, with the path of the first member that is wrong
 */
export function parseGenesis(json: unknown): Genesis {
  const genesis = members(shape)(json, '') as Genesis
  if (genesis.validators.length === 0 || genesis.suites.length === 0) throw malformed('validators')
  return genesis
}

/** Rows of one entity with which a ledger begins. */
export type FoundingRows = { readonly affair: string; readonly entity: string; readonly rows: readonly GenesisRow[] }

/** Every row with which a ledger begins, those that others refer to first. */
export function foundingRowsOf(genesis: Genesis): readonly FoundingRows[] {
  const { organs, offices = [], officers, appointments = [], keys, houses = [], members: voters = [] } = genesis
  const of = (affair: string, rows: { readonly [entity: string]: readonly GenesisRow[] }) =>
    Object.entries(rows).map(([entity, each]) => ({ affair, entity, rows: each }))
  return [
    ...of(organisationsAffair, {
      organ: organs,
      office: offices,
      officer: officers,
      appointment: appointments,
      key: keys,
    }),
    ...of(governanceAffair, { house: houses, member: voters }),
  ].filter(({ rows: some }) => some.length > 0)
}

/** PERF: of those that were read, which nobody changes: it is asked for at each start and by each backup. */
const hashes = new WeakMap<Genesis, Uint8Array>()

/**
 * SHA-256("gongshi/genesis/1" ‖ CBOR of the file): an object becomes ["object", [name, value]…] sorted by the names'
 * bytes, a list ["list", item…], so that the same content has one hash however the file is laid out.
 */
export function genesisHash(genesis: Genesis): Uint8Array {
  const known = hashes.get(genesis)
  if (known !== undefined) return known.slice()
  const hash = domainHash('gongshi/genesis/1', encodeCbor(canonical(genesis as unknown as Json)))
  hashes.set(genesis, hash)
  return hash.slice()
}

function canonical(json: Json): Cbor {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return ['list', ...json.map(canonical)]
  const names = Object.keys(json).sort((left, right) => compareBytes(utf8(left), utf8(right)))
  return ['object', ...names.map((name): Cbor => [name, canonical((json as { [name: string]: Json })[name]!)])]
}

type Check = (json: unknown, path: string) => unknown

function members(fields: { readonly [name: string]: Check }): Check {
  return (json, path) => {
    if (json === null || typeof json !== 'object' || Array.isArray(json)) throw malformed(path)
    for (const name of Object.keys(json)) if (!Object.hasOwn(fields, name)) throw malformed(at(path, 'unknown member'))
    const given = json as { readonly [name: string]: unknown }
    const checked = Object.entries(fields).map(([name, check]) => [name, check(given[name], at(path, name))] as const)
    return Object.fromEntries(checked.filter(([, value]) => value !== undefined))
  }
}

/** A member that came later: the hash of a genesis without it stays what it was. */
function absentOr(check: Check): Check {
  return (json, path) => (json === undefined ? undefined : check(json, path))
}

function isTrue(json: unknown, path: string): true {
  if (json !== true) throw malformed(path)
  return json
}

function list(fields: { readonly [name: string]: Check }): Check {
  return each(members(fields))
}

/** Each with at least one origin. */
function relyingParties(): Check {
  const parties = list({ rpId: text(() => true), origins: each(text(() => true)) })
  return (json, path) => {
    const checked = parties(json, path) as NonNullable<Genesis['relyingParties']>
    checked.forEach((party, index) => {
      if (party.origins.length === 0 || !isRelyingParty(party)) throw malformed(`${path}[${index}]`)
    })
    return checked
  }
}

function rows(): Check {
  return each((json, path) => {
    if (json === null || typeof json !== 'object' || Array.isArray(json)) throw malformed(path)
    return anything(json, path)
  })
}

function names(allowed: (name: string) => boolean): Check {
  return each(text(allowed))
}

function each(check: Check): Check {
  return (json, path) => {
    if (!Array.isArray(json)) throw malformed(path)
    return json.map((item, index) => check(item, `${path}[${index}]`))
  }
}

function text(allowed: (text: string) => boolean): Check {
  return (json, path) => {
    if (typeof json !== 'string' || !json.isWellFormed() || !allowed(json)) throw malformed(path)
    return json
  }
}

function count(least: number, most: number): Check {
  return (json, path) => {
    if (!Number.isSafeInteger(json) || (json as number) < least || (json as number) > most) throw malformed(path)
    return json
  }
}

/** JSON whose numbers are integers: it is hashed. */
function anything(json: unknown, path: string): unknown {
  if (json === undefined || (typeof json === 'number' && !Number.isSafeInteger(json))) throw malformed(path)
  if (Array.isArray(json)) return json.map((item, index) => anything(item, `${path}[${index}]`))
  if (json === null || typeof json !== 'object') return json
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, anything(value, at(path, name))]))
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(text)
}

function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text)
}

function isEd25519Key(text: string): boolean {
  try {
    return fromBase64(text).length === 32
  } catch {
    return false
  }
}

function at(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

function malformed(path: string): LedgerError {
  return new LedgerError({ code: 'genesis-malformed', path })
}
