import type { Cbor } from '@gongshi/protocol'
import { evaluate } from '../cel/evaluate.ts'
import type { Value } from '../cel/value.ts'
import { KitError } from '../errors.ts'
import { storeValue } from '../kinds/stored.ts'
import type { ActionProgram, SignerProgram } from '../program.ts'
import { loadForSigners } from './action.ts'
import {
  type Case,
  type Fitting,
  fit,
  type OfficerDemand,
  officerTests,
  type RequiredSigner,
  signerDemand,
  signerScope,
} from './authority.ts'
import { type Holder, holderOf } from './holders.ts'
import type { Block, Host, Installed, Registry } from './host.ts'
import type { Office } from './offices.ts'
import { Refused } from './refusal.ts'
import { openSession, type Session } from './session.ts'

/** Whether a rule lets somebody through; null: that depends on what was not said. `code` is the refusal otherwise. */
export type Rule = { readonly code: string; readonly holds: boolean | null }

/** One of the signer's powers, held against what the rule of one signer asks for. */
export type ExplainedOffice = {
  readonly capacity: Office['capacity']
  /** Id of the office's row; null for an organ's own key. */
  readonly office: Cbor
  readonly rules: readonly Rule[]
}

export type Explained = {
  /** Null: it depends on the input, which was not given. */
  readonly may: boolean | null
  /** What is asked before anybody is judged: that the action can be submitted, is not suspended, finds its rows; the key. */
  readonly before: readonly Rule[]
  /** By the names of the declaration: as whom the key may sign. */
  readonly signers: readonly {
    readonly name: string
    readonly holds: boolean | null
    readonly rules: readonly Rule[]
    readonly offices: readonly ExplainedOffice[]
  }[]
  /** The action's own refusals. */
  readonly refusals: readonly Rule[]
}

/** What is asked: an action, by whose key, with which input (decoded; null: in general). */
export type Question = {
  readonly action: ActionProgram
  readonly key: Uint8Array
  readonly input: { readonly [name: string]: Value } | null
}

/**
 * Why somebody may, or may not, sign an action at this block: every rule with its answer, by the same functions that
 * judge an act. Reads only.
 */
export function explain(
  registry: Registry,
  host: Host,
  block: Block,
  installed: Installed,
  { action, key, input }: Question,
): Explained {
  const session = openSession(registry, host, block, action.bounds, {
    seed: null,
    txId: null,
    salt: new Uint8Array(32),
    keys: [key],
  })
  session.running.push({ installed, action: action.name })
  const loaded = input === null ? null : load(session, installed, action, input)
  const holder = holderOf(session, key)
  const before = [
    { code: 'action-not-submittable', holds: !action.dueOnly && action.signers.length > 0 },
    {
      code: 'suspended',
      holds: registry.suspended?.(installed.program.affair, installed.program.version, action.name) !== true,
    },
    loaded === null
      ? { code: 'row-status', holds: null }
      : 'code' in loaded
        ? { code: loaded.code, holds: false }
        : { code: 'row-status', holds: true },
    { code: 'signer-key', holds: holder !== undefined },
  ]
  const known = loaded !== null && !('code' in loaded) ? loaded : null
  const judged = holder === undefined ? [] : action.signers.map((rule) => bySigner(session, rule, holder, known))
  const refusals = action.refuse.flatMap(({ code, test }) =>
    test === null ? [] : [{ code, holds: known === null ? null : passes(session, known, test, judged) }],
  )
  const signers = judged.map(({ name, holds, rules, offices }) => ({ name, holds, rules, offices }))
  const someone =
    signers.some(({ holds }) => holds === true) || (signers.some(({ holds }) => holds === null) ? null : false)
  return {
    may: all([...before.map(({ holds }) => holds), someone, ...refusals.map(({ holds }) => holds)]),
    before,
    signers,
    refusals,
  }
}

/** False as soon as one is; null if any is unknown. */
function all(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false
  return answers.includes(null) ? null : true
}

