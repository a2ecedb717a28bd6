import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fromHex, toHex } from './bytes/bytes.ts'
import { type Cbor, decodeCbor, encodeCbor } from './bytes/cbor.ts'
import { checkText } from './bytes/text.ts'
import { GongshiError } from './errors.ts'
import { type PublicKey, parseCoseKey, parseKey } from './keys/publicKey.ts'
import { secretSigner } from './keys/secret.ts'
import { parseReceipt, verifyReceipt } from './receipt/receipt.ts'
import { type SecretSuiteName, signingSuites } from './suites/signing.ts'
import { type Suite, type SuiteName, suites } from './suites/suite.ts'
import { encodeBundle, parseBundle } from './transaction/bundle.ts'
import { checkSigned, signatureInput } from './transaction/signed.ts'
import { encodeTransaction, parseTransaction } from './transaction/transaction.ts'

type Key = { suite: SuiteName; cose: string }

describe('docs/vectors/cbor.json', () => {
  const { good, bad, texts } = read('cbor') as {
    good: { hex: string; value: unknown }[]
    bad: { name: string; hex: string; code: string }[]
    texts: { good: string[]; bad: string[] }
  }
  const limits = { maxBytes: 65_536, maxDepth: 32 }
  for (const { hex, value } of good)
    test(`good ${hex.slice(0, 40)}`, () => {
      assert.deepEqual(decodeCbor(fromHex(hex), limits), fromJson(value))
      assert.equal(toHex(encodeCbor(fromJson(value))), hex)
    })
  for (const { name, hex, code } of bad)
    test(`bad: ${name}`, () =>
      assert.equal(
        codeOf(() => decodeCbor(fromHex(hex), limits)),
        code,
      ))
  test('texts', () => {
    for (const text of texts.good) assert.equal(checkText(text, 100), text)
    for (const text of texts.bad)
      assert.match(
        codeOf(() => checkText(text, 100)),
        /^text-(forbidden-character|malformed)$/,
        JSON.stringify(text),
      )
  })
})

describe('docs/vectors/keys.json', () => {
  const { good, bad } = read('keys') as {
    good: { name: string; suite: SecretSuiteName; cose: string; id: string; secret?: string }[]
    bad: { name: string; cose: string; code: string }[]
  }
  for (const { name, suite, cose, id, secret } of good)
    test(name, () => {
      const key = parseCoseKey(fromHex(cose))
      assert.equal(key.suite, suite)
      assert.equal(toHex(key.cose), cose)
      assert.equal(toHex(key.id), id)
      assert.deepEqual(parseKey(suite, fromHex(cose)), key)
      if (secret !== undefined) assert.deepEqual(secretSigner(suite, fromHex(secret)).key, key)
    })
  for (const { name, cose, code } of bad)
    test(`bad: ${name}`, () =>
      assert.equal(
        codeOf(() => parseCoseKey(fromHex(cose))),
        code,
      ))
})

for (const suite of ['ed25519', 'es256'] as const)
  describe(`docs/vectors/${suite}.json`, () => {
    const { signing, checks } = read(suite) as {
      signing: { name: string; secret: string; publicKey: string; message: string; signature: string }[]
      checks: { name: string; publicKey: string; message: string; signature: string; valid: boolean }[]
    }
    for (const { name, secret, publicKey, message, signature } of signing)
      test(`signs: ${name}`, () => {
        assert.equal(toHex(signingSuites[suite].publicKey(fromHex(secret))), publicKey)
        assert.equal(toHex(signingSuites[suite].sign(fromHex(secret), fromHex(message))), signature)
      })
    for (const { name, publicKey, message, signature, valid } of checks)
      test(`${valid ? 'good' : 'bad'}: ${name}`, () =>
        assert.equal(suites[suite].verify(fromHex(publicKey), fromHex(message), fromHex(signature)), valid))
  })

