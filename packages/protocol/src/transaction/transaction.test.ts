import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { equalBytes, toHex } from '../bytes/bytes.ts'
import { encodeCbor } from '../bytes/cbor.ts'
import { TransactionError } from '../errors.ts'
import { secretSigner } from '../keys/secret.ts'
import { limits } from '../limits.ts'
import { bundleOverhead, encodeBundle, parseBundle } from './bundle.ts'
import { encodePayload } from './payload.ts'
import { assembleSigned, checkSigned, parseSigned, signingInput } from './signed.ts'
import {
  encodeBody,
  encodeTransaction,
  makeTransaction,
  parseBody,
  parseTransaction,
  signTransaction,
  type Transaction,
} from './transaction.ts'

const ed = secretSigner('ed25519', new Uint8Array(32).fill(1))
const es = secretSigner('es256', new Uint8Array(32).fill(2))
const salt = new Uint8Array(32).fill(3)
const fields = { chainId: 'test-1', notAfter: 1_800_000_000_000, affair: 'land', version: 2, action: 'split', salt }
const input = encodeCbor(['土地', 42, null])

describe('signed transactions', () => {
  test('any fields within bounds: parse gives them back, encoding again gives the same bytes', async () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9-]{0,63}$/)
    const arbitrary = fc.record({
      chainId: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
      notAfter: fc.integer({ min: 1, max: limits.timeMs }),
      affair: name,
      version: fc.integer({ min: 1, max: limits.affairVersion }),
      action: name,
      salt: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      input: fc.array(fc.oneof(fc.maxSafeInteger(), fc.uint8Array())).map(encodeCbor),
    })
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.constantFrom([ed], [es], [ed, es]), async (values, signers) => {
        const made = await makeTransaction(values, signers)
        const { transaction: bytes } = made
        const parsed = parseTransaction(bytes)
        assert.deepEqual(made, parsed, 'what was made is what is read')
        const { chainId, notAfter, affair, version, action, input: parsedInput, salt: parsedSalt } = parsed
        assert.deepEqual(
          { chainId, notAfter, affair, version, action, salt: parsedSalt, input: parsedInput },
          { ...values },
        )
        assert.deepEqual(encodeTransaction(parsed.bytes, parsed.salt, parsed.input), bytes)
        assert.deepEqual(assembleSigned(parsed.payload, parsed.signatures), parsed.bytes)
        assert.deepEqual(encodeBody(parsed.salt, parsed.input), parsed.body)
        assert.deepEqual(encodePayload(parsed), parsed.payload)
      }),
      { numRuns: 25 },
    )
  })

  test('a change of any one byte is refused, or changes the txId, the signed hash or the body', async () => {
    const bytes = await signTransaction({ ...fields, input }, [ed, es])
    const original = parseTransaction(bytes)
    for (let at = 0; at < bytes.length; at++)
      for (const change of [0x01, 0x20, 0x80, 0xff]) {
        const changed = bytes.slice()
        changed[at]! ^= change
        const parsed = tryParse(changed)
        if (parsed === undefined) continue
        assert.ok(equalBytes(parsed.body, original.body), 'the body is bound by the input hash')
        assert.ok(!equalBytes(parsed.hash, original.hash), `byte ${at}`)
      }
  })

  test('no change of one byte passes the signatures', async () => {
    const bytes = await signTransaction({ ...fields, input: encodeCbor([]) }, [ed])
    let parsedThough = 0
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at]! ^= 0x04
      const parsed = tryParse(changed)
      if (parsed === undefined) continue
      parsedThough++
      assert.throws(() => checkSigned(parsed, [ed.key]), TransactionError, `byte ${at}`)
    }
    assert.ok(parsedThough > 60, 'the signature’s own bytes at least parse')
  })

  test('whatever the bytes, the answer is a code', async () => {
    const bytes = await signTransaction({ ...fields, input }, [ed, es])
    const edits = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(edits, fc.nat(bytes.length), (changes, length) => {
        const changed = bytes.slice()
        for (const [at, byte] of changes) changed[at] = byte
        tryParse(changed)
        tryParse(changed.subarray(0, length))
        tryParse(changed.subarray(length))
      }),
      { numRuns: 3000 },
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (random) => tryParse(random) === undefined))
  })

  test('the txId does not depend on the signatures, the signed hash does', async () => {
    const payload = encodePayload({ ...fields, signers: [es.key.id], inputHash: salt })
    const header = { alg: -7, kid: es.key.id }
    const first = assembleSigned(payload, [{ ...header, signature: await es.sign(signingInput(payload, header)) }])
    const second = assembleSigned(payload, [{ ...header, signature: new Uint8Array(64) }])
    assert.deepEqual(parseSigned(first).txId, parseSigned(second).txId)
    assert.notDeepEqual(parseSigned(first).hash, parseSigned(second).hash)
  })

  test('signatures are checked without the body: an erased input changes nothing', async () => {
    const { bytes } = parseTransaction(await signTransaction({ ...fields, input }, [ed, es]))
    checkSigned(parseSigned(bytes), [ed.key, es.key])
  })

  test('a signature for a receipt or another chain is not one for a transaction', async () => {
    const payload = encodePayload({ ...fields, signers: [ed.key.id], inputHash: salt })
    const header = { alg: -8, kid: ed.key.id }
    const plain = assembleSigned(payload, [{ ...header, signature: await ed.sign(payload) }])
    assert.throws(() => checkSigned(parseSigned(plain), [ed.key]), { code: 'signature-invalid' })
  })

  test('a body apart is checked against what was signed', async () => {
    const transaction = parseTransaction(await signTransaction({ ...fields, input }, [ed]))
    assert.deepEqual(parseBody(transaction.body, transaction), { salt, input })
    const other = encodeBody(new Uint8Array(32), input)
    assert.throws(() => parseBody(other, transaction), { code: 'transaction-input-mismatch' })
    assert.throws(() => parseBody(transaction.body.subarray(1), transaction), { code: 'transaction-malformed' })
  })
})

