import { type Cbor, ProtocolError } from '@gongshi/protocol'
import type { Value } from '../cel/value.ts'
import { decodeInputFields } from '../declare/input.ts'
import { KitError } from '../errors.ts'
import { holdsText, storeValue } from '../kinds/stored.ts'
import type { ActionProgram } from '../program.ts'
import { runAction } from './action.ts'
import type { Block, DueItem, Fault, Host, Installed, Performed, Registry, Request, UnixMs } from './host.ts'
import { BudgetSpent } from './meter.ts'
import { readCurrentRow } from './migrate.ts'
import { InvariantBroken, type KitRefusal, Refused, refuse } from './refusal.ts'
import { entityTable } from './row.ts'
import { openSession, type Session } from './session.ts'
import { armedAt } from './timers.ts'

/**
 * Executes one transaction against the state. Deterministic: the same state, block and request give the same writes and
 * outcome on every machine. When the outcome is a refusal the caller drops everything that was written.
 *
 * A fault is the affair's own: it comes with `refused: internal` or `refused: invariant` and names the action at fault.
 * Never throws for what a request or an affair does.
 */
export function perform(registry: Registry, host: Host, block: Block, request: Request): Performed {
  const installed = registry.get(request.affair, request.version)
  if (installed === undefined) return refused('affair-version')
  const action = findAction(installed, request.action)
  if (action === undefined) return refused('action-unknown')
  if (action.dueOnly || action.signers.length === 0) return refused('action-not-submittable')
  const session = openSession(registry, host, block, action.bounds, {
    seed: request.txId,
    txId: request.txId,
    salt: request.salt,
    keys: request.signers.map(({ id }) => id),
  })
  return guarded(session, installed, action, () => {
    const input = readInput(action, request)
    return runAction(session, installed, action, { kind: 'transaction', input }).events
  })
}

/**
 * Executes a due act: a timed action whose time, as it stands in its row, has come. The caller has taken the item out of
 * its queue; a refused act leaves its leaf and goes.
 */
export function performDue(registry: Registry, host: Host, block: Block, item: DueItem, dueAt: UnixMs): Performed {
  const installed = registry.get(item.affair)
  if (installed === undefined) return refused('affair-version')
  const action = findAction(installed, item.action)
  if (action === undefined || action.on === null) return refused('action-unknown')
  const session = openSession(registry, host, block, action.bounds, {
    seed: [dueAt, item.affair, item.action, item.key],
    txId: null,
    salt: new Uint8Array(32),
    keys: [],
  })
  return guarded(session, installed, action, () => {
    if (dueAt > block.time || timeOf(session, installed, action, item.key) !== dueAt) refuse('not-due')
    const { events } = runAction(session, installed, action, { kind: 'due', id: item.key })
    if (timeOf(session, installed, action, item.key) === dueAt)
      throw new Error(`${action.name} neither leaves its status nor moves its time`)
    return events
  })
}

function timeOf(session: Session, installed: Installed, action: ActionProgram, id: Cbor): UnixMs | null {
  const entity = installed.program.entities[action.on!]!
  const value = session.state.get(installed.program.affair, entityTable(entity.name), id)
  return value === undefined ? null : armedAt(session, action, id, readCurrentRow(session, installed, entity, value))
}

function findAction(installed: Installed, name: string): ActionProgram | undefined {
  const { actions } = installed.program
  return Object.hasOwn(actions, name) ? actions[name] : undefined
}

function readInput(
  action: ActionProgram,
  { input: bytes, decoded, salt }: Request,
): { readonly [name: string]: Value } {
  try {
    const input = decoded ?? decodeInputFields(action.input, bytes)
    const stored: { [name: string]: Value } = {}
    for (const { name, kind } of action.input)
      stored[name] = holdsText(kind) ? storeValue(kind, input[name]!, salt, `input.${name}`) : input[name]!
    return stored
  } catch (error) {
    if (error instanceof KitError || error instanceof ProtocolError) return refuse('input')
    throw error
  }
}

function guarded(session: Session, installed: Installed, action: ActionProgram, run: () => readonly Cbor[]): Performed {
  session.running.push({ installed, action: action.name })
  try {
    const events = run()
    return session.meter.spent === undefined ? { outcome: ['ok', events] } : refused('bounds', [session.meter.spent])
  } catch (error) {
    // Whatever came after the budget was spent, the budget is why: nobody turns it into another refusal.
    if (session.meter.spent !== undefined) return refused('bounds', [session.meter.spent])
    if (error instanceof BudgetSpent) return refused('bounds', [error.what])
    if (error instanceof Refused) return { outcome: ['refused', error.code, error.detail] }
    const code = error instanceof KitError ? refusalOf(error) : undefined
    if (code !== undefined) return refused(code)
    return faulty(session, error)
  }
}

/** Figures that a request brought beyond what a rule can compute are the request's fault, not the affair's. */
function refusalOf({ code }: KitError): KitRefusal | undefined {
  switch (code) {
    case 'value-range':
    case 'expression-range':
    case 'expression-currency':
    case 'expression-division-by-zero':
    case 'expression-no-workday':
      return code
    default:
      return undefined
  }
}

function faulty(session: Session, error: unknown): Performed {
  const code = error instanceof InvariantBroken ? 'invariant' : 'internal'
  const { installed, action } = session.running.at(-1)!
  const { affair, version } = installed.program
  const message = error instanceof Error ? error.message : 'a handler threw something that is no error'
  const fault: Fault = { code, message, affair, version, action }
  return { ...refused(code), fault }
}

function refused(code: KitRefusal, detail: Cbor = null): Performed {
  return { outcome: ['refused', code, detail] }
}
