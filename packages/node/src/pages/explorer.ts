import type { Engine, LedgerReads } from '@gongshi/ledger'
import type { BlockData, EntriesData, EntryRow } from '@gongshi/portal'
import { blockIdFlag, fromHex, parseLeaf, timestampToMs, toHex } from '@gongshi/protocol'
import { missingBlock } from '../engine/missingBlock.ts'
import type { OtherMembers } from '../others/otherMembers.ts'

type Needs = {
  readonly ledger: LedgerReads
  readonly engine: Engine
  readonly others: Pick<OtherMembers, 'portals'>
}

/** Entries of a block that its page lists; the list of all entries goes on from there. */
const shownOfBlock = 200

/** Part of the log, the newest first. PERF: reads no more leaves than it shows, however long the log is. */
export function entriesData({ ledger }: Needs, limit: number, query: { before?: number; after?: number }): EntriesData {
  const size = ledger.logSize()
  const end = query.after === undefined ? Math.min(size, query.before ?? size) : Math.min(size, query.after + 1 + limit)
  const begin = query.after === undefined ? Math.max(0, end - limit) : Math.min(end, query.after + 1)
  return {
    entries: rowsOf(ledger, begin, end).reverse(),
    newer: end < size ? { after: end - 1 } : null,
    older: begin > 0 ? { before: begin } : null,
  }
}

/** @throws {NodeError} block-unknown, block-pruned */
export async function blockData(needs: Needs, height: number): Promise<BlockData> {
  const { ledger, engine } = needs
  const [header, commit] = await Promise.all([engine.findHeader(height), engine.findCommit(height)])
  if (header === undefined || commit === undefined) throw await missingBlock(needs, height)
  const record = ledger.findBlock(height)
  const [begin, end] = record === undefined ? [0, 0] : [record.firstIndex, record.logSize]
  return {
    height,
    time: timestampToMs(header.time),
    hash: toHex(commit.blockId.hash),
    appHash: toHex(header.appHash),
    dataHash: toHex(header.dataHash),
    proposer: toHex(header.proposerAddress),
    votes: commit.signatures.map(({ flag, validatorAddress }) => ({
      address: toHex(validatorAddress),
      forBlock: flag === blockIdFlag.commit,
    })),
    entries: rowsOf(ledger, begin, Math.min(end, begin + shownOfBlock)),
    total: end - begin,
    latest: engine.latestHeight(),
  }
}

/** Where something that people type leads: an entry's number, "block 5", a transaction's id. Null when there is no such thing. */
export function placeOf({ ledger, engine }: Needs, asked: string): string | null {
  const text = asked.trim()
  const height = /^(?:block|height|区块|高度)\s*#?(\d{1,15})$/iu.exec(text)?.[1]
  if (height !== undefined) return Number(height) <= engine.latestHeight() ? `/blocks/${Number(height)}` : null
  const index = /^(?:entry|记录|第)?\s*(?:№|#)?\s*(\d{1,15})\s*条?$/iu.exec(text)?.[1]
  if (index !== undefined) return Number(index) < ledger.logSize() ? `/entries/${Number(index)}` : null
  const txId = text.toLowerCase().replace(/\s/g, '')
  const found = /^[0-9a-f]{64}$/.test(txId) ? ledger.findTransaction(fromHex(txId)) : undefined
  return found === undefined ? null : `/entries/${found.index}`
}

function rowsOf(ledger: LedgerReads, begin: number, end: number): EntryRow[] {
  return Array.from({ length: Math.max(0, end - begin) }, (_, at): EntryRow => {
    const index = begin + at
    return rowOfEntry(index, parseLeaf(ledger.findEntry(index)!.leaf))
  })
}

export function rowOfEntry(index: number, leaf: ReturnType<typeof parseLeaf>): EntryRow {
  const row = { index, kind: leaf.kind, height: leaf.height, time: leaf.time }
  if (leaf.kind === 'block' || leaf.kind === 'system') return row
  const outcome =
    leaf.outcome[0] === 'ok'
      ? ({ ok: true, changed: [], events: [] } as const)
      : ({ ok: false, code: leaf.outcome[1] } as const)
  return { ...row, affair: leaf.affair, action: leaf.action, outcome }
}
