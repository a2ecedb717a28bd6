import { toHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { sha256 } from '../bytes/hash.ts'
import { encodeVkey, type NoteKey, parseVkey } from '../checkpoint/note.ts'
import { type Codec, CodecFault, type Decoded } from '../codec/codec.ts'
import { chainId, checked, height, validatorSet } from '../codec/comet.ts'
import { fixedBytes, integer, oneOf, text } from '../codec/scalars.ts'
import { list, nullable, record } from '../codec/structures.ts'
import type { Json } from '../comet/json.ts'
import { limits } from '../limits.ts'
import { TrustError } from './errors.ts'

const vkey: Codec<NoteKey> = {
  toCbor: encodeVkey,
  read: (reader, at) => readVkey(reader.text(), at),
  toJson: encodeVkey,
  fromJson: readVkey,
}

function readVkey(value: unknown, at: string): NoteKey {
  try {
    return parseVkey(value as string)
  } catch {
    throw new CodecFault(at)
  }
}

const milliseconds = integer(0, limits.timeMs)

/** At least `threshold` of these cosigners must have signed. */
const cosignerGroup = checked(
  record({ threshold: integer(1, limits.cosigners), keys: list(vkey, limits.cosigners) }),
  ({ threshold, keys }) => threshold <= keys.length && new Set(keys.map(encodeVkey)).size === keys.length,
)

const trustRoot = record({
  format: oneOf('gongshi/trust/1'),
  chainId,
  genesisHash: fixedBytes(32),
  engine: oneOf('solo', 'cometbft'),
  /** The set that signs block `height`, known to be right at `time` (UnixMs). */
  validators: record({ height, time: milliseconds, set: validatorSet }),
  /** The keys under which the log's publishers sign checkpoints. */
  logKeys: list(vkey, limits.cosigners),
  /** Where this root was published, for people. */
  source: text(512),
  policy: record({
    /** A state proof under a header not older than this is "current". */
    maxAgeMs: milliseconds,
    /** How long after `validators.time` its keys are relied on; null for as long as the holder keeps this root. */
    trustPeriodMs: nullable(milliseconds),
    /** Every group must be satisfied. */
    cosigners: list(cosignerGroup, 16),
  }),
})

/** What a verifier takes as given: the ledger's name, its validators at one height, its publishers' keys, and a policy. */
export type TrustRoot = Decoded<typeof trustRoot>

/**
 * Reads the text of a trust.json.
 * @throws {TrustError} trust-not-json, trust-malformed
 */
export function parseTrust(json: string): TrustRoot {
  let value: Json
  try {
    value = JSON.parse(json) as Json
  } catch (cause) {
    throw new TrustError({ code: 'trust-not-json' }, { cause })
  }
  return trustFromJson(value)
}

/** @throws {TrustError} trust-malformed */
export function trustFromJson(value: Json): TrustRoot {
  try {
    return trustRoot.fromJson(value, 'trust')
  } catch (cause) {
    if (cause instanceof CodecFault) throw new TrustError({ code: 'trust-malformed', at: cause.at }, { cause })
    throw cause
  }
}

/** The text of a trust.json. @throws {TrustError} trust-malformed for a root that `parseTrust` would refuse */
export function formatTrust(trust: TrustRoot): string {
  const value = trustRoot.toJson(trust)
  trustFromJson(value)
  return `${JSON.stringify(value, null, 2)}\n`
}

/** SHA-256 of the root's canonical CBOR, which JSON's freedom of spelling doesn't touch. 32 bytes. */
export function trustFingerprint(trust: TrustRoot): Uint8Array {
  return sha256(encodeCbor(trustRoot.toCbor(trust)))
}

/** A fingerprint as people compare it: sixteen groups of four hexadecimal digits. */
export function formatFingerprint(fingerprint: Uint8Array): string {
  return toHex(fingerprint).match(/.{4}/g)!.join(' ')
}
