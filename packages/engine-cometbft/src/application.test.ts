import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { findReconstitutions, genesisHash, type Ledger, SimulatedStore } from '@gongshi/ledger'
import { concat, encodeBundle, parseLeaf, timestampFromMs, toHex } from '@gongshi/protocol'
import type { Request } from 'cosmjs-types/tendermint/abci/types'
import fc from 'fast-check'
import { chainId, genesis, genesisTime, openCity, publish } from '../../ledger/fixtures/city.ts'
import { candidates, stepKinds } from '../../ledger/fixtures/workload.ts'
import { AbciClient, framed } from '../fixtures/abciClient.ts'
import { noQuery, noSnapshots, waitFor } from '../fixtures/cometCity.ts'
import { CheckTxType, ProposalStatus } from './abci/messages.ts'
import { serveAbci } from './abci/serve.ts'
import { createApplication } from './application.ts'
import { type Beginning, beginningOf } from './beginning.ts'

const nothing = new Uint8Array()
const commit = { round: 0, votes: [] }

function stampOf(ms: number) {
  const { seconds, nanos } = timestampFromMs(ms)
  return { seconds: BigInt(seconds), nanos }
}

const names = { genesisHash: toHex(genesisHash(genesis)), lastBlock: 'ab'.repeat(32) }

type Begun = { readonly ledger: Ledger; readonly beginning: Beginning }

async function world(now = genesisTime + 1000, begun: Begun | null = null) {
  const ledger = begun?.ledger ?? (await openCity(new SimulatedStore()))
  const clock = { now }
  const refusals: string[] = []
  const misbehaved: number[] = []
  const needs = {
    ledger,
    beginning: begun?.beginning ?? beginningOf(genesis),
    version: 'test',
    query: noQuery,
    now: () => clock.now,
    onCommit: () => undefined,
    onMisbehaviour: (height: number) => misbehaved.push(height),
    onRefused: (reason: string) => refusals.push(reason),
    snapshots: await noSnapshots(ledger),
    retainHeight: () => 0,
  }
  const application = createApplication(needs)
  const place = (height: number, time: number) => ({
    height: BigInt(height),
    time: stampOf(time),
    misbehavior: [],
    nextValidatorsHash: nothing,
    proposerAddress: nothing,
  })
  return {
    ledger,
    clock,
    refusals,
    misbehaved,
    application,
    prepare: async (txs: Uint8Array[], height: number, time: number, maxTxBytes = 4_000_000) =>
      (
        await application.prepareProposal({
          txs,
          maxTxBytes: BigInt(maxTxBytes),
          localLastCommit: commit,
          ...place(height, time),
        })
      ).txs,
    accepts: async (txs: Uint8Array[], height: number, time: number) =>
      (await application.processProposal({ txs, proposedLastCommit: commit, hash: nothing, ...place(height, time) }))
        .status === ProposalStatus.ACCEPT,
    decide: async (txs: Uint8Array[], height: number, time: number) => {
      const hash = new Uint8Array(32)
      const done = await application.finalizeBlock({ txs, decidedLastCommit: commit, hash, ...place(height, time) })
      await application.commit({})
      return done
    },
  }
}

const steps = fc.array(fc.array(fc.record({ kind: fc.constantFrom(...stepKinds), at: fc.nat(40) }), { maxLength: 5 }), {
  maxLength: 4,
})

