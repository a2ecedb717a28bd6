import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import fc from 'fast-check'
import { concat, fromHex, toHex } from '../bytes/bytes.ts'
import * as edwards from './edwards25519.ts'
import { bigEndian, inverse, littleEndian, littleEndianBytes, mod, power } from './modular.ts'
import * as p256Curve from './p256.ts'

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 })
const scalarBelow = (order: bigint) =>
  fc.oneof(fc.bigInt({ min: 0n, max: order - 1n }), fc.constantFrom(0n, 1n, 2n, 3n, order - 1n, order - 2n))

describe('arithmetic modulo a prime', () => {
  const prime = 2n ** 255n - 19n
  test('inverse and power', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: prime - 1n }), (value) => {
        assert.equal(mod(value * inverse(value, prime), prime), 1n)
        assert.equal(power(value, prime - 2n, prime), inverse(value, prime))
        assert.equal(inverse(-value, prime), mod(-inverse(value, prime), prime))
      }),
    )
  })

  test('bytes in both orders', () => {
    fc.assert(
      fc.property(bytes32, (bytes) => {
        assert.equal(bigEndian(bytes), BigInt(`0x${toHex(bytes)}`))
        assert.deepEqual(littleEndianBytes(littleEndian(bytes)), bytes)
        assert.equal(littleEndian(concat(new Uint8Array(5), bytes), 5), bigEndian(bytes.slice().reverse()))
      }),
    )
  })
})

describe('edwards25519 against noble', () => {
  test('constants', () => {
    assert.equal(edwards.order, ed25519.Point.CURVE().n)
    assert.equal(toHex(edwards.encodePoint(edwards.base)), toHex(ed25519.Point.BASE.toBytes()))
  })

  test('decoding accepts the same bytes, strictly and as ZIP-215, and gives the same points', () => {
    const edges = [...ED25519_TORSION_SUBGROUP.map(fromHex), ...nearPrime()]
    const check = (bytes: Uint8Array) => {
      assert.equal(encoded(edwards.decodePoint(bytes)), nobleDecoded(bytes, false), toHex(bytes))
      assert.equal(encoded(edwards.decodePointLoosely(bytes)), nobleDecoded(bytes, true), toHex(bytes))
    }
    for (const bytes of edges) check(bytes)
    fc.assert(fc.property(bytes32, check))
  })

  test('[s]B + [k]P, P with and without a torsion part', () => {
    const torsion = ED25519_TORSION_SUBGROUP.map((hex) => ed25519.Point.fromHex(hex, true))
    const scalar = scalarBelow(edwards.order)
    fc.assert(
      fc.property(scalar, scalar, scalar, fc.constantFrom(...torsion), (s, k, secret, part) => {
        const point = ed25519.Point.BASE.multiplyUnsafe(secret).add(part)
        const ours = edwards.baseAndPoint(s, k, edwards.decodePointLoosely(point.toBytes())!)
        const theirs = ed25519.Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(k))
        assert.equal(toHex(edwards.encodePoint(ours)), theirs.toHex())
        assert.equal(edwards.isZero(edwards.add(ours, edwards.negate(ours))), true)
        assert.deepEqual(edwards.encodePoint(edwards.double(ours)), edwards.encodePoint(edwards.add(ours, ours)))
      }),
      { numRuns: 40 },
    )
  })
})

describe('P-256 against noble', () => {
  test('decoding accepts points of the curve only', () => {
    fc.assert(
      fc.property(
        scalarBelow(p256Curve.order).filter((scalar) => scalar > 0n),
        fc.nat(63),
        (scalar, at) => {
          const bytes = p256.Point.BASE.multiply(scalar).toBytes(false).slice(1)
          assert.notEqual(p256Curve.decodePoint(bytes), undefined)
          bytes[at]! ^= 1
          assert.equal(p256Curve.decodePoint(bytes), undefined)
        },
      ),
      { numRuns: 30 },
    )
    for (const wrong of [new Uint8Array(64), new Uint8Array(64).fill(255), new Uint8Array(63), new Uint8Array(0)])
      assert.equal(p256Curve.decodePoint(wrong), undefined)
  })

  test('the x of [u]G + [v]Q, at doublings and at infinity too', () => {
    const scalar = scalarBelow(p256Curve.order)
    const { BASE } = p256.Point
    const check = (u: bigint, v: bigint, secret: bigint) => {
      const point = BASE.multiplyUnsafe(secret)
      const ours = p256Curve.xOfSum(u, v, p256Curve.decodePoint(point.toBytes(false).slice(1))!)
      const theirs = BASE.multiplyUnsafe(u).add(point.multiplyUnsafe(v))
      assert.equal(ours, theirs.is0() ? undefined : theirs.toAffine().x)
    }
    fc.assert(
      fc.property(
        scalar,
        scalar,
        scalar.filter((secret) => secret > 0n),
        check,
      ),
      { numRuns: 40 },
    )
    for (const k of [1n, 2n, 3n, 5n, 1n << 200n]) {
      check(k, p256Curve.order - 1n, k)
      check(p256Curve.order - k, 1n, k)
      check(k, 1n, k)
    }
    check(0n, 0n, 1n)
  })
})

function nearPrime(): Uint8Array[] {
  const prime = 2n ** 255n - 19n
  return Array.from({ length: 40 }, (_, index) => prime - 20n + BigInt(index))
    .filter((y) => y < 2n ** 255n)
    .flatMap((y) => [
      littleEndianBytes(y),
      littleEndianBytes(y | (1n << 255n)),
      littleEndianBytes(prime - y < 0n ? y - prime : prime - y),
    ])
}

function encoded(point: edwards.EdwardsPoint | undefined): string | undefined {
  return point === undefined ? undefined : toHex(edwards.encodePoint(point))
}

function nobleDecoded(bytes: Uint8Array, zip215: boolean): string | undefined {
  try {
    return ed25519.Point.fromBytes(bytes, zip215).toHex()
  } catch {
    return undefined
  }
}
