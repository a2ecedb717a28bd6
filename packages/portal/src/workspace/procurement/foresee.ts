import { type EntityProgram, foreseenRefusals, type Scope, type TallyProgram, type Value } from '@gongshi/affair-kit'
import type { LawRule } from './data.ts'

/** What is composed so far, by member; what is not written yet, or not rightly, is absent. */
export type Composed = { readonly [member: string]: Value | undefined }

/** Of the law, what judging beforehand takes: rules by action, parameters in force, the procedure’s figures. */
export type ForeseenLaw = {
  readonly rules: { readonly [action: string]: readonly Pick<LawRule, 'code' | 'test'>[] }
  readonly params: { readonly [name: string]: Value }
  readonly tallies: readonly TallyProgram[]
}

/** A refusal that an act of the composition would be given, and at which of its inputs. */
export type Finding = { readonly action: string; readonly code: string; readonly path: string }

type Child = { readonly entity: EntityProgram['name']; readonly status: string; readonly fields: Composed }

/** The lists of a composition, by the entity whose rows they become. */
const lists: { readonly [entity: string]: string } = {
  lot: 'lots',
  criterion: 'criteria',
  candidate: 'candidates',
  issuer: 'desk',
  trustee: 'trustees',
}

/**
 * Everything for which the ledger would refuse the acts of a composition, were they handed in one after the other at this
 * time: each act is held against the procedure as the acts before it would leave it, by the ledger’s own tests. What departments
 * do in between (they enrol, make the key, publish that of the desk) is taken to go well. What depends on words not written yet is not told.
 */
export function foreseeComposition(law: ForeseenLaw, composed: Composed, now: number): readonly Finding[] {
  const children: Child[] = []
  const findings: Finding[] = []
  const { lots, criteria, candidates, desk, trustees, threshold, askUntil, bidUntil, ...plan } = composed
  const judge = (action: string, input: Composed, pathOf: (member: string) => string) => {
    const procedure = { ...plan, ...talliesOf(law.tallies, children) }
    const scope = scopeOf({ input, procedure, param: law.params, now })
    for (const { code, holds } of foreseenRefusals({ refuse: law.rules[action] ?? [] }, scope))
      if (holds === false) findings.push({ action, code, path: placeOf(law, action, code, pathOf, Object.keys(input)) })
  }
  judge('plan', plan, (member) => member)
  for (const [at, lot] of itemsOf(lots).entries()) {
    judge('addLot', { number: BigInt(at + 1), ...asRecord(lot) }, (member) => `lots[${at}].${member}`)
    children.push({ entity: 'lot', status: 'open', fields: asRecord(lot) })
  }
  for (const [at, criterion] of itemsOf(criteria).entries()) {
    judge('addCriterion', { number: BigInt(at + 1), ...asRecord(criterion) }, (member) => `criteria[${at}].${member}`)
    children.push({ entity: 'criterion', status: 'fixed', fields: asRecord(criterion) })
  }
  for (const [at, expert] of itemsOf(candidates).entries()) {
    judge('nominate', { expert }, () => `candidates[${at}]`)
    children.push({ entity: 'candidate', status: 'standing', fields: {} })
  }
  judge('entrust', { desk }, (member) => member)
  if (desk !== undefined) children.push({ entity: 'issuer', status: 'issuing', fields: {} })
  judge('convene', { trustees }, (member) => member)
  children.push(...itemsOf(trustees).map(() => ({ entity: 'trustee', status: 'enrolled', fields: {} })))
  if (itemsOf(trustees).length > 0) judge('begin', { threshold }, (member) => member)
  judge('publish', { askUntil, bidUntil }, (member) => member)
  return findings
}

function itemsOf(list: Value | undefined): readonly (Value | undefined)[] {
  return Array.isArray(list) ? list : []
}

function asRecord(value: Value | undefined): Composed {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Composed) : {}
}

/** Without what is not known: a test that asks for it has no answer yet. */
function scopeOf(scope: { readonly [name: string]: Composed | number }): Scope {
  const known = Object.entries(scope).map(([name, value]) => [name, typeof value === 'number' ? value : without(value)])
  return Object.fromEntries(known) as Scope
}

function without(members: Composed): { readonly [name: string]: Value } {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  )
}

function talliesOf(tallies: readonly TallyProgram[], children: readonly Child[]): Composed {
  return Object.fromEntries(
    tallies.map(({ name, child, in: statuses, sum }) => {
      const counted = children.filter(({ entity, status }) => entity === child && statuses.includes(status))
      const figures = counted.map(({ fields }) => (sum === null ? 1n : fields[sum.field]))
      return [
        name,
        figures.reduce<bigint>((total, figure) => (typeof figure === 'bigint' ? total + figure : total), 0n),
      ]
    }),
  )
}

/** Where it is mended: at the first member of the input that the test reads; else at the list whose figure it reads. */
function placeOf(
  law: ForeseenLaw,
  action: string,
  code: string,
  pathOf: (member: string) => string,
  members: readonly string[],
): string {
  const test = law.rules[action]!.find((rule) => rule.code === code)!.test
  const read = pathsIn(test)
  const own = read.filter(([of, member]) => of === 'input' && members.includes(member)).map(([, member]) => member)
  const asked = own.filter((member) => member !== 'number')
  if (asked.length > 0) return pathOf(asked[0]!)
  const figures = read.filter(([of]) => of === 'procedure').map(([, member]) => member)
  const counted = law.tallies.find(({ name }) => figures.includes(name))
  return counted === undefined ? pathOf(members[0] ?? '') : (lists[counted.child] ?? '')
}

/** `input.weight` as ['input', 'weight'], wherever it stands in an expression. */
function pathsIn(node: unknown): readonly (readonly [of: string, member: string])[] {
  if (Array.isArray(node)) return node.flatMap(pathsIn)
  if (node === null || typeof node !== 'object') return []
  const { op, of, name } = node as {
    readonly op?: string
    readonly of?: { readonly name?: string }
    readonly name?: string
  }
  const own = op === 'field' && of?.name !== undefined && name !== undefined ? [[of.name, name] as const] : []
  return [...own, ...Object.values(node).flatMap(pathsIn)]
}
