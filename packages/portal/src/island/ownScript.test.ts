import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownScript } from './ownScript.ts'

test('only addresses of this site’s own scripts are any', () => {
  for (const path of ['/assets/cipherWorker-AB12.js', '/offline.js']) assert.equal(ownScript(path), path)
  for (const path of ['//elsewhere.example/assets/a.js', '/assets/../a.js', '/assets/a.js?b', 'data:,1', '/verify', ''])
    assert.throws(() => ownScript(path), TypeError, path)
})
