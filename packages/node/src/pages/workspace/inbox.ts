import { type AffairDeclaration, type Json, valueToJson } from '@gongshi/affair-kit'
import type { LedgerReads } from '@gongshi/ledger'
import type { EntryRow, InboxData, Matter, OpenProposal, WaitingMatter } from '@gongshi/portal'
import { toHex } from '@gongshi/protocol'
import type { AffairBook } from '../../affairBook.ts'
import { parseRowKey, rowKeyText } from '../../http/rowKey.ts'
import type { Projections } from '../../projections/projections.ts'
import type { ViewRow } from '../../projections/question.ts'
import { sortValue } from '../../projections/sortValue.ts'
import { viewFields } from '../../projections/viewFields.ts'
import type { Officer } from '../../signIn/officer.ts'
import { activityOf } from '../activity.ts'
import { type OrganNames, organOf } from '../organs.ts'
import { cameBack, rolesOf } from './cameBack.ts'
import { dueAt, nextActs } from './matters.ts'
import { labelOf } from './rowLabel.ts'

export type InboxNeeds = {
  readonly affairs: AffairBook
  readonly names: OrganNames
  readonly views: Pick<Projections, 'list' | 'signed' | 'changes' | 'history'>
  readonly ledger: Pick<LedgerReads, 'logSize' | 'findEntry'>
}
type OrganId = { readonly scheme: string; readonly id: string }

/** Of each register, for each organ. More than these nobody reads on one page. */
const mostRows = 50
const mostReturned = 20

/** What waits for the offices that an officer holds now, from the views: nothing else is read, nobody's name is known. */
export async function inboxOf(
  needs: InboxNeeds,
  officer: Pick<Officer, 'offices'>,
  keys: readonly Uint8Array[],
): Promise<InboxData> {
  const { signed, ...inbox } = await inboxAndSigned(needs, officer, keys)
  return { ...inbox, returned: signed.filter(({ outcome }) => outcome?.ok === false).slice(0, mostReturned) }
}

/** What waits, what others have moved, and the officer's own acts, the newest first. */
export async function inboxAndSigned(
  needs: InboxNeeds,
  officer: Pick<Officer, 'offices'>,
  keys: readonly Uint8Array[],
): Promise<Omit<InboxData, 'returned'> & { readonly signed: readonly EntryRow[] }> {
  const organs = distinct(officer.offices.flatMap(({ organ }) => (organ === null ? [] : [organ])))
  const declarations = needs.affairs.names.map((name) => needs.affairs.find(name)!)
  const [waiting, proposals, activity] = await Promise.all([
    Promise.all(declarations.map((declaration) => waitingIn(needs, declaration, organs))),
    proposalsFor(needs, officer),
    activityOf(needs, keys),
  ])
  const open = waiting.flat().filter(({ affair, entity }) => affair !== 'governance' || entity !== 'proposal')
  const done = activity.entries.flatMap(({ index, outcome }) => (outcome?.ok === true ? [index] : []))
  const moved = await cameBack(needs, keys, done, rolesOf(officer))
  return {
    waiting: open.toSorted((left, right) => (left.due ?? Number.MAX_VALUE) - (right.due ?? Number.MAX_VALUE)),
    proposals,
    moved: moved.slice(0, mostReturned),
    signed: activity.entries,
  }
}

function distinct(organs: readonly OrganId[]): readonly OrganId[] {
  return [...new Map(organs.map(({ scheme, id }) => [`${scheme}/${id}`, { scheme, id }])).values()]
}

/**
 * Statuses in which a row waits for somebody, by the declaration: the ledger will act by itself at a time, or a second
 * officer is asked for, who is not the one that acted first.
 */
function waitingStatuses({ actions }: AffairDeclaration, entity: string): readonly string[] {
  const awaiting = Object.values(actions).filter(
    ({ on, at, signers }) =>
      on === entity &&
      (at !== undefined || Object.values(signers ?? {}).some((rule) => 'officer' in rule && rule.not !== undefined)),
  )
  return [...new Set(awaiting.flatMap(({ from }) => from ?? []))]
}

