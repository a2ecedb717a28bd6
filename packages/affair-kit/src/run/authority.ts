import { type Cbor, encodeCbor, equalBytes } from '@gongshi/protocol'
import type { Ast } from '../cel/ast.ts'
import { equal } from '../cel/equal.ts'
import { evaluate } from '../cel/evaluate.ts'
import type { Division, Organ, Scope, Value } from '../cel/value.ts'
import type { ActionProgram, SignerProgram } from '../program.ts'
import type { Installed } from './host.ts'
import { divisionContains } from './jurisdiction.ts'
import { type Office, officesOf, organLives, organOf, rowOf } from './offices.ts'
import { type KitRefusal, refuse } from './refusal.ts'
import { type RowState, signedTable } from './row.ts'
import type { Session } from './session.ts'

/** The affair in which organs, officers and keys stand; and the one in which persons' keys stand. */
export const organisationsAffair = 'organisations'
export const identityAffair = 'identity'

/** Who holds a key, as the state says at this block. `actor` is who acted: the officer, or else the key itself. */
type Holder = {
  readonly key: Uint8Array
  readonly actor: Cbor
  readonly subject: Uint8Array | null
  /** An organ's own key stands for an office without roles. Nobody's: a person's. */
  readonly offices: readonly Office[]
}

/** Someone who fits a rule, and the office by which: null for a person. */
type Fitting = Holder & { readonly office: Office | null }

/** Who has to sign under one name, as the state stands: a portal explains a button by it, a client finds its signers. */
export type RequiredSigner = { readonly name: string; readonly atLeast: number } & (
  | {
      readonly mode: 'officer'
      readonly role: string
      readonly of: Organ | null
      readonly within: Division | null
      /** Officers who may not: they signed the action that this one checks. */
      readonly makers: readonly Cbor[]
    }
  | { readonly mode: 'person'; readonly subject: Uint8Array }
  | { readonly mode: 'organ'; readonly organ: Organ }
)

export type NamedSigners = {
  /** `signer.<name>` for expressions: the first who signed under that name. */
  readonly scope: { readonly [name: string]: Value }
  /** Who acted, for the rules that maker is not checker. */
  readonly actors: readonly Cbor[]
}

/**
 * Judges the signers of a transaction: the named signers in the order of the declaration, each with as many keys as its
 * threshold, no key or officer twice under one name, nobody beyond them.
 */
export function judgeSigners(session: Session, action: ActionProgram, rowId: Cbor | null, scope: Scope): NamedSigners {
  const wanted = action.signers.reduce((sum, { atLeast }) => sum + atLeast, 0)
  if (session.keys.length !== wanted) return refuse('signer-count', [wanted])
  let next = 0
  return collect(session, action, (rule, judge) => {
    const holders = session.keys.slice(next, next + rule.atLeast).map((key) => holderOf(session, key))
    next += rule.atLeast
    return holders.map((holder) => {
      const judged = holder === undefined ? 'signer-key' : judge(holder)
      return typeof judged === 'string' ? refuse(judged, [rule.name]) : judged
    })
  })(rowId, scope)
}

/** A called action's signers are those of the transaction who fit: a call lends no power that nobody signed for. */
export function findSigners(session: Session, action: ActionProgram, rowId: Cbor | null, scope: Scope): NamedSigners {
  return collect(session, action, (rule, judge) => {
    const holders = session.keys.map((key) => holderOf(session, key)).filter((holder) => holder !== undefined)
    const fitting = distinct(holders.map(judge).filter((judged) => typeof judged !== 'string'))
    return fitting.length >= rule.atLeast ? fitting : refuse('signer-missing', [rule.name])
  })(rowId, scope)
}

type Judge = (holder: Holder) => Fitting | KitRefusal

function collect(
  session: Session,
  action: ActionProgram,
  choose: (rule: SignerProgram, judge: Judge) => readonly Fitting[],
): (rowId: Cbor | null, scope: Scope) => NamedSigners {
  return (rowId, scope) => {
    const signer: { [name: string]: Value } = {}
    const actors: Cbor[] = []
    for (const rule of action.signers) {
      const holders = choose(rule, judgeOf(session, action, rule, rowId, scope))
      if (distinct(holders).length !== holders.length) refuse('signer-repeated', [rule.name])
      signer[rule.name] = signerScope(rule, holders[0]!)
      actors.push(...holders.map(({ actor }) => actor))
    }
    return { scope: signer, actors }
  }
}

function judgeOf(
  session: Session,
  action: ActionProgram,
  rule: SignerProgram,
  rowId: Cbor | null,
  scope: Scope,
): Judge {
  const demand = signerDemand(session, action, rule, rowId, scope)
  const { meter } = session
  switch (demand.mode) {
    case 'person':
      return (holder) =>
        holder.subject !== null && equal(holder.subject, demand.subject, meter)
          ? { ...holder, office: null }
          : 'signer-person'
    case 'organ':
      return (holder) => {
        const office = holder.offices.find(
          ({ organ, holds }) => holds && organ !== null && equal(organ, demand.organ, meter),
        )
        return office === undefined ? 'signer-organ' : { ...holder, office }
      }
    case 'officer':
      return (holder) => byOffice(session, holder, demand)
  }
}

