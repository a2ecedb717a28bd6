import { concat, fromHex, normaliseEs256, sha256, signingSuites, toHex, utf8 } from '@gongshi/protocol'
import { p256 } from '@noble/curves/nist.js'
import type { SignatureVector } from './ed25519Vectors.ts'
import { seedBytes } from './vectorFile.ts'

type Point = InstanceType<typeof p256.Point>

const { BASE } = p256.Point
const { n: order, p: prime, a, b } = p256.Point.CURVE()
const halfOrder = order >> 1n
const message = utf8('gongshi')
const digest = number(sha256(message))

// RFC 6979 §A.2.5, SHA-256. The first signature has a high S.
const rfc6979 = {
  secret: 'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
  publicKey:
    '60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb67903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299',
  sample:
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  test: 'f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083',
}

export function es256Vectors(): { signing: object[]; checks: SignatureVector[] } {
  const { secret, publicKey } = rfc6979
  const sample = toHex(utf8('sample'))
  const test = toHex(utf8('test'))
  const normal = toHex(normaliseEs256(fromHex(rfc6979.sample)))
  return {
    signing: [
      { name: 'RFC 6979 §A.2.5 "sample", S normalised', secret, publicKey, message: sample, signature: normal },
      { name: 'RFC 6979 §A.2.5 "test"', secret, publicKey, message: test, signature: rfc6979.test },
    ],
    checks: [
      {
        name: 'RFC 6979 §A.2.5 "sample": S is high',
        publicKey,
        message: sample,
        signature: rfc6979.sample,
        valid: false,
      },
      { name: 'RFC 6979 §A.2.5 "sample", S normalised', publicKey, message: sample, signature: normal, valid: true },
      { name: 'RFC 6979 §A.2.5 "test"', publicKey, message: test, signature: rfc6979.test, valid: true },
      ...constructedVectors(),
      ...rangeVectors(),
      ...formVectors(),
    ],
  }
}

/** Signatures whose r and s are chosen, the key computed for them: Q = r^-1 (s R - e G). */
function constructedVectors(): SignatureVector[] {
  const nonce = BASE.multiply(number(seedBytes('es256 nonce')) % order)
  const k = number(seedBytes('es256 double')) % order
  const r = modulo(BASE.multiply(k).toAffine().x)
  const doubled = { r, s: modulo(2n * digest * inverse(k)), key: BASE.multiply(modulo(digest * inverse(r))) }
  const low = doubled.s <= halfOrder ? doubled : { ...doubled, s: order - doubled.s }
  return [
    keyFor('S = 1', nonce, 1n, true),
    keyFor('S = (n - 1) / 2, the largest that is low', nonce, halfOrder, true),
    keyFor('S = (n + 1) / 2, the smallest that is high', nonce, halfOrder + 1n, false),
    keyFor('S = n - 1', nonce, order - 1n, false),
    keyFor('r is the smallest x on the curve', pointWithX(0n), 2n, true),
    keyFor('the x of R is above n, r = x - n', pointWithX(order), 2n, true),
    vector('u1 G = u2 Q: the sum is a doubling', low.key, signatureOf(low.r, low.s), true),
    vector('u1 G = -u2 Q: the sum is the point at infinity', low.key.negate(), signatureOf(low.r, low.s), false),
    ownSignature('Q = G', 1n),
    ownSignature('Q = -G', order - 1n),
    ownSignature('Q = 2 G', 2n),
  ]
}

function rangeVectors(): SignatureVector[] {
  const key = BASE.multiply(5n)
  const wrong = (name: string, r: bigint, s: bigint) => vector(name, key, signatureOf(r, s), false)
  return [
    wrong('r = 0', 0n, 1n),
    wrong('S = 0', 1n, 0n),
    wrong('r = S = 0', 0n, 0n),
    wrong('r = n', order, 1n),
    wrong('S = n', 1n, order),
    wrong('r = n + 1', order + 1n, 1n),
    wrong('r = p', prime, 1n),
    wrong('r and S all ones', 2n ** 256n - 1n, 2n ** 256n - 1n),
    wrong('r = S = 1', 1n, 1n),
  ]
}

function formVectors(): SignatureVector[] {
  const secret = seedBytes('es256 secret')
  const publicKey = signingSuites.es256.publicKey(secret)
  const signature = signingSuites.es256.sign(secret, message)
  const as = (name: string, changed: Uint8Array, valid = false, key = publicKey): SignatureVector => ({
    name,
    publicKey: toHex(key),
    message: toHex(message),
    signature: toHex(changed),
    valid,
  })
  const flipped = signature.slice()
  flipped[63]! ^= 1
  return [
    as('a good signature', signature, true),
    as(
      'the same with its other, high S',
      signatureOf(number(signature.subarray(0, 32)), order - number(signature.subarray(32))),
    ),
    as('one bit changed', flipped),
    as('r and S swapped', concat(signature.subarray(32), signature.subarray(0, 32))),
    as('a signature of 63 bytes', signature.subarray(0, 63)),
    as('a signature of 65 bytes', concat(signature, Uint8Array.of(0))),
    as('a signature in DER', p256.Signature.fromBytes(signature).toBytes('der')),
    as('no signature', new Uint8Array(0)),
    as('Q off the curve', signature, false, fromHex('01'.padStart(64, '0') + '01'.padStart(64, '0'))),
    as('Q = (0, 0)', signature, false, new Uint8Array(64)),
    as('-Q', signature, false, concat(publicKey.subarray(0, 32), bytes(prime - number(publicKey.subarray(32))))),
  ]
}

function keyFor(name: string, point: Point, s: bigint, valid: boolean): SignatureVector {
  const r = modulo(point.toAffine().x)
  const key = point
    .multiply(s)
    .add(BASE.multiply(digest % order).negate())
    .multiply(inverse(r))
  return vector(name, key, signatureOf(r, s), valid)
}

function ownSignature(name: string, secret: bigint): SignatureVector {
  return vector(name, BASE.multiply(secret), signingSuites.es256.sign(bytes(secret), message), true)
}

function vector(name: string, key: Point, signature: Uint8Array, valid: boolean): SignatureVector {
  const publicKey = toHex(key.toBytes(false).subarray(1))
  return { name, publicKey, message: toHex(message), signature: toHex(signature), valid }
}

/** The first point of the curve whose x is at least `from`. */
function pointWithX(from: bigint): Point {
  const { Fp } = p256.Point
  for (let x = from; ; x++) {
    const square = Fp.create(x * x * x + a * x + b)
    if (x === 0n || Fp.pow(square, (prime - 1n) / 2n) !== 1n) continue
    return p256.Point.fromAffine({ x, y: Fp.sqrt(square) })
  }
}

function signatureOf(r: bigint, s: bigint): Uint8Array {
  return concat(bytes(r), bytes(s))
}

function modulo(value: bigint): bigint {
  return ((value % order) + order) % order
}

function inverse(value: bigint): bigint {
  return p256.Point.Fn.inv(value)
}

function number(value: Uint8Array): bigint {
  return BigInt(`0x${toHex(value)}`)
}

function bytes(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'))
}
