import type { Cbor } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import type { ActionProgram, Program } from '../program.ts'
import { organisationsAffair } from '../run/affairNames.ts'
import type { OfficerDemand, RequiredSigner } from '../run/authority.ts'
import { rowPath } from '../run/conflicts.ts'
import type { Performed } from '../run/host.ts'
import { performDue } from '../run/perform.ts'
import { separatedTable, signedTable } from '../run/row.ts'
import type { Actor, BenchLedger } from './benchLedger.ts'
import { defaultDivision } from './benchWorld.ts'
import { type Programs, sampleFields, sampleId, sampleKeyPoint, samplePerson, sampleValue } from './sampleValues.ts'

/** One cell of the role x action x state matrix: who tried what in which state, and what came of it. */
export type Cell = {
  readonly action: string
  /** Null for an action that has no row of its own yet. */
  readonly status: string | null
  /** Who signed: `declared` for those whom the declaration names. */
  readonly by: string
  /** `may`: past status and signers (the affair's own rules may still refuse). Otherwise the refusal to be seen. */
  readonly expected: 'may' | 'row-status' | 'signer' | 'not-due' | 'action-not-submittable'
  readonly outcome: string
  readonly holds: boolean
}

/**
 * Runs every cell: each action in each status of its row, by those who may, by each other role in the place of each
 * signer, by whoever did the step that it checks, and by the clock.
 */
export function runMatrix(makeLedger: () => BenchLedger, program: Program): readonly Cell[] {
  return Object.values(program.actions).flatMap((action) => new ActionMatrix(makeLedger, program, action).cells())
}

class ActionMatrix {
  readonly #makeLedger: () => BenchLedger
  readonly #program: Program
  readonly #action: ActionProgram

  constructor(makeLedger: () => BenchLedger, program: Program, action: ActionProgram) {
    this.#makeLedger = makeLedger
    this.#program = program
    this.#action = action
  }

