import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { encodeLeaf } from '@gongshi/protocol'
import { commit, publish } from '../../test/acts.ts'
import { startSample } from '../../test/sampleNode.ts'
import { Pace } from './pace.ts'

const minute = 60_000
/** A Monday at noon, in Unix milliseconds. */
const noon = Date.UTC(2026, 10, 23, 4)

/** A log whose entries came at these moments, each in a block of its own. Counts how many of them are read. */
function logOf(times: readonly number[]) {
  let read = 0
  const leaf = (at: number) =>
    encodeLeaf({ kind: 'system', height: at + 1, time: times[at]!, event: 'paused', detail: [] })
  return {
    reads: () => read,
    push: (time: number) => (times as number[]).push(time),
    logSize: () => times.length,
    findLeaf: (at: number) => {
      read++
      return at < times.length ? leaf(at) : undefined
    },
  }
}

describe('entries and blocks a span', () => {
  test('are what counting one by one gives, for any log', () => {
    for (let seed = 1; seed <= 60; seed++) {
      let state = seed
      const next = () => {
        state = (state * 48_271) % 0x7fffffff
        return state / 0x7fffffff
      }
      const times = Array.from({ length: seed % 7 === 0 ? 0 : seed * 5 }, () =>
        Math.floor(noon - next() * 70 * minute),
      ).sort((one, other) => one - other)
      const spans = new Pace(logOf(times)).spans(noon + 17_000, minute, 60)
      assert.equal(spans.length, 60)
      for (const { from, entries, blocks } of spans) {
        const within = times.filter((time) => time >= from && time < from + minute).length
        assert.deepEqual([entries, blocks], [within, within])
      }
      assert.equal(spans.at(-1)!.from, noon)
    }
  })

  test('at the very end of a span belong to the next one, and what comes later is counted when it is there', () => {
    const log = logOf([noon - minute, noon - 1, noon])
    const pace = new Pace(log)
    const entries = (now: number) => pace.spans(now, minute, 3).map((span) => span.entries)
    assert.deepEqual(entries(noon + 1), [0, 2, 1])
    log.push(noon + 5)
    assert.deepEqual(entries(noon + 6), [0, 2, 2])
    log.push(noon + minute)
    assert.deepEqual(entries(noon + minute), [2, 2, 1])
  })

  test('of a long log are found by reading a few entries, and of a span that is over by none', () => {
    const log = logOf(Array.from({ length: 100_000 }, (_, at) => noon - 100_000 * 50 + at * 50))
    const pace = new Pace(log)
    pace.spans(noon, minute, 60)
    const first = log.reads()
    assert.ok(first < 61 * 19, `${first}`)
    pace.spans(noon, minute, 60)
    assert.ok(log.reads() - first < 3 * 19, `${log.reads() - first}`)
  })
})

describe('the page of throughput and lag', () => {
  test('tells what the ledger took in, and that nothing is behind once the lists have it', async () => {
    const node = await startSample()
    try {
      for (let number = 0; number < 3; number++) assert.equal((await commit(node.url, await publish())).outcome, 'ok')
      const file = async (name: string) => (await fetch(`${node.url}/network/pace/${name}`)).json()
      const { logSize } = (await (await fetch(`${node.url}/api/v1/ledger`)).json()) as { logSize: number }
      const hours = (await file('hours.json')) as { entries: number; blocks: number }[]
      assert.equal(hours.length, 24)
      assert.equal(
        hours.reduce((sum, { entries }) => sum + entries, 0),
        logSize,
      )
      for (let tries = 0; tries < 100; tries++) {
        const [now] = ((await file('lag.json')) as { entriesBehind: number; millisecondsBehind: number }[]).slice(-1)
        if (now!.entriesBehind === 0) {
          assert.equal(now!.millisecondsBehind, 0)
          break
        }
        assert.ok(tries < 99)
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      const page = await (await fetch(`${node.url}/en/network/pace`)).text()
      for (const said of ['Entries a minute', 'no other member to compare with', 'href="/network/pace/lag.csv"'])
        assert.ok(page.includes(said), said)
    } finally {
      await node.end()
    }
  })
})
