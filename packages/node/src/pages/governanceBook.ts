import {
  type AffairDeclaration,
  decodeValue,
  type Json,
  type Kind,
  parameterTable,
  type Value,
} from '@gongshi/affair-kit'
import { affairTexts, governance } from '@gongshi/affairs'
import type { LedgerReads } from '@gongshi/ledger'
import type {
  GovernanceData,
  Organ,
  ParameterData,
  PlainValue,
  ProposalData,
  ProposalRow,
  RuleChange,
  RuleThen,
  VoteData,
} from '@gongshi/portal'
import { decodeCbor, toHex } from '@gongshi/protocol'
import { formatDay, type LocalText } from '@gongshi/ui'
import type { AffairBook } from '../affairBook.ts'
import { NodeError } from '../errors.ts'
import { parseRowKey, rowKeyText } from '../http/rowKey.ts'
import type { Projections } from '../projections/projections.ts'
import type { EntryRow, Position, ViewRow } from '../projections/question.ts'
import { sortValue } from '../projections/sortValue.ts'
import { clauseOf } from './clauses.ts'
import type { OrganRegister } from './organRegister.ts'
import { changeOf, plainValue } from './plainValue.ts'

type Views = Pick<Projections, 'list' | 'history'>
type Needs = {
  readonly views: Views
  readonly ledger: Pick<LedgerReads, 'state' | 'row' | 'info'>
  readonly declarations: readonly AffairDeclaration[]
  readonly register: OrganRegister
}

const affair = 'governance'
const timeZone = 'Asia/Shanghai'
const proposalsShown = 100
const idLimits = { maxBytes: 1024, maxDepth: 8 }
type OrganId = { readonly scheme: string; readonly id: string }
type Rational = { readonly numerator: number; readonly denominator: number }

/** Who decides about the ledger, what they vote on, and the figures in force with their history. */
export class GovernanceBook {
  readonly #needs: Needs

  constructor(needs: Needs) {
    this.#needs = needs
  }

