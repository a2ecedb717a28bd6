import { isTimestamp, type Timestamp } from '../comet/time.ts'
import { compareValidators, maxTotalPower, totalPower, type Validator } from '../comet/validators.ts'
import { limits } from '../limits.ts'
import { isChainId } from '../transaction/payload.ts'
import { type Codec, expect } from './codec.ts'
import { bigInteger, fixedBytes, integer, textThat } from './scalars.ts'
import { list, record } from './structures.ts'

const hash = fixedBytes(32)
const hashOrNone = fixedBytes(0, 32)

export const chainId = textThat(isChainId)

export const height = integer(1, Number.MAX_SAFE_INTEGER)

export const timestamp: Codec<Timestamp> = checked(
  record({
    seconds: integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    nanos: integer(0, 999_999_999),
  }),
  isTimestamp,
)

export const partSetHeader = record({ total: integer(0, 2 ** 32 - 1), hash: hashOrNone })

export const header = record({
  version: record({ block: integer(0, Number.MAX_SAFE_INTEGER), app: integer(0, Number.MAX_SAFE_INTEGER) }),
  chainId,
  height,
  time: timestamp,
  lastBlockId: record({ hash: hashOrNone, parts: partSetHeader }),
  lastCommitHash: hashOrNone,
  dataHash: hashOrNone,
  validatorsHash: hash,
  nextValidatorsHash: hash,
  consensusHash: hashOrNone,
  appHash: hashOrNone,
  lastResultsHash: hashOrNone,
  evidenceHash: hashOrNone,
  proposerAddress: fixedBytes(20),
})

/** A validator as the hash of its set covers it. */
export type SetMember = Pick<Validator, 'publicKey' | 'power'>

/** A set in its own order, without repetition, of bounded power: what `hashValidators` and the order of a commit need. */
export const validatorSet: Codec<readonly SetMember[]> = checked(
  list(record({ publicKey: hash, power: bigInteger(maxTotalPower) }), limits.validators),
  (set) =>
    set.length > 0 &&
    totalPower(set) <= maxTotalPower &&
    set.every((member, at) => at === 0 || compareValidators(set[at - 1]!, member) < 0) &&
    new Set(set.map(({ publicKey }) => publicKey.join())).size === set.length,
)

/** The same structure, held to a rule between its fields. */
export function checked<T>(codec: Codec<T>, accepts: (value: T) => boolean): Codec<T> {
  const check = (value: T, at: string) => expect(value, accepts(value), at)
  return {
    toCbor: (value) => codec.toCbor(value),
    read: (reader, at) => check(codec.read(reader, at), at),
    toJson: (value) => codec.toJson(value),
    fromJson: (json, at) => check(codec.fromJson(json, at), at),
  }
}
