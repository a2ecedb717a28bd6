import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import { OcdsError } from '../errors.ts'
import { type Json, parseObject } from './parse.ts'
import { JsonScanner } from './scan.ts'

const listener = { begin() {}, end() {} }

function scans(text: string, step = 1_000): boolean {
  const scanner = new JsonScanner(listener)
  const bytes = utf8(text)
  try {
    for (let at = 0; at < bytes.length; at += step) scanner.feed(bytes.subarray(at, at + step))
    scanner.finish()
    return true
  } catch (error) {
    if (error instanceof OcdsError) return false
    throw error
  }
}

function parses(text: string): boolean {
  try {
    parseObject(text)
    return true
  } catch (error) {
    if (error instanceof OcdsError) return false
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** JSON of objects, some of it spoilt by a cut, a removed or a foreign character. */
const texts = fc
  .tuple(
    fc.dictionary(fc.string(), fc.jsonValue()),
    fc.nat(),
    fc.constantFrom('', '', '"', ',', ']', '}', '{', '0', '\\', ' ', 'é', '-', 'e', '\n'),
    fc.boolean(),
  )
  .map(([value, at, extra, spoil]) => {
    const text = JSON.stringify(value)
    if (!spoil) return text
    const place = at % (text.length + 1)
    return text.slice(0, place) + extra + text.slice(place + (extra === '' ? 1 : 0))
  })

describe('RFC 8259', () => {
  test('the parser takes what JSON.parse takes, repeated names excepted, and reads the same', () => {
    fc.assert(
      fc.property(texts, (text) => {
        if (!isJson(text)) assert.equal(parses(text), false)
        else if (parses(text)) assert.deepEqual(parseObject(text).value, JSON.parse(text))
        else
          assert.throws(
            () => parseObject(text),
            (error: OcdsError) => error.code === 'ocds-key-repeated',
          )
      }),
      { numRuns: 1_000 },
    )
  })

  test('the scanner takes whatever is JSON, however it is cut into chunks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), (value, step) => {
        assert.ok(scans(JSON.stringify(value), step))
        assert.ok(scans(JSON.stringify(value, null, '\t'), step))
      }),
      { numRuns: 300 },
    )
  })

  test('the scanner never takes what the parser of a release would not, escapes excepted', () => {
    fc.assert(
      fc.property(texts, (text) => {
        if (!text.includes('\\') && text.startsWith('{') && scans(text) && !isJson(text)) {
          // Several values one after the other are JSON lines, not JSON.
          assert.match(text, /^\{.*\}.+$/s)
        }
        if (isJson(text)) assert.ok(scans(text))
      }),
      { numRuns: 1_000 },
    )
  })

  test('depth, names and numbers are kept in bounds', () => {
    const nest = (depth: number): string => `${'[1,'.repeat(depth)}2${']'.repeat(depth)}`
    assert.ok(scans(nest(1_000)))
    assert.ok(!scans(nest(1_001)))
    assert.ok(parses(`{"a":${nest(60)}}`))
    assert.throws(
      () => parseObject(`{"a":${nest(70)}}`),
      (error: OcdsError) => error.code === 'ocds-too-deep',
    )
    assert.ok(!scans('1'.repeat(2_000)))
    for (const bad of [
      '01',
      '1.',
      '.5',
      '+1',
      '-',
      '1e',
      'nul',
      'True',
      'NaN',
      "'a'",
      '{"a" 1}',
      '{a:1}',
      '[1,]',
      '{"a":1,}',
      '"\u0001"',
      '[1 2]',
      '{"a":1 "b":2}',
    ])
      assert.ok(!scans(bad), bad)
  })

  test('__proto__ is a name like any other', () => {
    const { value } = parseObject('{"__proto__":{"polluted":true},"a":{"__proto__":1}}')
    assert.equal(({} as { polluted?: boolean }).polluted, undefined)
    assert.deepEqual(Object.keys(value), ['__proto__', 'a'])
    assert.equal(JSON.stringify(value), '{"__proto__":{"polluted":true},"a":{"__proto__":1}}')
  })

  test('the source text of amounts survives', () => {
    const { value, amountTexts } = parseObject(
      '{"value":{"amount":0.10,"currency":"CNY"},"big":{"amount":12345678901234567890}}',
    )
    const of = (object: Json | undefined) => amountTexts.get(object as object)
    assert.equal(of(value.value), '0.10')
    assert.equal(of(value.big), '12345678901234567890')
  })
})
