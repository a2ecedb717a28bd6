import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import {
  encodeCbor,
  fromHex,
  LogAccumulator,
  leafHash,
  parseEntryBundle,
  parseLeaf,
  tilePath,
  tileWidthAt,
} from '@gongshi/protocol'
import { atRest, commit, publish } from '../../test/acts.ts'
import { eraseEntry } from '../../test/eraseEntry.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'
import { decodeParts } from '../join/fetchHistory.ts'
import { makeSnapshot } from '../operate/makeSnapshot.ts'
import type { LogCopy } from './readBlocks.ts'
import { type RecomputeOptions, recomputeLog } from './recomputeLog.ts'

let node: Sample
let genesis: unknown
let genesisHash: Uint8Array
before(async () => {
  node = await startSample({ erasureWaitMs: 500 })
  genesis = await json('/api/v1/genesis')
  genesisHash = fromHex((await json<{ genesisHash: string }>('/api/v1/ledger')).genesisHash)
})
after(() => node.end())

const json = async <Answer>(path: string): Promise<Answer> => (await fetch(`${node.url}${path}`)).json() as Answer
const bytes = async (path: string) => new Uint8Array(await (await fetch(`${node.url}${path}`)).arrayBuffer())

/** All of the log as it is served now, in memory. It is shorter than a part. */
async function copyOfLog(): Promise<LogCopy & { readonly part: Uint8Array }> {
  await atRest(node.url)
  const { publishedSize: size } = await json<{ publishedSize: number }>('/api/v1/ledger')
  const name = { level: 'entries', index: 0, width: tileWidthAt(size, 'entries', 0) } as const
  const leaves = parseEntryBundle(await bytes(`/log/${tilePath(name)}`))
  const part = await bytes('/log/parts/0')
  return {
    ...{ size, part, entries: async () => leaves.map((leaf) => ({ bytes: leaf, leaf: parseLeaf(leaf) })) },
    async *parts() {
      yield part
    },
    async rootAt(at) {
      const log = new LogAccumulator()
      for (const leaf of leaves.slice(0, at)) log.append(leafHash(leaf))
      return log.root()
    },
  }
}

function recompute(name: string, log: LogCopy, more: Partial<RecomputeOptions> = {}) {
  const own = {
    folder: join(node.data, '..', name),
    snapshot: null,
    now: () => Date.now(),
    onProgress: () => undefined,
  }
  return recomputeLog({ ...own, genesis, genesisHash, log, signal: new AbortController().signal, ...more })
}

test('a place that hands over other bytes, or none, is passed over for the next; an erasure that nothing ordered is none', async () => {
  await commit(node.url, await publish())
  const { index } = await commit(node.url, await publish())
  const log = await copyOfLog()
  const given = decodeParts(log.part)
  const withBody = (body: Uint8Array | null, by: number | null): Uint8Array =>
    encodeCbor(
      given.map(({ leaf, signed, body: own }, at) => {
        const [held, erased] = at === index ? [body, by] : [own, null]
        return [leaf, signed, held, erased, erased === null ? null : leaf]
      }),
    )
  const endOf = async (name: string, ...parts: readonly Uint8Array[]) => {
    async function* inTurn() {
      yield* parts
    }
    return (await recompute(name, { ...log, parts: inTurn })).end
  }
  const same = { verdict: 'same' } as const
  const another = given.find(({ body }, at) => body !== null && at !== index)!.body
  const [foreign, withheld] = [withBody(another, null), withBody(null, null)]
  assert.deepEqual(await endOf('foreign-first', foreign, log.part), same)
  assert.deepEqual(await endOf('withheld-first', withheld, Uint8Array.of(1), log.part), same)
  assert.deepEqual(await endOf('withheld', withheld), { verdict: 'missing', index })
  assert.deepEqual(await endOf('said-to-be-erased', withBody(null, index)), { verdict: 'missing', index })
  assert.equal((await endOf('foreign-alone', foreign)).verdict, 'missing')
  assert.equal((await endOf('malformed', Uint8Array.of(1))).verdict, 'missing')
})

test('a log is executed again from what a node serves, goes on where it was, and past an erased body by a snapshot', async () => {
  const { index } = await commit(node.url, await publish())
  const first = await copyOfLog()
  const same = { verdict: 'same' } as const
  assert.deepEqual(await recompute('early', first), { from: 0, to: first.size, end: same })
  await assert.rejects(recompute('foreign', first, { genesisHash: new Uint8Array(32) }), { code: 'genesis-foreign' })

  await eraseEntry(node.url, index)
  await commit(node.url, await publish())
  const second = await copyOfLog()
  const goneOn = await recompute('early', second)
  assert.deepEqual(goneOn, { from: 0, to: second.size, end: same }, 'who came before the erasure misses nothing')
  const late = await recompute('late', second)
  assert.deepEqual(late.end, { verdict: 'erased', index })

  await node.stop()
  const { path } = await makeSnapshot({ data: node.data }, join(node.data, '..', 'snapshots'))
  await node.restart()
  const restored = await recompute('late', second, { snapshot: path })
  assert.deepEqual(restored, { from: second.size, to: second.size, end: same })
  await commit(node.url, await publish())
  const third = await copyOfLog()
  assert.deepEqual(await recompute('late', third), { from: second.size, to: third.size, end: same })
})
