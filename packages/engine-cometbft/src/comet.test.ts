import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openLedger } from '@gongshi/ledger'
import { appHash, checkVote, hashHeader, hashValidators, sha256, voteSignBytes } from '@gongshi/protocol'
import { installed } from '../../ledger/fixtures/city.ts'
import { cometGenesis, keyOf, newWorld, startCity, validator, type World, waitFor } from '../fixtures/cometCity.ts'
import { cometProgram, withoutComet } from '../fixtures/program.ts'
import { buildSigner, ed25519Key, startSigner } from '../fixtures/signer.ts'
import {
  type Beginning,
  type Between,
  beginningOf,
  type CometLine,
  cometVersion,
  findCometBft,
  RemoteSigner,
  VoteSigner,
} from './index.ts'

const program = await cometProgram()

describe('the consortium’s engine on the real CometBFT', { skip: program === null && withoutComet }, () => {
  test('a transaction is acknowledged, its header carries the app hash, and the votes are the validator’s', async () => {
    const city = await startCity(program!, newWorld())
    try {
      const { engine, ledger } = city
      const submission = await engine.submit(await city.publish('n1'))
      const inclusion = await submission.durable
      assert.equal(inclusion.result.outcome[0], 'ok')
      const { height } = await submission.proven
      assert.equal(height, inclusion.height + 1)
      const header = (await engine.findHeader(height))!
      assert.deepEqual(header.appHash, appHash(ledger.findApp(inclusion.height)!))
      assert.equal(header.version.app, 1)
      const commit = (await engine.findCommit(height))!
      assert.deepEqual(commit.blockId.hash, hashHeader(header))
      const { signature } = commit.signatures[0]!
      assert.equal(checkVote(validator.publicKey, voteSignBytes(header.chainId, commit, 0), signature), true)
      assert.deepEqual(hashValidators((await engine.findValidators(height))!), header.validatorsHash)
      const [bundle] = (await engine.findBundles(inclusion.height))!
      assert.deepEqual(await engine.findBundleHashes(inclusion.height), [sha256(bundle!)])
      assert.deepEqual(
        ledger.findBlock(inclusion.height)!.blockHash,
        (await engine.findCommit(inclusion.height))!.blockId.hash,
      )
    } finally {
      await city.stop()
    }
  })

  test('many at once travel in bundles; a repeated one and a bad one lose only themselves', async () => {
    const city = await startCity(program!, newWorld())
    try {
      const { engine } = city
      const transactions = await Promise.all(Array.from({ length: 300 }, (_, at) => city.publish(`n${at}`)))
      const broken = transactions[7]!.slice(0, -3)
      await assert.rejects(engine.submit(broken))
      const submissions = await Promise.all([...transactions, transactions[3]!].map((each) => engine.submit(each)))
      const done = await Promise.all(submissions.map(({ durable }) => durable))
      assert.deepEqual(new Set(done.map(({ result }) => result.outcome[0])), new Set(['ok']))
      assert.equal(done.at(-1)!.result.index, done[3]!.result.index)
      const heights = new Set(done.map(({ height }) => height))
      const bundles = await Promise.all([...heights].map(async (height) => (await engine.findBundles(height))!.length))
      assert.ok(bundles.reduce((sum, count) => sum + count, 0) < 30, `${bundles}`)
      assert.equal(engine.isPending(submissions[0]!.txId), false)
    } finally {
      await city.stop()
    }
  })

  test('CometBFT killed comes back; a node started again, even on an empty store, has the same hash', async () => {
    const world = newWorld()
    const city = await startCity(program!, world)
    let last: { height: number }
    try {
      await (await city.engine.submit(await city.publish('n1'))).durable
      const { cometPid } = city.engine
      process.kill(cometPid!, 'SIGKILL')
      await waitFor(() => city.engine.cometPid !== null && city.engine.cometPid !== cometPid)
      last = await (await city.engine.submit(await city.publish('n2'))).proven
      assert.deepEqual(city.halts, [])
    } finally {
      await city.stop()
    }
    const expected = city.ledger.info()
    for (const again of [world, { ...newWorld(), folder: world.folder, genesis: world.genesis }]) {
      const restarted = await startCity(program!, again)
      try {
        assert.ok(restarted.engine.latestHeight() >= last.height)
        assert.deepEqual(restarted.ledger.info().appHash, expected.appHash)
        assert.equal(restarted.ledger.logSize(), city.ledger.logSize())
      } finally {
        await restarted.stop()
      }
    }
  })

  test('idle blocks change nothing; prove answers under a fresh header', async () => {
    const city = await startCity(program!, newWorld())
    try {
      const { engine, ledger } = city
      await (await engine.submit(await city.publish('n1'))).proven
      const before = ledger.info()
      await waitFor(() => engine.latestHeight() >= before.height + 2)
      assert.deepEqual(ledger.info().appHash, before.appHash)
      const { height, time } = (await engine.findHeader(await engine.prove()))!
      assert.ok(height > before.height && Date.now() / 1000 - time.seconds < 10)
    } finally {
      await city.stop()
    }
  })

  test('a crash at the first block after a move, in whichever order: the same block is decided again, and the ledger goes on', async () => {
    for (const isWholeNode of [false, true]) {
      const { world, beginning } = await movedWorld()
      const points: Point[] = isWholeNode ? ['atCommit'] : ['atFinalize', 'afterCommit']
      let pid = 0
      const onLine = ({ fields }: CometLine) => {
        if ('pid' in fields) pid = Number(fields.pid)
      }
      const starting = startCity(program!, world, { beginning, onLine, between: dyingAtFirst(points, () => pid) })
      if (isWholeNode) {
        await waitFor(() => points.length === 0)
        await (await starting).stop()
      }
      const city = isWholeNode ? await startCity(program!, world, { beginning }) : await starting
      try {
        const { height } = await (await city.engine.submit(await city.publish('n1'))).proven
        assert.ok(height > beginning.height + 1)
        assert.deepEqual([points, city.halts], [[], []])
        assert.deepEqual(await city.engine.findBundles(beginning.height + 1), [])
      } finally {
        await city.stop()
      }
    }
  })

  test('our own signer: blocks under the votes that it gives, over a restart of either side', async () => {
    const world = newWorld()
    const socket = join(mkdtempSync(join(tmpdir(), 'gongshi-signer-')), 's')
    const key = ed25519Key('comet validator')
    let text: string | null = null
    const write = async (next: string) => {
      text = next
    }
    const store = { read: async () => text, write }
    const lines: CometLine[] = []
    const onLine = (line: CometLine) => lines.push(line)
    const chain = world.genesis.chainId
    let signer = new RemoteSigner(socket, await VoteSigner.open(chain, key, store, true), onLine)
    const options = { validator: { publicKey: key.publicKey, listen: `unix://${socket}` } }
    try {
      for (const number of ['n1', 'n2']) {
        const city = await startCity(program!, world, options)
        try {
          await (await city.engine.submit(await city.publish(`${number}a`))).proven
          await signer.stop()
          signer = new RemoteSigner(socket, await VoteSigner.open(chain, key, store, false), onLine)
          await (await city.engine.submit(await city.publish(`${number}b`))).proven
        } finally {
          await city.stop()
        }
      }
    } finally {
      await signer.stop()
    }
    assert.deepEqual(
      lines.filter(({ message }) => message === 'not signed'),
      [],
    )
  })

  test('a key outside the process: votes are a signer’s, no file here holds it, and one with another key is refused', async (t) => {
    if (process.env.GONGSHI_LONG === undefined) return t.skip('builds a signer: GONGSHI_LONG=1')
    const signerProgram = buildSigner()
    for (const [held, code] of [
      [validator, null],
      [keyOf('somebody else'), 'signer-foreign'],
    ] as const) {
      const world = newWorld()
      const socket = join(mkdtempSync(join(tmpdir(), 'gongshi-signer-')), 's')
      const signerKey = { publicKey: validator.publicKey, listen: `unix://${socket}` }
      const starting = startCity(program!, world, { validator: signerKey })
      await waitFor(() => existsSync(socket))
      const signer = startSigner(signerProgram, signerKey.listen, world.genesis.chainId, held)
      try {
        if (code !== null) await assert.rejects(starting, { code })
        else {
          const city = await starting
          await (await city.engine.submit(await city.publish('n1'))).proven
          await city.stop()
          const keys = readFileSync(join(world.folder, 'config/priv_validator_key.json'), 'utf8')
          assert.ok(!keys.includes(Buffer.from(validator.secret).toString('base64').slice(0, 40)))
        }
      } finally {
        signer.kill('SIGKILL')
        await starting.then((city) => city.stop()).catch(() => undefined)
      }
    }
  })

  test('another genesis, another validator’s folder, a socket that is in use are refused with their codes', async () => {
    const world = newWorld()
    const city = await startCity(program!, world)
    try {
      await assert.rejects(startCity(program!, { ...newWorld(), folder: world.folder, genesis: world.genesis }), {
        code: 'socket-taken',
      })
    } finally {
      await city.stop()
    }
    const other = { ...newWorld(), folder: world.folder }
    await assert.rejects(startCity(program!, { ...other, genesis: { ...world.genesis, chainId: 'other' } }), {
      code: 'cometbft-folder-foreign',
    })
    await assert.rejects(startCity(program!, world, { validator: keyOf('somebody else') }), {
      code: 'cometbft-folder-foreign',
    })
    const ours = newWorld()
    await assert.rejects(
      startCity(program!, ours, { beginning: beginningOf(cometGenesis([validator, keyOf('another')])) }),
      {
        code: 'cometbft-genesis',
      },
    )
  })

  test('a stale socket is cleared away; a file in its place and too long a path are refused', async () => {
    const world = newWorld()
    const city = await startCity(program!, world)
    await city.stop()
    const socket = join(world.folder, 'abci.sock')
    const killed = createServer().listen(socket)
    await new Promise((resolve) => killed.once('listening', resolve))
    await new Promise((resolve) => killed.close(resolve))
    writeFileSync(socket, 'a note')
    await assert.rejects(startCity(program!, world), { code: 'socket-alien' })
    const deep = join(mkdtempSync(join(tmpdir(), 'gongshi-comet-')), 'x'.repeat(100))
    await assert.rejects(startCity(program!, { ...newWorld(), folder: deep }), { code: 'socket-path-long' })
  })

  test('a CometBFT whose consensus has failed on another hash is not started again, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-comet-'))
    const forked = join(folder, 'forked')
    const said = { level: 'error', _msg: 'CONSENSUS FAILURE!!!', err: 'wrong Block.Header.AppHash.  Expected A, got B' }
    writeFileSync(forked, `#!/bin/sh\necho '${JSON.stringify(said)}'\nsleep 60\n`)
    chmodSync(forked, 0o755)
    const world = newWorld()
    await assert.rejects(startCity(forked, world), { code: 'cometbft-forked' })
  })

  test('a CometBFT that exits again and again halts the engine with its last words', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-comet-'))
    const failing = join(folder, 'failing')
    writeFileSync(failing, '#!/bin/sh\necho "no space left" >&2\nexit 3\n')
    chmodSync(failing, 0o755)
    await assert.rejects(startCity(failing, newWorld()), (error: { failure?: unknown }) => {
      assert.deepEqual(error.failure, { code: 'cometbft-stopped', exit: 3, reason: 'no space left ' })
      return true
    })
  })
})

