import {
  evaluate,
  foreseenRefusals,
  type Json,
  KitError,
  type Program,
  type RowState,
  type Scope,
  type Value,
  valueToJson,
} from '@gongshi/affair-kit'
import { procurement } from '@gongshi/affairs'
import type { Organ, WayAct, WayState, WayStep, WayStepName } from '@gongshi/portal'
import { encodeCbor } from '@gongshi/protocol'
import { rowKeyText } from '../../../http/rowKey.ts'
import type { ViewRow } from '../../../projections/question.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { actRefusalWords } from '../../ruleWords.ts'
import { affair, type InForce, keyOf, type Standing, scopeOf, timeOf } from './tender.ts'

type Action = keyof typeof procurement.actions & string
type OrganId = { readonly scheme: string; readonly id: string }

/** What the steps of one procedure follow from. */
export type WayFacts = {
  readonly procedure: Standing
  readonly program: Program
  readonly params: ReadonlyMap<string, InForce>
  readonly offices: Officer['offices']
  readonly now: number
  readonly named: (organ: OrganId) => Organ
  /** Rows that belong to the procedure; lots and awards with their tallies. */
  readonly lots: readonly Standing[]
  /** The desk that lets bidders in; undefined before it is named. */
  readonly issuer: RowState | undefined
  readonly awards: readonly Standing[]
  readonly bids: readonly Standing[]
  readonly offers: readonly ViewRow[]
  readonly results: readonly ViewRow[]
  readonly trustees: readonly ViewRow[]
  readonly enquiries: readonly ViewRow[]
  /** The words of those without answer, by key, where they are to be shown. */
  readonly questions: ReadonlyMap<string, string>
}

/**
 * Where a procedure stands on its ordered way, what comes next and whose turn it is: from the declaration alone. Whether an act
 * would be refused is asked of the very tests that will judge it; what takes somebody's words is left to the form.
 */
export class Way {
  readonly #facts: WayFacts
  readonly #scope: Scope

  constructor(facts: WayFacts) {
    const { procedure, params, now } = facts
    this.#facts = facts
    const param = Object.fromEntries([...params].map(([name, { value }]) => [name, value]))
    this.#scope = { procedure: scopeOf(procedure), param, now }
  }

  get steps(): readonly WayStep[] {
    return [
      this.#step('plan', 'done', []),
      this.#preparing('lots', 'lotless', 'addLot', this.#tally('lots'), null),
      this.#preparing('criteria', 'unweighted', 'addCriterion', this.#tally('weights'), 10_000),
      this.#own('convene', 'convene'),
      this.#enrolling(),
      this.#keying(),
      this.#preparing('experts', 'unmanned', 'nominate', this.#tally('candidates'), 2 * this.#experts),
      this.#entrusting(),
      this.#own('publish', 'publish'),
      this.#answering(),
      this.#opening(),
      this.#own('draw', 'draw'),
      this.#examining(),
      this.#scoring(),
      this.#assessing(),
      this.#proposing(),
      this.#contracting(),
      this.#own('complete', 'complete'),
    ]
  }

