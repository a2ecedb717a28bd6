import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { builtins } from '../cel/builtins.ts'
import { t } from '../kinds/t.ts'
import { defaultBounds } from './bounds.ts'

const root = join(import.meta.dirname, '../../../..')
const reference = readFileSync(join(root, 'docs/affair-kit.md'), 'utf8')
const blocks = [...reference.matchAll(/<!-- from (fixtures\/\S+) -->\n```ts\n([\s\S]*?)\n```/g)]

describe('docs/affair-kit.md', () => {
  test('shows excerpts', () => assert.ok(blocks.length >= 15))

  for (const [at, [, file, excerpt]] of blocks.entries())
    test(`excerpt ${at + 1} stands in ${file}`, () => {
      assert.ok(readFileSync(join(root, 'packages/affair-kit', file!), 'utf8').includes(excerpt!))
    })

  test('lists every function and every kind', () => {
    for (const name of Object.keys(builtins)) assert.match(reference, new RegExp(`\`[^\`\n]*\\b${name}\\(`), name)
    for (const name of Object.keys(t)) assert.match(reference, new RegExp(`t\\.${name}\\(`), name)
  })

  test('says the default bounds', () => {
    const { steps, reads, writes, events, bytes } = defaultBounds
    const said = [steps, reads, writes, events, bytes].map((bound) => bound.toLocaleString('en-US')).join(' / ')
    assert.ok(reference.includes(said), said)
  })
})
