/** What buckets weigh by their own count and what they take, as one line of JSON. */
import { sha256, utf8 } from '@gongshi/protocol'
import { Bucket } from '../src/state/bucket.ts'

function usedBytes(): number {
  globalThis.gc!()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

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
console.log(JSON.stringify({ weight, took }))
