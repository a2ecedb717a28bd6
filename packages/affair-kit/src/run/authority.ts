import { type Cbor, equalBytes } from '@gongshi/protocol'
import type { Ast } from '../cel/ast.ts'
import { equal } from '../cel/equal.ts'
import { evaluate } from '../cel/evaluate.ts'
import type { Division, Organ, Scope, Value } from '../cel/value.ts'
import { divisionContains } from '../kinds/divisions.ts'
import type { ActionProgram, OfficerProgram, SignerProgram } from '../program.ts'
import { findBroughtKey } from './broughtKey.ts'
import { isBarred } from './conflicts.ts'
import { actorName, type Holder, holderOf, personWith } from './holders.ts'
import { placeTerm } from './jurisdiction.ts'
import { type Acted, actedOtherwise, type Reach, separationOf, signersBefore } from './makers.ts'
import { type Office, sameOrgan } from './offices.ts'
import { type KitRefusal, refuse } from './refusal.ts'
import type { Session } from './session.ts'
import { responsibleOrgan } from './succession.ts'
import { dayBegins, holdsAt } from './terms.ts'

/** Someone who fits a rule, and the office by which: null for a person, or an officer by number. */
export type Fitting = { readonly holder: Holder; readonly office: Office | null }

/** Who has to sign under one name, as the state stands: a portal explains a button by it, a client finds its signers. */
export type RequiredSigner = { readonly name: string; readonly atLeast: number } & (
  | {
      readonly mode: 'officer'
      readonly role: string
      /** The organ that answers today; `named` is the one that stands in the row, where that is another. */
      readonly of: Organ | null
      readonly named: Organ | null
      readonly within: Division | null
      /** Officers who may not: they signed an action that this one checks. */
      readonly makers: readonly Cbor[]
      /** Who acted on the same row under another power, from which this one is kept apart. */
      readonly others: readonly Acted[]
      readonly apart: 'officer' | 'organ'
    }
  | { readonly mode: 'holder'; readonly officer: Cbor }
  /** `brought`: the id of the key that the act itself brings, since nobody has registered it; null: a key that is none. */
  | { readonly mode: 'person'; readonly subject: Uint8Array; readonly brought?: Uint8Array | null }
  | { readonly mode: 'organ'; readonly organ: Organ; readonly named: Organ | null }
  /** Of whoever signs under the name of `of`: with another key, by another officer, or (null) either. */
  | { readonly mode: 'confirmation'; readonly of: OfficerDemand; readonly by: 'device' | 'person' | null }
)
export type OfficerDemand = Extract<RequiredSigner, { mode: 'officer' }>

export type NamedSigners = {
  /** `signer.<name>` for expressions: the first who signed under that name. */
  readonly scope: { readonly [name: string]: Value }
  /** Who acted, for the rules that keep people apart. */
  readonly acted: readonly Acted[]
}

/** What an action is judged by: what it is, and the rows that it has at hand. */
export type Case = { readonly action: ActionProgram; readonly reach: Reach; readonly scope: Scope }

/**
 * Judges the signers of a transaction: the named signers in the order of the declaration, each with as many keys as its
 * threshold, nobody beyond them. No officer counts twice: not under one name, and not under two.
 */
export function judgeSigners(session: Session, judged: Case): NamedSigners {
  const wanted = judged.action.signers.reduce((sum, { atLeast }) => sum + atLeast, 0)
  if (session.keys.length !== wanted) return refuse('signer-count', [wanted])
  let next = 0
  return collect(session, judged, (rule, judge) => {
    const keys = session.keys.slice(next, next + rule.atLeast)
    next += rule.atLeast
    return keys.map((key) => {
      const holder = holderOf(session, key) ?? newcomerOf(session, judged, rule, key)
      const verdict = holder === undefined ? 'signer-key' : judge(holder)
      return typeof verdict === 'string' ? refuse(verdict, [rule.name]) : verdict
    })
  })
}

/** Whoever signs with the key that the act itself brings. */
function newcomerOf(session: Session, judged: Case, rule: SignerProgram, key: Uint8Array): Holder | undefined {
  if (rule.mode !== 'person' || rule.brings === undefined) return undefined
  const demand = signerDemand(session, judged, rule)
  const isBrought = demand.mode === 'person' && demand.brought != null && equalBytes(demand.brought, key)
  return isBrought ? personWith(key, demand.subject) : undefined
}

/** A called action's signers are those of the transaction who fit: a call lends no power that nobody signed for. */
export function findSigners(session: Session, judged: Case): NamedSigners {
  const taken = new Set<string>()
  return collect(session, judged, (rule, judge) => {
    const holders = session.keys.map((key) => holderOf(session, key)).filter((holder) => holder !== undefined)
    const fitting = holders.map(judge).filter((verdict) => typeof verdict !== 'string')
    const free = distinct(fitting)
      .filter(({ holder }) => holder.officer === null || rule.mode === 'confirmation' || !taken.has(holder.name))
      .slice(0, rule.atLeast)
    for (const { holder } of free) taken.add(holder.name)
    return free.length >= rule.atLeast ? free : refuse('signer-missing', [rule.name])
  })
}

