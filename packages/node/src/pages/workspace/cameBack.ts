import type { AffairDeclaration } from '@gongshi/affair-kit'
import type { LedgerReads } from '@gongshi/ledger'
import type { ReturnedMatter } from '@gongshi/portal'
import { equalBytes, parseLeaf } from '@gongshi/protocol'
import type { AffairBook } from '../../affairBook.ts'
import { rowKeyText } from '../../http/rowKey.ts'
import type { Projections } from '../../projections/projections.ts'
import type { ViewRow } from '../../projections/question.ts'
import type { Officer } from '../../signIn/officer.ts'
import { nextActs } from './matters.ts'
import { labelOf } from './rowLabel.ts'

type Needs = {
  readonly affairs: AffairBook
  readonly views: Pick<Projections, 'changes' | 'history'>
  readonly ledger: Pick<LedgerReads, 'findEntry'>
}

/**
 * Rows on which one of these keys acted, and which somebody else or the ledger itself has moved since, the latest move
 * first: what became of it, and which acts on it the officer's roles name now.
 */
export async function cameBack(
  needs: Needs,
  keys: readonly Uint8Array[],
  entries: readonly number[],
  roles: ReadonlySet<string>,
): Promise<ReturnedMatter[]> {
  const acted = (await Promise.all(entries.map(async (entry) => (await needs.views.changes(entry)).rows))).flat()
  const rows = new Map(acted.map((row) => [`${row.affair} ${row.entity} ${rowKeyText(row.key)}`, row]))
  const found = await Promise.all([...rows.values()].map((row) => movedSince(needs, row, keys, roles)))
  return found.flat().toSorted((left, right) => right.entry - left.entry)
}

/** The roles that an officer's offices give now. */
export function rolesOf({ offices }: Pick<Officer, 'offices'>): ReadonlySet<string> {
  return new Set(offices.flatMap((office) => office.roles.map(String)))
}

async function movedSince(
  { affairs, views, ledger }: Needs,
  { affair, entity, key }: ViewRow,
  keys: readonly Uint8Array[],
  roles: ReadonlySet<string>,
): Promise<ReturnedMatter[]> {
  const last = (await views.history({ affair, entity, key })).rows.at(-1)
  const parts = last?.entry == null ? undefined : ledger.findEntry(last.entry)
  if (last?.entry == null || parts === undefined) return []
  const leaf = parseLeaf(parts.leaf)
  if (leaf.kind === 'tx' && leaf.signers.some((signer) => keys.some((own) => equalBytes(signer, own)))) return []
  const { status, fields, action, entry, time } = last
  const declaration = affairs.find(affair)
  const next = nextActs(declaration, entity, status, fields).filter(
    ({ action: name, isSigned }) => isSigned && isFor(declaration!, name, roles),
  )
  return [{ affair, entity, key: rowKeyText(key), status, next, label: labelOf(last), action, entry, at: time }]
}

/** Whether the declaration asks one of these roles to sign it. */
function isFor({ actions }: AffairDeclaration, action: string, roles: ReadonlySet<string>): boolean {
  const signers = Object.values(actions[action]?.signers ?? {})
  return signers.some((rule) => 'officer' in rule && roles.has(rule.officer))
}
