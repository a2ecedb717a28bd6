import { type Genesis, genesisHash } from '@gongshi/ledger'
import { compareValidators, formatTrust, fromBase64, type Json, parseVkey, type TrustRoot } from '@gongshi/protocol'
import type { ValidatorSet } from './evidence/trustPath.ts'

/** State proofs under a header not older than this count as current. Milliseconds. */
const maxAgeMs = 10 * 60 * 1000

/** Who signs height 1, in the order of the set. */
export function firstValidators({ validators }: Genesis): ValidatorSet {
  return validators
    .map(({ publicKey, power }) => ({ publicKey: fromBase64(publicKey), power: BigInt(power) }))
    .sort(compareValidators)
}

/**
 * The trust root that follows from a genesis, with the publishers whose keys are listed now. Where a reader gets it from decides what it is worth: from this very
 * node it only shows that the node agrees with itself.
 */
export function trustRootOf(genesis: Genesis, publishers: readonly { readonly vkey: string }[], source: string): Json {
  const root: TrustRoot = {
    format: 'gongshi/trust/1',
    chainId: genesis.chainId,
    genesisHash: genesisHash(genesis),
    engine: genesis.engine ?? 'solo',
    validators: {
      height: 1,
      time: Date.parse(genesis.genesisTime),
      set: firstValidators(genesis),
    },
    logKeys: publishers.map(({ vkey }) => parseVkey(vkey)),
    source,
    policy: { maxAgeMs, trustPeriodMs: null, cosigners: [] },
  }
  return JSON.parse(formatTrust(root)) as Json
}
