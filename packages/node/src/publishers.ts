import type { LedgerReads } from '@gongshi/ledger'
import { equalBytes, parseLeaf, parseVkey } from '@gongshi/protocol'
import { NodeError } from './errors.ts'
import { readMemberOrigin } from './setup/memberFile.ts'

/** A key under which checkpoints of this log are published. */
export type ListedPublisher = {
  readonly origin: string
  readonly vkey: string
  /** UnixMs. */
  readonly from: number
  /** The block that listed it; 0: the genesis did. */
  readonly height: number
}

type Stored = readonly [vkey: string, from: number, height: number]

/** The publishers whose keys are listed on the ledger now: the genesis's first, then in the order in which they came. */
export function listedPublishers(ledger: Pick<LedgerReads, 'state'>): readonly ListedPublisher[] {
  const read = (key: readonly string[]) => ledger.state('ledger', 'publisher', key)
  return ((read([]) ?? []) as readonly string[]).map((origin) => {
    const [vkey, from, height] = read([origin]) as Stored
    return { origin, vkey, from, height }
  })
}

/** The entry of the order that listed it, which has evidence of its own; null where the genesis did. */
export function listingEntry(
  ledger: Pick<LedgerReads, 'findBlock' | 'findEntry'>,
  { origin, height }: ListedPublisher,
): number | null {
  const block = height === 0 ? undefined : ledger.findBlock(height)
  for (let index = block?.firstIndex ?? 0; index < (block?.logSize ?? 0); index++) {
    const leaf = parseLeaf(ledger.findEntry(index)!.leaf)
    if (leaf.kind !== 'system' || leaf.event !== 'publisher-listed') continue
    if ((leaf.detail as readonly unknown[])[0] === origin) return index
  }
  return null
}

/**
 * Under which name this node publishes: the one that its key is listed under, or, until the members have listed it, the one
 * that it was made with.
 * @throws {NodeError} key-unreadable
 */
export async function ownOrigin(
  ledger: Pick<LedgerReads, 'state'>,
  publicKey: Uint8Array,
  data: string,
): Promise<string> {
  const own = listedPublishers(ledger).find(({ vkey }) => equalBytes(parseVkey(vkey).publicKey, publicKey))
  const origin = own?.origin ?? (await readMemberOrigin(data))
  if (origin === null) throw new NodeError({ code: 'key-unreadable', key: 'publisher' })
  return origin
}
