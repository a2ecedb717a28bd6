import { type Cbor, domainHash, encodeCbor, equalBytes, toHex, utf8 } from '@gongshi/protocol'
import type { Division, Organ, Value } from '../cel/value.ts'
import { compileAffair } from '../check/affair.ts'
import { encodeInput } from '../declare/input.ts'
import { storeValue } from '../kinds/stored.ts'
import { organisationsAffair } from '../run/affairNames.ts'
import type { OfficerDemand, RequiredSigner } from '../run/authority.ts'
import { actorName } from '../run/holders.ts'
import type { Block, Installed, Outcome, Performed, Registry, Request, UnixMs } from '../run/host.ts'
import { insertMember } from '../run/pages.ts'
import { encodeParameter, ledgerAffair, parameterTable } from '../run/parameters.ts'
import { perform, performDue } from '../run/perform.ts'
import { requiredSigners } from '../run/requiredSigners.ts'
import { decodeRow, emptyTallies, encodeRow, entityTable, indexTable, type RowState } from '../run/row.ts'
import { versionHash } from '../run/version.ts'
import { withoutAmbientPowers } from './ambient.ts'
import { benchOrganisations } from './benchOrganisations.ts'
import { defaultDivision, defaultOrgan } from './benchWorld.ts'
import { MemoryHost } from './memoryHost.ts'
import { sampleFields } from './sampleValues.ts'

export type Input = { readonly [name: string]: Value }

/** One thing that a bench ledger did, as a vector keeps it. */
export type Step =
  | { readonly kind: 'act'; readonly time: UnixMs; readonly request: Request; readonly outcome: Outcome }
  | { readonly kind: 'due'; readonly time: UnixMs; readonly action: string; readonly outcome: Outcome }
  /** What the test wrote itself. */
  | {
      readonly kind: 'put'
      readonly affair: string
      readonly table: string
      readonly key: Cbor
      readonly value: Cbor
    }

/** Somebody who can sign: a key of an officer, an organ or a person. */
export type Actor = { readonly id: Uint8Array }

/**
 * A ledger for tests: the real run time over a state in memory, a clock that a test moves, and actors made on demand.
 * Everything is deterministic: the same calls give the same state.
 */
export class BenchLedger {
  readonly host = new MemoryHost()
  readonly registry: Registry
  readonly steps: Step[] = []
  readonly #keyIds = new Map<string, Actor>()
  readonly #installed: ReadonlyMap<string, Installed>
  /** Stands in for affair `organisations` unless that is under test. */
  readonly #standIn: Installed
  #time: UnixMs
  #height = 1
  #count = 0

  constructor(installed: readonly Installed[], options: { readonly startMs?: UnixMs } = {}) {
    this.#standIn = {
      declaration: benchOrganisations,
      program: compileAffair(benchOrganisations),
      versionHash: versionHash(benchOrganisations, null),
    }
    const all = [this.#standIn, ...installed]
    this.#installed = new Map(all.map((each) => [each.program.affair, each]))
    this.registry = {
      get: (affair, version) => {
        const active = this.#installed.get(affair)
        if (version === undefined || active?.program.version === version) return active
        return all.find(({ program }) => program.affair === affair && program.version === version)
      },
    }
    this.#time = options.startMs ?? 1_700_000_000_000
  }

