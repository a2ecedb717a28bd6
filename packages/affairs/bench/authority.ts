/** Prints the figures of bench/authority.ts as JSON. Argument: rounds. */

import { signatureCheckMicros } from '../../../bench/support/clock.ts'
import { cpuMicros } from '../../../bench/support/measure.ts'
import { compileAffair } from '../../affair-kit/src/check/affair.ts'
import { defineAffair } from '../../affair-kit/src/declare/affair.ts'
import { t } from '../../affair-kit/src/kinds/t.ts'
import { judgeSigners } from '../../affair-kit/src/run/authority.ts'
import type { Host, Installed } from '../../affair-kit/src/run/host.ts'
import { newMemory } from '../../affair-kit/src/run/memory.ts'
import { insertMember } from '../../affair-kit/src/run/pages.ts'
import { emptyTallies, encodeRow, entityTable, indexTable } from '../../affair-kit/src/run/row.ts'
import { openSession } from '../../affair-kit/src/run/session.ts'
import { versionHash } from '../../affair-kit/src/run/version.ts'
import { type Cbor, decodeCbor, encodeCbor, sha256, toHex, utf8 } from '../../protocol/src/index.ts'
import { organisations } from '../src/organisations/affair.ts'

const [organs, officers, chains] = [10_000, 100_000, 1_000]
const rounds = Number(process.argv[2] ?? 3)
const now = Date.parse('2026-06-01T00:00:00Z')
const place = { scheme: 'gb-t-2260', code: '330102', date: '2020-01-01' }

const desk = defineAffair({
  name: 'desk',
  version: 1,
  entities: { note: { fields: { organ: t.organ(), division: t.division() }, status: ['open'] } },
  actions: {
    write: {
      creates: 'note',
      to: 'open',
      basis: 'bench/1',
      fill: ['organ', 'division'],
      signers: { clerk: { officer: 'clerk', of: 'input.organ', within: 'input.division' } },
    },
  },
})

function install(affair: Parameters<typeof compileAffair>[0]): Installed {
  return { declaration: affair, program: compileAffair(affair), versionHash: versionHash(affair, null) }
}

/** Encoded, as a ledger keeps them: what is read is decoded, unless it is remembered. */
const rows = new Map<string, Uint8Array>()
const memory = newMemory()
const stateName = (affair: string, table: string, key: Cbor) => `${affair}/${table}/${toHex(encodeCbor(key))}`
const host: Host = {
  get: (affair, table, key) => {
    const bytes = rows.get(stateName(affair, table, key))
    return bytes && decodeCbor(bytes, { maxBytes: 65_536, maxDepth: 16 })
  },
  getSized: (affair, table, key) => {
    const bytes = rows.get(stateName(affair, table, key))
    return bytes && { value: decodeCbor(bytes, { maxBytes: 65_536, maxDepth: 16 }), bytes: bytes.length }
  },
  put: (affair, table, key, value) => void rows.set(stateName(affair, table, key), encodeCbor(value)),
  putSized: (affair, table, key, { value }) => void rows.set(stateName(affair, table, key), encodeCbor(value)),
  remove: (affair, table, key) => void rows.delete(stateName(affair, table, key)),
  dues: { arm: () => undefined, disarm: () => undefined },
  memory,
}
const affairs = { organisations: install(organisations), desk: install(desk) }
const registry = { get: (name: string) => (affairs as { readonly [name: string]: Installed })[name] }

function put(name: string, id: Cbor, status: string, fields: object): void {
  const { program } = affairs.organisations
  const entity = program.entities[name]!
  const empty = Object.fromEntries(entity.fields.map((field) => [field.name, null]))
  const row = { revision: 1, status, fields: { ...empty, ...fields }, tallies: emptyTallies(entity) }
  host.put('organisations', entityTable(name), id, encodeRow(program, entity, row))
}

const organOf = (at: number) => ({ scheme: 'x-bench', id: `organ-${at % organs}` })
const organId = (at: number): Cbor => [['x-bench', `organ-${at % organs}`]]
const officerOf = (at: number) => sha256(utf8(`officer ${at}`)).subarray(0, 16)
const keyOf = (at: number) => sha256(utf8(`key ${at}`))
const officeOf = (at: number): Cbor => [['x-bench', `organ-${at % organs}`], `post-${at}`]
const from = now - 86_400_000

function index(name: string, field: string, set: Cbor, id: Cbor): void {
  insertMember(host, { affair: 'organisations', table: indexTable(name, field), set }, encodeCbor(id))
}

