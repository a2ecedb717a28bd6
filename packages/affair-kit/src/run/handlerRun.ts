import type { Cbor } from '@gongshi/protocol'
import type { Scope, Value } from '../cel/value.ts'
import type { NamedKind } from '../declare/declaration.ts'
import { encodeValue } from '../kinds/codec.ts'
import type { Kind } from '../kinds/kind.ts'
import { storedKind } from '../kinds/stored.ts'
import type { ActionProgram, EntityProgram, SignerProgram } from '../program.ts'
import { asksOf } from '../sealed/asks.ts'
import { RowLabel, rowLabel } from '../sealed/rowLabel.ts'
import type { HandlerPowers, Typed } from './handlers.ts'
import { AuthorFault, Refused, refuse } from './refusal.ts'
import type { Others } from './withRows.ts'
import type { WorkingRow } from './workingRow.ts'
import type { WorkingSet } from './workingSet.ts'

type Members = { readonly [name: string]: Value }

type Reach = {
  /** The action's scope of expressions: `input`, `param`, `signer` and `call` are taken from it. */
  readonly scope: Scope
  readonly own: WorkingRow | null
  readonly others: Others
}

/** Runs the author's handler with what its declaration lets it see, refuse, emit and make. */
export function runHandler(
  set: WorkingSet,
  action: ActionProgram,
  reach: Reach,
): { readonly events: readonly Cbor[]; readonly to: string | null } {
  const { handlers } = set.installed
  if (handlers === undefined || !handlers.has(action.name)) throw new AuthorFault(`${action.name} has no handler`)
  const events: Cbor[] = []
  const end = handlers.run(action.name, scopeOf(set, action, reach), powersOf(set, action, events))
  if (set.session.meter.spent !== undefined) throw new AuthorFault('the budget is spent')
  if (end.kind === 'refused') {
    const refusal = action.refuse.find(({ code, test }) => code === end.code && test === null)
    if (refusal === undefined) throw new AuthorFault(`${action.name} refused with a code that it does not declare`)
    throw new Refused(end.code, refusal.detail.length === 0 ? null : encodeFields(refusal.detail, end.detail))
  }
  if (action.to.length > 1 && (end.to === undefined || !action.to.includes(end.to)))
    throw new AuthorFault(`${action.name} did not return one of its statuses`)
  return { events, to: end.to ?? null }
}

function powersOf(set: WorkingSet, action: ActionProgram, events: Cbor[]): HandlerPowers {
  const { program } = set.installed
  const made = new Map<string, number>()
  const clauses = action.with.filter((clause) => clause.mode === 'new').filter((clause) => clause.set === null)
  const clauseOf = (entity: string) => clauses.find(({ row }) => row.entity === entity)
  const { chainId, time } = set.session.block
  return {
    affair: set.affair,
    now: time,
    meter: set.session.meter,
    asks: asksOf(set.session.meter, action),
    label: ({ affair = set.affair, entity }, id) => new RowLabel(rowLabel(chainId, affair, entity, id as Cbor), id),
    refusals: Object.fromEntries(
      action.refuse.filter(({ test }) => test === null).map((each) => [each.code, each.detail]),
    ),
    events: Object.fromEntries(
      action.emits.filter(({ fields }) => fields === null).map(({ event }) => [event, program.events[event]!]),
    ),
    creations: Object.fromEntries(clauses.map(({ row }) => [row.entity, stored(set.entity(row.entity).fields)])),
    emit(event, fields) {
      events.push([event, ...encodeFields(program.events[event]!, fields)])
    },
    create(name, fields) {
      const clause = clauseOf(name)
      if (clause === undefined) throw new AuthorFault(`${action.name} may not make a ${name}`)
      const count = (made.get(name) ?? 0) + 1
      if (count > clause.max) refuse('rows-too-many', [name, clause.max])
      made.set(name, count)
      const entity = set.entity(name)
      const values = { ...fields }
      for (const field of entity.fields) encodeValue(storedKind(field.kind), values[field.name] ?? null, field.name)
      const row = set.create(entity, values, clause.to)
      return { kind: { kind: 'ref', entity: name }, value: row.id as Value }
    },
  }
}