  get affairs(): readonly Installed[] {
    return [...this.#installed.values()].filter((each) => each !== this.#standIn)
  }

  get time(): UnixMs {
    return this.#time
  }

  get block(): Block {
    return { chainId: 'bench', height: this.#height, time: this.#time }
  }

  installed(affair: string): Installed {
    const found = this.#installed.get(affair)
    if (found === undefined) throw new Error(`affair ${affair} is not on this bench`)
    return found
  }

  /** Lets time pass; due acts happen on the way, each in a block of its own time. */
  advanceTo(time: UnixMs): void {
    for (let due = this.host.takeDue(time); due !== undefined; due = this.host.takeDue(time)) {
      this.#time = Math.max(this.#time, due.at)
      this.#height++
      const performed = this.#twice(() => performDue(this.registry, this.host, this.block, due.item, due.at))
      this.steps.push({ kind: 'due', time: this.#time, action: due.item.action, outcome: performed.outcome })
      this.#end(performed)
    }
    this.#time = Math.max(this.#time, time)
  }

  advance(ms: number): void {
    this.advanceTo(this.#time + ms)
  }

  /** Submits an action, signed by whom the declaration asks for unless the test says otherwise. */
  submit(affair: string, action: string, input: Input, signers?: readonly Actor[]): Performed {
    const { declaration, program } = this.installed(affair)
    const salt = domainHash('gongshi/bench-salt/1', encodeCbor(this.#count))
    const keys = signers ?? this.rightSigners(affair, action, input)
    return this.perform({
      affair,
      version: program.version,
      action,
      input: encodeInput(declaration, action, input),
      salt,
      txId: domainHash('gongshi/bench-tx/1', encodeCbor(this.#count++)),
      signers: keys.map(({ id }) => this.#keyId(id)),
    })
  }

  /** One object for each key, as admission hands them out. */
  #keyId(id: Uint8Array): Actor {
    const name = toHex(id)
    const known = this.#keyIds.get(name) ?? { id }
    this.#keyIds.set(name, known)
    return known
  }

  /** As `submit`, and throws when it is refused. Gives the id of the row that the action moved or made. */
  do(affair: string, action: string, input: Input, signers?: readonly Actor[]): Cbor {
    const performed = this.submit(affair, action, input, signers)
    const [word, detail] = performed.outcome
    if (word !== 'ok')
      throw new Error(
        `${affair}.${action} is refused: ${detail}${performed.fault ? ` (${performed.fault.message})` : ''}`,
      )
    const own = this.installed(affair).program.actions[action]!
    const event = detail.find((each) => Array.isArray(each) && each[0] === (own.on ?? own.creates))
    return (event as readonly Cbor[] | undefined)?.[1] ?? null
  }

  perform(request: Request): Performed {
    this.#height++
    const performed = this.#twice(() => perform(this.registry, this.host, this.block, request))
    this.steps.push({ kind: 'act', time: this.#time, request, outcome: performed.outcome })
    this.#end(performed)
    return performed
  }

  /**
   * Performs it, drops that, and performs it again where nothing can be asked that differs between machines: both have to say and
   * write the same.
   */
  #twice(run: () => Performed): Performed {
    const once = this.#said(run())
    this.host.drop()
    const performed = withoutAmbientPowers(run)
    if (!equalBytes(this.#said(performed), once)) throw new Error('performed again it is another: not deterministic')
    return performed
  }

  #said({ outcome }: Performed): Uint8Array {
    return encodeCbor([outcome, this.host.pending()])
  }

  #end({ outcome }: Performed): void {
    if (outcome[0] === 'ok') this.host.keep()
    else this.host.drop()
  }

  /** The signers that the declaration asks for, made where they are missing. Nobody when it would be refused before. */
  rightSigners(affair: string, action: string, input: Input): readonly Actor[] {
    return this.demands(affair, action, input).flatMap((demand) =>
      Array.from({ length: demand.atLeast }, (_, at) => this.fitting(demand, at)),
    )
  }

  demands(affair: string, action: string, input: Input): readonly RequiredSigner[] {
    const installed = this.installed(affair)
    const fields = installed.program.actions[action]!.input
    const stored = Object.fromEntries(
      fields.map(({ name, kind }) => [
        name,
        storeValue(kind, input[name] ?? null, new Uint8Array(32), `input.${name}`),
      ]),
    )
    const demands = requiredSigners(this.registry, this.host, this.block, installed, action, stored)
    this.host.drop()
    return demands
  }

  /** An actor who may sign under that demand; `at` makes different ones. */
  fitting(demand: RequiredSigner, at = 0): Actor {
    if (demand.mode === 'person') return demand.brought ? { id: demand.brought } : this.person(demand.subject)
    if (demand.mode === 'organ') return this.organ(demand.organ)
    if (demand.mode === 'holder') return this.holder(demand.officer)
    if (demand.mode === 'confirmation')
      return demand.by === 'device' ? this.otherDevice(demand.of) : this.fitting(demand.of, this.#free(demand.of) + 1)
    const { role, within } = demand
    return this.officer(role, {
      number: this.#free(demand, at),
      organ: this.#organFor(demand),
      ...(within && { division: within }),
    })
  }

  /** The officer of `fitting` with another key. */
  otherDevice(demand: OfficerDemand): Actor {
    this.fitting(demand)
    const officer = this.fittingOfficer(demand, this.#free(demand))
    const id = domainHash('gongshi/bench-key/1', encodeCbor(['other device', officer]))
    return this.#key(id, { officer: officer as Value, organ: this.#organFor(demand) })
  }

  /** The number of the first officer, from `at` on, who has not acted before. */
  #free(demand: OfficerDemand, at = 0): number {
    const acted = new Set([...demand.makers, ...demand.others.map(({ actor }) => actor)].map(actorName))
    let number = at
    while (acted.has(actorName(this.fittingOfficer(demand, number)))) number++
    return number
  }

  /** The officer of `fitting`, whoever may have acted before. */
  fittingOfficer(demand: OfficerDemand, at = 0): Cbor {
    const { role, within } = demand
    return [officerNumber(role, this.#organFor(demand), within ?? defaultDivision, at).subarray(0, this.#numberLength)]
  }

  /** One that has not acted under another power, where organs are kept apart. */
  #organFor({ of, others, apart }: OfficerDemand): Organ {
    const acted = apart === 'organ' && others.some(({ organ }) => organ?.id === this.#actorsOrgan.id)
    return of ?? (acted ? { scheme: 'x-bench', id: 'apart' } : this.#actorsOrgan)
  }

  /** Bars an officer from a case, as the declaration of a conflict of interest does. */
  bar(officer: Cbor, row: Uint8Array): void {
    const entity = this.installed(organisationsAffair).program.entities.officer!
    const stored = this.row(organisationsAffair, 'officer', officer)
    this.put(organisationsAffair, 'officer', officer, stored.status, stored.fields, {
      ...emptyTallies(entity),
      recusals: 1n,
    })
    this.#ensure('recusal', [officer, row], { officer: officer as Value, row })
  }

  officer(
    role: string,
    where: { readonly organ?: Organ; readonly division?: Division; readonly number?: number } = {},
  ): Actor {
    const { organ = this.#actorsOrgan, division = defaultDivision, number = 0 } = where
    const officer = officerNumber(role, organ, division, number).subarray(0, this.#numberLength)
    this.#organRow(organ)
    this.#ensure('officer', [officer], { number: officer, organ, roles: [role], division })
    this.#appoint([officer], { organ, post: toHex(officer), roles: [role], division })
    return this.#key(domainHash('gongshi/bench-key/1', officer), { officer: [officer], organ })
  }

  /** That very officer, with a key of the bench. */
  holder(officer: Cbor): Actor {
    const organ = this.#actorsOrgan
    this.#organRow(organ)
    const [number] = officer as readonly Uint8Array[]
    this.#ensure('officer', officer, { number: number!, organ, roles: [], division: defaultDivision })
    return this.#key(domainHash('gongshi/bench-key/1', encodeCbor(['holder', officer])), {
      officer: officer as Value,
      organ,
    })
  }

  organ(organ: Organ = defaultOrgan): Actor {
    this.#organRow(organ)
    return this.#key(domainHash('gongshi/bench-key/1', encodeCbor(['organ', organ.scheme, organ.id])), { organ })
  }

  person(subject: Uint8Array): Actor {
    return this.#key(domainHash('gongshi/bench-key/1', encodeCbor(['person', subject])), { subject })
  }

  /** A key that is registered and has been revoked. */
  revoked(): Actor {
    const id = domainHash('gongshi/bench-key/1', utf8('revoked'))
    this.#put('key', [id], 'revoked', {})
    return { id }
  }

  /** Where `organisations` itself is under test, the rows that it moves are not those of who acts. */
  get #actorsOrgan(): Organ {
    return this.hasStandIn ? defaultOrgan : { scheme: 'x-bench', id: 'registry' }
  }

  get hasStandIn(): boolean {
    return this.installed(organisationsAffair) === this.#standIn
  }

  get #numberLength(): number {
    const number = this.installed(organisationsAffair).program.entities.officer!.fields.find(
      ({ name }) => name === 'number',
    )
    return number?.kind.kind === 'bytes' ? number.kind.length : 32
  }

  #organRow(organ: Organ): void {
    this.#ensure('organ', [[organ.scheme, organ.id]], { organ })
  }

  #key(id: Uint8Array, holder: Input): Actor {
    this.#ensure('key', [id], holder)
    return { id }
  }

  /** An office and its holder, where the affair has appointments: with the index by which the kit finds them. */
  #appoint(officer: Cbor, office: Input & { readonly organ: Organ; readonly post: string }): void {
    const { entities } = this.installed(organisationsAffair).program
    if (entities.appointment === undefined) return
    const { scheme, id: organ } = office.organ
    const officeId = [[scheme, organ], office.post]
    const id = [officer, officeId, 0]
    this.#ensure('office', officeId, office)
    this.#ensure('appointment', id, { officer: officer as Value, office: officeId as Value, from: 0 })
    const held = { affair: organisationsAffair, table: indexTable('appointment', 'officer'), set: officer }
    insertMember(this.host, held, encodeCbor(id))
    this.host.keep()
  }

  #ensure(entity: string, id: Cbor, fields: Input): void {
    if (this.host.get('organisations', entityTable(entity), id) === undefined) this.#put(entity, id, 'active', fields)
  }

  /** Those of the fields that the entity has; its key from the id, and sample values for the rest. */
  #put(name: string, id: Cbor, status: string, given: Input): void {
    const entity = this.installed(organisationsAffair).program.entities[name]!
    const programs = Object.fromEntries([...this.#installed].map(([affair, { program }]) => [affair, program]))
    const keyed = entity.fields[entity.key![0]!]!.name
    const fields = { ...(name === 'key' ? { [keyed]: (id as readonly Value[])[0]! } : {}), ...given }
    const known = entity.statuses.includes(status) ? status : entity.statuses[0]!
    const whole = sampleFields(programs, organisationsAffair, entity, known, this.#time, fields)
    this.put(organisationsAffair, name, id, known, whole)
  }

  /** Writes a row as it is, past all rules: the state in which a test begins. */
  put(affair: string, name: string, id: Cbor, status: string, fields: Input, tallies?: Input): void {
    const { program } = this.installed(affair)
    const entity = program.entities[name]!
    const row = { revision: 1, status, fields, tallies: tallies ?? emptyTallies(entity) }
    this.write(affair, entityTable(name), id, encodeRow(program, entity, row))
  }

  /** Writes one value of the state as it is. */
  write(affair: string, table: string, key: Cbor, value: Cbor): void {
    this.steps.push({ kind: 'put', affair, table, key, value })
    this.host.put(affair, table, key, value)
    this.host.keep()
  }

  setParameter(affair: string, name: string, value: Value, from: UnixMs = 0): void {
    const parameter = this.installed(affair).program.params.find((each) => each.name === name)!
    const encoded = encodeParameter(parameter, [{ from, value, basis: 'bench/1' }])
    this.write(ledgerAffair, parameterTable, [affair, name], encoded)
  }

  row(affair: string, name: string, id: Cbor): RowState {
    const value = this.host.get(affair, entityTable(name), id)
    if (value === undefined) throw new Error(`no ${name} with that id`)
    return decodeRow(this.installed(affair).program.entities[name]!, value)
  }

  /** All of an entity, in the order of their ids, which is that in which an action finds them by `each`. */
  rows(affair: string, name: string): readonly RowState[] {
    return this.host.rows(affair, entityTable(name)).map(([id]) => this.row(affair, name, id))
  }
}

function officerNumber(role: string, organ: Organ, division: Division, number: number): Uint8Array {
  return domainHash('gongshi/bench-officer/1', encodeCbor([role, organ.scheme, organ.id, division.code, number]))
}
