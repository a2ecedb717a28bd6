import assert from 'node:assert/strict'
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { bytesToNumberLE, numberToBytesBE, numberToBytesLE } from '@noble/curves/utils.js'
import { sha512 } from '@noble/hashes/sha2.js'
import fc from 'fast-check'
import { concat, fromHex, toHex } from '../bytes/bytes.ts'
import { ed25519BytesAcceptable, isOnEd25519, isSmallOrder, verifyEd25519, verifyEd25519Zip215 } from './ed25519.ts'
import { es256BytesAcceptable, isOnP256, normaliseEs256 } from './es256.ts'
import { ed25519Pkcs8, secretSuiteNames, signingSuites } from './signing.ts'
import { findSuite, type SuiteName, suiteNames, suites } from './suite.ts'

type Check = {
  name: string
  publicKey: Uint8Array
  message: Uint8Array
  signature: Uint8Array
  valid: boolean
  cofactored?: boolean
}

describe('Ed25519 against other implementations', () => {
  const checks = vectors('ed25519')

  test('OpenSSL agrees wherever the bytes are acceptable: it asks less of small orders and canonical A', () => {
    for (const { name, publicKey, message, signature, valid } of checks)
      if (ed25519BytesAcceptable(publicKey, signature))
        assert.equal(verify(null, message, openSslKey('ed25519', publicKey), signature), valid, name)
  })

  test('the cofactored equation accepts what ours refuses: the vectors do tell the two apart', () => {
    const apart = checks.filter(({ valid, cofactored }) => cofactored === true && !valid)
    assert.ok(apart.length >= 8)
    const accepted = apart.filter(({ publicKey, message, signature }) => ed25519.verify(signature, message, publicKey))
    assert.ok(accepted.length >= 6)
  })

  test('ZIP-215, for votes, agrees with noble on every vector', () => {
    for (const { name, publicKey, message, signature } of checks.filter(({ signature: s }) => s.length === 64))
      assert.equal(
        verifyEd25519Zip215(publicKey, message, signature),
        ed25519.verify(signature, message, publicKey, { zip215: true }),
        name,
      )
  })

  test('the list of small orders is the torsion subgroup in every spelling, and nothing else', () => {
    for (const hex of ED25519_TORSION_SUBGROUP) {
      assert.ok(isSmallOrder(fromHex(hex)))
      assert.ok(ed25519.Point.fromHex(hex, true).isSmallOrder())
    }
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => !isSmallOrder(bytes)))
  })

  test('points with torsion parts: valid where the exact equation holds, as OpenSSL says; a vote always is', () => {
    const { BASE, Fn } = ed25519.Point
    const torsion = ED25519_TORSION_SUBGROUP.map((hex) => ed25519.Point.fromHex(hex, true))
    const scalar = fc.bigInt({ min: 1n, max: Fn.ORDER - 1n })
    const part = fc.constantFrom(...torsion)
    const seen = new Set<boolean>()
    fc.assert(
      fc.property(
        scalar,
        scalar,
        part,
        part,
        fc.uint8Array({ maxLength: 40 }),
        (secret, r, ofKey, ofNonce, message) => {
          const publicKey = BASE.multiplyUnsafe(secret).add(ofKey).toBytes()
          const nonce = BASE.multiplyUnsafe(r).add(ofNonce).toBytes()
          const k = bytesToNumberLE(sha512(concat(nonce, publicKey, message))) % Fn.ORDER
          const signature = concat(nonce, Fn.toBytes(Fn.create(r + k * secret)))
          // [S]B = rB + [k]aB always holds, so what is left of the equation is the torsion parts.
          const exact = ofKey.multiplyUnsafe(k).add(ofNonce).is0()
          seen.add(exact)
          assert.equal(verifyEd25519(publicKey, message, signature), exact)
          assert.equal(verify(null, message, openSslKey('ed25519', publicKey), signature), exact)
          assert.equal(verifyEd25519Zip215(publicKey, message, signature), true)
        },
      ),
      { numRuns: 60 },
    )
    assert.equal(seen.size, 2)
  })

  test('keys are read as noble’s ready-made curve reads them, at both ends of the field too', () => {
    const prime = ed25519.Point.Fp.ORDER
    const ends = Array.from({ length: 40 }, (_, at) => [BigInt(at), prime - 20n + BigInt(at)]).flat()
    const spellings = ends.filter((y) => y < 1n << 255n).flatMap((y) => [y, y | (1n << 255n)])
    const check = (bytes: Uint8Array): void => assert.equal(isOnEd25519(bytes), decodes(bytes), toHex(bytes))
    for (const y of spellings) check(numberToBytesLE(y, 32))
    fc.assert(fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), check))
    for (const length of [0, 31, 33]) assert.equal(isOnEd25519(new Uint8Array(length).fill(1)), false)
  })

  test('S + L is refused for any signature', () => {
    const secret = new Uint8Array(32).fill(9)
    const publicKey = signingSuites.ed25519.publicKey(secret)
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (message) => {
        const signature = signingSuites.ed25519.sign(secret, message)
        assert.ok(suites.ed25519.verify(publicKey, message, signature))
        assert.ok(!suites.ed25519.verify(publicKey, message, addOrder(signature)))
      }),
      { numRuns: 10 },
    )
  })
})