function encodeFields(fields: readonly NamedKind[], values: { readonly [name: string]: Value }): readonly Cbor[] {
  return fields.map(({ name, kind }) => encodeValue(storedKind(kind), values[name] ?? null, name))
}

function stored(fields: readonly NamedKind[]): readonly NamedKind[] {
  return fields.map(({ name, kind }) => ({ name, kind: storedKind(kind) }))
}

function scopeOf(set: WorkingSet, action: ActionProgram, reach: Reach): { readonly [name: string]: Typed } {
  const { scope, own, others } = reach
  const { params } = set.installed.program
  const scoped = (name: string) => (scope[name] ?? {}) as Members
  const typedScope: { [name: string]: Typed } = {
    input: typed(storedKinds(action.input.filter(({ name }) => name !== action.on)), scoped('input')),
    param: typed(storedKinds(params), scoped('param')),
    signer: typed(
      action.signers.map(({ name, mode }) => [name, signerKinds[mode]] as const),
      scoped('signer'),
    ),
    call: typed(callKinds(action, scoped('call')), scoped('call')),
  }
  if (own !== null) typedScope[own.entity.name] = rowValue(own)
  for (const [name, row] of others.one) typedScope[name] = rowValue(row)
  for (const clause of action.with)
    if (clause.mode === 'each')
      typedScope[clause.name] = rowsValue(set.entity(clause.row.entity), others.each.get(clause.name)!)
  return typedScope
}

const officerRef: Kind = { kind: 'ref', affair: 'organisations', entity: 'officer' }
const officerKind = recordOf({
  officer: officerRef,
  organ: { kind: 'organ' },
  division: { kind: 'division' },
  key: { kind: 'key' },
})
const signerKinds: { readonly [mode in SignerProgram['mode']]: Kind } = {
  officer: officerKind,
  confirmation: officerKind,
  holder: recordOf({ officer: officerRef, key: { kind: 'key' } }),
  person: recordOf({ subject: { kind: 'subject' }, key: { kind: 'key' } }),
  organ: recordOf({ organ: { kind: 'organ' }, key: { kind: 'key' } }),
}

function recordOf(fields: { readonly [name: string]: Kind }): Kind {
  return { kind: 'record', fields }
}

function callKinds(action: ActionProgram, results: Members): readonly (readonly [string, Kind])[] {
  return action.calls.map(({ name, of }) => {
    const entities = Object.keys(results[name] as Members)
    const refs = entities.map((entity) => [entity, { kind: 'ref', affair: of.affair, entity }] as const)
    return [name, recordOf(Object.fromEntries(refs))] as const
  })
}

function storedKinds(fields: readonly NamedKind[]): readonly (readonly [string, Kind])[] {
  return fields.map(({ name, kind }) => [name, storedKind(kind)] as const)
}

const rowKinds = new WeakMap<EntityProgram, readonly (readonly [string, Kind])[]>()

function rowValue(row: WorkingRow): Typed {
  return typed(kindsOf(row.entity), row.seen)
}

function rowsValue(entity: EntityProgram, rows: readonly WorkingRow[]): Typed {
  const of = recordOf(Object.fromEntries(kindsOf(entity)))
  return { kind: { kind: 'list', of, max: rows.length }, value: rows.map(({ seen }) => seen) }
}

function kindsOf(entity: EntityProgram): readonly (readonly [string, Kind])[] {
  let kinds = rowKinds.get(entity)
  if (kinds === undefined) {
    kinds = [
      ...storedKinds(entity.fields),
      ...entity.tallies.map(({ name, sum }) => [name, { kind: sum?.kind ?? 'int' } as Kind] as const),
      ['id', { kind: 'ref', entity: entity.name }],
      ['status', { kind: 'oneOf', values: entity.statuses }],
      ['revision', { kind: 'int' }],
    ]
    rowKinds.set(entity, kinds)
  }
  return kinds
}

function typed(kinds: readonly (readonly [string, Kind])[], value: { readonly [name: string]: Value }): Typed {
  return { kind: { kind: 'record', fields: Object.fromEntries(kinds) }, value }
}