type Judge = (holder: Holder) => Fitting | KitRefusal

function collect(
  session: Session,
  judged: Case,
  choose: (rule: SignerProgram, judge: Judge) => readonly Fitting[],
): NamedSigners {
  const signer: { [name: string]: Value } = {}
  const acted: Acted[] = []
  const officers: string[] = []
  const first = new Map<string, Fitting>()
  for (const rule of judged.action.signers) {
    const demand = signerDemand(session, judged, rule)
    const confirmed = rule.mode === 'confirmation' ? first.get(rule.confirms.name)! : null
    const holders = choose(rule, (holder) => {
      const verdict = fit(session, judged.reach, holder, demand)
      if (typeof verdict === 'string' || confirmed === null) return verdict
      return confirms(demand, verdict.holder, confirmed.holder) ? verdict : 'signer-confirmation'
    })
    first.set(rule.name, holders[0]!)
    if (distinct(holders).length !== holders.length) refuse('signer-repeated', [rule.name])
    for (const { holder, office } of holders) {
      acted.push({ actor: holder.actor, organ: office?.organ ?? null })
      if (holder.officer === null || holder.name === confirmed?.holder.name) continue
      if (officers.includes(holder.name)) refuse('signer-repeated', [rule.name])
      officers.push(holder.name)
    }
    signer[rule.name] = signerScope(rule, holders[0]!)
  }
  return { scope: signer, acted }
}

/** Another key than the first signer's; whose it is, the rule may say. */
function confirms(demand: RequiredSigner, holder: Holder, first: Holder): boolean {
  if (demand.mode !== 'confirmation' || equalBytes(holder.key, first.key)) return false
  return demand.by === null || (demand.by === 'device') === (holder.name === first.name)
}

/** Whether somebody fits a demand, and by which office; otherwise the refusal. */
export function fit(session: Session, reach: Reach, holder: Holder, demand: RequiredSigner): Fitting | KitRefusal {
  const { meter, block } = session
  switch (demand.mode) {
    case 'person':
      // A key that is brought is nobody's yet: whoever holds it already does not come anew.
      if (demand.brought !== undefined && holderOf(session, holder.key) !== undefined) return 'signer-key'
      return holder.subject !== null && equal(holder.subject, demand.subject, meter)
        ? { holder, office: null }
        : 'signer-person'
    case 'holder':
      return holder.officer !== null && holder.name === actorName(demand.officer)
        ? { holder, office: null }
        : 'signer-holder'
    case 'organ': {
      const office = holder.offices.find(
        ({ organ, term }) => organ !== null && holdsAt(term, block.time) && sameOrgan(organ, demand.organ),
      )
      return office === undefined ? 'signer-organ' : { holder, office }
    }
    case 'officer':
      return byOffice(session, reach, holder, demand)
    case 'confirmation':
      return byOffice(session, reach, holder, demand.of)
  }
}

type OfficerRefusal = Extract<
  KitRefusal,
  | 'signer-role'
  | 'signer-organ'
  | 'signer-division'
  | 'signer-scope'
  | 'signer-term'
  | 'signer-maker'
  | 'signer-separation'
  | 'signer-conflict'
>
type Test = (session: Session, office: Office, demand: OfficerDemand, holder: Holder, reach: Reach) => boolean

/**
 * The rules by which an office lets its holder sign, in the order in which they are asked. An officer none of whose
 * offices fits is told how near the nearest of them comes.
 */
export const officerTests: readonly { readonly code: OfficerRefusal; readonly passes: Test }[] = [
  { code: 'signer-role', passes: (_session, { roles }, { role }) => roles.includes(role) },
  {
    code: 'signer-organ',
    passes: (_session, { organ }, { of }) => of === null || (organ !== null && sameOrgan(organ, of)),
  },
  { code: 'signer-division', passes: (session, office, { within }) => reaches(session, office, within) },
  { code: 'signer-scope', passes: isInScope },
  { code: 'signer-term', passes: ({ block }, { term }) => holdsAt(term, block.time) },
  {
    code: 'signer-maker',
    passes: (_session, { lenders }, { makers }, { name }) => {
      if (makers.length === 0) return true
      const hands = new Set([name, ...lenders.map(actorName)])
      return !makers.some((maker) => hands.has(actorName(maker)))
    },
  },
  { code: 'signer-separation', passes: isApart },
  { code: 'signer-conflict', passes: (session, _office, _demand, holder, reach) => !isBarred(session, holder, reach) },
]

function byOffice(session: Session, reach: Reach, holder: Holder, demand: OfficerDemand): Fitting | KitRefusal {
  let nearest = 0
  for (const office of holder.offices) {
    let passed = 0
    while (passed < officerTests.length && officerTests[passed]!.passes(session, office, demand, holder, reach))
      passed++
    if (passed === officerTests.length) return { holder, office }
    nearest = Math.max(nearest, passed)
  }
  return officerTests[nearest]!.code
}