function load(session: Session, installed: Installed, action: ActionProgram, given: NonNullable<Question['input']>) {
  try {
    const input = Object.fromEntries(
      action.input.map(({ name, kind }) => [
        name,
        storeValue(kind, given[name] ?? null, session.salt, `input.${name}`),
      ]),
    )
    return loadForSigners(session, installed, action, { kind: 'transaction', input })
  } catch (error) {
    return { code: codeOf(error) }
  }
}

type Judged = Explained['signers'][number] & { readonly fitting: Fitting | null; readonly rule: SignerProgram }

function bySigner(session: Session, rule: SignerProgram, holder: Holder, known: Case | null): Judged {
  const { name } = rule
  const empty = { name, rule, fitting: null, offices: [] }
  if (rule.mode === 'confirmation') return byConfirmation(session, rule, holder, known)
  if (known === null && rule.mode !== 'officer') return { ...empty, holds: null, rules: [] }
  let demand: RequiredSigner
  try {
    demand = known === null ? inGeneral(rule) : signerDemand(session, known, rule)
  } catch (error) {
    return { ...empty, holds: false, rules: [{ code: codeOf(error), holds: false }] }
  }
  const reach = known?.reach ?? { own: null, one: new Map() }
  const verdict = fit(session, reach, holder, demand)
  if (demand.mode !== 'officer') {
    const code = typeof verdict === 'string' ? verdict : `signer-${demand.mode}`
    const fits = typeof verdict !== 'string'
    return { ...empty, holds: fits, rules: [{ code, holds: fits }], fitting: fits ? verdict : null }
  }
  const offices = holder.offices.map((office) => byOffice(session, known, office, demand, holder))
  const answers = offices.map(({ rules }) => all(rules.map(({ holds }) => holds)))
  const holds = answers.includes(true) ? true : answers.includes(null) ? null : false
  return { ...empty, holds, rules: [], offices, fitting: typeof verdict === 'string' ? null : verdict }
}

/** Whoever fits the rule of the first signer may confirm; whether it is another key, or another officer, depends on that one. */
function byConfirmation(
  session: Session,
  rule: Extract<SignerProgram, { mode: 'confirmation' }>,
  holder: Holder,
  known: Case | null,
): Judged {
  const judged = bySigner(session, rule.confirms, holder, known)
  const rules = [...judged.rules, { code: 'signer-confirmation', holds: null }]
  return { ...judged, name: rule.name, rule, rules, holds: all([judged.holds, null]), fitting: null }
}

/** Without an input it is known which role is asked for, and whether for an organ and a place, but not for which. */
function inGeneral(rule: SignerProgram): OfficerDemand {
  const role = rule.mode === 'officer' ? rule.role : ''
  const { name, atLeast } = rule
  return {
    mode: 'officer',
    name,
    atLeast,
    role,
    of: null,
    named: null,
    within: null,
    makers: [],
    others: [],
    apart: 'officer',
  }
}

const general: ReadonlySet<string> = new Set(['signer-role', 'signer-term'])

function byOffice(
  session: Session,
  known: Case | null,
  office: Office,
  demand: OfficerDemand,
  holder: Holder,
): ExplainedOffice {
  const reach = known?.reach ?? { own: null, one: new Map() }
  const rules = officerTests.map(({ code, passes: test }) => ({
    code,
    holds: known === null && !general.has(code) ? null : test(session, office, demand, holder, reach),
  }))
  return { capacity: office.capacity, office: office.id, rules }
}

/** A refusal's test over the signers that are known; null where it asks for another's. */
function passes(
  session: Session,
  { scope }: Case,
  test: Parameters<typeof evaluate>[0],
  judged: readonly Judged[],
): boolean | null {
  const signer = Object.fromEntries(
    judged.flatMap(({ rule, fitting }) => (fitting === null ? [] : [[rule.name, signerScope(rule, fitting)] as const])),
  )
  try {
    return evaluate(test, { ...scope, signer }, session.meter, session.calendar) !== true
  } catch (error) {
    if (error instanceof KitError) return null
    throw error
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Refused || error instanceof KitError) return error.code
  throw error
}
