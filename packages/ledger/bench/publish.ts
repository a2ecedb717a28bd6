import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBundle, parseBundle, type Signer, sha256, utf8 } from '@gongshi/protocol'
import { editor, genesisTime, openCity, publish } from '../fixtures/city.ts'
import { openLmdbStore } from '../src/index.ts'

/** Execute and commit of simple publications in one thread, signatures apart: `node bench/publish.ts [count] [block]`. */
const count = Number(process.argv[2] ?? 20_000)
const perBlock = Number(process.argv[3] ?? 500)

const silent: Signer = { key: editor.key, sign: async () => new Uint8Array(64) }
const now = genesisTime + 1000
const perBundle = Math.min(100, perBlock)
const bundles: Uint8Array[] = []
for (let from = 0; from < count; from += perBundle) {
  const members = Array.from({ length: perBundle }, (_, at) => publish(`n${from + at}`, now, { signers: [silent] }))
  bundles.push(encodeBundle(await Promise.all(members)))
}

const folder = mkdtempSync(join(tmpdir(), 'gongshi-bench-'))
const store = openLmdbStore(folder)
const ledger = await openCity(store, { signatureCheck: () => true, powers: { now: Date.now } })

/** Microseconds of this thread's own time a transaction, by stage: the machine may be shared. */
const stages = new Map<string, number>()
function timed<Result>(stage: string, work: () => Result): Result {
  const before = process.threadCpuUsage()
  const result = work()
  const { user, system } = process.threadCpuUsage(before)
  stages.set(stage, (stages.get(stage) ?? 0) + (user + system) / count)
  return result
}

// What one hash in TypeScript takes here and now: the figure by which runs on a busy machine compare.
const message = new Uint8Array(64)
for (let round = 0; round < count; round++) sha256(message)
timed('(one hash)', () => {
  for (let round = 0; round < count; round++) sha256(message)
})

const begin = performance.now()
let height = 0
for (let from = 0; from < bundles.length; from += perBlock / perBundle) {
  height++
  const taken = bundles.slice(from, from + perBlock / perBundle)
  const place = { height, time: now + height }
  const members = taken.flatMap(parseBundle)
  timed('check', () => members.map((member) => ledger.check(member, now)))
  timed('check again', () => members.map((member) => ledger.check(member, now)))
  const prepared = timed('prepare', () => ledger.prepare(taken, place, 64 * 1024 * 1024))
  const done = timed('finalize', () =>
    ledger.finalize({ ...place, bundles: prepared, blockHash: sha256(utf8(`${height}`)) }),
  )
  if (done.results.some((each) => each.members.some(({ outcome }) => outcome[0] !== 'ok'))) throw new Error('refused')
  await timed('commit', () => ledger.commit())
}
await ledger.flush()
const wall = performance.now() - begin
await ledger.close()
await store.close()
const reopening = performance.now()
const again = openLmdbStore(folder)
await (await openCity(again, { signatureCheck: () => true })).close()
const reopenMs = Math.round(performance.now() - reopening)
await again.close()
rmSync(folder, { recursive: true })
const executeAndCommit = stages.get('finalize')! + stages.get('commit')!
const micros = Object.fromEntries([...stages].map(([stage, us]) => [stage, Number(us.toFixed(1))]))
const perSecond = { executeAndCommit: Math.round(1e6 / executeAndCommit), wall: Math.round(count / (wall / 1000)) }
console.log(JSON.stringify({ count, perBlock, perSecond, micros, reopenMs }, null, 1))
