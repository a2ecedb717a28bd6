import assert from 'node:assert/strict'
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { freshFolder, powers } from '../../test/sampleNode.ts'
import { Cursors } from './cursor.ts'

const question = { view: 'publication', filters: { status: 'published' } }
const position = fc.record({ value: fc.uint8Array({ maxLength: 600 }), id: fc.maxSafeNat() }, { noNullPrototype: true })
const cursors = new Cursors(powers.random(32))

describe('cursors', () => {
  test('come back as they were, and a changed one or one of another question is refused', () => {
    fc.assert(
      fc.property(position, fc.nat(), (at, place) => {
        const text = cursors.write(question, at)
        assert.deepEqual(cursors.read(question, text), at)
        const bytes = Buffer.from(text, 'base64url')
        bytes[place % bytes.length]! ^= 1
        for (const wrong of [bytes.toString('base64url'), text.slice(0, -1), `${text}A`, `${text}=`])
          assert.throws(() => cursors.read(question, wrong), { code: 'cursor-invalid' })
        assert.throws(() => cursors.read({ ...question, view: 'release' }, text), { code: 'cursor-invalid' })
        assert.throws(() => new Cursors(powers.random(32)).read(question, text), { code: 'cursor-invalid' })
      }),
    )
  })

  test('whatever text comes in their place is refused by the code', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        assert.throws(() => cursors.read(question, text), { code: 'cursor-invalid' })
      }),
    )
  })

  test('are good after a restart; only the node reads their key', async () => {
    const folder = freshFolder()
    const text = (await Cursors.open(folder, powers.random)).write(question, { value: new Uint8Array(0), id: 7 })
    assert.equal((await Cursors.open(folder, powers.random)).read(question, text).id, 7)
    assert.equal(statSync(join(folder, 'cursor-key')).mode & 0o777, 0o600)
    rmSync(folder, { recursive: true })
  })
})