  /** What ends the procedure before its time, where it still can be. */
  get ends(): readonly WayAct[] {
    return (['cancel', 'cancelOpened'] as const)
      .filter((action) => this.#isFrom(action))
      .map((action) => this.#act(action, this.#key))
  }

  /** The refusals that an action would be given now by what is known, in the affair's words. */
  reasons(action: Action, more: Scope = {}): WayStep['reasons'] {
    const rules = foreseenRefusals(this.#facts.program.actions[action]!, { ...this.#scope, ...more })
    return rules.flatMap(({ code, holds }) =>
      holds === false ? [{ code, ...actRefusalWords(affair, action, code) }] : [],
    )
  }

  act(
    action: Action,
    key: string | null,
    input: WayAct['input'] = null,
    label: string | null = null,
    scope: Scope = {},
  ): WayAct {
    return this.#act(action, key, input, label, scope)
  }

  get #status(): string {
    return this.#facts.procedure.state.status
  }

  get #key(): string {
    return this.#facts.procedure.key
  }

  get #experts(): number {
    return Number(this.#facts.procedure.state.fields.experts)
  }

  #tally(name: string): number {
    return Number(this.#facts.procedure.state.tallies[name] ?? 0)
  }

  #time(field: string): number | null {
    return timeOf(this.#facts.procedure.state.fields[field])
  }

  #isFrom(action: Action): boolean {
    return (this.#facts.program.actions[action]!.from as readonly string[]).includes(this.#status)
  }

  /** By the order of statuses: `later`, its turn (null), or `done`; `off` once the procedure is cancelled. */
  #turn(...from: readonly string[]): 'done' | 'later' | 'off' | null {
    const order = procurement.entities.procedure!.status
    const at = order.indexOf(this.#status)
    if (this.#status === 'cancelled') return 'off'
    if (from.includes(this.#status)) return null
    return at > Math.max(...from.map((status) => order.indexOf(status))) ? 'done' : 'later'
  }

  #step(step: WayStepName, state: WayState, acts: readonly WayAct[], more: Partial<WayStep> = {}): WayStep {
    const first = acts[0]?.action as Action | undefined
    const who = first === undefined || more.who !== undefined ? [] : this.#signers(first)
    return { step, state, acts, who, reasons: [], others: [], until: null, count: null, ...more }
  }

  /** A step that is one act on the procedure itself. */
  #own(step: WayStepName, action: Action, more: Partial<WayStep> = {}): WayStep {
    const turn = this.#turn(...this.#facts.program.actions[action]!.from)
    if (turn !== null)
      return this.#step(step, turn, [], { who: turn === 'later' ? this.#signers(action) : [], ...more })
    const reasons = this.reasons(action)
    const [state, acts]: [WayState, WayAct[]] =
      reasons.length > 0 ? ['waiting', []] : ['todo', [this.#act(action, this.#key)]]
    return this.#step(step, state, acts, { reasons, who: this.#signers(action), ...more })
  }

  /** What is prepared before the notice: done when the notice would not be refused for the lack of it. */
  #preparing(step: WayStepName, lack: string, action: Action, done: number, of: number | null): WayStep {
    const turn = this.#turn('planned', 'convened', 'keying', 'keyed')
    const count = { done, of }
    if (turn !== null) return this.#step(step, turn, [], { count })
    const isLacking = this.reasons('publish').some(({ code }) => code === lack)
    const procedure = valueToJson({ kind: 'ref', entity: 'procedure' }, this.#facts.procedure.id as never)
    const number = { addLot: { number: this.#tally('lots') + 1 } }[action as string]
    const act = this.#act(action, null, { procedure, ...number })
    return this.#step(step, isLacking ? 'todo' : 'done', [act], { count })
  }

  /** The desk is named by the agent and publishes its key itself. */
  #entrusting(): WayStep {
    const { issuer, procedure } = this.#facts
    const step = this.#preparing('desk', 'deskless', 'entrust', this.#tally('issuing'), null)
    if (issuer === undefined || step.acts.length === 0) return { ...step, count: null }
    const issue = this.#act('issue', rowKeyText(encodeCbor([procedure.id])), null, null, { issuer: issuer.fields })
    const isNamed = issuer.status === 'named'
    const others = isNamed ? [this.#facts.named(issuer.fields.desk as OrganId)] : []
    return { ...step, state: isNamed ? 'waiting' : step.state, acts: isNamed ? [issue] : [], others, count: null }
  }

  #enrolling(): WayStep {
    const named = this.#facts.trustees.filter(({ status }) => status === 'named')
    const drops = named.map((row) => this.#act('drop', keyOf(row), null, this.#nameOf(row.fields.organ)))
    const step = this.#own('begin', 'begin', {
      others: named.map(({ fields }) => this.#organ(fields.organ)),
      count: { done: this.#tally('enrolled'), of: this.#tally('enrolled') + named.length },
    })
    return { ...step, acts: [...step.acts, ...(this.#isFrom('begin') ? drops : [])] }
  }

  #keying(): WayStep {
    const slow = this.#facts.trustees.filter(({ status }) => status === 'enrolled' || status === 'contributed')
    return this.#own('makeKey', 'makeKey', {
      others: this.#isFrom('makeKey') ? slow.map(({ fields }) => this.#organ(fields.organ)) : [],
      until: this.#isFrom('makeKey') ? this.#time('disputeUntil') : null,
      count: { done: this.#tally('accepted'), of: this.#tally('enrolled') },
    })
  }

  #answering(): WayStep {
    const turn = this.#turn('tendering')
    const open = this.#facts.enquiries.filter(({ status }) => status === 'asked')
    const count = { done: this.#facts.enquiries.length - open.length, of: this.#facts.enquiries.length }
    if (turn !== null) return this.#step('answers', turn, [], { count })
    const { questions } = this.#facts
    const acts = open.map((row, at) => this.#act('answer', keyOf(row), null, questions.get(keyOf(row)) ?? `${at + 1}`))
    const amend = this.#act('amend', this.#key)
    return this.#step('answers', open.length > 0 ? 'todo' : 'waiting', [...acts, amend], {
      count,
      until: this.#time('bidUntil'),
      who: this.#signers('answer'),
    })
  }

  #opening(): WayStep {
    const isOpening = this.#isFrom('finishOpening')
    const holders = this.#facts.trustees.filter(({ status }) => status === 'accepted')
    const isWaiting = isOpening && this.#tally('bids') > 0
    const step = this.#own('finishOpening', 'finishOpening', {
      others: isWaiting ? holders.map(({ fields }) => this.#organ(fields.organ)) : [],
      until: isWaiting ? this.#time('openBy') : null,
    })
    // A bid that nobody may open any more is said to be out by the agent.
    const lapsed = this.#facts.bids.filter(
      (bid) => bid.state.status === 'sealed' && this.reasons('lapse', { bid: scopeOf(bid) }).length === 0,
    )
    return { ...step, acts: [...step.acts, ...lapsed.map(({ key }, at) => this.#act('lapse', key, null, `${at + 1}`))] }
  }

  #examining(): WayStep {
    const turn = this.#turn('assessing')
    const pending = this.#facts.offers.filter(({ status }) => status === 'offered')
    const count = { done: this.#facts.offers.length - pending.length, of: this.#facts.offers.length }
    const who = this.#signers('qualify')
    if (turn !== null) return this.#step('qualify', turn, [], { count })
    return this.#step('qualify', pending.length > 0 ? 'todo' : 'done', [], { count, who })
  }

  #scoring(): WayStep {
    const turn = this.#turn('assessing')
    const open = this.#facts.lots.filter(({ state }) => state.status === 'open')
    if (turn !== null) return this.#step('scores', turn, [])
    const sum = (name: string) => open.reduce((total, { state }) => total + Number(state.tallies[name]), 0)
    if (open.length === 0) return this.#step('scores', 'done', [])
    const count = { done: sum('revealed'), of: open.length * this.#experts }
    const who = [{ role: 'expert', organ: null }]
    return this.#step('scores', count.done >= count.of ? 'done' : 'waiting', [], { count, who })
  }

  #assessing(): WayStep {
    const turn = this.#turn('assessing')
    if (turn !== null) return this.#step('assess', turn, [])
    const open = this.#facts.lots.filter(({ state }) => state.status === 'open')
    if (open.length === 0) return this.#step('assess', 'done', [])
    const judged = open.map((lot) => ({ lot, scope: { lot: scopeOf(lot) } }))
    const may = (action: Action) =>
      judged
        .filter(({ scope }) => this.reasons(action, scope).length === 0)
        .map(({ lot }) => this.#act(action, lot.key, null, labelOf(lot)))
    const acts = [...may('assess'), ...may('failLot')]
    const reasons = acts.length > 0 ? [] : this.reasons('assess', judged[0]!.scope)
    return this.#step('assess', acts.length > 0 ? 'todo' : 'waiting', acts, { reasons, who: this.#signers('assess') })
  }

  #proposing(): WayStep {
    const turn = this.#turn('assessing')
    if (turn !== null) return this.#step('propose', turn, [])
    const open = this.#facts.lots.filter(({ state }) => state.status === 'assessed')
    const left = this.#facts.lots.some(({ state }) => state.status === 'open')
    const acts = open.map((lot) => {
      const first = this.#facts.results.find(({ fields }) => isOfLot(fields.lot, lot) && fields.rank === 1)
      return this.#act('propose', null, { lot: refJson(lot), ...(first && { bid: first.fields.bid! }) }, labelOf(lot))
    })
    return this.#step('propose', acts.length > 0 ? 'todo' : left ? 'later' : 'done', acts, {
      who: this.#signers('propose'),
    })
  }

  #contracting(): WayStep {
    const turn = this.#turn('assessing')
    if (turn !== null) return this.#step('contract', turn, [])
    const standing = this.#facts.awards.filter(({ state }) => state.status === 'standing')
    const proposed = this.#facts.awards.filter(({ state }) => state.status === 'proposed')
    const acts = [
      ...standing.map((award) =>
        this.#act('sign', award.key, null, this.#nameOf(award.row.fields.supplier), { award: scopeOf(award) }),
      ),
      ...[...standing, ...proposed].map((award) =>
        this.#act('revoke', award.key, null, this.#nameOf(award.row.fields.supplier), { award: scopeOf(award) }),
      ),
    ]
    const times = [...standing, ...proposed].flatMap(
      ({ state: { fields } }) => timeOf(fields.standsAt ?? fields.signBy) ?? [],
    )
    const until = times.length === 0 ? null : Math.min(...times)
    const others = standing.map(({ row }) => this.#organ(row.fields.supplier))
    const isSettled = this.#facts.lots.every(({ state }) => ['signed', 'failed'].includes(state.status))
    const state = standing.length > 0 ? 'todo' : proposed.length > 0 ? 'waiting' : isSettled ? 'done' : 'later'
    return this.#step('contract', state, acts, { until, others, who: this.#signers('sign') })
  }

  #act(
    action: string,
    key: string | null,
    input: WayAct['input'] = null,
    label: string | null = null,
    scope: Scope = {},
  ): WayAct {
    const rules = this.#officerRules(action, scope)
    const isMine = rules.some(({ role, organ }) =>
      this.#facts.offices.some(
        (office) => office.roles.includes(role) && (organ === null || isSame(office.organ, organ)),
      ),
    )
    return { action, key, input, label, isMine }
  }

  #signers(action: string): WayStep['who'] {
    return this.#officerRules(action, {}).map(({ role, organ }) => ({
      role,
      organ: organ === null ? null : this.#facts.named(organ),
    }))
  }

  /** The offices that an action asks for; the organ that `of` names, where a known row says it. */
  #officerRules(action: string, more: Scope): readonly { readonly role: string; readonly organ: OrganId | null }[] {
    return this.#facts.program.actions[action]!.signers.flatMap((rule) => {
      if (rule.mode !== 'officer') return []
      const organ = rule.of === null ? null : known(() => evaluate(rule.of!, { ...this.#scope, ...more }, free))
      return [{ role: rule.role, organ: organ as OrganId | null }]
    })
  }

  #organ(id: Json | undefined): Organ {
    return this.#facts.named(id as unknown as OrganId)
  }

  #nameOf(id: Json | undefined): string {
    return (id as unknown as OrganId).id
  }
}

/** A path in a row is no work to count. */
const free = { step: () => {} }

/** Null where a row is not known yet. */
function known(read: () => Value): Value {
  try {
    return read()
  } catch (error) {
    if (error instanceof KitError) return null
    throw error
  }
}

function labelOf({ state }: Standing): string {
  return String(state.fields.number)
}

function refJson({ id }: Standing): Json {
  return valueToJson({ kind: 'ref', entity: 'lot' }, id as never)
}

function isOfLot(lot: Json | undefined, { state }: Standing): boolean {
  return Array.isArray(lot) && BigInt(lot[1] as number) === state.fields.number
}

function isSame(one: OrganId | null, other: OrganId): boolean {
  return one?.scheme === other.scheme && one.id === other.id
}