describe('docs/vectors/webauthnEs256.json', () => {
  const suite: Suite = suites.webauthnEs256
  const { checks } = read('webauthnEs256') as {
    checks: { name: string; publicKey: string; message: string; signature: string; valid: boolean; code?: string }[]
  }
  for (const { name, publicKey, message, signature, valid, code } of checks)
    test(`${valid ? 'good' : 'bad'}: ${name}`, () => {
      assert.equal(suite.verify(fromHex(publicKey), fromHex(message), fromHex(signature)), valid)
      const fault = suite.signatureFault!(fromHex(message), fromHex(signature))
      assert.equal(fault ?? (valid ? undefined : 'signature-invalid'), code)
    })
})

describe('docs/vectors/transaction.json', () => {
  const { good, bad } = read('transaction') as {
    good: { name: string; transaction: string; keys: Key[]; expected: Record<string, unknown> }[]
    bad: { name: string; transaction: string; code: string; keys?: Key[] }[]
  }
  for (const { name, transaction, keys, expected } of good)
    test(name, () => {
      const parsed = parseTransaction(fromHex(transaction))
      checkSigned(parsed, keys.map(openKey))
      assert.equal(toHex(encodeTransaction(parsed.bytes, parsed.salt, parsed.input)), transaction)
      const { chainId, notAfter, affair, version, action } = parsed
      const { inputHash, salt, input, payload, txId } = parsed
      assert.deepEqual(
        {
          ...{ chainId, notAfter, signers: parsed.signers.map(toHex), affair, version, action },
          ...{ inputHash: toHex(inputHash), salt: toHex(salt), input: toHex(input), payload: toHex(payload) },
          ...{ signed: toHex(parsed.bytes), signedHash: toHex(parsed.hash), txId: toHex(txId) },
          signatureInputs: parsed.signatures.map((_, index) => toHex(signatureInput(parsed, index))),
        },
        expected,
      )
    })
  for (const { name, transaction, code, keys } of bad)
    test(`bad: ${name}`, () => {
      if (keys === undefined)
        assert.equal(
          codeOf(() => parseTransaction(fromHex(transaction))),
          code,
        )
      else {
        const parsed = parseTransaction(fromHex(transaction))
        assert.equal(
          codeOf(() => checkSigned(parsed, keys.map(openKey))),
          code,
        )
      }
    })
})

describe('docs/vectors/bundle.json', () => {
  const { good, bad } = read('bundle') as {
    good: { name: string; bundle: string; members: number }[]
    bad: { name: string; bundle: string; code: string }[]
  }
  for (const { name, bundle, members } of good)
    test(name, () => {
      const parsed = parseBundle(fromHex(bundle))
      assert.equal(parsed.length, members)
      assert.equal(toHex(encodeBundle(parsed)), bundle)
    })
  for (const { name, bundle, code } of bad)
    test(`bad: ${name}`, () =>
      assert.equal(
        codeOf(() => parseBundle(fromHex(bundle))),
        code,
      ))
})

describe('docs/vectors/receipt.json', () => {
  const { good, bad, key } = read('receipt') as {
    key: Key
    good: { name: string; key: Key; receipt: string; expected: { txId: string; received: number; includeBy: number } }[]
    bad: { name: string; receipt: string; code: string }[]
  }
  for (const { name, key: signer, receipt, expected } of good)
    test(name, () => {
      const { txId, received, includeBy } = verifyReceipt(fromHex(receipt), openKey(signer))
      assert.deepEqual({ txId: toHex(txId), received, includeBy }, expected)
      assert.equal(toHex(parseReceipt(fromHex(receipt)).bytes), receipt)
    })
  for (const { name, receipt, code } of bad)
    test(`bad: ${name}`, () =>
      assert.equal(
        codeOf(() => verifyReceipt(fromHex(receipt), openKey(key))),
        code,
      ))
})

function read(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../docs/vectors/${name}.json`, import.meta.url), 'utf8'))
}

function openKey({ suite, cose }: Key): PublicKey {
  return parseKey(suite, fromHex(cose))
}

function codeOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    if (error instanceof GongshiError) return error.code
    throw error
  }
  return 'accepted'
}

function fromJson(value: unknown): Cbor {
  if (value === null || typeof value !== 'object') return value as Cbor
  if ('int' in value) {
    const integer = BigInt(value.int as string)
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer
  }
  if ('bytes' in value) return fromHex(value.bytes as string)
  return (value as { array: unknown[] }).array.map(fromJson)
}
