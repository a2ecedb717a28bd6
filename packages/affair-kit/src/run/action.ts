import type { Cbor } from '@gongshi/protocol'
import { evaluate } from '../cel/evaluate.ts'
import type { Scope, Value } from '../cel/value.ts'
import { encodeValue } from '../kinds/codec.ts'
import { storedKind } from '../kinds/stored.ts'
import type { ActionProgram, CallProgram } from '../program.ts'
import { type Case, findSigners, judgeSigners, type NamedSigners } from './authority.ts'
import { evaluated } from './evaluated.ts'
import { runHandler } from './handlerRun.ts'
import type { Installed } from './host.ts'
import { rememberSigners } from './makers.ts'
import { parametersOf } from './parameterNames.ts'
import { readParameter } from './parameters.ts'
import { AuthorFault, Refused, refuse } from './refusal.ts'
import type { Session } from './session.ts'
import { settle } from './settle.ts'
import { loadOthers, setOthers } from './withRows.ts'
import type { WorkingRow } from './workingRow.ts'
import { WorkingSet } from './workingSet.ts'

/** Calls inside calls: affairs import each other without circles, and no lawful act needs a longer chain. */
const maxCallDepth = 8

type Input = { readonly [name: string]: Value }

/** What brings an action about. */
export type Cause =
  | { readonly kind: 'transaction'; readonly input: Input }
  | { readonly kind: 'call'; readonly input: Input }
  | { readonly kind: 'due'; readonly id: Cbor }

export type Done = {
  readonly events: readonly Cbor[]
  /** The row that it moved or made: what a caller sees as `call.<name>.<entity>`. */
  readonly row: { readonly entity: string; readonly id: Cbor } | null
}

/**
 * One action, from its input to its events, in the order that `Program` describes. Expressions see the rows as they
 * were; the state is written last, so a refusal before that has written nothing but what called actions did.
 */
export function runAction(session: Session, installed: Installed, action: ActionProgram, cause: Cause): Done {
  const { affair, version } = installed.program
  if (session.registry.suspended?.(affair, version, action.name)) refuse('suspended', [affair, action.name])
  const { set, input, own, others, scope } = load(session, installed, action, cause)
  const reach = { own, one: others.one }
  const signers = judge(session, cause, { action, reach, scope })
  scope.signer = signers.scope
  for (const { code, test } of action.refuse)
    if (test !== null && evaluate(test, scope, session.meter, session.calendar) === true) throw new Refused(code, null)
  const events = action.calls.length === 0 ? [] : makeCalls(session, action, scope)
  const row = setOwn(set, action, own, input, scope)
  if (row?.isNew && !Object.hasOwn(scope, row.entity.name)) scope[row.entity.name] = { id: row.id as Value }
  setOthers(set, action, others, scope)
  const said = emitDeclared(set, action, scope)
  const handled = action.handler ? runHandler(set, action, { scope, own: row, others }) : { events: [], to: null }
  const to = action.to.length > 1 ? handled.to : (action.to[0] ?? null)
  if (row !== null && (to !== null || action.on !== null)) row.change({}, to)
  const moved = settle(set, action.name, row)
  rememberSigners(session, installed.program, action, row, reach, signers.acted)
  return {
    events: charged(session, [...events, ...moved, ...said, ...handled.events]),
    row: row && { entity: row.entity.name, id: row.id },
  }
}

/** What stands before anybody is judged: the input, the rows in statuses that the action allows, the parameters. */
function load(session: Session, installed: Installed, action: ActionProgram, cause: Cause) {
  const set = new WorkingSet(session, installed)
  const input = cause.kind === 'due' ? {} : cause.input
  const own = action.on === null ? null : loadOwn(set, action, cause)
  const scope: { [name: string]: Value } = { now: session.block.time, param: parameters(session, installed, action) }
  if (cause.kind !== 'due') scope.input = input
  if (own !== null) scope[own.entity.name] = own.seen
  const others = loadOthers(set, action, scope)
  return { set, input, own, others, scope }
}

export function loadForSigners(session: Session, installed: Installed, action: ActionProgram, cause: Cause): Case {
  const { own, others, scope } = load(session, installed, action, cause)
  return { action, reach: { own, one: others.one }, scope }
}

function charged(session: Session, events: readonly Cbor[]): readonly Cbor[] {
  for (const event of events) session.meter.chargeValue('events', event)
  return events
}

