import { type Cbor, encodeCbor, equalBytes } from '@gongshi/protocol'
import type { Ast } from '../cel/ast.ts'
import { equal } from '../cel/equal.ts'
import { evaluate } from '../cel/evaluate.ts'
import type { Division, Organ, Scope, Value } from '../cel/value.ts'
import { decodeValue } from '../kinds/codec.ts'
import type { ActionProgram, SignerProgram } from '../program.ts'
import { divisionContains } from './jurisdiction.ts'
import { readCurrentRow } from './migrate.ts'
import { type KitRefusal, refuse } from './refusal.ts'
import { entityTable, type RowState, signedTable } from './row.ts'
import type { Session } from './session.ts'

/** The affair in which organs, officers and keys stand; and the one in which persons' keys stand. */
export const organisationsAffair = 'organisations'
export const identityAffair = 'identity'

/** Who holds a key, as the state says at this block. `actor` is who acted: the officer, or else the key itself. */
type Holder = {
  readonly key: Uint8Array
  readonly actor: Cbor
  readonly organ: Organ | null
  readonly subject: Uint8Array | null
  readonly officer: { readonly roles: readonly Value[]; readonly division: Division | null } | null
}

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
    for (const holder of holders) {
      const refusal = holder === undefined ? 'signer-key' : judge(holder)
      if (refusal !== null) refuse(refusal, [rule.name])
    }
    return holders as Holder[]
  })(rowId, scope)
}

/** A called action's signers are those of the transaction who fit: a call lends no power that nobody signed for. */
export function findSigners(session: Session, action: ActionProgram, rowId: Cbor | null, scope: Scope): NamedSigners {
  return collect(session, action, (rule, judge) => {
    const holders = session.keys.map((key) => holderOf(session, key)).filter((holder) => holder !== undefined)
    const fitting = distinct(holders.filter((holder) => judge(holder) === null))
    return fitting.length >= rule.atLeast ? fitting : refuse('signer-missing', [rule.name])
  })(rowId, scope)
}

type Judge = (holder: Holder) => KitRefusal | null

function collect(
  session: Session,
  action: ActionProgram,
  choose: (rule: SignerProgram, judge: Judge) => readonly Holder[],
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
      return ({ subject }) => (subject !== null && equal(subject, demand.subject, meter) ? null : 'signer-person')
    case 'organ':
      return ({ organ }) => (organ !== null && equal(organ, demand.organ, meter) ? null : 'signer-organ')
    case 'officer':
      return ({ officer, organ, actor }) => {
        const { role, of, within, makers } = demand
        if (officer === null || !officer.roles.includes(role)) return 'signer-role'
        if (of !== null && (organ === null || !equal(organ, of, meter))) return 'signer-organ'
        if (within !== null && !(officer.division && divisionContains(officer.division, within)))
          return 'signer-division'
        return makers.some((maker) => sameActor(maker, actor)) ? 'signer-maker' : null
      }
  }
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

function signerScope(rule: SignerProgram, { key, organ, subject, officer }: Holder): Value {
  if (rule.mode === 'person') return { subject, key }
  if (rule.mode === 'organ') return { organ, key }
  return { organ, division: officer?.division ?? null, key }
}

function distinct(holders: readonly Holder[]): Holder[] {
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
  const found = activeRow(session, organisationsAffair, 'key', [key])
  if (found === undefined) return personOf(session, key)
  const subject = (found.fields.subject ?? null) as Uint8Array | null
  const officerId = (found.fields.officer ?? null) as Cbor
  const own = { key, subject, actor: key as Cbor, organ: organOf(found.fields.organ ?? null), officer: null }
  if (officerId === null) return isLiving(session, own.organ) ? own : undefined
  const officer = activeRow(session, organisationsAffair, 'officer', officerId)
  if (officer === undefined) return undefined
  const organ = organOf(officer.fields.organ ?? null)
  if (!isLiving(session, organ)) return undefined
  const { roles, division } = officer.fields
  const powers = { roles: (roles ?? []) as readonly Value[], division: (division ?? null) as Division | null }
  return { ...own, actor: officerId, organ, officer: powers }
}

function personOf(session: Session, key: Uint8Array): Holder | undefined {
  const found = activeRow(session, identityAffair, 'key', [key])
  const subject = (found?.fields.subject ?? null) as Uint8Array | null
  return subject === null ? undefined : { key, actor: key, organ: null, subject, officer: null }
}

function isLiving(session: Session, organ: Organ | null): boolean {
  if (organ === null) return true
  const key = session.registry.get(organisationsAffair)?.program.entities.organ?.key
  const id = [organ.scheme, organ.id]
  return activeRow(session, organisationsAffair, 'organ', key?.length === 1 ? [id] : id) !== undefined
}

function activeRow(session: Session, affair: string, name: string, id: Cbor): RowState | undefined {
  const installed = session.registry.get(affair)
  const entity = installed?.program.entities[name]
  if (installed === undefined || entity === undefined) return undefined
  const value = session.state.get(affair, entityTable(name), id)
  if (value === undefined) return undefined
  const row = readCurrentRow(session, installed, entity, value)
  return row.status === 'active' ? row : undefined
}

/** An organ stands as a value, as the id of its row (which is its scheme and id), or as that row's only key field. */
function organOf(value: Value): Organ | null {
  if (!Array.isArray(value)) return value as Organ | null
  const cbor = (value.length === 1 ? value[0] : value) as Cbor
  return decodeValue({ kind: 'organ' }, cbor, 'organ') as Organ
}
