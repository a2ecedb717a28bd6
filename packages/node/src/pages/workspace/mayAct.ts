import {
  type ActionDeclaration,
  type AffairDeclaration,
  type Explained,
  inputFields,
  type Kind,
  type RowState,
  type Value,
} from '@gongshi/affair-kit'
import type { LedgerReads } from '@gongshi/ledger'
import type { ActChoice, ActRuleShown } from '@gongshi/portal'
import type { Cbor } from '@gongshi/protocol'
import { actRefusalWords, ruleInWords } from '../ruleWords.ts'

type Needs = { readonly ledger: Pick<LedgerReads, 'explain' | 'row'>; readonly now: () => number }

/** The row that is asked about. */
export type ActObject = { readonly entity: string; readonly key: Cbor }

/**
 * What a key may sign of an affair now, with the reasons, by the code that will judge the act. About a row: only what moves
 * rows of its kind, with what the row itself decides.
 */
export function actChoices(
  { ledger, now }: Needs,
  declaration: AffairDeclaration,
  key: Uint8Array,
  object: ActObject | null,
): ActChoice[] {
  const { name: affair } = declaration
  const row = object === null ? undefined : ledger.row(affair, object.entity, object.key)
  return Object.entries(declaration.actions).flatMap(([action, declared]) => {
    if (declared.signers === undefined || (object !== null && declared.on !== object.entity)) return []
    const assumed = object === null || row === undefined ? null : assume(declaration, action, object, row, now())
    const asked = { affair, action, key, input: assumed?.input ?? null }
    const explained = ledger.explain(asked, now())
    return explained === undefined ? [] : [choiceOf(affair, action, declared, explained, assumed?.open ?? new Set())]
  })
}

function choiceOf(
  affair: string,
  action: string,
  { basis, refuse = {} }: ActionDeclaration,
  { before, signers, refusals }: Explained,
  open: ReadonlySet<string>,
): ActChoice {
  // Whether such a refusal holds depends on what has not been said yet.
  const isOpen = (code: string) => [...open].some((name) => String(refuse[code]).includes(`input.${name}`))
  const own = refusals.map(
    ({ code, holds }): ActRuleShown => ({
      code,
      holds: isOpen(code) ? null : holds,
      ...actRefusalWords(affair, action, code),
    }),
  )
  const rules = [...before, ...bestOf(signers)].map((rule): ActRuleShown => ({ ...rule, ...ruleInWords(rule) }))
  const all = [...rules, ...own]
  const may = all.some(({ holds }) => holds === false) ? false : all.some(({ holds }) => holds === null) ? null : true
  return { action, basis, may, rules: all }
}

/** Of everything as which the key may sign, by each of its offices, what comes closest. */
function bestOf(signers: Explained['signers']): Explained['before'] {
  const ways = signers.flatMap(({ rules, offices }) =>
    offices.length === 0 ? [rules] : offices.map((office) => [...rules, ...office.rules]),
  )
  const faults = (rules: Explained['before']) => rules.filter(({ holds }) => holds === false).length
  return ways.toSorted((left, right) => faults(left) - faults(right))[0] ?? []
}

/**
 * An input about the row as somebody would begin it: the row's id, its fields as they are, and the plainest value of
 * whatever else is asked. `open`: the members that were made up. Null where one cannot be made up.
 */
function assume(
  declaration: AffairDeclaration,
  action: string,
  { entity, key }: ActObject,
  row: RowState,
  now: number,
): { readonly input: { readonly [name: string]: Value }; readonly open: ReadonlySet<string> } | null {
  const open = new Set<string>()
  const input: { [name: string]: Value } = {}
  const fill = new Set(declaration.actions[action]?.fill ?? [])
  for (const { name, kind } of inputFields(declaration, action)) {
    const known = name === entity ? (key as Value) : fill.has(name) && !holdsText(kind) ? row.fields[name] : undefined
    const value = known ?? plainest(kind, now)
    if (value === undefined) return null
    if (known === undefined || fill.has(name)) open.add(name)
    input[name] = value
  }
  return { input, open }
}

function holdsText(kind: Kind): boolean {
  return kind.kind === 'text' || (kind.kind === 'option' && holdsText(kind.of))
}

/** Undefined for what leads to other rows: nothing can be said of those. */
function plainest(kind: Kind, now: number): Value | undefined {
  switch (kind.kind) {
    case 'option':
      return null
    case 'list':
      return []
    case 'oneOf':
      return kind.values[0]!
    case 'bool':
      return false
    case 'int':
      return 0n
    case 'workdays':
    case 'duration':
      return 0
    case 'time':
      return now + 86_400_000
    case 'date':
      return new Date(now).toISOString().slice(0, 10)
    case 'text':
    case 'code':
      return '-'
    case 'money':
      return { currency: 'XXX', minor: 0n }
    case 'rational':
      return { numerator: 0n, denominator: 1n }
    case 'bytes':
      return new Uint8Array(kind.length)
    case 'subject':
    case 'key':
    case 'commitment':
      return new Uint8Array(32)
    default:
      return undefined
  }
}