function loadOwn(set: WorkingSet, action: ActionProgram, cause: Cause): WorkingRow {
  const id = cause.kind === 'due' ? cause.id : (cause.input[action.on!] as Cbor)
  return set.load({ affair: set.affair, entity: action.on! }, id, action.from)
}

function parameters(session: Session, installed: Installed, action: ActionProgram): Scope {
  const scope: { [name: string]: Value } = {}
  const { affair, params } = installed.program
  const read = parametersOf(action)
  // A handler sees every parameter of its affair; rules name those that they need.
  for (const parameter of params)
    if (action.handler || read.has(parameter.name))
      scope[parameter.name] = readParameter(session.state, affair, parameter, session.block.time)
  return scope
}

function judge(session: Session, cause: Cause, judged: Case): NamedSigners {
  if (cause.kind === 'due') return { scope: {}, acted: [] }
  return cause.kind === 'call' ? findSigners(session, judged) : judgeSigners(session, judged)
}

/** The row itself: its signer's fields, then what the declaration sets. Its status comes last, with the handler's word. */
function setOwn(
  set: WorkingSet,
  action: ActionProgram,
  own: WorkingRow | null,
  input: Input,
  scope: Scope,
): WorkingRow | null {
  if (own === null && action.creates === null) return null
  const fields: { [name: string]: Value } = {}
  for (const name of action.fill) fields[name] = input[name]!
  Object.assign(fields, evaluated(set.session, action.set, scope))
  if (action.creates !== null) {
    const entity = set.entity(action.creates)
    const status = action.to[0] ?? entity.statuses[0]!
    return set.create(entity, fields, status)
  }
  own?.change(fields, null)
  return own
}

function emitDeclared(set: WorkingSet, action: ActionProgram, scope: Scope): Cbor[] {
  const { meter, calendar } = set.session
  return action.emits.flatMap(({ event, fields }): Cbor[] => {
    if (fields === null) return []
    const kinds = set.installed.program.events[event]!
    const values = fields.map((field, at): Cbor => {
      const { name, kind } = kinds[at]!
      return encodeValue(storedKind(kind), evaluate(field, scope, meter, calendar), name)
    })
    return [[event, ...values]]
  })
}

/** Each call is a whole action of another affair in the same transaction; a refused one refuses everything. */
function makeCalls(session: Session, action: ActionProgram, scope: { [name: string]: Value }): Cbor[] {
  if (session.running.length >= maxCallDepth) refuse('call-depth', [maxCallDepth])
  const results: { [name: string]: Value } = {}
  const events: Cbor[] = []
  for (const call of action.calls) {
    const installed = session.registry.get(call.of.affair)
    const callee = installed?.program.actions[call.of.action]
    if (installed === undefined || callee === undefined) return refuse('affair-version', [call.of.affair])
    if (callee.dueOnly) throw new AuthorFault(`${call.of.action} is not to be called`)
    const input = givenInput(session, call, callee, scope)
    session.running.push({ installed, action: callee.name })
    const done = refusedAs(call, () => runAction(session, installed, callee, { kind: 'call', input }))
    session.running.pop()
    results[call.name] = done.row === null ? {} : { [done.row.entity]: done.row.id as Value }
    events.push(...done.events.map((event) => namedFor(call.of.affair, event)))
  }
  scope.call = results
  return events
}

/** An event of a called affair stands among the caller's as `affair/name`. */
function namedFor(affair: string, event: Cbor): Cbor {
  const [name, ...rest] = event as readonly [string, ...Cbor[]]
  return [name.includes('/') ? name : `${affair}/${name}`, ...rest]
}

function givenInput(session: Session, call: CallProgram, callee: ActionProgram, scope: Scope): Input {
  const input: { [name: string]: Value } = {}
  for (const { name, value } of call.give) input[name] = evaluate(value, scope, session.meter, session.calendar)
  for (const { name, kind } of callee.input) {
    input[name] ??= null
    encodeValue(storedKind(kind), input[name], name)
  }
  return input
}

/** The caller's refusal names the call and what was refused there: [call, affair, action, code, detail]. */
function refusedAs(call: CallProgram, run: () => Done): Done {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refuse('call-refused', [call.name, call.of.affair, call.of.action, error.code, error.detail])
  }
}
