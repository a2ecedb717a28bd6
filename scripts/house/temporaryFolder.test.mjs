import assert from 'node:assert/strict'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { globalSetup, globalTeardown } from './temporaryFolder.mjs'

test('what tests leave in the temporary folder goes with their run', (t) => {
  const before = process.env.TMPDIR
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  const outside = tmpdir()
  globalSetup()
  const left = mkdtempSync(join(tmpdir(), 'left-'))
  assert.equal(dirname(dirname(left)), outside)
  globalTeardown()
  assert.ok(!existsSync(dirname(left)) && existsSync(outside))
})