describe('the ABCI application', () => {
  test('what one node proposes another accepts, and every bundle has one result', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 3 }), async (blocks) => {
        const [proposer, other] = [await world(), await world()]
        const earlier: Uint8Array[] = []
        for (const block of blocks) {
          const { height, time, bundles } = await candidates(proposer.ledger, block, earlier)
          proposer.clock.now = time
          other.clock.now = time
          const proposed = await proposer.prepare(bundles, height, time)
          assert.equal(await other.accepts(proposed, height, time), true)
          const [done, same] = [
            await proposer.decide(proposed, height, time),
            await other.decide(proposed, height, time),
          ]
          assert.equal(done.txResults.length, proposed.length)
          assert.deepEqual(done, same)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('a block with what may not stand in it is refused; executed all the same it leaves a result and no entry', async () => {
    const { accepts, decide, ledger, refusals } = await world()
    const time = genesisTime + 2000
    const good = await publish('n1', time)
    const late = await publish('n2', time, { notAfter: time - 1 })
    for (const bad of [encodeBundle([good, late]), encodeBundle([good, good]), Uint8Array.of(1, 2, 3)]) {
      assert.equal(await accepts([bad], 1, time), false)
    }
    assert.deepEqual(refusals, ['inadmissible', 'inadmissible', 'inadmissible'])
    const { txResults } = await decide([encodeBundle([late]), Uint8Array.of(1, 2, 3)], 1, time)
    assert.deepEqual(
      txResults.map(({ code }) => code),
      [0, 1],
    )
    assert.equal(ledger.logSize(), 0)
  })

  test('a proposal keeps to its size as CometBFT counts it', async () => {
    const { prepare } = await world()
    const time = genesisTime + 2000
    const bundles = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => encodeBundle([await publish(`n${at}`, time)])),
    )
    const limit = bundles[0]!.length * 10
    const proposed = await prepare(bundles, 1, time, limit)
    const size = concat(...proposed.flatMap((each) => [Uint8Array.of(10), ...framed(each)])).length
    assert.ok(proposed.length > 5 && size <= limit, `${proposed.length} bundles of ${size} bytes`)
  })

  test('Time: a block whose time is old stays empty; others refuse it a while, an empty one never', async () => {
    const { prepare, accepts, clock } = await world()
    const time = genesisTime + 2000
    const bundle = encodeBundle([await publish('n1', time)])
    clock.now = time + 5001
    assert.deepEqual(await prepare([bundle], 1, time), [])
    assert.equal(await accepts([bundle], 1, time), true)
    clock.now = time + 30_001
    assert.equal(await accepts([], 1, time), true)
    assert.equal(await accepts([bundle], 1, time), false)
    assert.equal(await accepts([bundle], 1, time), true, 'the bound has doubled')
    clock.now = time + 60_001
    assert.equal(await accepts([bundle], 1, time), false)
    assert.equal(await accepts([bundle], 2, time), false, 'each height has its own bound')
  })

  test('the pool keeps a bundle while one of its members may stand, and drops it when all are used up', async () => {
    const { application, decide, clock } = await world()
    const time = genesisTime + 2000
    clock.now = time
    const [one, two] = [await publish('n1', time), await publish('n2', time)]
    const tx = encodeBundle([one, two])
    const check = async (type: CheckTxType) => (await application.checkTx({ tx, type })).code
    assert.equal(await check(CheckTxType.NEW), 0)
    await decide([encodeBundle([one])], 1, time)
    assert.equal(await check(CheckTxType.RECHECK), 0)
    await decide([encodeBundle([two])], 2, time + 1)
    assert.equal(await check(CheckTxType.RECHECK), 1)
    const { log, codespace } = await application.checkTx({ tx: Uint8Array.of(0), type: CheckTxType.NEW })
    assert.deepEqual([log, codespace], ['bundle-malformed', 'gongshi'])
  })

  test('InitChain comes twice and answers alike; another chain, genesis or set is refused', async () => {
    const { application, ledger } = await world()
    const { genesisHash, appHash } = ledger.info()
    const request = {
      time: stampOf(genesisTime),
      chainId,
      validators: genesis.validators.map(({ publicKey, power }) => ({
        pubKey: { ed25519: new Uint8Array(Buffer.from(publicKey, 'base64')) },
        power: BigInt(power),
      })),
      appStateBytes: Buffer.from(JSON.stringify({ genesisHash: toHex(genesisHash) }, null, 2)),
      initialHeight: 1n,
    }
    assert.deepEqual(await application.initChain(request), { validators: [], appHash })
    assert.deepEqual(await application.initChain(request), { validators: [], appHash })
    for (const other of [
      { chainId: 'other' },
      { validators: [] },
      { appStateBytes: Buffer.from('{}') },
      { appStateBytes: Buffer.from('no JSON') },
      { initialHeight: 7n },
    ])
      assert.throws(() => application.initChain({ ...request, ...other }), { code: 'cometbft-genesis' })
  })

  test('after a handover: it begins above the last block, with an empty one; another block before it is refused', async () => {
    const { ledger, decide, application: before } = await world()
    const time = genesisTime + 2000
    for (const height of [1, 2, 3]) await decide([], height, time)
    const begun = await world(time, { ledger, beginning: { ...beginningOf(genesis), height: 3, names } })
    const { application, prepare, accepts } = begun
    assert.equal((await before.info(infoRequest)).lastBlockHeight, 3n)
    assert.equal((await application.info(infoRequest)).lastBlockHeight, 0n)
    const validators = genesis.validators.map(({ publicKey, power }) => ({
      pubKey: { ed25519: new Uint8Array(Buffer.from(publicKey, 'base64')) },
      power: BigInt(power),
    }))
    const appStateBytes = Buffer.from(JSON.stringify(names))
    const request = { time: stampOf(time + 1), chainId, validators, appStateBytes, initialHeight: 4n }
    assert.deepEqual(await application.initChain(request), { validators: [], appHash: ledger.info().appHash })
    const other = { ...names, lastBlock: '00'.repeat(32) }
    for (const wrong of [{ initialHeight: 1n }, { appStateBytes: Buffer.from(JSON.stringify(other)) }])
      assert.throws(() => application.initChain({ ...request, ...wrong }), { code: 'cometbft-genesis' })
    const bundle = encodeBundle([await publish('n1', time)])
    assert.deepEqual(await prepare([bundle], 4, time), [])
    assert.deepEqual([await accepts([], 4, time), await accepts([bundle], 4, time)], [true, false])
    const done = await begun.decide([], 4, time + 1)
    assert.equal((await application.info(infoRequest)).lastBlockHeight, 0n, 'CometBFT may not have saved it yet')
    assert.deepEqual(await application.initChain(request), { validators: [], appHash: ledger.info().appHash })
    assert.deepEqual(await begun.decide([], 4, time + 1), done)
    assert.deepEqual(await prepare([bundle], 5, time + 1), [bundle])
    assert.equal((await application.info(infoRequest)).lastBlockHeight, 4n)
  })

  test('after a reconstitution the second block tells the ledger, once, and its validators are those agreed on', async () => {
    const { ledger, decide } = await world()
    const time = genesisTime + 2000
    await decide([], 1, time)
    const publicKey = Buffer.alloc(32, 7)
    const validators = [{ publicKey: publicKey.toString('base64'), power: 5 }]
    const beginning = { ...beginningOf(genesis), height: 1, names, validators, isReconstitution: true }
    const begun = await world(time, { ledger, beginning })
    for (const height of [2, 3, 4]) await begun.decide([], height, time + height)
    assert.equal(ledger.logSize(), 2)
    const leaf = parseLeaf(ledger.findEntry(0)!.leaf)
    assert.ok(leaf.kind === 'system' && leaf.height === 3)
    assert.deepEqual([leaf.event, leaf.detail], ['reconstitution', [1, [[new Uint8Array(publicKey), 5]]]])
    assert.deepEqual(ledger.state('ledger', 'validators', []), [[new Uint8Array(publicKey), 5]])
    assert.deepEqual([findReconstitutions(ledger), begun.misbehaved], [[1], []])
  })

  test('Info says where the ledger stands; nothing is kept before Commit', async () => {
    const { application, ledger, decide } = await world()
    const info = async () => Number((await application.info(infoRequest)).lastBlockHeight)
    assert.equal(await info(), 0)
    const time = genesisTime + 2000
    const tx = encodeBundle([await publish('n1', time)])
    const place = { height: 1n, time: stampOf(time), misbehavior: [], nextValidatorsHash: nothing }
    const block = { txs: [tx], decidedLastCommit: commit, hash: new Uint8Array(32), proposerAddress: nothing, ...place }
    const first = await application.finalizeBlock(block)
    assert.deepEqual([await info(), ledger.logSize()], [0, 0])
    assert.deepEqual(await application.finalizeBlock(block), first)
    await application.commit({})
    assert.equal(await info(), 1)
    await decide([], 2, time + 1)
    assert.equal(await info(), 2)
  })
})

