import type { LedgerReads } from '@gongshi/ledger'
import type { PastData, PastRevision, PastRow } from '@gongshi/portal'
import { parseLeaf, toHex } from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import { NodeError } from '../errors.ts'
import { describeViews } from '../http/routes/viewDocumentation.ts'
import { parseRowKey } from '../http/rowKey.ts'
import type { Projections } from '../projections/projections.ts'
import type { ViewRow } from '../projections/question.ts'

type Needs = {
  readonly affairs: Pick<AffairBook, 'find' | 'names'>
  readonly ledger: Pick<LedgerReads, 'findApp' | 'findLeaf'>
  readonly views: Pick<Projections, 'history' | 'progress'>
}

export type PastAsked = { readonly register?: string; readonly key?: string; readonly height?: string }
export type RowThen = {
  readonly affair: string
  readonly entity: string
  readonly key: string
  readonly height: number
}

/** Revisions that the page lists on either side of the height. */
const shownOnEitherSide = 25

/**
 * A row of a register after a block. The state's tree is kept as it is now and not as it was, so that no path leads to a
 * past root; but revisions are numbered without gaps: the entry that made one at or before a height and the entry that
 * made the next behind it bound what was there, and the block's own entry says the root.
 * @throws {NodeError} view-unknown, state-key-malformed
 */
export async function pastData(needs: Needs, asked: PastAsked): Promise<PastData> {
  const reached = needs.views.progress().height
  const registers = needs.affairs.names.flatMap((affair) =>
    Object.keys(needs.affairs.find(affair)!.entities).map((entity) => `${affair}/${entity}`),
  )
  const { register = '', key = '', height = '' } = asked
  const data = { registers, reached, asked: { register, key: key.trim(), height } }
  if (register === '' || data.asked.key === '') return { ...data, found: null }
  const at = height === '' ? reached : Number(height)
  if (at > reached) return { ...data, found: 'ahead' }
  const [affair, entity] = register.split('/') as [string, string]
  return { ...data, found: await pastRow(needs, { affair, entity, key: data.asked.key, height: at }) }
}

/**
 * The entries that show what a row was after a block: of its revision then, of the one that came next, and the block's own.
 * @throws {NodeError} view-unknown, state-key-malformed; record-unknown where no entry says anything of it
 */
export async function pastEntries(needs: Needs, asked: RowThen): Promise<readonly [number, ...number[]]> {
  const { was, next } = await around(needs, asked)
  const changes = [was, next].flatMap((row) => row?.entry ?? [])
  const root = rootAt(needs.ledger, asked.height)
  const [first, ...others] = changes
  if (first === undefined) throw new NodeError({ code: 'record-unknown' })
  return [first, ...others, ...(root === null ? [] : [root.entry])]
}

async function pastRow(needs: Needs, asked: RowThen): Promise<PastRow> {
  const { affair, entity, key, height } = asked
  const { rows, was, next, place } = await around(needs, asked)
  const shown = rows.slice(Math.max(0, place - shownOnEitherSide), place + shownOnEitherSide)
  const address = `${affair}/${encodeURIComponent(`entity/${entity}`)}/${key}`
  const isSaid = [was, next].some((row) => row !== null && row.entry !== null)
  return {
    affair,
    entity,
    key,
    height,
    root: rootAt(needs.ledger, height),
    was: was === null ? null : { ...revisionOf(was), fields: fieldsOf(needs, was) },
    next: next === null ? null : revisionOf(next),
    revisions: shown.map(revisionOf).reverse(),
    allRevisions: rows.length,
    evidence: isSaid ? `/api/v1/evidence/past/${address}?height=${height}` : null,
    evidenceNow: `/api/v1/evidence/state/${address}`,
  }
}

async function around({ affairs, views }: Needs, { affair, entity, key, height }: RowThen) {
  if (!Object.hasOwn(affairs.find(affair)?.entities ?? {}, entity)) throw new NodeError({ code: 'view-unknown' })
  const { rows } = await views.history({ affair, entity, key: parseRowKey(key).bytes })
  const place = rows.findLastIndex((row) => row.height <= height) + 1
  return { rows, place, was: rows[place - 1] ?? null, next: rows[place] ?? null }
}

/** The last entry of the log as it was after a block is the one of a block: an empty one adds none. */
function rootAt(ledger: Needs['ledger'], height: number): PastRow['root'] {
  const app = ledger.findApp(height)
  if (app === undefined || app.logSize === 0) return null
  const entry = app.logSize - 1
  const bytes = ledger.findLeaf(entry)
  const leaf = bytes === undefined ? undefined : parseLeaf(bytes)
  return leaf?.kind === 'block' ? { stateRoot: toHex(leaf.stateRoot), entry } : null
}

function revisionOf({ revision, status, action, entry, height, time }: ViewRow): PastRevision {
  return { revision, status, action, entry, height, time }
}

function fieldsOf({ affairs }: Needs, { affair, entity, fields }: ViewRow) {
  const described = describeViews(affairs.find(affair)!).find(({ view }) => view === entity)!
  return described.fields.flatMap(({ name, title }) => {
    const value = fields[name]
    return value === undefined ? [] : [{ name, title, value: textOf(value) }]
  })
}

/** Text and bytes as they are, what has parts as JSON. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  const { hex } = (value ?? {}) as { readonly hex?: unknown }
  return typeof hex === 'string' ? hex : JSON.stringify(value)
}
