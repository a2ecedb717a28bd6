import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Catalogue, fill } from '../lang.ts'
import { frameTexts } from './frame.ts'

/** Both languages say something for every key, with the same places to fill. */
function assertComplete(catalogue: Catalogue<string>): void {
  assert.deepEqual(Object.keys(catalogue.zh).toSorted(), Object.keys(catalogue.en).toSorted())
  const places = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).toSorted()
  for (const [key, zh] of Object.entries(catalogue.zh)) {
    assert.ok(zh.trim() !== '' && catalogue.en[key]?.trim() !== '', key)
    assert.deepEqual(places(zh), places(catalogue.en[key] ?? ''), key)
    assert.ok(!/[\u4e00-\u9fff][,:;?!](?!\w)/.test(zh), `half-width punctuation after Chinese in ${key}`)
  }
}

test('the texts of the frame are complete in both languages', () => assertComplete(frameTexts))

test('fill leaves a place without a value visible and takes values as they are', () => {
  assert.equal(fill('a {b} {c}', { b: '{c}' }), 'a {c} {c}')
  assert.equal(fill('{toString}', {}), '{toString}')
})
