import type { LedgerReads } from '@gongshi/ledger'
import type { ActivityData } from '@gongshi/portal'
import { equalBytes, parseLeaf } from '@gongshi/protocol'
import { rowOfEntry } from './explorer.ts'

/** Entries that one page looks through, and acts that it shows. */
const lookedThrough = 2000
const shown = 50

/**
 * The acts that a key signed, the newest first, from below entry `before` on. PERF: what is read is bounded however long the
 * log is; `before` of the answer says where to look on.
 */
export function activityOf(
  ledger: Pick<LedgerReads, 'logSize' | 'findEntry'>,
  keyId: Uint8Array,
  before = ledger.logSize(),
): ActivityData {
  const entries: ActivityData['entries'][number][] = []
  let index = Math.min(before, ledger.logSize())
  const last = Math.max(0, index - lookedThrough)
  while (index > last && entries.length < shown) {
    index -= 1
    const leaf = parseLeaf(ledger.findEntry(index)!.leaf)
    if (leaf.kind === 'tx' && leaf.signers.some((signer) => equalBytes(signer, keyId)))
      entries.push(rowOfEntry(index, leaf))
  }
  return { entries, before: index === 0 ? null : index }
}
