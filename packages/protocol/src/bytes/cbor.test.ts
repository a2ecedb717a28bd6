import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decode as cborgDecode, encode as cborgEncode } from 'cborg'
import fc from 'fast-check'
import { ProtocolError } from '../errors.ts'
import { equalBytes, toHex } from './bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from './cbor.ts'

const limits = { maxBytes: 1 << 20, maxDepth: 8 }

const values: fc.Arbitrary<Cbor> = fc.letrec<{ value: Cbor }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 64n), max: -(2n ** 53n) }),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
  ),
})).value

describe('RFC 8949 §4.2 deterministic encoding', () => {
  test('decode gives back what was encoded', () => {
    fc.assert(fc.property(values, (value) => assert.deepEqual(decodeCbor(encodeCbor(value), limits), value)))
  })

  test('an independent encoder writes the same bytes', () => {
    fc.assert(fc.property(values, (value) => assert.equal(toHex(encodeCbor(value)), toHex(cborgEncode(value)))))
  })

  test('a number and a bigint of the same value are one encoding', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => assert.deepEqual(encodeCbor(value), encodeCbor(BigInt(value)))),
    )
  })

  test('no value has a second spelling: whatever decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = encodeCbor(value)
        bytes[at % bytes.length] = byte
        const again = tryDecode(bytes)
        if (again !== undefined) assert.equal(toHex(encodeCbor(again)), toHex(bytes))
        assert.equal(again !== undefined, independentlyCanonical(bytes), toHex(bytes))
      }),
      { numRuns: 2000 },
    )
  })

  test('random bytes are refused with a code or are canonical', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) =>
        assert.equal(tryDecode(bytes) !== undefined, independentlyCanonical(bytes), toHex(bytes)),
      ),
      { numRuns: 5000 },
    )
  })

  test('what is decoded never aliases the bytes given, nor is a Buffer', () => {
    const bytes = Buffer.from('8143010203', 'hex')
    const [inner] = decodeCbor(bytes, limits) as [Uint8Array]
    bytes.fill(0)
    assert.deepEqual(inner, Uint8Array.of(1, 2, 3))
    assert.equal(inner.constructor, Uint8Array)
  })

  test('a float, a lone surrogate, an integer beyond 2^64, undefined and objects are not encoded', () => {
    const wrong = [
      0.5,
      -0,
      Number.NaN,
      2 ** 53,
      '\ud800',
      '\udc00'.repeat(30),
      2n ** 64n,
      -(2n ** 64n) - 1n,
      undefined,
      {},
    ]
    for (const value of wrong) assert.throws(() => encodeCbor([1, value as Cbor]), { code: 'cbor-unsupported' })
    assert.equal(toHex(encodeCbor([1])), '8101')
  })

  test('limits: bytes and levels', () => {
    assert.throws(() => decodeCbor(new Uint8Array(5), { maxBytes: 4, maxDepth: 1 }), { code: 'cbor-too-large' })
    assert.deepEqual(decodeCbor(Uint8Array.of(0x81, 0x80), { maxBytes: 4, maxDepth: 2 }), [[]])
    assert.throws(() => decodeCbor(Uint8Array.of(0x81, 0x80), { maxBytes: 4, maxDepth: 1 }), { code: 'cbor-too-deep' })
  })
})

/** cborg in its strictest mode, then encoded again and compared; the arrays-only rule checked on the value. */
function independentlyCanonical(bytes: Uint8Array): boolean {
  try {
    const value: unknown = cborgDecode(bytes, { strict: true, allowIndefinite: false, allowUndefined: false })
    return isLedgerValue(value, limits.maxDepth) && equalBytes(cborgEncode(value), bytes)
  } catch {
    return false
  }
}

function isLedgerValue(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) && !Object.is(value, -0)
  if (Array.isArray(value)) return depth > 0 && value.every((item) => isLedgerValue(item, depth - 1))
  if (typeof value === 'string') return value.isWellFormed()
  return value === null || typeof value === 'boolean' || typeof value === 'bigint' || value instanceof Uint8Array
}

function tryDecode(bytes: Uint8Array): Cbor | undefined {
  try {
    return decodeCbor(bytes, limits)
  } catch (error) {
    assert.ok(error instanceof ProtocolError, String(error))
    return undefined
  }
}
