import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import {
  appHash,
  encodeCbor,
  inclusionProof,
  leafHash,
  toHex,
  verifyInclusion,
  verifyStateProof,
} from '@gongshi/protocol'
import fc from 'fast-check'
import { genesis, genesisTime, makeBlock, openCity, organ, publish } from '../../fixtures/city.ts'
import { candidates, ordered, placed, type Step, stepKinds } from '../../fixtures/workload.ts'
import type { Ledger, OrderedBlock } from '../engine.ts'
import { openLmdbStore } from '../store/lmdbStore.ts'
import { SimulatedStore } from '../store/simulatedStore.ts'

const step: fc.Arbitrary<Step> = fc.record({ kind: fc.constantFrom(...stepKinds), at: fc.nat({ max: 60 }) })
const workload = fc.array(fc.array(fc.array(step, { minLength: 1, maxLength: 6 }), { maxLength: 3 }), {
  minLength: 1,
  maxLength: 6,
})
const now = genesisTime + 10_000

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-ledger-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function run(ledger: Ledger, blocks: readonly OrderedBlock[]): Promise<string[]> {
  const hashes: string[] = []
  for (const block of blocks) {
    hashes.push(toHex(ledger.finalize(block).appHash))
    await ledger.commit()
  }
  return hashes
}

