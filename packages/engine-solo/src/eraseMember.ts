import { equalBytes, parseBundle, parseTransaction, sha256 } from '@gongshi/protocol'
import type { SoloBlock, StoredBundle, StoredMember } from './blocks/soloBlock.ts'
import { SoloError } from './errors.ts'

/**
 * The block without one transaction's body: its bundle is replaced by its hash, so that the header still checks; of the
 * member only `signed` stays, the others stay whole.
 * @throws {SoloError} blocks-missing when no bundle holds the transaction with its body
 */
export function eraseMember(block: SoloBlock, txId: Uint8Array): SoloBlock {
  let found = false
  const bundles = block.bundles.map((bundle): StoredBundle => {
    const members = membersOf(bundle).map((member): StoredMember => {
      const transaction = member.erased ? null : parseTransaction(member.bytes)
      if (transaction === null || !equalBytes(transaction.txId, txId)) return member
      found = true
      return { erased: true, bytes: transaction.bytes }
    })
    if (members.every((member) => !member.erased)) return bundle
    const hash = bundle.kind === 'whole' ? sha256(bundle.bytes) : bundle.hash
    return { kind: 'erased', hash, members }
  })
  if (!found) throw new SoloError({ code: 'blocks-missing', height: block.header.height })
  return { ...block, bundles }
}

function membersOf(bundle: StoredBundle): readonly StoredMember[] {
  if (bundle.kind === 'erased') return bundle.members
  return parseBundle(bundle.bytes).map((bytes) => ({ erased: false, bytes }))
}