/** What is told of an officer none of whose offices fits: how near the nearest of them comes. */
const nearness = ['signer-role', 'signer-organ', 'signer-division', 'signer-term', 'signer-maker'] as const
type OfficerDemand = Extract<RequiredSigner, { mode: 'officer' }>

function byOffice(session: Session, holder: Holder, demand: OfficerDemand): Fitting | KitRefusal {
  let nearest = 0
  for (const office of holder.offices) {
    const refusal = misfit(session, holder, office, demand)
    if (refusal === null) return { ...holder, office }
    nearest = Math.max(nearest, nearness.indexOf(refusal))
  }
  return nearness[nearest]!
}

function misfit(
  { meter }: Session,
  { actor }: Holder,
  { organ, roles, division, holds }: Office,
  { role, of, within, makers }: OfficerDemand,
): (typeof nearness)[number] | null {
  if (!roles.includes(role)) return 'signer-role'
  if (of !== null && (organ === null || !equal(organ, of, meter))) return 'signer-organ'
  if (within !== null && !(division && divisionContains(division, within))) return 'signer-division'
  if (!holds) return 'signer-term'
  return makers.some((maker) => sameActor(maker, actor)) ? 'signer-maker' : null
}

/** What a rule asks for, its expressions evaluated. */
export function signerDemand(
  session: Session,
  action: ActionProgram,
  rule: SignerProgram,
  rowId: Cbor | null,
  scope: Scope,
): RequiredSigner {
  const value = (ast: Ast) => evaluate(ast, scope, session.meter, session.calendar)
  const { name, atLeast } = rule
  switch (rule.mode) {
    case 'person':
      return { mode: 'person', name, atLeast, subject: value(rule.subject) as Uint8Array }
    case 'organ':
      return { mode: 'organ', name, atLeast, organ: value(rule.organ) as Organ }
    case 'officer':
      return {
        mode: 'officer',
        name,
        atLeast,
        role: rule.role,
        of: rule.of && (value(rule.of) as Organ),
        within: rule.within && (value(rule.within) as Division),
        makers: rule.not === null || rowId === null ? [] : signersBefore(session, action, rowId, rule.not),
      }
  }
}

function signerScope(rule: SignerProgram, { key, subject, office }: Fitting): Value {
  if (rule.mode === 'person') return { subject, key }
  const organ = office?.organ ?? null
  return rule.mode === 'organ' ? { organ, key } : { organ, division: office?.division ?? null, key }
}

function distinct<H extends Holder>(holders: readonly H[]): H[] {
  return holders.filter((holder, at) => holders.findIndex(({ actor }) => sameActor(actor, holder.actor)) === at)
}

function sameActor(left: Cbor, right: Cbor): boolean {
  return equalBytes(encodeCbor(left), encodeCbor(right))
}

/** Who signed that action on the row before. */
function signersBefore(session: Session, action: ActionProgram, rowId: Cbor, earlier: string): readonly Cbor[] {
  const { program } = session.running.at(-1)!.installed
  const value = session.state.get(program.affair, signedTable((action.on ?? action.creates)!), [rowId, earlier])
  return (value ?? []) as readonly Cbor[]
}

/** Undefined: no such key, or one that is revoked, or whose officer or organ has ended. */
function holderOf(session: Session, key: Uint8Array): Holder | undefined {
  const organisations = session.registry.get(organisationsAffair)
  const found = organisations && activeRow(session, organisations, 'key', [key])
  if (organisations === undefined || found === undefined) return personOf(session, key)
  const subject = (found.fields.subject ?? null) as Uint8Array | null
  const officerId = (found.fields.officer ?? null) as Cbor
  if (officerId === null) {
    const organ = organOf(found.fields.organ ?? null)
    const own = { organ, roles: [], division: null, holds: true }
    return organLives(session, organisations, organ) ? { key, subject, actor: key, offices: [own] } : undefined
  }
  const officer = activeRow(session, organisations, 'officer', officerId)
  const offices = officer && officesOf(session, organisations, officerId, officer)
  return offices && { key, subject, actor: officerId, offices }
}

function personOf(session: Session, key: Uint8Array): Holder | undefined {
  const identity = session.registry.get(identityAffair)
  const found = identity && activeRow(session, identity, 'key', [key])
  const subject = (found?.fields.subject ?? null) as Uint8Array | null
  return subject === null ? undefined : { key, actor: key, subject, offices: [] }
}

function activeRow(session: Session, installed: Installed, name: string, id: Cbor): RowState | undefined {
  const row = rowOf(session, installed, name, id)
  return row?.status === 'active' ? row : undefined
}