  cells(): Cell[] {
    const { on, from, dueOnly, signers, at } = this.#action
    const statuses = on === null ? [null] : this.#program.entities[on]!.statuses
    return statuses.flatMap((status) => {
      const isOpen = status === null || from.includes(status)
      const submitted =
        dueOnly || signers.length === 0
          ? [this.#cell(status, 'anybody', 'action-not-submittable', (ledger) => this.#submit(ledger, []))]
          : this.#signed(status, isOpen)
      return at === null ? submitted : [...submitted, this.#due(status!, isOpen)]
    })
  }

  #signed(status: string | null, isOpen: boolean): Cell[] {
    const demands = this.#demands()
    const cells = [
      this.#cell(status, 'declared', isOpen ? 'may' : 'row-status', (ledger) =>
        this.#submit(ledger, signersFor(ledger, demands)),
      ),
    ]
    for (const [slot, demand] of demands.entries()) {
      for (const stranger of this.#strangers(demand))
        cells.push(
          this.#cell(status, `${stranger.name} for ${demand.name}`, isOpen ? 'signer' : 'row-status', (ledger) =>
            this.#submit(ledger, signersFor(ledger, demands, slot, stranger.make(ledger))),
          ),
        )
      if (demand.mode === 'confirmation') cells.push(...this.#confirmation(status, isOpen, demands, slot, demand))
      if (demand.mode !== 'officer') continue
      cells.push(...this.#maker(status, isOpen, demands, slot, demand))
      cells.push(...this.#barred(status, isOpen, demands, demand))
      cells.push(...this.#otherPower(status, isOpen, demands, demand))
    }
    return cells
  }

  /** Everybody else of whom the affair knows, and two of whom it does not. */
  #strangers(demand: RequiredSigner): { name: string; make: (ledger: BenchLedger) => Actor }[] {
    const asked = demand.mode === 'confirmation' ? demand.of : demand.mode === 'officer' ? demand : null
    const roles = new Set<string>()
    for (const { signers } of Object.values(this.#program.actions))
      for (const rule of signers) if (rule.mode === 'officer') roles.add(rule.role)
    const officers = [...roles]
      .filter((role) => role !== asked?.role)
      .map((role) => ({ name: role, make: (ledger: BenchLedger) => ledger.officer(role) }))
      .filter(() => demand.mode !== 'organ')
    const others = [
      { name: 'revoked key', make: (ledger: BenchLedger) => ledger.revoked() },
      ...(demand.mode === 'person'
        ? []
        : [{ name: 'person', make: (ledger: BenchLedger) => ledger.person(samplePerson) }]),
      ...(asked !== null ? [{ name: 'organ', make: (ledger: BenchLedger) => ledger.organ() }] : []),
    ]
    const elsewhere = {
      organ: { scheme: 'x-bench', id: 'elsewhere' },
      division: { ...defaultDivision, code: '310101' },
    }
    if (asked !== null && (asked.of !== null || asked.within !== null))
      others.push({ name: `${asked.role} elsewhere`, make: (ledger) => ledger.officer(asked.role, elsewhere) })
    return [...officers, ...others]
  }

  /** By the first signer's other device, by another officer, and with the first signer's very key. */
  #confirmation(
    status: string | null,
    isOpen: boolean,
    demands: readonly RequiredSigner[],
    slot: number,
    { name, by, of }: Extract<RequiredSigner, { mode: 'confirmation' }>,
  ): Cell[] {
    const cell = (who: string, isRight: boolean, make: (ledger: BenchLedger) => Actor) =>
      this.#cell(status, `${who} for ${name}`, isOpen ? (isRight ? 'may' : 'signer') : 'row-status', (ledger) =>
        this.#submit(ledger, signersFor(ledger, demands, slot, make(ledger))),
      )
    return [
      cell('another device', by !== 'person', (ledger) => ledger.otherDevice(of)),
      cell('another officer', by !== 'device', (ledger) => ledger.fitting({ ...confirmedBy('person'), name, of })),
      cell('the same key', false, (ledger) => ledger.fitting(of)),
    ]
  }

  #maker(
    status: string | null,
    isOpen: boolean,
    demands: readonly RequiredSigner[],
    slot: number,
    demand: OfficerDemand,
  ): Cell[] {
    const rule = this.#action.signers[slot]
    if (rule?.mode !== 'officer') return []
    return rule.not.map((earlier) =>
      this.#cell(status, `whoever did ${earlier} for ${demand.name}`, isOpen ? 'signer' : 'row-status', (ledger) => {
        const key = [sampleId(programsOf(ledger), this.#program.affair, this.#action.on!), earlier]
        ledger.write(this.#program.affair, signedTable(this.#action.on!), key, [ledger.fittingOfficer(demand)])
        return this.#submit(ledger, signersFor(ledger, demands))
      }),
    )
  }

  /** Whoever has declared a conflict of interest in the very row. */
  #barred(status: string | null, isOpen: boolean, demands: readonly RequiredSigner[], demand: OfficerDemand): Cell[] {
    const { on } = this.#action
    if (on === null || this.#program.affair === organisationsAffair) return []
    return [
      this.#cell(status, `barred from it for ${demand.name}`, isOpen ? 'signer' : 'row-status', (ledger) => {
        const row = sampleId(programsOf(ledger), this.#program.affair, on)
        const signers = signersFor(ledger, demands)
        ledger.bar(ledger.fittingOfficer(demand), rowPath(this.#program.affair, on, row))
        return this.#submit(ledger, signers)
      }),
    ]
  }

  /** Whoever acted on the row under a power that is kept apart from this one. */
  #otherPower(
    status: string | null,
    isOpen: boolean,
    demands: readonly RequiredSigner[],
    demand: OfficerDemand,
  ): Cell[] {
    const { separation, affair } = this.#program
    const own = separation?.powers.find(({ actions }) => actions.includes(this.#action.name))
    if (separation === undefined || own === undefined || this.#action.on !== separation.of) return []
    const others = separation.powers.filter(({ name }) => name !== own.name)
    return others.map(({ name }) =>
      this.#cell(status, `whoever did ${name} for ${demand.name}`, isOpen ? 'signer' : 'row-status', (ledger) => {
        const key = [sampleId(programsOf(ledger), affair, separation.of), name]
        const signers = signersFor(ledger, demands)
        ledger.write(affair, separatedTable(separation.of), key, [[ledger.fittingOfficer(demand), null]])
        return this.#submit(ledger, signers)
      }),
    )
  }

  #due(status: string, isOpen: boolean): Cell {
    const { on, name, at } = this.#action
    const field = at?.op === 'field' ? at.name : ''
    return this.#cell(status, 'the clock', isOpen ? 'may' : 'not-due', (ledger) => {
      const id = this.#putOwn(ledger, status, { [field]: ledger.time })
      const item = { affair: this.#program.affair, action: name, key: id }
      const performed = performDue(ledger.registry, ledger.host, ledger.block, item, ledger.time)
      ledger.host.drop()
      return on === null ? { outcome: ['refused', 'not-due', null] } : performed
    })
  }

  #cell(status: string | null, by: string, expected: Cell['expected'], run: (ledger: BenchLedger) => Performed): Cell {
    const ledger = this.#world(status)
    const { outcome, fault } = run(ledger)
    const code = outcome[0] === 'ok' ? 'ok' : outcome[1]
    const shown = fault === undefined ? code : `${code}: ${fault.message}`
    return { action: this.#action.name, status, by, expected, outcome: shown, holds: holds(expected, code) }
  }

  /** A ledger with a sample row of everything, the action's own in the given status, others where it wants them. */
  #world(status: string | null): BenchLedger {
    const ledger = this.#makeLedger()
    const programs = programsOf(ledger)
    for (const { program } of ledger.affairs) {
      for (const parameter of program.params)
        ledger.setParameter(
          program.affair,
          parameter.name,
          sampleValue(programs, program.affair, parameter.kind, ledger.time),
        )
      for (const entity of Object.values(program.entities)) {
        const wanted = this.#wantedStatus(program.affair, entity.name) ?? entity.statuses[0]!
        const id = sampleId(programs, program.affair, entity.name)
        ledger.put(
          program.affair,
          entity.name,
          id,
          wanted,
          sampleFields(programs, program.affair, entity, wanted, ledger.time),
        )
      }
    }
    // Who may be a row's officer, where the bench has the officers.
    if (ledger.hasStandIn) ledger.holder(sampleId(programs, organisationsAffair, 'officer'))
    if (status !== null) this.#putOwn(ledger, status, {})
    return ledger
  }

  #wantedStatus(affair: string, entity: string): string | undefined {
    const clause = this.#action.with.find(
      ({ mode, row }) => mode === 'one' && row.affair === affair && row.entity === entity,
    )
    return clause?.mode === 'one' ? clause.from[0] : undefined
  }

  #putOwn(ledger: BenchLedger, status: string, given: { readonly [name: string]: Value }): Cbor {
    const programs = programsOf(ledger)
    const { affair, entities } = this.#program
    const entity = entities[this.#action.on!]!
    const id = sampleId(programs, affair, entity.name)
    ledger.put(affair, entity.name, id, status, sampleFields(programs, affair, entity, status, ledger.time, given))
    return id
  }

  #input(ledger: BenchLedger): { readonly [name: string]: Value } {
    const programs = programsOf(ledger)
    const [signer] = this.#action.signers
    const brought = signer?.mode === 'person' ? signer.brings : undefined
    return Object.fromEntries(
      this.#action.input.map(({ name, kind }) => [
        name,
        name === brought ? sampleKeyPoint : sampleValue(programs, this.#program.affair, kind, ledger.time),
      ]),
    )
  }

  #submit(ledger: BenchLedger, signers: readonly Actor[]): Performed {
    return ledger.submit(this.#program.affair, this.#action.name, this.#input(ledger), signers)
  }

  /** Whom the action asks for, seen from a status in which it is open. */
  #demands(): readonly RequiredSigner[] {
    const ledger = this.#world(this.#action.from[0] ?? null)
    const demands = ledger.demands(this.#program.affair, this.#action.name, this.#input(ledger))
    // Roles from the declaration under test, so that a run time with other rules is caught.
    return this.#action.signers.map((rule, at): RequiredSigner => {
      const demand = demands[at]!
      if (rule.mode === 'confirmation' && demand.mode === 'confirmation')
        return { ...demand, of: { ...demand.of, role: rule.confirms.role } }
      return rule.mode === 'officer' && demand.mode === 'officer' ? { ...demand, role: rule.role } : demand
    })
  }
}

function confirmedBy(by: 'device' | 'person') {
  return { mode: 'confirmation', atLeast: 1, by } as const
}

/** Fitting signers, but for one slot that another takes. */
function signersFor(
  ledger: BenchLedger,
  demands: readonly RequiredSigner[],
  slot?: number,
  other?: Actor,
): readonly Actor[] {
  return demands.flatMap((demand, at) =>
    Array.from({ length: demand.atLeast }, (_, number) =>
      at === slot && number === 0 && other !== undefined ? other : ledger.fitting(demand, number),
    ),
  )
}

function holds(expected: Cell['expected'], code: string): boolean {
  if (expected === 'signer') return code.startsWith('signer-')
  if (expected !== 'may') return code === expected
  const doors = ['row-status', 'row-missing', 'not-due', 'action-not-submittable', 'input', 'internal']
  return !doors.includes(code) && !code.startsWith('signer-')
}

function programsOf(ledger: BenchLedger): Programs {
  const all = [ledger.installed(organisationsAffair), ...ledger.affairs]
  return Object.fromEntries(all.map(({ program }) => [program.affair, program]))
}