  async overview(): Promise<GovernanceData> {
    const [proposals, members] = await Promise.all([
      this.#rows('proposal', [], proposalsShown, true),
      this.#rows('member', [], 200, false),
    ])
    return {
      proposals: await Promise.all(proposals.map((row) => this.#proposalRow(row))),
      members: await Promise.all(
        members.map(async ({ status, fields }) => ({
          organ: await this.#organ(fields.organ),
          since: timeOf(fields.since)!,
          hasLeft: status === 'left',
        })),
      ),
      parameters: this.#parameters(),
    }
  }

  /** @throws {NodeError} record-unknown */
  async proposal(address: string): Promise<ProposalData> {
    const { key, bytes } = idOf(address)
    const { rows } = await this.#needs.views.history({ affair, entity: 'proposal', key: bytes })
    const row = rows.at(-1)
    if (row === undefined || !(key instanceof Uint8Array)) throw new NodeError({ code: 'record-unknown' })
    const ballots = await this.#rows('vote', [{ field: 'proposal', value: toHex(key) }], 200, false)
    const votes = await Promise.all(ballots.map((ballot) => this.#vote(ballot)))
    const { fields } = row
    const kind = text(fields.kind)
    return {
      ...(await this.#proposalRow(row)),
      clause: clauseOf(affair, text(fields.clause)),
      reason: fields.reason === null ? null : text(fields.reason),
      effective: timeOf(fields.effective)!,
      endsAt: timeOf(fields.endsAt ?? null),
      ...this.#tallies(bytes),
      change: changeOf(fields[changedBy(kind)] as Json, this.#kindOfParameter(fields)),
      votes,
      acts: rows.flatMap(({ action, entry, height, time, status }) =>
        entry === null ? [] : [{ action, entry, height, at: time, status }],
      ),
    }
  }

  /** What a proposal that was adopted has changed, or will. */
  async changeRow(row: EntryRow, affairs: Pick<AffairBook, 'versions'>): Promise<RuleChange> {
    const { entry, height, time, fields } = row
    const kind = text(fields.kind)
    const version = fields.version as {
      readonly affair: string
      readonly version: number
      readonly from: number
    } | null
    return {
      ...(await this.#proposalRow(row)),
      entry,
      height,
      at: time,
      from: version === null ? { time: timeOf(fields.effective)! } : { height: Math.max(Number(version.from), 1) },
      endsAt: timeOf(fields.endsAt ?? null),
      before: version === null ? this.#valueBefore(fields) : versionBefore(affairs.versions(version.affair), version),
      change: changedBy(kind) === 'member' ? [] : changeOf(fields[kind] as Json, this.#kindOfParameter(fields)),
      member: changedBy(kind) === 'member' ? await this.#organ(fields.member) : null,
    }
  }

  /** The value of a parameter until the one that a proposal gives it; null of anything else, and where it had none. */
  #valueBefore(fields: ViewRow['fields']): PlainValue | null {
    const change = fields.parameter as { readonly affair: string; readonly name: string; readonly from: string } | null
    if (change === null) return null
    const values = this.parametersOf(change.affair).find(({ name }) => name === change.name)?.values ?? []
    return values.find(({ from }) => from < timeOf(change.from)!)?.value ?? null
  }

  /** The parameters of an affair as they were at a moment, each with the proposal by which the house set it. */
  async rulesAt(of: string, time: number): Promise<RuleThen[]> {
    const params = Object.entries(this.#needs.declarations.find(({ name }) => name === of)?.params ?? {})
    const found = params.map(async ([name, kind]) => {
      const { title, values } = this.#parameter(of, name, kind, time)
      const then = values.find(({ standing }) => standing === 'inForce')
      if (then === undefined) return []
      const { from, value, clause } = then
      return [{ name, title, from, value, clause, proposal: await this.#settledBy(`parameter/${of}/${name}`, from) }]
    })
    return (await Promise.all(found)).flat()
  }

  /** The proposal that gave a parameter its value from a moment on; null for a value of the genesis. */
  async #settledBy(topic: string, from: number): Promise<ProposalRow | null> {
    const rows = await this.#rows('proposal', [{ field: 'topic', value: topic }], proposalsShown, true)
    const settled = rows.find(({ status, fields }) => {
      const change = fields.parameter as { readonly from: string } | null
      return ['inForce', 'ended'].includes(status) && change !== null && timeOf(change.from) === from
    })
    return settled === undefined ? null : this.#proposalRow(settled)
  }

  async #vote({ fields, status, entry, time }: ViewRow): Promise<VoteData> {
    return {
      organ: await this.#organ(fields.organ),
      choice: status as VoteData['choice'],
      reason: fields.reason === null ? null : text(fields.reason),
      entry: entry!,
      at: time,
    }
  }

  async #proposalRow({ key, status, fields }: ViewRow): Promise<ProposalRow> {
    const { numerator, denominator } = fields.threshold as Rational
    const electorate = Number(fields.electorate)
    return {
      key: rowKeyText(key),
      topic: text(fields.topic),
      kind: text(fields.kind),
      status: status as ProposalRow['status'],
      proposer: await this.#organ(fields.proposer),
      opened: timeOf(fields.opened)!,
      closes: timeOf(fields.closes)!,
      approvals: this.#tallies(key).approvals,
      needed: Math.max(1, Math.ceil((electorate * numerator) / denominator)),
      electorate,
    }
  }

  /** Views hold what acts have written; tallies the ledger keeps by itself. */
  #tallies(key: Uint8Array): { readonly approvals: number; readonly objections: number; readonly abstentions: number } {
    const { approvals, objections, abstentions } =
      this.#needs.ledger.row(affair, 'proposal', decodeCbor(key, idLimits))?.tallies ?? {}
    return { approvals: Number(approvals), objections: Number(objections), abstentions: Number(abstentions) }
  }

  async #organ(id: Json | undefined): Promise<Organ> {
    const today = formatDay(this.#needs.ledger.info().time, timeZone)
    return (await this.#needs.register.describe(id as OrganId, today)).organ
  }

  async #rows(
    entity: keyof typeof governance.entities & string,
    equal: readonly { readonly field: string; readonly value: Json }[],
    limit: number,
    isDescending: boolean,
  ): Promise<readonly ViewRow[]> {
    const rows: ViewRow[] = []
    let after: Position | null = null
    const { fields } = governance.entities[entity] as { readonly fields: { readonly [field: string]: Kind } }
    const filters = equal.map(({ field, value }) => {
      const bytes = sortValue(fields[field]!, value)
      return { field, from: bytes, to: bytes }
    })
    do {
      const question = { affair, entity, filters, order: { field: '', isDescending }, after, limit }
      const page: Awaited<ReturnType<Views['list']>> = await this.#needs.views.list(question)
      rows.push(...page.rows)
      after = page.next
    } while (after !== null && rows.length < limit)
    return rows
  }

  #parameters(): ParameterData[] {
    return this.#needs.declarations.flatMap(({ name }) => this.parametersOf(name))
  }

  /** Every figure of an affair as it is, was and will be; none of an affair that this node does not know. */
  parametersOf(affair: string): ParameterData[] {
    const now = this.#needs.ledger.info().time
    const params = this.#needs.declarations.find(({ name }) => name === affair)?.params ?? {}
    return Object.entries(params).map(([parameter, kind]) => this.#parameter(affair, parameter, kind, now))
  }

  #parameter(of: string, name: string, kind: Kind, now: number): ParameterData {
    const stored = (this.#needs.ledger.state('ledger', parameterTable, [of, name]) ?? []) as readonly (readonly [
      number,
      Parameters<typeof decodeValue>[1],
      string,
    ])[]
    const inForce = stored.findLastIndex(([from]) => from <= now)
    const values = stored.map(([from, value, basis], at) => ({
      from,
      value: plainValue(kind, decodeValue(kind, value) as Value),
      clause: clauseOf(of, basis),
      standing: at < inForce ? ('past' as const) : at === inForce ? ('inForce' as const) : ('future' as const),
    }))
    const clause = 'basis' in kind && kind.basis !== undefined ? clauseOf(of, kind.basis) : null
    return { affair: of, name, title: titleOf(of, name), clause, values: values.toReversed() }
  }

  /** The kind of the parameter that a proposal would change, so that its value is shown as one. */
  #kindOfParameter(fields: ViewRow['fields']): Kind | null {
    const change = fields.parameter as { readonly affair: string; readonly name: string } | null
    if (change === null) return null
    const params = this.#needs.declarations.find(({ name }) => name === change.affair)?.params ?? {}
    return Object.hasOwn(params, change.name) ? params[change.name]! : null
  }
}

function idOf(address: string) {
  try {
    return parseRowKey(address)
  } catch {
    throw new NodeError({ code: 'record-unknown' })
  }
}

function versionBefore(all: ReturnType<AffairBook['versions']>, next: { readonly version: number }): PlainValue | null {
  const before = all.filter(({ version }) => version < next.version).at(-1)
  return before === undefined ? null : { kind: 'text', text: String(before.version) }
}

/** The field that holds what a proposal of that kind would change. */
function changedBy(kind: string): string {
  return ['admission', 'readmission', 'exclusion'].includes(kind) ? 'member' : kind
}

function titleOf(of: string, name: string): LocalText {
  const texts = affairTexts[of]
  return (['zh', 'en'] as const).flatMap((lang) => {
    const title = texts?.[lang].params?.[name]
    return title === undefined ? [] : [{ lang, text: title }]
  })
}

function text(value: Json | undefined): string {
  return String(value)
}

function timeOf(value: Json | undefined): number | null {
  return typeof value === 'string' ? Date.parse(value) : null
}
