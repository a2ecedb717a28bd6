import { type Cbor, encodeCbor, utf8 } from '@gongshi/protocol'
import { mulAddUnsafe } from '@noble/curves/abstract/curve.js'
import type { IField } from '@noble/curves/abstract/modular.js'
import { ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js'
import { bytesToNumberLE, numberToBytesLE } from '@noble/curves/utils.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { malformed, type ThresholdPart } from './errors.ts'

/** An element of ristretto255 (RFC 9496), and a number modulo the group's order. */
export type Point = InstanceType<typeof ristretto255.Point>
export type Scalar = bigint

/** So many bytes that nobody else can guess. */
export type Random = (bytes: number) => Uint8Array

export const Point: typeof ristretto255.Point = ristretto255.Point
export const field: IField<Scalar> = Point.Fn
export const elementBytes = 32

export const base: Point = Point.BASE
/**
 * A second generator, to which nobody knows the base's logarithm: ristretto255_XMD:SHA-512_R255MAP_RO_ of RFC 9380. PERF: with a
 * table, made at its first use, as the base has one: a tenth of the time.
 */
export const secondBase: Point = ristretto255_hasher
  .hashToCurve(utf8('second generator'), { DST: 'gongshi/threshold/1' })
  .precompute(8)

export function pointBytes(point: Point): Uint8Array {
  return point.toBytes()
}

/** Canonical, and not the neutral element, which would be a key that everyone holds. @throws {ThresholdError} threshold-malformed */
export function readPoint(bytes: Uint8Array, part: ThresholdPart): Point {
  const point = decode(bytes, part)
  if (point.is0()) throw malformed(part)
  return point
}

function decode(bytes: Uint8Array, part: ThresholdPart): Point {
  try {
    return Point.fromBytes(bytes)
  } catch (error) {
    throw malformed(part, error)
  }
}

/** 32 bytes, little-endian. */
export function scalarBytes(scalar: Scalar): Uint8Array {
  return numberToBytesLE(scalar, elementBytes)
}

/** Below the group's order. @throws {ThresholdError} threshold-malformed */
export function readScalar(bytes: Uint8Array, part: ThresholdPart): Scalar {
  if (bytes.length !== elementBytes) throw malformed(part)
  const scalar = bytesToNumberLE(bytes)
  if (scalar >= field.ORDER) throw malformed(part)
  return scalar
}

/** Never zero; 64 bytes are so many that the remainder is even to 2^-259. */
export function randomScalar(random: Random): Scalar {
  const scalar = field.create(bytesToNumberLE(random(64)))
  return scalar === 0n ? randomScalar(random) : scalar
}

/** SHA-512 over the canonical CBOR of [name, …parts], as a number. */
export function hashToScalar(name: string, parts: readonly Cbor[]): Scalar {
  return field.create(bytesToNumberLE(sha512(encodeCbor([name, ...parts]))))
}

/** SHA-256 over the canonical CBOR of [name, …parts]. */
export function hashToBytes(name: string, parts: readonly Cbor[]): Uint8Array {
  return sha256(encodeCbor([name, ...parts]))
}

/** `point` times a number that may be zero and is no secret. */
export function timesPublic(point: Point, scalar: Scalar): Point {
  return scalar === 0n ? Point.ZERO : point.multiplyUnsafe(scalar)
}

/**
 * `first` times one number less `second` times another; neither is a secret. PERF: a point without a table shares its doublings
 * with the other one (Straus), which saves a quarter of a proof's check.
 */
export function difference(first: Point, times: Scalar, second: Point, timesSecond: Scalar): Point {
  if (first === base || first === secondBase)
    return timesPublic(first, times).subtract(timesPublic(second, timesSecond))
  return mulAddUnsafe(Point, [first, second.negate()], [times, timesSecond])
}

export function sumOf(points: readonly Point[]): Point {
  return points.reduce((sum, point) => sum.add(point), Point.ZERO)
}
