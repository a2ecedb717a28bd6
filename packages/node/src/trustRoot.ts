import { type Genesis, genesisHash } from '@gongshi/ledger'
import { compareValidators, formatTrust, fromBase64, type Json, parseVkey, type TrustRoot } from '@gongshi/protocol'
import type { BeginningFile } from './beginning/beginningFile.ts'

/** State proofs under a header not older than this count as current. Milliseconds. */
const maxAgeMs = 10 * 60 * 1000

/** Who signs the first height from which the ledger can be followed: height 1, or the first after a reconstitution. */
export function trustedFrom(genesis: Genesis, beginning: BeginningFile | null): TrustRoot['validators'] {
  if (beginning?.kind !== 'reconstitution')
    return { height: 1, time: Date.parse(genesis.genesisTime), set: inOrder(genesis.validators) }
  const { height, time, validators } = beginning
  return { height: height + 1, time: time + 1, set: inOrder(validators) }
}

function inOrder(validators: Genesis['validators']) {
  return validators
    .map(({ publicKey, power }) => ({ publicKey: fromBase64(publicKey), power: BigInt(power) }))
    .sort(compareValidators)
}

/**
 * The trust root that follows from a genesis, with the publishers whose keys are listed now. Where a reader gets it from decides what it is worth: from this very
 * node it only shows that the node agrees with itself.
 */
export function trustRootOf(
  genesis: Genesis,
  publishers: readonly { readonly vkey: string }[],
  cosigners: TrustRoot['policy']['cosigners'],
  source: string,
  beginning: BeginningFile | null = null,
): Json {
  const root: TrustRoot = {
    format: 'gongshi/trust/1',
    chainId: genesis.chainId,
    genesisHash: genesisHash(genesis),
    engine: beginning?.kind === 'reconstitution' ? 'cometbft' : (genesis.engine ?? 'solo'),
    validators: trustedFrom(genesis, beginning),
    logKeys: publishers.map(({ vkey }) => parseVkey(vkey)),
    source,
    policy: { maxAgeMs, trustPeriodMs: null, cosigners: [...cosigners] },
  }
  return JSON.parse(formatTrust(root)) as Json
}