/** A ledger with three blocks of another engine, above which CometBFT begins. */
async function movedWorld(): Promise<{ world: World; beginning: Beginning }> {
  const world = newWorld()
  const { store, genesis } = world
  const ledger = await openLedger({ store, affairs: installed, genesis, powers: { now: () => Date.now() } })
  for (const height of [1, 2, 3]) {
    ledger.finalize({ height, time: Date.now(), bundles: [], blockHash: new Uint8Array(32), systemActs: [] })
    await ledger.commit()
  }
  await ledger.close()
  const begun = beginningOf(genesis)
  const time = new Date(Date.now() + 1).toISOString()
  return { world, beginning: { ...begun, height: 3, time, names: { ...begun.names, lastBlock: 'ab'.repeat(32) } } }
}

type Point = 'atFinalize' | 'atCommit' | 'afterCommit'

/** CometBFT is killed at each of these points once, one after the other, and never hears an answer. */
function dyingAtFirst(points: Point[], cometPid: () => number): Between {
  const die = (): Promise<never> => {
    points.shift()
    process.kill(cometPid(), 'SIGKILL')
    return new Promise(() => undefined)
  }
  return (application) => ({
    ...application,
    finalizeBlock: async (request) => (points[0] === 'atFinalize' ? die() : application.finalizeBlock(request)),
    commit: async (request) => {
      if (points[0] === 'atCommit') return die()
      const answer = await application.commit(request)
      return points[0] === 'afterCommit' ? die() : answer
    },
  })
}

test('another version of CometBFT is refused, and none is said to be missing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gongshi-comet-'))
  const other = join(folder, 'cometbft')
  writeFileSync(other, '#!/bin/sh\necho 1.0.1\n')
  chmodSync(other, 0o755)
  await assert.rejects(findCometBft(other), { code: 'cometbft-version' })
  await assert.rejects(findCometBft(join(folder, 'none')), { code: 'cometbft-missing' })
  const ci = readFileSync(new URL('../../../.ci/run', import.meta.url), 'utf8')
  assert.ok(ci.includes(`cometbft@v${cometVersion}`))
})
