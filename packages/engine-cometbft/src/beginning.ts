import { type Genesis, genesisHash, type SystemAct } from '@gongshi/ledger'
import { compareBytes, fromBase64, toHex } from '@gongshi/protocol'

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
  /** Those who are left have agreed on it: the block after the first, which stays empty, tells the ledger. */
  readonly isReconstitution?: boolean
  /** What every member must have: the hash of the ledger's genesis, and of the last block before. Lower-case hex. */
  readonly names: { readonly genesisHash: string; readonly lastBlock?: string }
}

export function beginningOf(genesis: Genesis): Beginning {
  const { genesisTime: time, validators } = genesis
  return { height: 0, time, validators, names: { genesisHash: toHex(genesisHash(genesis)) } }
}

/** The first block above blocks that others have made; one that follows the genesis needs no such care. */
export function isFirstAfterMove({ height }: Pick<Beginning, 'height'>, at: number): boolean {
  return height > 0 && at === height + 1
}

/** What a block says of how this chain began; nothing but for one block after a reconstitution. */
export function actsOfBeginning({ isReconstitution, height, validators }: Beginning, at: number): SystemAct[] {
  if (isReconstitution !== true || at !== height + 2) return []
  const rows = validators.map(({ publicKey, power }) => [fromBase64(publicKey), power] as const)
  const sorted = rows.sort(([left], [right]) => compareBytes(left, right))
  return [{ kind: 'reconstitution', detail: [height, sorted] }]
}
