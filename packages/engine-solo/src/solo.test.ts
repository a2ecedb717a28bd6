import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Ledger, SimulatedStore } from '@gongshi/ledger'
import {
  appHash,
  checkVote,
  compareValidators,
  generateSecret,
  hashCommit,
  hashHeader,
  hashValidators,
  sha256,
  signingSuites,
  voteSignBytes,
} from '@gongshi/protocol'
import { SimulatedFolder } from '@gongshi/testkit'
import { genesisTime, openCity, orderTo, publish, signerOf } from '../../ledger/fixtures/city.ts'
import { BlockLog } from './blocks/blockLog.ts'
import { SoloError } from './errors.ts'
import { type SoloEngine, type SoloOptions, startSolo } from './solo.ts'

const secret = generateSecret('ed25519', new Uint8Array(32).fill(5))
const validator = {
  publicKey: signingSuites.ed25519.publicKey(secret),
  sign: (message: Uint8Array) => signingSuites.ed25519.sign(secret, message),
}

class Clock {
  wall = genesisTime + 1000
  steady = 0
  now = () => this.wall
  monotonic = () => this.steady
  pass(ms: number) {
    this.wall += ms
    this.steady += ms
  }
}

type World = { readonly folder: SimulatedFolder; readonly store: SimulatedStore; readonly clock: Clock }

const newWorld = (): World => ({ folder: new SimulatedFolder(), store: new SimulatedStore(), clock: new Clock() })

async function start(
  world: World,
  more: Partial<SoloOptions> = {},
): Promise<{ engine: SoloEngine; ledger: Ledger; halts: unknown[] }> {
  const ledger = await openCity(world.store, { flush: { blocks: 4, ms: 1e9 } })
  const halts: unknown[] = []
  const engine = await startSolo({
    folder: world.folder,
    ledger,
    validator,
    clock: world.clock,
    floor: { publishedHeight: 0 },
    queue: { transactions: 1000 },
    clockJumpMs: 60_000,
    onHalt: (error) => halts.push(error),
    ...more,
  })
  return { engine, ledger, halts }
}

async function submitMany(engine: SoloEngine, clock: Clock, from: number, count: number) {
  const transactions = await Promise.all(
    Array.from({ length: count }, (_, at) => publish(`n${from + at}`, clock.now())),
  )
  const submissions = await Promise.all(transactions.map((each) => engine.submit(each)))
  return Promise.all(submissions.map(async (each) => ({ txId: each.txId, ...(await each.durable) })))
}

