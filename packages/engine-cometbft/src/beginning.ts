import { type Genesis, genesisHash } from '@gongshi/ledger'
import { toHex } from '@gongshi/protocol'

/**
 * From where CometBFT orders a ledger: its genesis, or the last block of the one operator before it, as protocol page "From one
 * operator to a consortium" has it.
 */
export type Beginning = {
  /** Of the last block before; 0: the genesis. */
  readonly height: number
  /** RFC 3339, of CometBFT's genesis: the first block has it. */
  readonly time: string
  /** Public keys in base64. */
  readonly validators: Genesis['validators']
  /** What every member must have: the hash of the ledger's genesis, and of the header of the block before. Lower-case hex. */
  readonly names: { readonly genesisHash: string; readonly lastBlock?: string }
}

export function beginningOf(genesis: Genesis): Beginning {
  const { genesisTime: time, validators } = genesis
  return { height: 0, time, validators, names: { genesisHash: toHex(genesisHash(genesis)) } }
}
