import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ProtocolError } from '../errors.ts'
import { fromHex, utf8 } from './bytes.ts'
import { CborReader } from './cborReader.ts'

const reader = (hex: string): CborReader => new CborReader(fromHex(hex))

/** What the read is refused with, the place included. */
function failure(read: () => unknown): unknown {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof ProtocolError)
    return error.failure
  }
  return 'read'
}

const at = (code: string, place: number) => ({ code, at: place })

describe('a cursor over canonical CBOR', () => {
  test('reads one value after the other and knows where it stands', () => {
    const all = reader(`83${'01'}${'4203ff'}${'6161'}${'20'}${'4100'}`)
    assert.deepEqual([all.at, all.array(), all.at], [0, 3, 1])
    assert.deepEqual([all.integer(), all.at], [1, 2])
    assert.deepEqual([all.byteString(), all.at], [Uint8Array.of(3, 255), 5])
    assert.deepEqual([all.text(), all.at], ['a', 7])
    assert.deepEqual([all.integer(), all.at], [-1, 8])
    assert.deepEqual(
      failure(() => all.end()),
      at('cbor-malformed', 8),
    )
    assert.deepEqual([all.byteStringView(), all.at], [Uint8Array.of(0), 10])
    assert.equal(
      failure(() => all.end()),
      'read',
    )
  })

  test('copies byte strings, unless a view is asked for, and makes no Buffers of a Buffer', () => {
    const bytes = Buffer.from('42010242030443050607', 'hex')
    const given = new CborReader(bytes)
    const [copy, view] = [given.byteString(), given.byteStringView()]
    bytes.fill(9)
    assert.deepEqual([copy, view], [Uint8Array.of(1, 2), Uint8Array.of(9, 9)])
    for (const read of [copy, view]) assert.equal(read.constructor, Uint8Array)
  })

  test('consumes a literal only if all of it comes next', () => {
    const bytes = reader('010203')
    assert.deepEqual([bytes.skipLiteral(Uint8Array.of(1, 3)), bytes.at], [false, 0])
    assert.deepEqual([bytes.skipLiteral(Uint8Array.of(2)), bytes.at], [false, 0])
    assert.deepEqual([bytes.skipLiteral(Uint8Array.of(1, 2)), bytes.at], [true, 2])
    assert.deepEqual([bytes.skipLiteral(Uint8Array.of(3, 4)), bytes.at], [false, 2])
    assert.deepEqual([bytes.skipLiteral(new Uint8Array(0)), bytes.at], [true, 2])
    assert.deepEqual([bytes.skipLiteral(Uint8Array.of(3)), bytes.at], [true, 3])
  })

  test('reads integers up to 2^53-1 either way, and says where one is too large', () => {
    for (const [hex, value] of [
      ['00', 0],
      ['17', 23],
      ['1818', 24],
      ['190100', 256],
      ['1a00010000', 65_536],
      ['1b0000000100000000', 2 ** 32],
      ['1b001fffffffffffff', 2 ** 53 - 1],
      ['20', -1],
      ['3818', -25],
      ['3b001ffffffffffffe', -(2 ** 53 - 1)],
    ] as const)
      assert.equal(reader(hex).integer(), value, hex)
    for (const hex of ['1b0020000000000000', '3b001fffffffffffff', '3b0020000000000000', '1bffffffffffffffff'])
      assert.deepEqual(
        failure(() => reader(hex).integer()),
        at('cbor-unsupported', 0),
        hex,
      )
  })

  test('of another kind than asked it reads nothing', () => {
    const kinds = { integer: '01', byteString: '4101', byteStringView: '4101', text: '6161', array: '8101' } as const
    for (const asked of Object.keys(kinds) as (keyof typeof kinds)[])
      for (const [kind, hex] of Object.entries(kinds)) {
        const isSame = kind === asked || (kind.startsWith('byteString') && asked.startsWith('byteString'))
        const found = failure(() => reader(hex)[asked]())
        assert.deepEqual(found, isSame ? 'read' : at('cbor-malformed', 0), `${asked} of ${hex}`)
      }
    for (const asked of Object.keys(kinds) as (keyof typeof kinds)[])
      assert.deepEqual(
        failure(() => reader('')[asked]()),
        at('cbor-malformed', 0),
      )
  })
})