describe('admission is one function for all who ask', () => {
  test('what prepare makes, process accepts and execution finds admissible; what it drops, process refuses', async () => {
    await fc.assert(
      fc.asyncProperty(workload, fc.integer({ min: 300, max: 5000 }), async (blocks, maxBytes) => {
        const ledger = await openCity(new SimulatedStore())
        const earlier: Uint8Array[] = []
        for (const steps of blocks) {
          const { height, time, bundles } = await candidates(ledger, steps, earlier)
          const place = { height, time }
          const whole = ledger.prepare(bundles, place, 1_000_000)
          assert.deepEqual(ledger.process(whole, place), { ok: true })
          assert.equal(ledger.process(bundles, place).ok, toHex(encodeCbor(whole)) === toHex(encodeCbor(bundles)))
          assert.deepEqual(ledger.prepare(whole, place, 1_000_000), whole)
          const fitted = ledger.prepare(bundles, place, maxBytes)
          assert.ok(fitted.reduce((sum, bundle) => sum + bundle.length, 0) <= maxBytes)
          assert.deepEqual(ledger.process(fitted, place), { ok: true })
          const done = ledger.finalize(ordered({ height, time, bundles: fitted }))
          for (const { members } of done.results) assert.ok(members.every(({ index }) => index !== null))
          // A block that nobody should have proposed is executed all the same, to the same effect as without the rest.
          assert.deepEqual(
            ledger.finalize(ordered({ height, time, bundles })).leaves,
            ledger.finalize(ordered({ height, time, bundles: whole })).leaves,
          )
          await ledger.commit()
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('the same blocks give the same app hashes', () => {
  test('executed again on an empty store, and reopened at any height', async () => {
    await fc.assert(
      fc.asyncProperty(workload, fc.nat(), async (steps, seed) => {
        const first = await openCity(new SimulatedStore())
        const blocks: OrderedBlock[] = []
        const hashes: string[] = []
        const earlier: Uint8Array[] = []
        for (const each of steps) {
          const block = ordered(await candidates(first, each, earlier))
          blocks.push(block)
          hashes.push(...(await run(first, [block])))
        }
        const store = new SimulatedStore()
        const cut = seed % (blocks.length + 1)
        const before = await openCity(store)
        const begun = await run(before, blocks.slice(0, cut))
        await before.close()
        const after = await openCity(store)
        assert.equal(after.info().height, cut)
        assert.deepEqual([...begun, ...(await run(after, blocks.slice(cut)))], hashes)
        assert.deepEqual(after.info().lastResultsHash, first.info().lastResultsHash)
      }),
      { numRuns: 25 },
    )
  })

  // P2 by another process: what a handler or an encoding could see differently there would be another hash.
  test('in another time zone and language, on one core, with little memory, on another Node', (context) => {
    const script = new URL('../../fixtures/replay.ts', import.meta.url).pathname
    const isLong = process.env.GONGSHI_LONG === '1'
    const hashIn = (
      environment: { readonly [name: string]: string },
      [command, ...args]: readonly string[] = [process.execPath],
    ) => {
      const env = { ...process.env, ...environment }
      return execFileSync(command!, [...args, script, isLong ? '700' : '12'], { encoding: 'utf8', env })
    }
    const here = hashIn({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C' })
    assert.match(here, /^[0-9a-f]{64}\n$/)
    const oneCore = process.platform === 'linux' ? ['taskset', '--cpu-list', '0', process.execPath] : [process.execPath]
    assert.equal(hashIn({ TZ: 'Asia/Kathmandu', LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' }, oneCore), here)
    const little = [process.execPath, '--max-old-space-size=96', '--max-semi-space-size=1']
    assert.equal(hashIn({ TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }, little), here)
    if (isLong && process.platform === 'linux') assert.equal(hashIn({}, [otherNode(context)]), here)
  })
})

describe('what is read is proven', () => {
  test('every entry and value by the app hash of the last height, absence too', async () => {
    const ledger = await openCity(new SimulatedStore())
    for (let block = 0; block < 5; block++)
      await makeBlock(
        ledger,
        await Promise.all(Array.from({ length: 70 }, (_, at) => publish(`${block}-${at}`, now))),
        now + block,
      )
    await makeBlock(ledger, [], now + 10)
    const { height, appHash: hash } = ledger.info()
    const app = ledger.findApp(height)!
    assert.deepEqual(appHash(app), hash)
    for (let index = 0; index < app.logSize; index += 17) {
      const proof = inclusionProof(ledger.logHashes(), index, app.logSize)
      const leaf = leafHash(ledger.findEntry(index)!.leaf)
      assert.ok(verifyInclusion({ leafHash: leaf, index, size: app.logSize, proof }, app.logRoot))
    }
    for (const number of ['0-0', '4-69', '9-9']) {
      const answer = ledger.proveState('notices', 'entity/notice', [[organ.scheme, organ.id], number])
      assert.equal(answer.value === null, number === '9-9')
      assert.ok(verifyStateProof(app.stateRoot, answer.path, answer.value, answer.proof))
    }
  })

  test('projections follow every leaf once, in order', async () => {
    const ledger = await openCity(new SimulatedStore())
    const seen: number[] = []
    const stop = ledger.follow(({ leaves }) => seen.push(...leaves.map(({ index }) => index)))
    await makeBlock(ledger, [await publish('a', now)], now)
    await makeBlock(ledger, [], now + 1)
    await makeBlock(ledger, [await publish('b', now)], now + 2)
    stop()
    await makeBlock(ledger, [await publish('c', now)], now + 3)
    assert.deepEqual(seen, [0, 1, 2, 3])
  })
})

describe('faults of the store', () => {
  test('a failed write halts: no more writing, reads go on, and a fresh start finds a whole block', async () => {
    for (const failedWriteLands of [false, true]) {
      const store = new SimulatedStore({ failWrite: 3, failedWriteLands })
      const ledger = await openCity(store, { flush: 'each-block' })
      await makeBlock(ledger, [await publish('a', now)], now)
      await assert.rejects(makeBlock(ledger, [await publish('b', now)], now + 1), { code: 'store-write-failed' })
      assert.throws(() => ledger.check(new Uint8Array(0), now), { code: 'ledger-halted' })
      await assert.rejects(ledger.commit(), { code: 'ledger-halted' })
      assert.equal(ledger.findEntry(0)?.index, 0)
      const again = await openCity(store.crash('written'))
      assert.equal(again.info().height, failedWriteLands ? 2 : 1)
    }
  })

  test('after a loss of power the store has the blocks of its last sync, and those above give the same hashes', async () => {
    const store = new SimulatedStore()
    const ledger = await openCity(store, { flush: { blocks: 2, ms: 1e9 } })
    const blocks = await Promise.all([1, 2, 3, 4].map(placed))
    const hashes = await run(ledger, blocks.slice(0, 2))
    await ledger.flush()
    assert.equal(ledger.info().durableHeight, 2)
    store.holdSyncs()
    hashes.push(...(await run(ledger, blocks.slice(2))))
    assert.equal(ledger.info().durableHeight, 2)
    const synced = await openCity(store.crash('synced'))
    assert.equal(synced.info().height, 2)
    assert.deepEqual(await run(synced, blocks.slice(2)), hashes.slice(2))
    // A store that tears batches is none: what it left must be noticed, or be a whole older block.
    const torn = await openCity(store.crash('torn')).catch((error: { code: string }) => error.code)
    if (typeof torn === 'string') assert.match(torn, /damaged$/)
    else assert.ok(torn.info().height === 2)
  })

  test('a value changed or lost on the disk stops the node at its first touch', async () => {
    for (const change of [(value: Uint8Array) => value.with(-1, value.at(-1)! ^ 1), () => null]) {
      const store = new SimulatedStore()
      const ledger = await openCity(store)
      await makeBlock(ledger, [await publish('a', now)], now)
      await ledger.close()
      const values = [...store.range('value')]
      for (const [key, value] of values) store.corrupt('value', key, change(value))
      const again = await openCity(store).catch((error: { code: string }) => error.code)
      if (typeof again === 'string') assert.equal(again, 'state-damaged')
      else {
        const transaction = await publish('b', now)
        assert.throws(() => again.check(transaction, now), { code: 'state-damaged' })
        await assert.rejects(makeBlock(again, [], now + 1), { code: 'ledger-halted' })
      }
    }
  })

  test('lost ids of the replay window read as damage, never as unused', async () => {
    const store = new SimulatedStore()
    const ledger = await openCity(store)
    const one = await publish('a', now)
    await makeBlock(ledger, [one], now)
    await ledger.close()
    const same = await openCity(store)
    const repeated = same.check(one, now)
    assert.ok(!repeated.ok && repeated.code === 'transaction-repeated')
    await same.close()
    for (const [key] of [...store.range('replay')]) store.corrupt('replay', key, null)
    const again = await openCity(store)
    assert.throws(() => again.check(one, now), { code: 'replay-damaged' })
  })

  test('another genesis is refused', async () => {
    const store = new SimulatedStore()
    await (await openCity(store)).close()
    await assert.rejects(openCity(store, { genesis: { ...genesis, chainId: 'elsewhere' } }), {
      code: 'genesis-differs',
    })
  })
})

describe('on LMDB', () => {
  test('a ledger is the same after closing and opening, and goes on', async (context) => {
    const folder = temporaryFolder(context)
    const blocks = await Promise.all([1, 2, 3, 4].map(placed))
    const hashes = await run(await openCity(new SimulatedStore()), blocks)
    for (const [at, block] of blocks.entries()) {
      const store = openLmdbStore(folder)
      const ledger = await openCity(store, { flush: at % 2 ? 'each-block' : { blocks: 8, ms: 1000 } })
      assert.equal(ledger.info().height, at)
      assert.deepEqual(await run(ledger, [block]), [hashes[at]])
      await ledger.close()
      await store.close()
    }
  })

  test('killed at any moment it holds whole blocks, at least those that were said to be durable', async (context) => {
    const folder = temporaryFolder(context)
    const script = new URL('../../fixtures/crashing.ts', import.meta.url).pathname
    let height = 0
    for (const waitMs of [30, 80, 170]) {
      const said = await killedAfter(spawn(process.execPath, [script, folder]), height + 4, waitMs)
      const store = openLmdbStore(folder)
      const ledger = await openCity(store)
      assert.ok(ledger.info().height >= said, `${ledger.info().height} of ${said}`)
      height = ledger.info().height
      const blocks = await Promise.all(Array.from({ length: height }, (_, at) => placed(at + 1)))
      const hashes = await run(await openCity(new SimulatedStore()), blocks)
      assert.equal(toHex(ledger.info().appHash), hashes.at(-1))
      await ledger.close()
      await store.close()
    }
  })
})

/** Kills the process a while after it has said a height; the last height that it said. */
async function killedAfter(child: ChildProcessWithoutNullStreams, height: number, waitMs: number): Promise<number> {
  let said = 0
  const done = once(child, 'exit')
  for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    said = Number(chunk.trimEnd().split('\n').at(-1))
    if (said >= height) setTimeout(() => child.kill('SIGKILL'), waitMs)
  }
  await done
  return said
}

/** Another patch version of Node than the one that the lockfile names for this machine: the one for older Macs. */
function otherNode(context: TestContext): string {
  const folder = temporaryFolder(context)
  const name = `node-linux-${process.arch}`
  execFileSync('npm', ['install', '--no-save', '--prefix', folder, `${name}@24.18.1`], { stdio: 'ignore' })
  const program = join(folder, 'node_modules', name, 'bin/node')
  assert.notEqual(execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(), process.version)
  return program
}
