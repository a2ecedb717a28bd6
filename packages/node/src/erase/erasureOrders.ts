import type { Cbor, DueLeaf, TxLeaf } from '@gongshi/protocol'

export type ErasureOrder = {
  readonly content: Uint8Array | null
  readonly entry: number | null
  readonly clause: string
}

/** What an entry orders to be destroyed: the events `destroy` of the affair `erasure`, [name, content, entry, clause]. */
export function erasureOrders(leaf: TxLeaf | DueLeaf): ErasureOrder[] {
  if (leaf.kind !== 'due' || leaf.affair !== 'erasure' || leaf.outcome[0] !== 'ok') return []
  return leaf.outcome[1].flatMap((event: Cbor) => {
    if (!Array.isArray(event) || event[0] !== 'destroy') return []
    const [, content, entry, clause] = event as unknown as readonly [string, Uint8Array | null, number | null, string]
    return [{ content, entry, clause }]
  })
}
