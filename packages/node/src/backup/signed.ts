import { type Genesis, genesisHash } from '@gongshi/ledger'
import { checkEd25519Note, domainHash, encodeCbor, equalBytes, parseVkey } from '@gongshi/protocol'
import type { Begin, End, Increment } from './records.ts'

/** What `gongshi/backup/1` signs: everything before, by its digest, and up to which height it goes. */
export function backupStatement(chainId: string, digest: Uint8Array, height: number): Uint8Array {
  return domainHash('gongshi/backup/1', encodeCbor([chainId, digest, height]))
}

/** Whether the node that the genesis names made this backup of its ledger. */
export function isSigned(genesis: Genesis, begin: Begin | Increment, digest: Uint8Array, end: End): boolean {
  const key = parseVkey(genesis.publishers[0]!.vkey)
  const statement = backupStatement(begin.chainId, digest, end.height)
  return equalBytes(begin.genesisHash, genesisHash(genesis)) && checkEd25519Note(key, statement, end.signature)
}
