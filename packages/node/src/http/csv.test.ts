import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { csv } from './csv.ts'

/** RFC 4180 §2, read back the plain way. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    let value = ''
    if (text[at] === '"') {
      for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        if (text[at] === '"') at++
        value += text[at]
      }
      at++
    } else while (text[at] !== ',' && text[at] !== '\r') value += text[at++]
    row.push(value)
    if (text[at] === ',') at++
    else {
      assert.equal(text.slice(at, at + 2), '\r\n')
      at += 2
      rows.push(row)
      row = []
    }
  }
  return rows
}

describe('CSV', () => {
  test('any text comes back as it was, and none begins as a formula', () => {
    const cells = fc.array(fc.oneof(fc.string(), fc.constantFrom('=1+1', '@x', '+1', '-1', 'a,b', '"', '\r\n', '')), {
      minLength: 2,
      maxLength: 4,
    })
    fc.assert(
      fc.property(fc.array(cells), (rows) => {
        const read = parse(csv(['a', 'b'], rows))
        assert.deepEqual(read[0], ['a', 'b'])
        assert.deepEqual(
          read.slice(1),
          rows.map((row) => row.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text))),
        )
      }),
    )
  })

  test('numbers stay numbers, records are JSON, what is not there is empty', () => {
    assert.equal(csv(['a'], [[-5], [null], [{ id: 'x' }], [[1, 2]]]), 'a\r\n-5\r\n\r\n"{""id"":""x""}"\r\n"[1,2]"\r\n')
  })
})
