import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { constants, generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { concat, fromHex, utf8 } from '../bytes/bytes.ts'
import { isTokenKey, tokenMessage, verifyToken } from './entryToken.ts'
import { verifyPss } from './rsaPss.ts'

const rfc = JSON.parse(readFileSync(new URL('../../test/rfc9474.json', import.meta.url), 'utf8')) as {
  readonly [name: string]: string
}
const of = (name: string) => fromHex(rfc[name]!)
const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 3072 })
const modulus = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).n!, 'base64url'))
const signed = (message: Uint8Array) => new Uint8Array(sign('sha384', message, { key: privateKey, ...padding }))
const changed = (bytes: Uint8Array, at: number) => bytes.with(at, bytes[at]! ^ 1)

describe('RFC 9474', () => {
  test('A.1, RSABSSA-SHA384-PSS-Randomized', () => {
    const prepared = concat(of('prefix'), of('message'))
    assert.equal(verifyPss(of('modulus'), prepared, of('randomized')), true)
    assert.equal(verifyPss(of('modulus'), of('message'), of('randomized')), false)
  })

  test('A.3, RSABSSA-SHA384-PSS-Deterministic', () => {
    assert.equal(verifyPss(of('modulus'), of('message'), of('deterministic')), true)
    assert.equal(verifyPss(of('modulus'), concat(of('prefix'), of('message')), of('deterministic')), false)
  })
})

describe('RSASSA-PSS', () => {
  test('takes what OpenSSL signs, in Node and by its own command', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => verifyPss(modulus, message, signed(message))),
      { numRuns: 10 },
    )
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-pss-'))
    try {
      const at = (name: string) => join(folder, name)
      writeFileSync(at('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
      writeFileSync(at('message'), 'a message')
      const options = ['rsa_padding_mode:pss', 'rsa_pss_saltlen:48', 'rsa_mgf1_md:sha384']
      const made = ['dgst', '-sha384', '-sign', at('key.pem'), '-out', at('signature')]
      execFileSync('openssl', [...made, ...options.flatMap((option) => ['-sigopt', option]), at('message')])
      assert.equal(verifyPss(modulus, utf8('a message'), new Uint8Array(readFileSync(at('signature')))), true)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('judges as OpenSSL does whatever is changed, in signature or message', () => {
    const message = utf8('a message')
    const signature = signed(message)
    const position = fc.nat({ max: signature.length * 8 - 1 })
    fc.assert(
      fc.property(position, (bit) => {
        const forged = signature.with(bit >> 3, signature[bit >> 3]! ^ (1 << (bit & 7)))
        const native = verify('sha384', message, { key: publicKey, ...padding }, forged)
        return verifyPss(modulus, message, forged) === native && !native
      }),
      { numRuns: 60 },
    )
    assert.equal(verifyPss(modulus, utf8('another'), signature), false)
  })

  test('refuses another salt, another hash, a signature that is no number below the modulus, other lengths', () => {
    const message = utf8('a message')
    const other = (hash: string, saltLength: number) =>
      new Uint8Array(sign(hash, message, { key: privateKey, ...padding, saltLength }))
    for (const signature of [other('sha384', 32), other('sha384', 0), other('sha256', 48)])
      assert.equal(verifyPss(modulus, message, signature), false)
    const signature = signed(message)
    const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    const larger = number(signature) + number(modulus)
    if (larger < 1n << 3072n) {
      const bytes = fromHex(larger.toString(16).padStart(768, '0'))
      assert.equal(verifyPss(modulus, message, bytes), false)
    }
    assert.equal(verifyPss(modulus, message, modulus), false)
    assert.equal(verifyPss(modulus, message, signature.subarray(1)), false)
    assert.equal(verifyPss(modulus, message, concat(Uint8Array.of(0), signature)), false)
    for (const weak of [
      new Uint8Array(384),
      new Uint8Array(384).fill(0xff, 0, 383),
      modulus.subarray(1),
      new Uint8Array(),
    ])
      assert.equal(verifyPss(weak, message, signature), false)
  })

  test('has an answer for whatever it is given', () => {
    const bytes = fc.uint8Array({ minLength: 250, maxLength: 400 })
    fc.assert(
      fc.property(bytes, bytes, (key, signature) => !verifyPss(key, utf8('x'), signature)),
      { numRuns: 50 },
    )
  })
})

describe('a token', () => {
  const [label, keyId] = [utf8('a row'), new Uint8Array(32).fill(7)]
  const message = tokenMessage(label, keyId)
  const prefix = new Uint8Array(32).fill(9)
  const token = concat(prefix, signed(concat(prefix, message)))

  test('is good for its row and its key, and nothing else', () => {
    assert.equal(verifyToken(modulus, message, token), true)
    for (const other of [tokenMessage(utf8('another'), keyId), tokenMessage(label, new Uint8Array(32))])
      assert.equal(verifyToken(modulus, other, token), false)
    for (const at of [0, 31, 32, 200, 415]) assert.equal(verifyToken(modulus, message, changed(token, at)), false)
    assert.equal(verifyToken(modulus, message, token.subarray(0, 415)), false)
  })

  test('is signed by a key of 3,072 bits, odd and whole', () => {
    assert.equal(isTokenKey(modulus), true)
    const unfit = [of('modulus'), modulus.subarray(1), changed(modulus, 383), modulus.with(0, modulus[0]! & 0x7f)]
    for (const key of unfit) assert.equal(isTokenKey(key), false)
  })
})
