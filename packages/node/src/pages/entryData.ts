import type { Engine } from '@gongshi/ledger'
import type { Changed, EntryData } from '@gongshi/portal'
import {
  type Cbor,
  decodeCbor,
  encodeCbor,
  type Leaf,
  limits,
  parseLeaf,
  type TxLeaf,
  timestampToMs,
  toHex,
} from '@gongshi/protocol'
import type { AffairBook } from '../affairBook.ts'
import { timeZone } from '../http/pageSite.ts'
import { getEntry } from '../http/routes/entries.ts'
import { rowKeyText } from '../http/rowKey.ts'
import { refusalWords } from '../refusalWords.ts'
import type { ErasureReceipts } from '../replicate/erasureReceipts.ts'
import type { AuthorityThen } from './authorityThen.ts'
import { basisThen } from './basisThen.ts'
import { diagnosticNotation } from './diagnosticNotation.ts'
import type { GovernanceBook } from './governanceBook.ts'
import { listedKeys } from './keyPage.ts'
import { recordKey } from './recordKey.ts'
import { evidenceLinks, type RecordNeeds } from './records.ts'

type Grounds = { readonly authority: AuthorityThen; readonly book: GovernanceBook }

type EntryNeeds = RecordNeeds & { readonly affairs: AffairBook }

/** @throws {NodeError} entry-unknown */
export async function entryData(
  needs: EntryNeeds & Grounds & { readonly engine: Engine; readonly erasureReceipts: ErasureReceipts },
  index: number,
): Promise<EntryData> {
  const entry = getEntry(needs.ledger, index)
  const leaf = parseLeaf(entry.leaf)
  const next = await needs.engine.findHeader(leaf.height + 1)
  const record = await recordOf(needs, index)
  return {
    index,
    kind: leaf.kind,
    height: leaf.height,
    time: leaf.time,
    ...(next === undefined ? {} : { provenAt: timestampToMs(next.time) }),
    ...actOf(leaf),
    ...(await basisOf(needs, leaf)),
    ...(leaf.kind === 'tx' ? await groundsOf(needs, leaf, index) : {}),
    ...erasureOf(needs.erasureReceipts, index),
    signers: leaf.kind === 'tx' ? await signersOf(needs, leaf) : [],
    body:
      entry.erasedBy !== null
        ? { state: 'erased', entry: entry.erasedBy }
        : { state: entry.body === null ? 'absent' : 'held' },
    leafHex: toHex(entry.leaf),
    diagnostic: diagnosticNotation(decodeCbor(entry.leaf, { maxBytes: limits.leafBytes, maxDepth: limits.cborDepth })),
    ...(record === undefined ? {} : { record }),
    evidence: evidenceLinks(index),
  }
}

/** Who has carried out what this entry orders to be destroyed, as far as this node knows. */
function erasureOf(receipts: ErasureReceipts, index: number): Pick<EntryData, 'erasure'> {
  const given = receipts.of(index)
  if (given.length === 0) return {}
  const said = given.map(({ origin, at, keeps }) => ({ origin, at, keeps }))
  return { erasure: { given: said, waiting: receipts.waitingFor(index) } }
}

async function basisOf(needs: EntryNeeds, leaf: Leaf): Promise<Partial<EntryData>> {
  if (leaf.kind === 'block' || leaf.kind === 'system') return {}
  const basis = await basisThen(needs, leaf, leaf.time, timeZone)
  return basis === undefined ? {} : { basis }
}

async function signersOf({ views }: EntryNeeds, { signers }: TxLeaf): Promise<EntryData['signers']> {
  const listed = await listedKeys(views, signers)
  return signers.map(toHex).map((keyId) => ({ keyId, isListed: listed.has(keyId) }))
}

/** By whose power, and under which figures. */
async function groundsOf({ authority, book }: Grounds, leaf: TxLeaf, index: number): Promise<Partial<EntryData>> {
  const [powers, rules] = await Promise.all([authority.of({ ...leaf, index }), book.rulesAt(leaf.affair, leaf.time)])
  return { powers, rules }
}

function actOf(leaf: Leaf): Partial<EntryData> {
  if (leaf.kind === 'block' || leaf.kind === 'system') return {}
  const { affair, version, action, outcome } = leaf
  const act = { affair, version, action, ...(leaf.kind === 'tx' ? { txId: toHex(leaf.txId) } : {}) }
  if (outcome[0] === 'refused') {
    const [, code] = outcome
    return { ...act, outcome: { ok: false, code, words: refusalWords(affair, action, code) } }
  }
  const changed = outcome[1].flatMap((event: Cbor) => changedBy(event) ?? [])
  return { ...act, outcome: { ok: true, changed, events: outcome[1].map((event: Cbor) => diagnosticNotation(event)) } }
}

/** What the kit's own event says of a row: [entity, id, action, revision, status before, status now]. */
function changedBy(event: Cbor): Changed | null {
  if (!Array.isArray(event) || event.length !== 6) return null
  const [entity, key, , revision, , status] = event as readonly Cbor[]
  if (typeof entity !== 'string' || typeof status !== 'string' || typeof revision !== 'number') return null
  return { entity, revision, status, key: rowKeyText(encodeCbor(key!)) }
}

async function recordOf({ views }: RecordNeeds, index: number): Promise<EntryData['record']> {
  const { rows } = await views.changes(index)
  const change = rows.find(
    ({ affair, entity }) => affair === 'disclosure' && (entity === 'publication' || entity === 'release'),
  )
  if (change === undefined) return undefined
  const { identifier, ocid } = change.fields as { readonly identifier?: string; readonly ocid?: string }
  const entity = change.entity as 'publication' | 'release'
  return { key: recordKey(entity, change.key), title: [{ lang: 'und', text: identifier ?? ocid ?? '' }] }
}
