import { answersOf, type Program, type Value, valueToJson } from '@gongshi/affair-kit'
import { affairTexts, procurement } from '@gongshi/affairs'
import { minorUnitDigits } from '@gongshi/ocds'
import { type ComposeData, compositionFields, type LawData } from '@gongshi/portal'
import { NodeError } from '../../../errors.ts'
import { parseRowKey } from '../../../http/rowKey.ts'
import type { Officer } from '../../../signIn/officer.ts'
import { clauseOf } from '../../clauses.ts'
import { rowsOf } from '../../procurement/rows.ts'
import { actRefusalWords } from '../../ruleWords.ts'
import type { DeskNeeds } from './desk.ts'
import { affair, getStanding, type InForce, parametersInForce, type Standing } from './tender.ts'

/** The acts of which a composed tender consists, in their order. */
const composed = ['plan', 'addLot', 'addCriterion', 'nominate', 'entrust', 'convene', 'begin', 'publish'] as const

/** What composing a tender takes: the law to check by, and what stands of one already. @throws {NodeError} record-unknown, state-key-malformed */
export async function composeData(
  needs: DeskNeeds,
  { offices }: Pick<Officer, 'offices'>,
  procedure: string | undefined,
  utcOffsetMinutes: number,
): Promise<ComposeData> {
  const program = needs.affairs.program(affair)
  if (program === undefined) throw new NodeError({ code: 'affair-not-found' })
  return {
    law: lawOf(program, parametersInForce(needs.ledger, Math.max(needs.now(), needs.ledger.info().time))),
    offices: offices.flatMap(({ organ, roles }) =>
      organ === null ? [] : roles.map((role) => ({ role: String(role), scheme: organ.scheme, id: organ.id })),
    ),
    ...(procedure === undefined
      ? { begun: null, answers: fromOffices(offices, utcOffsetMinutes) }
      : await begun(needs, procedure, utcOffsetMinutes)),
    utcOffsetMinutes,
  }
}

/** Rules as they are compiled, with the parameters in force. */
export function lawOf(program: Program, inForce: ReadonlyMap<string, InForce>): LawData {
  const actions = composed.map((action) => {
    const { basis, refuse, input, signers } = program.actions[action]!
    const rules = refuse.map(({ code, test }) => ({
      code,
      test,
      params: paramsIn(test),
      ...actRefusalWords(affair, action, code),
    }))
    const roles = signers.flatMap((rule) => (rule.mode === 'officer' ? [rule.role] : []))
    return [action, { basis: clauseOf(affair, basis), rules, inputs: input, roles }] as const
  })
  const params = Object.entries(procurement.params).flatMap(([name, kind]) => {
    const found = inForce.get(name)
    if (found === undefined) return []
    const title = (['zh', 'en'] as const).map((lang) => ({
      lang,
      text: affairTexts[affair]![lang].params?.[name] ?? name,
    }))
    return [
      [name, { title, kind, value: valueToJson(kind, found.value), basis: clauseOf(affair, found.basis) }] as const,
    ]
  })
  return {
    actions: Object.fromEntries(actions),
    params: Object.fromEntries(params),
    tallies: program.entities.procedure!.tallies,
  }
}

/** The parameters that an expression reads. */
function paramsIn(node: unknown): readonly string[] {
  if (Array.isArray(node)) return node.flatMap(paramsIn)
  if (node === null || typeof node !== 'object') return []
  const { op, of, name } = node as {
    readonly op?: string
    readonly of?: { readonly name?: string }
    readonly name?: string
  }
  const own = op === 'field' && of?.name === 'param' && name !== undefined ? [name] : []
  return [...new Set([...own, ...Object.values(node).flatMap(paramsIn)])]
}

/** Whoever buys for an organ most likely buys for it, and where it has an agent, by it. */
function fromOffices(offices: Officer['offices'], utcOffsetMinutes: number): ReadonlyMap<string, string> {
  const held = (role: string) => offices.find((office) => office.organ !== null && office.roles.includes(role))
  const [purchaser, agent] = [held('purchaser'), held('agent')]
  const values = {
    ...(purchaser && { buyer: purchaser.organ as Value }),
    ...(agent && { agency: agent.organ as Value }),
    ...(purchaser?.division && { division: purchaser.division }),
  }
  return answersOf(compositionFields, values, { digits: minorUnitDigits, utcOffsetMinutes })
}

async function begun(
  needs: DeskNeeds,
  key: string,
  utcOffsetMinutes: number,
): Promise<Pick<ComposeData, 'begun' | 'answers'>> {
  const procedure = await getStanding(needs, 'procedure', key)
  const { bytes } = parseRowKey(key)
  const [lots, criteria, candidates, trustees] = await Promise.all([
    standings(needs, 'lot', bytes),
    standings(needs, 'criterion', bytes),
    standings(needs, 'candidate', bytes),
    standings(needs, 'trustee', bytes),
  ])
  const values = Object.entries({
    ...procedure.state.fields,
    lots: lots.map(withTitle),
    criteria: criteria.map(withTitle),
    candidates: candidates.filter(({ state }) => state.status === 'standing').map(({ state }) => state.fields.expert!),
    desk: needs.ledger.row(affair, 'issuer', [procedure.id])?.fields.desk ?? null,
    trustees: trustees.map(({ state }) => state.fields.organ!),
  })
  const known = values.filter(([name, value]) => Object.hasOwn(compositionFields, name) && value !== null)
  const means = { digits: minorUnitDigits, utcOffsetMinutes }
  const answers = answersOf(compositionFields, Object.fromEntries(known), means)
  return { begun: { key, status: procedure.state.status }, answers }
}

/** The ledger keeps a title's hash; its words stand in the views until they are erased. */
function withTitle({ state, row }: Standing): Value {
  return { ...state.fields, title: String(row.fields.title ?? '') }
}

async function standings(
  needs: DeskNeeds,
  entity: 'lot' | 'criterion' | 'candidate' | 'trustee',
  procedure: Uint8Array,
) {
  const rows = await rowsOf(needs, entity, procedure)
  return Promise.all(rows.map(({ key }) => getStanding(needs, entity, Buffer.from(key).toString('base64url'))))
}
