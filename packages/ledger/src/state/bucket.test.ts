import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sha256, utf8 } from '@gongshi/protocol'
import { Bucket } from './bucket.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function usedBytes(): number {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

// A bound that counts less than what is taken is none: two thirds of small buckets are their objects.
test('a bucket weighs about what it takes in memory, also after a change in its place', () => {
  const count = 20_000
  const hash = sha256(utf8('value'))
  const change = (version: number) => [{ path: sha256(utf8(`path ${version % count}`)), valueHash: hash, version }]
  const kept = new Map<string, Bucket>()
  const before = usedBytes()
  for (let version = 0; version < 1.5 * count; version++) {
    const name = String.fromCharCode(version % count)
    kept.set(
      name,
      (kept.get(name) ?? Bucket.empty).change(change(version), () => undefined),
    )
  }
  const took = usedBytes() - before
  const weight = [...kept.values()].reduce((sum, bucket) => sum + bucket.weight, 0)
  assert.ok(Math.abs(weight / took - 1) < 0.2, `${weight} bytes counted, ${took} taken`)
})
