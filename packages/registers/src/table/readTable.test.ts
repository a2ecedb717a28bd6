import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { RegisterError } from '../errors.ts'
import { readTable, tableLimits } from './readTable.ts'

const columns = { needed: ['id', 'name'], optional: ['seat'] }
const utf8 = (text: string) => new TextEncoder().encode(text)
const read = (text: string) =>
  readTable(utf8(text), columns).map(({ line, cells }) => [line, cells.get('id'), cells.get('name'), cells.get('seat')])
const refusal = (bytes: Uint8Array) => {
  try {
    readTable(bytes, columns)
  } catch (error) {
    if (error instanceof RegisterError) return error.failure
    throw error
  }
  return null
}

describe('a table', () => {
  test('with or without a byte order mark, with LF or CR LF, quotes and line breaks inside, commas or tabs', () => {
    const expected = [
      [2, '1', '甲, 局', undefined],
      [4, '2', 'a "b"\nc', undefined],
    ]
    for (const mark of ['', '\ufeff'])
      for (const end of ['\n', '\r\n'])
        assert.deepEqual(read(`${mark}ID,Name${end}1,"甲, 局"${end}2,"a ""b""\nc"${end}`), expected)
    assert.deepEqual(read('name\tid\n甲, 局\t1\n'), [[2, '1', '甲, 局', undefined]])
  })

  test('cells are trimmed; an empty one is none; empty lines do not count', () => {
    assert.deepEqual(read('id,name,seat\n\n 1 , 甲 ,\n'), [[3, '1', '甲', null]])
  })

  test('of another encoding, without its columns, ragged, too large: each with its code', () => {
    const gbk = Uint8Array.of(...utf8('id,name\n1,'), 0xbc, 0xd7, 0x0a)
    const utf16 = new Uint8Array(Buffer.from('\ufeffid,name\n1,x\n', 'utf16le'))
    assert.equal(refusal(gbk)?.code, 'table-not-utf8')
    assert.equal(refusal(utf16)?.code, 'table-not-utf8')
    assert.deepEqual(refusal(utf8('id\n1\n')), { code: 'table-column-missing', column: 'name' })
    assert.deepEqual(refusal(utf8('id,name,sest\n1,a,b\n')), {
      code: 'table-column-unknown',
      column: 'sest',
      known: 'id, name, seat',
    })
    assert.equal(refusal(utf8('id,name,ID\n1,a,b\n'))?.code, 'table-column-repeated')
    assert.deepEqual(refusal(utf8('id,name\n1,a\n2\n')), { code: 'table-malformed', line: 3 })
    assert.equal(refusal(utf8('id,name\n1,"a\n'))?.code, 'table-malformed')
    assert.equal(refusal(utf8('id,name\n1,a"b\n'))?.code, 'table-malformed')
    for (const empty of ['', '\ufeff', 'id,name\n', '\n\n']) assert.equal(refusal(utf8(empty))?.code, 'table-empty')
    assert.equal(refusal(new Uint8Array(tableLimits.maxBytes + 1).fill(0x61))?.code, 'table-too-large')
    assert.equal(refusal(utf8(`id,name\n${'1,a\n'.repeat(tableLimits.maxRows + 1)}`))?.code, 'table-too-large')
  })

  test('whatever the bytes: rows, or a coded refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' }).map(utf8)), (bytes) => {
        refusal(bytes)
        refusal(Uint8Array.of(...utf8('id,name\n'), ...bytes))
      }),
      { numRuns: 300 },
    )
  })
})
