import { compareBytes, concat } from '../bytes/bytes.ts'
import { sha256 } from '../bytes/hash.ts'
import { merkleRoot } from '../log/hash.ts'
import { messageField, varintField } from './protobuf.ts'

/** A member of the validator set: its 32-byte Ed25519 key, its voting power (1 … 2^60) and its turn to propose. */
export type Validator = {
  readonly publicKey: Uint8Array
  readonly power: bigint
  /** Only for `/rpc`: no hash covers it. */
  readonly priority: bigint
}

/** CometBFT bounds the sum of all powers so that priorities can't overflow. */
export const maxTotalPower: bigint = (2n ** 63n - 1n) / 8n

/** The first 20 bytes of the key's SHA-256. */
export function validatorAddress(publicKey: Uint8Array): Uint8Array {
  return sha256(publicKey).subarray(0, 20)
}

type Keyed = Pick<Validator, 'publicKey' | 'power'>

/** The order of a set: greatest power first, then by address. Order in a commit follows it. */
export function compareValidators(left: Keyed, right: Keyed): number {
  if (left.power !== right.power) return left.power > right.power ? -1 : 1
  return compareBytes(validatorAddress(left.publicKey), validatorAddress(right.publicKey))
}

/** A header's validators_hash: a Merkle root over tendermint.types.SimpleValidator, in the order of the set. */
export function hashValidators(validators: readonly Keyed[]): Uint8Array {
  return merkleRoot(
    validators.map(({ publicKey, power }) =>
      concat(messageField(1, messageField(1, publicKey)), varintField(2, power)),
    ),
  )
}

export function totalPower(validators: readonly Pick<Validator, 'power'>[]): bigint {
  return validators.reduce((sum, { power }) => sum + power, 0n)
}