async function waitingIn(
  { views }: InboxNeeds,
  declaration: AffairDeclaration,
  organs: readonly OrganId[],
): Promise<WaitingMatter[]> {
  const { name: affair, entities } = declaration
  const asked = Object.keys(entities).flatMap((entity) => {
    const fields = viewFields(declaration, entity)
    const status = fields.find(({ name }) => name === 'status')!
    const owners = fields.filter(({ kind }) => kind.kind === 'organ')
    return waitingStatuses(declaration, entity).flatMap((value) =>
      owners.flatMap((owner) => organs.map((organ) => ({ entity, value, status, owner, organ }))),
    )
  })
  const found = await Promise.all(
    asked.map(async ({ entity, value, status, owner, organ }) => {
      const at = [sortValue(status.kind, value), sortValue(owner.kind, organ)] as const
      const filters = [
        { field: 'status', from: at[0], to: at[0] },
        { field: owner.name, from: at[1], to: at[1] },
      ]
      const order = { field: '', isDescending: true }
      const { rows } = await views.list({ affair, entity, filters, order, after: null, limit: mostRows })
      return rows.map((row) => matterOf(declaration, entity, row))
    }),
  )
  return found.flat()
}

function matterOf(declaration: AffairDeclaration, entity: string, row: ViewRow): WaitingMatter {
  const { key, status, fields, entry } = row
  const next: Matter['next'] = nextActs(declaration, entity, status, fields)
  const times = next.flatMap(({ byItself }) => (byItself?.at == null ? [] : [byItself.at]))
  const due = times.length === 0 ? null : Math.min(...times)
  return { affair: declaration.name, entity, key: rowKeyText(key), status, next, due, label: labelOf(row), entry }
}

/** Open proposals on which an organ that the officer votes for has not voted yet. */
async function proposalsFor(
  { affairs, views, names }: InboxNeeds,
  { offices }: Pick<Officer, 'offices'>,
): Promise<OpenProposal[]> {
  const declaration = affairs.find('governance')
  const voters = distinct(
    offices.flatMap(({ organ, roles }) => (organ !== null && roles.includes('delegate') ? [organ] : [])),
  )
  if (declaration === undefined || voters.length === 0) return []
  const seats = await rowsBy(views, declaration, 'member', 'status', 'active')
  const members = voters.filter((voter) => seats.some(({ fields }) => isSame(fields.organ, voter)))
  const open = await rowsBy(views, declaration, 'proposal', 'status', 'open')
  const found = await Promise.all(
    open.map(async ({ key, fields, entry }) => {
      const { key: id } = parseRowKey(rowKeyText(key))
      const ref = valueToJson({ kind: 'ref', entity: 'proposal' }, id as Parameters<typeof valueToJson>[1])
      const votes = await rowsBy(views, declaration, 'vote', 'proposal', ref)
      const missing = members.filter((member) => !votes.some((vote) => isSame(vote.fields.organ, member)))
      return missing.map((organ) => ({
        key: rowKeyText(key),
        id: id instanceof Uint8Array ? toHex(id) : '',
        kind: String(fields.kind),
        topic: String(fields.topic),
        organ: organOf(names, organ),
        closes: dueAt('proposal.closes', 'proposal', fields),
        entry,
      }))
    }),
  )
  return found.flat().toSorted((left, right) => (left.closes ?? 0) - (right.closes ?? 0))
}

async function rowsBy(
  views: InboxNeeds['views'],
  declaration: AffairDeclaration,
  entity: string,
  field: string,
  value: Json,
): Promise<readonly ViewRow[]> {
  const kind = viewFields(declaration, entity).find(({ name }) => name === field)!.kind
  const bytes = sortValue(kind, value)
  const filters = [{ field, from: bytes, to: bytes }]
  const order = { field: '', isDescending: true }
  const { rows } = await views.list({
    affair: declaration.name,
    entity,
    filters,
    order,
    after: null,
    limit: 4 * mostRows,
  })
  return rows
}

function isSame(json: Json | undefined, { scheme, id }: OrganId): boolean {
  const given = json as OrganId | undefined
  return given?.scheme === scheme && given.id === id
}
