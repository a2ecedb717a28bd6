import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bugs } from './bugs.ts'

const root = join(import.meta.dirname, '../../..')

test('every planted bug still has its place, once, and its test', () => {
  const parted = bugs.flatMap(({ name, file, is, becomes, caughtBy }) => {
    const places = readFileSync(join(root, file), 'utf8').split(is).length - 1
    const hasCatcher = 'schedules' in caughtBy || existsSync(join(root, caughtBy.test))
    return places === 1 && hasCatcher && is !== becomes ? [] : [`${name}: ${places} places in ${file}`]
  })
  assert.deepEqual(parted, [])
  assert.equal(new Set(bugs.map(({ name }) => name)).size, bugs.length)
  assert.ok(bugs.length >= 25)
})