const infoRequest = { version: '0.39.4', blockVersion: 11n, p2pVersion: 8n, abciVersion: '2.0.0' }

describe('the socket server', () => {
  async function served<Result>(work: (path: string, faults: unknown[], ledger: Ledger) => Promise<Result>) {
    const { application, ledger } = await world()
    const path = join(mkdtempSync(join(tmpdir(), 'gongshi-abci-')), 's')
    const faults: unknown[] = []
    const server = await serveAbci(path, application, (error) => faults.push(error))
    try {
      return await work(path, faults, ledger)
    } finally {
      await server.close()
    }
  }

  test('answers come in the order of the requests, however the stream is cut and however long each takes', async () => {
    const tx = encodeBundle([await publish('n1', genesisTime + 1000)])
    const kinds: Request[] = [
      { checkTx: { tx, type: CheckTxType.NEW } },
      { flush: {} },
      { echo: { message: 'hello' } },
      { info: infoRequest },
    ]
    await served(async (path) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(kinds.length - 1), { minLength: 1, maxLength: 30 }),
          fc.array(fc.nat(9000), { maxLength: 8 }),
          async (picked, cuts) => {
            const client = new AbciClient(path)
            try {
              await client.send(
                picked.map((each) => kinds[each]!),
                cuts,
              )
              await waitFor(() => client.answers.length === picked.length)
              const names = client.answers.map((answer) => Object.entries(answer).find(([, value]) => value)![0])
              assert.deepEqual(
                names,
                picked.map((each) => Object.keys(kinds[each]!)[0]),
              )
            } finally {
              client.close()
            }
          },
        ),
        { numRuns: 30 },
      )
    })
  })

  test('a malformed message ends its connection with a code; others go on', async () => {
    await served(async (path, faults) => {
      const good = new AbciClient(path)
      const requests = [Uint8Array.of(0), Uint8Array.of(2, 10, 9), Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff)]
      for (const bytes of requests) {
        const client = new AbciClient(path)
        await client.sendBytes(bytes)
        await waitFor(() => client.closed)
        assert.equal(client.answers[0]?.exception?.error, 'gongshi: abci-malformed')
      }
      assert.deepEqual(
        faults.map((error) => (error as { code: string }).code),
        requests.map(() => 'abci-malformed'),
      )
      await good.send([{ flush: {} }])
      await waitFor(() => good.answers.length === 1)
      good.close()
    })
  })

  test('what the application throws is said with its code, after the answers before it', async () => {
    await served(async (path, faults) => {
      const client = new AbciClient(path)
      const initChain = {
        time: stampOf(0),
        chainId: 'other',
        validators: [],
        appStateBytes: nothing,
        initialHeight: 1n,
      }
      await client.send([{ echo: { message: 'before' } }, { initChain }])
      await waitFor(() => client.closed)
      assert.deepEqual(
        client.answers.map(({ echo, exception }) => echo?.message ?? exception?.error),
        ['before', 'gongshi: cometbft-genesis'],
      )
      assert.equal(faults.length, 1)
    })
  })
})
