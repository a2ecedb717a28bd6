import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { utf8 } from '@gongshi/protocol'
import fc from 'fast-check'
import { OcdsError } from './errors.ts'
import { parseObject } from './json/parse.ts'
import { joinRelease, releaseMembers, releaseValue } from './members.ts'

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const membersOf = (text: string) => releaseMembers(text, parseObject(text).members)

describe('a release cut into members', () => {
  test('is put together again byte for byte, in whatever order they come and with others among them', () => {
    const objects = fc.dictionary(
      fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(
        objects,
        fc.constantFrom(undefined, 1, '\t'),
        fc.infiniteStream(fc.nat()),
        (object, indent, order) => {
          const text = ` ${JSON.stringify(object, null, indent)}\n`
          const members = [...membersOf(text), { path: '@synthetic', bytes: utf8('true') }]
          const shuffled = members
            .map((member) => ({ member, at: order.next().value }))
            .sort((left, right) => left.at - right.at)
          assert.equal(textOf(joinRelease(shuffled.map(({ member }) => member))), text)
          assert.deepEqual(releaseValue(members), JSON.parse(text))
        },
      ),
    )
  })

  test('paths are JSON Pointers; a name that no label can hold has a number', () => {
    const paths = membersOf('{"a":1,"b/c~d":2,"\\u0000":3,"":4}').map(({ path }) => path)
    assert.deepEqual(paths, ['@type', '@layout', '/a', '/b~1c~0d', '@member/2', '/'])
  })

  test('the facts that the ledger has stand between the members, unless they are no facts', () => {
    const text = `{"ocid":"a","id":1,"tag":["award"],"tender":{"id":"t"},"language":"${'x'.repeat(300)}"}`
    const members = membersOf(text)
    assert.deepEqual(
      members.map(({ path }) => path),
      ['@type', '@layout', '/tender', '/language'],
    )
    assert.equal(textOf(joinRelease(members)), text)
  })

  test('members that make no release come out as a code, never as another error', () => {
    const layouts = [
      '',
      '{',
      '{}',
      '[1]',
      '["{",2]',
      '["{\\"a\\":","/b","}"]',
      '["\\ud800"]',
      '["[]"]',
      '["{\\"a\\":","/a","}"]',
    ]
    for (const layout of layouts)
      assert.throws(
        () =>
          releaseValue([
            { path: '@layout', bytes: utf8(layout) },
            { path: '/a', bytes: Uint8Array.of(0xff) },
          ]),
        OcdsError,
        layout,
      )
    assert.throws(() => releaseValue([]), OcdsError)
    const deep = `["${'{\\"tender\\":'.repeat(5_000)}1${'}'.repeat(5_000)}"]`
    assert.throws(() => releaseValue([{ path: '@layout', bytes: utf8(deep) }]), { message: 'ocds-too-deep' })
  })
})