describe('what signTransaction refuses to make', () => {
  const refused = (code: string, change: Partial<typeof fields & { input: Uint8Array }>, signers = [ed]) =>
    assert.rejects(signTransaction({ ...fields, input, ...change }, signers), { code })

  test('whatever parseTransaction refuses', async () => {
    await refused('transaction-name-malformed', { chainId: 'Upper' })
    await refused('transaction-number-out-of-range', { notAfter: 0.5 })
    await refused('transaction-malformed', { salt: new Uint8Array(31) })
    await refused('transaction-signer-count', {}, [])
    await refused('transaction-signer-repeated', {}, [ed, ed])
    await refused('transaction-input-malformed', { input: encodeCbor('text') })
    await refused('transaction-too-large', { input: encodeCbor([new Uint8Array(limits.transactionBytes)]) })
  })
})

describe('limits', () => {
  test('a transaction of exactly 60 KiB passes and fits a bundle; one byte more does not', async () => {
    const empty = await signTransaction({ ...fields, input: encodeCbor([new Uint8Array(50_000)]) }, [ed])
    const room = 50_000 + limits.transactionBytes - empty.length
    const largest = await signTransaction({ ...fields, input: encodeCbor([new Uint8Array(room)]) }, [ed])
    assert.equal(largest.length, limits.transactionBytes)
    assert.deepEqual(parseBundle(encodeBundle([largest])), [largest])
    const over = encodeCbor([new Uint8Array(room + 1)])
    await assert.rejects(signTransaction({ ...fields, input: over }, [ed]), { code: 'transaction-too-large' })
    assert.throws(() => parseTransaction(new Uint8Array(limits.transactionBytes + 1)), {
      code: 'transaction-too-large',
    })
  })

  test('bundles: 65,536 bytes and no more, whatever the members', () => {
    const fits = new Uint8Array(limits.bundleBytes - 1 - bundleOverhead(limits.bundleBytes - 6) + 2)
    assert.throws(() => encodeBundle([fits, fits]), { code: 'bundle-too-large' })
    assert.throws(() => parseBundle(new Uint8Array(limits.bundleBytes + 1)), { code: 'bundle-too-large' })
    assert.throws(() => encodeBundle([]), { code: 'bundle-count' })
    for (const size of [0, 23, 24, 255, 256, 60_000])
      assert.equal(encodeBundle([new Uint8Array(size)]).length, 1 + size + bundleOverhead(size))
  })

  test('any array of byte strings is a bundle and only that', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array(), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        fc.nat(255),
        (members, at, byte) => {
          const bundle = encodeBundle(members)
          assert.deepEqual(parseBundle(bundle), members)
          bundle[at % bundle.length] = byte
          try {
            assert.equal(toHex(encodeBundle(parseBundle(bundle))), toHex(bundle))
          } catch (error) {
            assert.ok(error instanceof TransactionError)
          }
        },
      ),
    )
  })
})

function tryParse(bytes: Uint8Array): Transaction | undefined {
  try {
    return parseTransaction(bytes)
  } catch (error) {
    assert.ok(error instanceof TransactionError, String(error))
    return undefined
  }
}