/** An office reaches a place if its own place, on the date of the other, contained it. */
function reaches({ calendar }: Session, of: Pick<Office, 'division' | 'place'>, inner: Division | null): boolean {
  if (inner === null) return true
  if (of.division === null || !divisionContains(of.division, inner)) return false
  if (of.place === undefined) return true
  return of.place !== null && holdsAt(of.place, dayBegins(inner.date, calendar.offsetMs))
}

/** An acting or lent power that is narrowed to a place is of no use where the rule asks for none. */
function isInScope(session: Session, { scopes }: Office, { within }: OfficerDemand): boolean {
  if (scopes.length === 0) return true
  const { installed, action: running } = session.running.at(-1)!
  return scopes.every(
    (scope) =>
      (scope.affair === null || scope.affair === installed.program.affair) &&
      (scope.action === null || scope.action === running) &&
      (scope.division === null || (within !== null && reaches(session, scope, within))),
  )
}

/** Whoever acted on the row under another power, lent a hand to it, or (where organs are kept apart) is of its organ. */
function isApart(
  _session: Session,
  { organ, lenders }: Office,
  { others, apart }: OfficerDemand,
  { name }: Holder,
): boolean {
  if (others.length === 0) return true
  const hands = new Set([name, ...lenders.map(actorName)])
  return !others.some(
    (other) =>
      hands.has(actorName(other.actor)) ||
      (apart === 'organ' && organ !== null && other.organ !== null && sameOrgan(organ, other.organ)),
  )
}

/** What a rule asks for, its expressions evaluated. @throws {Refused} signer-place: the code names none on its date */
export function signerDemand(session: Session, judged: Case, rule: SignerProgram): RequiredSigner {
  const value = evaluator(session, judged)
  const { name, atLeast } = rule
  switch (rule.mode) {
    case 'person': {
      const subject = value(rule.subject) as Uint8Array
      if (rule.brings === undefined) return { mode: 'person', name, atLeast, subject }
      const brought = findBroughtKey(judged.action, judged.scope.input as Scope)?.id ?? null
      return { mode: 'person', name, atLeast, subject, brought }
    }
    case 'holder':
      return { mode: 'holder', name, atLeast, officer: value(rule.officer) as Cbor }
    case 'organ':
      return { mode: 'organ', name, atLeast, ...answering(session, rule, value(rule.organ) as Organ) }
    case 'confirmation':
      return { mode: 'confirmation', name, atLeast, by: rule.by, of: officerDemand(session, judged, rule.confirms) }
    case 'officer':
      return officerDemand(session, judged, rule)
  }
}

function officerDemand(session: Session, judged: Case, rule: OfficerProgram): OfficerDemand {
  const { action, reach } = judged
  const { name, atLeast, role } = rule
  const value = evaluator(session, judged)
  const within = rule.within && (value(rule.within) as Division)
  if (within !== null && placeTerm(session, within) === null) refuse('signer-place', [name])
  const { organ: of, named } = rule.of
    ? answering(session, rule, value(rule.of) as Organ)
    : { organ: null, named: null }
  const own = reach.own?.id ?? null
  const makers = rule.not.length === 0 || own === null ? [] : signersBefore(session, action, own, rule.not)
  const separated = separationOf(session.running.at(-1)!.installed.program, action, reach)
  const others = separated === null ? [] : actedOtherwise(session, separated)
  const apart = separated?.rule.apart ?? 'officer'
  return { mode: 'officer', name, atLeast, role, of, named, within, makers, others, apart }
}

function evaluator({ meter, calendar }: Session, { scope }: Case) {
  return (ast: Ast) => evaluate(ast, scope, meter, calendar)
}

function answering(
  session: Session,
  { name }: SignerProgram,
  named: Organ,
): { readonly organ: Organ; readonly named: Organ | null } {
  const { affair } = session.running.at(-1)!.installed.program
  const organ = responsibleOrgan(session, named, affair) ?? refuse('signer-succession', [name])
  return { organ, named: sameOrgan(organ, named) ? null : named }
}

export function signerScope(rule: SignerProgram, { holder: { key, subject, officer }, office }: Fitting): Value {
  const organ = office?.organ ?? null
  switch (rule.mode) {
    case 'person':
      return { subject, key }
    case 'holder':
      return { officer: officer as Value, key }
    case 'organ':
      return { organ, key }
    case 'officer':
    case 'confirmation':
      return { officer: officer as Value, organ, division: office?.division ?? null, key }
  }
}

function distinct(fitting: readonly Fitting[]): readonly Fitting[] {
  if (fitting.length < 2) return fitting
  return fitting.filter((one, at) => fitting.findIndex(({ holder }) => holder.name === one.holder.name) === at)
}
