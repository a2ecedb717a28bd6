import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeBundle, type Signer, sha256, utf8 } from '@gongshi/protocol'
import { editor, genesisTime, openCity, publish } from '../fixtures/city.ts'
import { openLmdbStore } from '../src/index.ts'

/** Execute and commit of simple publications in one thread, signatures apart: `node bench/publish.ts [count] [block]`. */
const count = Number(process.argv[2] ?? 20_000)
const perBlock = Number(process.argv[3] ?? 500)

const silent: Signer = { key: editor.key, sign: async () => new Uint8Array(64) }
const now = genesisTime + 1000
const bundles: Uint8Array[] = []
for (let from = 0; from < count; from += 100) {
  const members = Array.from({ length: 100 }, (_, at) => publish(`n${from + at}`, now, { signers: [silent] }))
  bundles.push(encodeBundle(await Promise.all(members)))
}

const folder = mkdtempSync(join(tmpdir(), 'gongshi-bench-'))
const store = openLmdbStore(folder)
const ledger = await openCity(store, { signatureCheck: () => true, powers: { now: Date.now } })
const cpuBefore = process.threadCpuUsage()
let execution = 0
let commit = 0
let height = 0
const begin = performance.now()
for (let from = 0; from < bundles.length; from += perBlock / 100) {
  height++
  const start = performance.now()
  const block = { height, time: now + height, bundles: bundles.slice(from, from + perBlock / 100) }
  const done = ledger.finalize({ ...block, blockHash: sha256(utf8(`${height}`)) })
  if (done.results.some(({ members }) => members.some(({ outcome }) => outcome[0] !== 'ok'))) throw new Error('refused')
  const middle = performance.now()
  await ledger.commit()
  execution += middle - start
  commit += performance.now() - middle
}
const busy = performance.now() - begin
await ledger.flush()
const cpu = process.threadCpuUsage(cpuBefore)
const durable = performance.now() - begin
await ledger.close()
await store.close()
const reopening = performance.now()
const again = openLmdbStore(folder)
await (await openCity(again, { signatureCheck: () => true })).close()
const reopened = performance.now() - reopening
await again.close()
rmSync(folder, { recursive: true })
const rate = (ms: number) => `${Math.round(count / (ms / 1000))}/s`
console.log(
  JSON.stringify({
    count,
    perBlock,
    rate: rate(busy),
    durableRate: rate(durable),
    mainThreadCpuRate: rate((cpu.user + cpu.system) / 1000),
    executeMs: Math.round(execution),
    commitMs: Math.round(commit),
    reopenMs: Math.round(reopened),
  }),
)
