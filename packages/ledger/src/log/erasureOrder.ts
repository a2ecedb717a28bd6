import { parseLeaf } from '@gongshi/protocol'

/** The affair whose entries order a body to be erased, by the event [destroy, content, entry, clause]. */
const erasureAffair = 'erasure'

/** Whether a leaf is the ledger's own word that the body of entry `index` must go. */
export function ordersErasure(leafBytes: Uint8Array, index: number): boolean {
  const leaf = parseLeaf(leafBytes)
  if ((leaf.kind !== 'tx' && leaf.kind !== 'due') || leaf.affair !== erasureAffair) return false
  const [outcome, events] = leaf.outcome
  if (outcome !== 'ok' || !Array.isArray(events)) return false
  return events.some((event) => Array.isArray(event) && event[0] === 'destroy' && event[2] === index)
}