describe('a head', () => {
  /** Both ways of reading any value give the same verdict. */
  function verdict(hex: string): unknown {
    const given = failure(() => {
      const one = reader(hex)
      one.item(4, 4)
      one.end()
    })
    const skipped = failure(() => {
      const one = reader(hex)
      one.skip(4, 4, () => undefined)
      one.end()
    })
    assert.deepEqual(skipped, given, hex)
    return given
  }

  test('is the shortest that there is', () => {
    for (const hex of ['1817', '1900ff', '1a0000ffff', '1b00000000ffffffff', '3817', '5817', '780161', '980101'])
      assert.deepEqual(verdict(hex), at('cbor-not-canonical', 0), hex)
    for (const hex of ['1818', '190100', '1a00010000', '1b0000000100000000']) assert.equal(verdict(hex), 'read', hex)
  })

  test('is whole, of definite length, and of a kind that there is', () => {
    for (const [hex, found] of [
      ['18', at('cbor-malformed', 0)],
      ['1901', at('cbor-malformed', 0)],
      ['1a000100', at('cbor-malformed', 0)],
      ['1b00000001000000', at('cbor-malformed', 0)],
      ['1c', at('cbor-malformed', 0)],
      ['1e', at('cbor-malformed', 0)],
      ['1f', at('cbor-malformed', 0)],
      ['3f', at('cbor-malformed', 0)],
      ['5c', at('cbor-malformed', 0)],
      ['5f4101ff', at('cbor-not-canonical', 0)],
      ['7f6161ff', at('cbor-not-canonical', 0)],
      ['9f01ff', at('cbor-not-canonical', 0)],
      ['ff', at('cbor-not-canonical', 0)],
      ['a0', at('cbor-unsupported', 0)],
      ['c001', at('cbor-unsupported', 0)],
      ['f0', at('cbor-unsupported', 0)],
      ['f7', at('cbor-unsupported', 0)],
      ['f818', at('cbor-unsupported', 0)],
      ['f93c00', at('cbor-unsupported', 0)],
      ['fb3ff0000000000000', at('cbor-unsupported', 0)],
      ['8201a0', at('cbor-unsupported', 2)],
      ['820182', at('cbor-malformed', 3)],
      ['', at('cbor-malformed', 0)],
    ] as const)
      assert.deepEqual(verdict(hex), found, hex)
    for (const hex of ['f4', 'f5', 'f6']) assert.equal(verdict(hex), 'read', hex)
  })

  test('promises no more bytes or items than there are', () => {
    for (const [hex, place] of [
      ['4201', 1],
      ['6261', 1],
      ['8201', 1],
      ['5a0001000001', 5],
      ['9b0000000100000000', 9],
    ] as const)
      assert.deepEqual(verdict(hex), at('cbor-malformed', place), hex)
    assert.equal(verdict('820102'), 'read')
  })

  test('opens as many arrays, one in the other, as it may', () => {
    assert.equal(verdict('81818101'), 'read')
    assert.equal(verdict('81818180'), 'read')
    assert.deepEqual(verdict('8181818180'), { code: 'cbor-too-deep', limit: 4 })
    assert.equal(verdict('8201818180'), 'read')
    assert.deepEqual(verdict('820181818180'), { code: 'cbor-too-deep', limit: 4 })
  })
})

describe('any value', () => {
  test('comes as it was, large integers as bigints', () => {
    for (const [hex, value] of [
      ['f4', false],
      ['f5', true],
      ['f6', null],
      ['1b001fffffffffffff', 2 ** 53 - 1],
      ['1b0020000000000000', 2n ** 53n],
      ['1bffffffffffffffff', 2n ** 64n - 1n],
      ['3b001ffffffffffffe', -(2 ** 53 - 1)],
      ['3b001fffffffffffff', -(2n ** 53n)],
      ['3bffffffffffffffff', -(2n ** 64n)],
      ['1b0123456789abcdef', 0x0123456789abcdefn],
      ['8301820241ff6162', [1, [2, Uint8Array.of(255)], 'b']],
    ] as const)
      assert.deepEqual(reader(hex).item(8, 8), value, hex)
  })

  test('that is skipped is gone to its end, and its texts were seen', () => {
    const texts: string[] = []
    const bytes = reader(`88${'01'}${'3903e8'}${'4203ff'}${'6161'}${'f6'}${'826162816163'}${'80'}${'20'}${'05'}`)
    bytes.skip(3, 3, (text) => texts.push(text))
    assert.deepEqual([texts, bytes.integer()], [['a', 'b', 'c'], 5])
    bytes.end()
  })
})

describe('a text', () => {
  const encoded = (text: string): Uint8Array => {
    const bytes = utf8(text)
    return Uint8Array.of(...(bytes.length < 24 ? [0x60 + bytes.length] : [0x78, bytes.length]), ...bytes, 0x07)
  }

  test('is the same however short, and whichever letters it has', () => {
    const letters = ['', 'a', '\u007f', '\u0080', 'é', '公示', '\ufeffa', '𝌆']
    for (const text of [
      ...letters,
      ...letters.flatMap((one) => [30, 31, 32, 33, 40].map((n) => 'x'.repeat(n) + one)),
    ]) {
      const given = new CborReader(encoded(text))
      assert.deepEqual([given.text(), given.integer()], [text, 7], JSON.stringify(text))
    }
  })

  test('that is no UTF-8 is refused at its beginning', () => {
    for (const bytes of ['61ff', '62c328', '61c3', '63eda080', '62c080', '6461ff6161'])
      assert.deepEqual(
        failure(() => reader(bytes).text()),
        at('cbor-malformed', 1),
        bytes,
      )
    const long = `7821${'61'.repeat(32)}ff`
    assert.deepEqual(
      failure(() => reader(long).text()),
      at('cbor-malformed', 2),
    )
  })
})
