import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fromBase64, toBase64 } from './base64.ts'
import { fromHex, toHex } from './bytes.ts'
import { hexName } from './hexName.ts'
import { checkText, utf8Length } from './text.ts'

describe('texts in ledger structures', () => {
  test('the length counts bytes of UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(utf8Length(text), Buffer.byteLength(text))),
    )
    assert.equal(checkText('政务', 6), '政务')
    assert.throws(() => checkText('政务', 5), { code: 'text-too-long' })
  })

  test('every control and every character that turns the direction of writing is refused, wherever it stands', () => {
    const controls = Array.from({ length: 0xa0 }, (_, code) => code).filter((code) => code < 0x20 || code >= 0x7f)
    const turning = [0x61c, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069]
    for (const code of [...controls, ...turning, 0xfeff])
      for (const text of [
        String.fromCodePoint(code),
        `a${String.fromCodePoint(code)}`,
        `${String.fromCodePoint(code)}a`,
      ])
        assert.throws(() => checkText(text, 100), { code: 'text-forbidden-character' }, code.toString(16))
  })

  test('the failure does not echo the text', () => {
    assert.throws(
      () => checkText('13812345678\n', 100),
      (error: Error) => !JSON.stringify(error).includes('138'),
    )
  })
})

describe('hexadecimal and base64: one spelling each', () => {
  test('RFC 4648 §10', () => {
    const cases = {
      '': '',
      f: 'Zg==',
      fo: 'Zm8=',
      foo: 'Zm9v',
      foob: 'Zm9vYg==',
      fooba: 'Zm9vYmE=',
      foobar: 'Zm9vYmFy',
    }
    for (const [plain, encoded] of Object.entries(cases)) assert.equal(toBase64(Buffer.from(plain)), encoded)
  })

  test('a hash is named as it is written', () => {
    const hashes = fc.uint8Array({ minLength: 31, maxLength: 33 })
    fc.assert(fc.property(hashes, (hash) => assert.equal(hexName(hash), toHex(hash))))
  })

  test('decoding gives back what was encoded, and agrees with Node', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        assert.equal(toBase64(bytes), Buffer.from(bytes).toString('base64'))
        assert.deepEqual(fromBase64(toBase64(bytes)), bytes)
        assert.deepEqual(fromHex(toHex(bytes)), bytes)
      }),
    )
  })

  test('any other spelling is refused', () => {
    for (const text of [
      'Zg',
      'Zg=',
      'Zh==',
      'Zm9=',
      'Zg==\n',
      ' Zg=',
      'Z===',
      '====',
      '=Zg=',
      'Zg==Zg==',
      'Zm-_',
      'Zm9v=',
      'é===',
    ])
      assert.throws(() => fromBase64(text), { code: 'text-malformed' }, text)
    for (const text of ['0', 'AB', '0x', ' 0', 'zz', 'ab\n'])
      assert.throws(() => fromHex(text), { code: 'text-malformed' })
  })
})