describe('the embedded engine', () => {
  test('the first block is empty and proves the genesis; a lone transaction is acknowledged, then proven', async () => {
    const world = newWorld()
    const { engine, ledger } = await start(world)
    assert.equal(engine.latestHeight(), 1)
    const submission = await engine.submit(await publish('n1', world.clock.now()))
    const inclusion = await submission.durable
    assert.equal(inclusion.height, 2)
    assert.equal(inclusion.result.outcome[0], 'ok')
    const { height } = await submission.proven
    const header = await engine.findHeader(height)
    assert.deepEqual(header!.appHash, appHash(ledger.findApp(2)!))
    await engine.stop()
  })

  test('headers chain, carry the app hash before them, and the vote of the one validator', async () => {
    const world = newWorld()
    const { engine, ledger } = await start(world)
    for (let round = 0; round < 5; round++) {
      await submitMany(engine, world.clock, round * 10, 10)
      world.clock.pass(50)
    }
    await engine.stop()
    for (let height = 1; height <= engine.latestHeight(); height++) {
      const header = (await engine.findHeader(height))!
      const commit = (await engine.findCommit(height))!
      assert.deepEqual(commit.blockId.hash, hashHeader(header))
      assert.deepEqual(header.validatorsHash, hashValidators((await engine.findValidators(height))!))
      assert.ok(
        await checkVote(validator.publicKey, voteSignBytes('test-city', commit, 0), commit.signatures[0]!.signature),
      )
      if (height === 1) continue
      const before = (await engine.findCommit(height - 1))!
      assert.deepEqual(header.lastBlockId, before.blockId)
      assert.deepEqual(header.lastCommitHash, hashCommit(before))
      assert.deepEqual(header.appHash, appHash(ledger.findApp(height - 1)!))
    }
  })

  test('the same transaction twice is one entry', async () => {
    const world = newWorld()
    const { engine, ledger } = await start(world)
    const transaction = await publish('n1', world.clock.now())
    const [one, two] = await Promise.all([engine.submit(transaction), engine.submit(transaction)])
    assert.deepEqual((await one.durable).result.index, (await two.durable).result.index)
    await assert.rejects(engine.submit(transaction))
    assert.ok(ledger.findTransaction(one.txId))
    await engine.stop()
  })

  test('P6: a full disk stops the writing with its code, refuses what waits, and keeps the reads', async () => {
    const world = newWorld()
    const { engine, ledger, halts } = await start(world)
    await submitMany(engine, world.clock, 0, 3)
    const height = engine.latestHeight()
    world.folder.failAfter({ operation: 'write', code: 'ENOSPC' }, 0)
    const submission = await engine.submit(await publish('n9', world.clock.now()))
    await assert.rejects(submission.durable, (error) => error instanceof SoloError && error.code === 'disk-full')
    assert.equal(engine.fault?.code, 'disk-full')
    await assert.rejects(engine.submit(await publish('n10', world.clock.now())), { failure: { code: 'disk-full' } })
    assert.equal(halts.length, 1)
    assert.ok(await engine.findHeader(height))
    assert.ok(ledger.findEntry(0))
  })

  test('a clock that jumps stops the signing', async () => {
    const world = newWorld()
    const { engine } = await start(world)
    world.clock.wall += 3_600_000
    const submission = await engine.submit(await publish('n1', world.clock.now()))
    await assert.rejects(submission.durable, (error) => error instanceof SoloError && error.code === 'clock-jumped')
  })

  test('a due act makes its own block', async () => {
    const world = newWorld()
    const { engine, ledger } = await start(world)
    const submission = await engine.submit(await publish('n1', world.clock.now(), { until: world.clock.now() + 40 }))
    await submission.proven
    const before = ledger.logSize()
    world.clock.pass(41)
    await new Promise((resolve) => setTimeout(resolve, 120))
    await engine.prove()
    assert.ok(ledger.logSize() > before)
    await engine.stop()
  })

  test('blocks cut off below the state or a published checkpoint are refused, not rebuilt', async () => {
    const world = newWorld()
    const { engine } = await start(world)
    await submitMany(engine, world.clock, 0, 5)
    await engine.stop()
    await assert.rejects(
      start({ ...world, folder: new SimulatedFolder() }),
      (error) => error instanceof SoloError && error.code === 'blocks-behind-state',
    )
    await assert.rejects(
      start({ ...newWorld(), folder: world.folder }, { floor: { publishedHeight: 99 } }),
      (error) => error instanceof SoloError && error.code === 'blocks-behind-state',
    )
  })

  test('an erased body is gone from the blocks, and their headers still check', async () => {
    const world = newWorld()
    const { engine, ledger } = await start(world)
    const [done] = await submitMany(engine, world.clock, 0, 3)
    const bundles = await engine.findBundles(done!.height)
    assert.ok(bundles?.[0])
    const hashes = bundles.map((bundle) => sha256(bundle!))
    assert.deepEqual(await engine.findBundleHashes(done!.height), hashes)
    await engine.eraseBody(done!.height, done!.txId)
    assert.deepEqual(await engine.findBundles(done!.height), [null])
    assert.deepEqual(await engine.findBundleHashes(done!.height), hashes)
    await submitMany(engine, world.clock, 50, 2)
    await engine.stop()
    await ledger.close()
    const again = await start(world)
    assert.ok(again.ledger.findTransaction(done!.txId))
    await assert.rejects(
      start({ ...world, store: new SimulatedStore() }),
      (error) => error instanceof SoloError && error.code === 'blocks-erased',
    )
  })
})

describe('handing over to a consortium', () => {
  const keyOf = (word: string) => signerOf(word).key.cose.slice(-32)

  async function handedOver(world: World) {
    const { engine, ledger, halts } = await start(world)
    const change = [{ key: keyOf('second'), power: 1n }]
    const waiting = await engine.submit(await publish('n1', world.clock.now()))
    await waiting.durable
    const decision = await orderTo('enact', { kind: 'validators', validators: change }, world.clock.now())
    const { height } = await (await engine.submit(decision)).durable
    await engine.prove()
    return { engine, ledger, halts, height }
  }

  test('the block after the decision is empty, names who goes on, and is the last', async () => {
    const world = newWorld()
    const { engine, ledger, halts, height } = await handedOver(world)
    assert.equal(engine.latestHeight(), height + 1)
    const header = (await engine.findHeader(height + 1))!
    const both = [keyOf('validator'), keyOf('second')].map((publicKey) => ({ publicKey, power: 1n }))
    assert.deepEqual(header.nextValidatorsHash, hashValidators(both.sort(compareValidators)))
    assert.deepEqual(header.appHash, ledger.info().appHash)
    assert.deepEqual(await engine.findBundles(height + 1), [])
    assert.equal((halts[0] as SoloError).code, 'handed-over')
    await assert.rejects(engine.submit(await publish('n2', world.clock.now())), { code: 'handed-over' })
    assert.equal(await engine.prove(), height + 1, 'what was, is proven')
    await engine.stop()
    await ledger.close()
    const again = await start(world)
    assert.equal(again.engine.fault?.code, 'handed-over')
    assert.equal(again.engine.latestHeight(), height + 1)
    await again.engine.stop()
  })

  test('a crash before the last block: it is made at the next start, and none after it', async () => {
    const world = newWorld()
    const { engine, height } = await handedOver(world)
    await engine.stop()
    const log = await BlockLog.open(world.folder)
    const blocks = await Promise.all(Array.from({ length: height }, (_, at) => log.read(at + 1)))
    await log.close()
    const crashed = newWorld()
    const cut = await BlockLog.open(crashed.folder)
    for (const [at, block] of blocks.entries()) await cut.append(at + 1, block)
    await cut.sync()
    await cut.close()
    const { engine: next } = await start(crashed)
    assert.deepEqual([next.latestHeight(), next.fault?.code], [height + 1, 'handed-over'])
    await next.stop()
  })
})