describe('ES256 against other implementations', () => {
  test('OpenSSL agrees wherever r and s are in range and S is low', () => {
    for (const { name, publicKey, message, signature, valid } of vectors('es256')) {
      if (!es256BytesAcceptable(signature)) assert.equal(valid, false, name)
      else if (suites.es256.keyFault(publicKey) === undefined)
        assert.equal(
          verify('sha256', message, { key: openSslKey('es256', publicKey), dsaEncoding: 'ieee-p1363' }, signature),
          valid,
          name,
        )
    }
  })

  test('keys are points of the curve with coordinates below the prime, as OpenSSL reads them', () => {
    const { Fp, BASE, Fn } = p256.Point
    const check = (key: Uint8Array): void => assert.equal(isOnP256(key), openSslReads(key), toHex(key))
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: Fn.ORDER - 1n }), fc.nat(63), fc.nat(7), (secret, at, bit) => {
        const key = BASE.multiplyUnsafe(secret).toBytes(false).slice(1)
        assert.equal(isOnP256(key), true)
        key[at]! ^= 1 << bit
        assert.equal(isOnP256(key), false)
        check(key)
      }),
      { numRuns: 30 },
    )
    // x = 5 is on the curve, and small enough that x + p fits in 32 bytes as a second spelling of the same point.
    const small = p256.Point.fromBytes(concat(Uint8Array.of(2), numberToBytesBE(5n, 32)))
    const again = concat(numberToBytesBE(5n + Fp.ORDER, 32), Fp.toBytes(small.y))
    check(again)
    for (const key of [again, new Uint8Array(64), new Uint8Array(64).fill(255), new Uint8Array(63), new Uint8Array(32)])
      assert.equal(isOnP256(key), false)
  })

  test('normalising makes the low one of the two, and leaves it alone then', () => {
    for (const { signature } of vectors('es256')) {
      const once = normaliseEs256(signature)
      assert.deepEqual(normaliseEs256(once), once)
      if (es256BytesAcceptable(signature)) assert.deepEqual(once, signature)
    }
  })

  test('random bytes outside the scalars become a scalar', () => {
    for (const random of [new Uint8Array(32), new Uint8Array(32).fill(255)])
      assert.ok(signingSuites.es256.isSecret(signingSuites.es256.secret(random)))
    assert.ok(!signingSuites.es256.isSecret(new Uint8Array(32)))
    assert.ok(!signingSuites.es256.isSecret(new Uint8Array(31).fill(1)))
  })
})

test('a seed as PKCS #8 is the same key to OpenSSL, with the same signatures', () => {
  const seed = fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
  const key = createPrivateKey({ key: Buffer.from(ed25519Pkcs8(seed)), format: 'der', type: 'pkcs8' })
  const message = Uint8Array.of(1, 2, 3)
  assert.equal(toHex(sign(null, message, key)), toHex(signingSuites.ed25519.sign(seed, message)))
})

describe('the registry', () => {
  test('an algorithm number names one suite', () => {
    for (const name of suiteNames) assert.equal(findSuite(suites[name].algorithm), name)
    assert.equal(findSuite(-35), undefined)
    assert.equal(new Set(suiteNames.map((name) => suites[name].algorithm)).size, suiteNames.length)
  })

  for (const name of secretSuiteNames)
    test(`${name}: what is signed verifies under its own key and message only`, () => {
      const { verify: check, signatureBytes } = suites[name]
      const { secret, publicKey, sign } = signingSuites[name]
      fc.assert(
        fc.property(
          fc.uint8Array({ minLength: 32, maxLength: 32 }),
          fc.uint8Array({ maxLength: 64 }),
          (random, message) => {
            const own = secret(random)
            const signature = sign(own, message)
            assert.deepEqual([signature.length, signature.length], signatureBytes)
            assert.ok(check(publicKey(own), message, signature))
            assert.ok(!check(publicKey(own), concat(message, Uint8Array.of(0)), signature))
          },
        ),
        { numRuns: 8 },
      )
    })
})

function decodes(encoded: Uint8Array): boolean {
  try {
    return ed25519.Point.fromBytes(encoded) !== undefined
  } catch {
    return false
  }
}

function openSslReads(key: Uint8Array): boolean {
  try {
    return openSslKey('es256', key).type === 'public'
  } catch {
    return false
  }
}

function openSslKey(suite: SuiteName, material: Uint8Array): KeyObject {
  const part = (from: number) => Buffer.from(material.subarray(from, from + 32)).toString('base64url')
  const key =
    suite === 'ed25519'
      ? { kty: 'OKP', crv: 'Ed25519', x: part(0) }
      : { kty: 'EC', crv: 'P-256', x: part(0), y: part(32) }
  return createPublicKey({ key, format: 'jwk' })
}

function addOrder(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${toHex(signature.slice(32).reverse())}`) + ed25519.Point.CURVE().n
  return concat(signature.subarray(0, 32), fromHex(s.toString(16).padStart(64, '0')).reverse())
}

function vectors(suite: SuiteName): Check[] {
  const file = new URL(`../../../../docs/vectors/${suite}.json`, import.meta.url)
  const { checks } = JSON.parse(readFileSync(file, 'utf8')) as { checks: Record<keyof Check, never>[] }
  return checks.map((check) => ({
    ...check,
    publicKey: fromHex(check.publicKey),
    message: fromHex(check.message),
    signature: fromHex(check.signature),
  }))
}
