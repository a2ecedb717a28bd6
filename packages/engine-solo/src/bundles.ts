import { bundleOverhead, encodeBundle, limits } from '@gongshi/protocol'

/** The bundle's own array head, at most. */
const headBytes = 3

/** Packs transactions, in order, into as few bundles as their limits allow. */
export function bundlesOf(transactions: readonly Uint8Array[]): Uint8Array[] {
  const bundles: Uint8Array[] = []
  let members: Uint8Array[] = []
  let bytes = headBytes
  for (const transaction of transactions) {
    const more = transaction.length + bundleOverhead(transaction.length)
    if (members.length === limits.bundleTransactions || (members.length > 0 && bytes + more > limits.bundleBytes)) {
      bundles.push(encodeBundle(members))
      members = []
      bytes = headBytes
    }
    members.push(transaction)
    bytes += more
  }
  if (members.length > 0) bundles.push(encodeBundle(members))
  return bundles
}
