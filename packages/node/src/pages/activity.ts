import type { LedgerReads } from '@gongshi/ledger'
import type { ActivityData } from '@gongshi/portal'
import { equalBytes, parseLeaf } from '@gongshi/protocol'
import type { Projections } from '../projections/projections.ts'
import { rowOfEntry } from './explorer.ts'

type Needs = {
  readonly views: Pick<Projections, 'signed'>
  readonly ledger: Pick<LedgerReads, 'logSize' | 'findEntry'>
}

const shown = 50
/** The newest entries, which the views may not have yet. More they are behind only while they are made anew. */
const mostBehind = 1000

/** The acts that any of these keys signed, refused ones too, the newest first, from below entry `before` on. */
export async function activityOf(
  { views, ledger }: Needs,
  keys: readonly Uint8Array[],
  before = ledger.logSize(),
): Promise<ActivityData> {
  const end = Math.min(before, ledger.logSize())
  const { asOf, entries } = await views.signed({ keys, below: end, limit: shown + 1 })
  const found = [...signedSince(ledger, keys, asOf.entries, end), ...entries]
  const page = found.slice(0, shown)
  return {
    entries: page.map((index) => rowOfEntry(index, parseLeaf(ledger.findEntry(index)!.leaf))),
    before: found.length > shown ? page.at(-1)! : null,
  }
}

/** What the log has beyond the views, the newest first. */
function signedSince(ledger: Needs['ledger'], keys: readonly Uint8Array[], from: number, end: number): number[] {
  const found: number[] = []
  for (let index = end - 1; index >= Math.max(from, end - mostBehind); index--) {
    const leaf = parseLeaf(ledger.findEntry(index)!.leaf)
    if (leaf.kind === 'tx' && leaf.signers.some((signer) => keys.some((key) => equalBytes(signer, key))))
      found.push(index)
  }
  return found
}