for (let at = 0; at < organs; at++) {
  const day = '2020-01-01'
  const facts = { organ: organOf(at), kind: 'administrative', division: place, clause: 'c/1' }
  put('organ', organId(at), 'active', { ...facts, founded: day, since: day, placed: day, last: 0n, changes: 0n })
}
for (let at = 0; at < officers; at++) {
  const officer = [officerOf(at)]
  put('officer', officer, 'active', { number: officerOf(at), organ: organOf(at) })
  const point = { suite: 'ed25519', x: new Uint8Array(32), y: null }
  put('key', [keyOf(at)], 'active', { keyId: keyOf(at), ...point, officer, organ: organOf(at) })
  const office = { organ: organOf(at), post: `post-${at}`, roles: ['clerk'], division: place, clause: 'c/1' }
  put('office', officeOf(at), 'open', office)
  // The delegates have no office of their own: what they may comes through four hands.
  if (at >= officers - chains) continue
  const appointment = [officer, officeOf(at), from]
  put('appointment', appointment, 'standing', { officer, office: officeOf(at), from, until: null, clause: 'c/1' })
  index('appointment', 'officer', officer, appointment)
}
/** Officers of one organ stand 10,000 apart: the first lends to the second, and so on, to the fifth. */
for (let chain = 0; chain < chains; chain++) {
  const hands = [0, 1, 2, 3].map((link) => chain + link * organs)
  const last = officers - chains + chain
  let parent: Uint8Array | null = null
  for (const [link, hand] of hands.entries()) {
    const id: Uint8Array = sha256(utf8(`delegation ${chain} ${link}`))
    const holder = [officerOf(hands[link + 1] ?? last)]
    const chainOf = { parent, depth: BigInt(link + 1), appointment: [[officerOf(chain)], officeOf(chain), from] }
    const term = { from, until: now + 86_400_000, onward: true, clause: 'c/1', roles: ['clerk'] }
    const who = { lender: [officerOf(hand)], officer: holder, holder, office: officeOf(chain) }
    put('delegation', id, 'standing', { ...who, ...chainOf, ...term })
    index('delegation', 'holder', holder, id)
    parent = id
  }
}

const action = affairs.desk.program.actions.write!
const block = { chainId: 'bench', height: 1, time: now }
const reach = { own: null, one: new Map() }

/** Every act opens a session, whoever signs: here one serves them all. */
const keys: Uint8Array[] = []
const bounds = { steps: 1e12, reads: 1e12, writes: 0, events: 0, bytes: 0 }
function sessionOver(of: Host) {
  const session = openSession(registry, of, block, bounds, { seed: null, txId: null, salt: new Uint8Array(32), keys })
  session.running.push({ installed: affairs.desk, action: action.name })
  return session
}
const sessions = { with: sessionOver(host), without: sessionOver({ ...host, memory: null }) }

function judge(organ: number, signer: Uint8Array, remembers: boolean): void {
  const session = remembers ? sessions.with : sessions.without
  keys[0] = signer
  const input = { organ: organOf(organ), division: place }
  judgeSigners(session, { action, reach, scope: { now, input } })
}

const signers = Array.from({ length: officers }, (_, at) => keyOf(at))
/** Those of the day: a fifth of all. */
const appointedAt = (act: number) => ((act * 7_919) % 20_000) * 4
const lentAt = (act: number) => act % chains
const lend = (remembers: boolean) => (act: number) =>
  judge(lentAt(act), signers[officers - chains + lentAt(act)]!, remembers)

const collect = (globalThis as unknown as { gc(): void }).gc
for (let act = 0; act < chains; act++) lend(true)(act)
const appointed = (act: number) => judge(appointedAt(act), signers[appointedAt(act)]!, true)
for (let act = 0; act < 20_000; act++) appointed(act)
collect()
/** What any ledger has to find: the holder of a key, the organ that answers, the place. */
const tables = {
  holder: new Map(signers.map((key, at) => [key, { at }])),
  organ: new Map(Array.from({ length: organs }, (_, at) => [organOf(at).id, { at }])),
  place: new Map([[place.code, { at: 0 }]]),
}
const lookUp = (act: number) => {
  const at = appointedAt(act)
  return tables.holder.get(signers[at]!)!.at + tables.organ.get(organOf(at).id)!.at + tables.place.get(place.code)!.at
}
const report = {
  appointed: cpuMicros(rounds, 20_000, appointed),
  lent: cpuMicros(rounds, 20_000, lend(true)),
  anew: cpuMicros(rounds, 2_000, lend(false)),
  lookUp: cpuMicros(rounds, 20_000, lookUp),
  check: Array.from({ length: rounds }, () => signatureCheckMicros()),
}
process.stdout.write(JSON.stringify(report))
