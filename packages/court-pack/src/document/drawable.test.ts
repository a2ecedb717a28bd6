import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawableBlock, drawableBy } from './drawable.ts'
import { documentFonts } from './fonts.ts'

test('what the fonts have no glyph for stands by its number; lines, accents and what codes hold stay', async () => {
  const { regular, bold } = await documentFonts()
  const says = drawableBy([regular, bold])
  assert.equal(says('云川市\nCafe\u0301 😀\u200b'), '云川市\nCafé [U+1F600][U+200B]')
  const codes = { kind: 'codes', codes: [{ text: '😀', under: '😀', alt: '😀' }] } as const
  assert.deepEqual(drawableBlock(codes, says), {
    kind: 'codes',
    codes: [{ text: '😀', under: '[U+1F600]', alt: '😀' }],
  })
  const facts = { kind: 'facts', facts: [['😀', '1']] } as const
  assert.deepEqual(drawableBlock(facts, says), { kind: 'facts', facts: [['[U+1F600]', '1']] })
})
