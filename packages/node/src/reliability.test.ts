import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const root = new URL('../../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')

test('docs/reliability.md names tests that exist', () => {
  const rows = [...read('docs/reliability.md').matchAll(/`([\w./-]+\.test\.ts)` "([^"]+)"/g)]
  assert.ok(rows.length > 20)
  for (const [, path, title] of rows)
    assert.ok(read(path!).includes(`test('${title}`), `${path} has no test "${title}"`)
})
