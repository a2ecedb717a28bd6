import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** In a process of its own: what other tests let go meanwhile would be counted. */
const program = fileURLToPath(new URL('../../test/bucketWeight.ts', import.meta.url))

// A bound that counts less than what is taken is none: two thirds of small buckets are their objects.
test('a bucket weighs about what it takes in memory, also after a change in its place', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', program])
  const { weight, took } = JSON.parse(stdout) as { weight: number; took: number }
  assert.ok(Math.abs(weight / took - 1) < 0.2, `${weight} bytes counted, ${took} taken`)
})
