import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { toHex } from '../bytes/bytes.ts'
import { ProtocolError } from '../errors.ts'
import type { CoseSignature } from './header.ts'
import { encodeCoseSign, parseCoseSign } from './sign.ts'
import { encodeCoseSign1, parseCoseSign1 } from './sign1.ts'

const bytes = (maxLength: number) => fc.uint8Array({ maxLength })
const kid = fc.uint8Array({ minLength: 32, maxLength: 32 })
const plain = fc.record(
  { alg: fc.constantFrom(-7, -8, -49, -65_538, 5), kid, signature: bytes(80) },
  { noNullPrototype: true },
)
/** A passkey's holds authenticatorData, the signature and clientDataJSON. */
const assertion = fc.record(
  { alg: fc.constant(-65_537), kid, signature: fc.uint8Array({ minLength: 102, maxLength: 400 }) },
  { noNullPrototype: true },
)
const signature: fc.Arbitrary<CoseSignature> = fc.oneof({ weight: 3, arbitrary: plain }, assertion)
const signatures = fc.array(signature, { minLength: 1, maxLength: 16 })

describe('RFC 9052 COSE_Sign and COSE_Sign1 in the closed profile', () => {
  test('parse gives back what was encoded', () => {
    fc.assert(
      fc.property(bytes(400), signatures, (payload, list) =>
        assert.deepEqual(parseCoseSign(encodeCoseSign({ payload, signatures: list })), { payload, signatures: list }),
      ),
    )
    fc.assert(
      fc.property(bytes(400), signature, (payload, one) =>
        assert.deepEqual(parseCoseSign1(encodeCoseSign1({ ...one, payload })), { ...one, payload }),
      ),
    )
  })

  test('no structure has a second spelling: whatever parses encodes to the same bytes', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(bytes(60), signatures, edits, (payload, list, changes) => {
        const many = edited(encodeCoseSign({ payload, signatures: list }), changes)
        sameAgain(many, () => encodeCoseSign(parseCoseSign(many)))
        const one = edited(encodeCoseSign1({ ...list[0]!, payload }), changes)
        sameAgain(one, () => encodeCoseSign1(parseCoseSign1(one)))
      }),
      { numRuns: 2000 },
    )
  })

  test('every prefix is refused', () => {
    const whole = encodeCoseSign({ payload: new Uint8Array(3), signatures: fc.sample(signature, 2) })
    for (let length = 0; length < whole.length; length++)
      assert.throws(() => parseCoseSign(whole.subarray(0, length)), ProtocolError)
  })

  test('the failure names the part', () => {
    assert.throws(() => parseCoseSign(Uint8Array.of(0xd2)), {
      failure: { code: 'cose-outside-profile', part: 'envelope', at: 0 },
    })
    const [one] = fc.sample(plain, 1)
    const hex = toHex(encodeCoseSign({ payload: new Uint8Array(0), signatures: [one!] }))
    const unprotected = Buffer.from(hex.replace(`${toHex(one!.kid)}a0`, `${toHex(one!.kid)}a1`), 'hex')
    assert.throws(
      () => parseCoseSign(unprotected),
      (error) =>
        error instanceof ProtocolError && 'part' in error.failure && error.failure.part === 'unprotected-header',
    )
  })
})

function edited(original: Uint8Array, changes: readonly (readonly [number, number])[]): Uint8Array {
  const copy = original.slice()
  for (const [at, byte] of changes) copy[at % copy.length] = byte
  return copy
}

function sameAgain(original: Uint8Array, again: () => Uint8Array): void {
  try {
    assert.equal(toHex(again()), toHex(original))
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
  }
}
