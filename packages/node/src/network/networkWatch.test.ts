import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Genesis } from '@gongshi/ledger'
import { encodeLeaf } from '@gongshi/protocol'
import type { NodeEngine } from '../engine/startEngine.ts'
import { NetworkWatch } from './networkWatch.ts'

const none = async () => undefined
const engine = { fault: null, earliestHeight: async () => 1, findCommit: none, findHeader: none, findValidators: none }

/** A log in which one validator signs twice at each height. */
function watchOf(log: Uint8Array[]) {
  return new NetworkWatch({
    engine: engine as unknown as NodeEngine,
    engineName: 'cometbft',
    ledger: {
      info: () => ({ height: 1, time: 0, appHash: new Uint8Array(32) }) as never,
      logSize: () => log.length,
      findEntry: (at) => ({ leaf: log[at]! }) as never,
      findBlock: (height) => ({ firstIndex: height - 1, logSize: height }) as never,
      versions: () => [],
    },
    genesis: { validators: [], publishers: [] } as unknown as Genesis,
    ownValidator: new Uint8Array(32),
    now: () => 0,
  })
}

const doubleSigned = (height: number) =>
  encodeLeaf({
    kind: 'system',
    height,
    time: 1_790_000_000_000,
    event: 'misbehaviour',
    detail: [1, new Uint8Array(20).fill(7), 1, height, 1_790_000_000_000, 4],
  })

test('of misbehaviour without end the newest are told, and all are counted', async () => {
  const log = Array.from({ length: 90 }, (_, at) => doubleSigned(at + 1))
  const watch = watchOf(log)
  for (let height = 91; height <= 250; height++) {
    log.push(doubleSigned(height))
    watch.misbehaved(height)
  }
  const { misbehaviour, misbehaviourCount } = await watch.view()
  assert.deepEqual([misbehaviour.length, misbehaviour[0]!.height, misbehaviour.at(-1)!.height], [100, 250, 151])
  assert.equal(misbehaviourCount, 250)
})
