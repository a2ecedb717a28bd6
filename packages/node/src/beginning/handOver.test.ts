import assert from 'node:assert/strict'
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fromHex, type Json, trustFromJson, verifyEvidence } from '@gongshi/protocol'
import { cometProgram, withoutComet } from '../../../engine-cometbft/fixtures/program.ts'
import { commit, post, publish, waitFor } from '../../test/acts.ts'
import { freePort } from '../../test/freePort.ts'
import { chainId, foundSample, freshFolder, powers, runSample } from '../../test/sampleNode.ts'
import { recordCharter, voteForValidators, votingPeriod } from '../../test/validatorVote.ts'
import {
  createMember,
  handOver,
  joinLedger,
  makeBackup,
  parseBeginning,
  type Running,
  readNodeKey,
  readPeerId,
  reconstitute,
  restoreBackup,
} from '../index.ts'

const program = await cometProgram()
const patientMs = 120_000

type Committed = { readonly index: number; readonly height: number }

describe('one operator’s ledger goes over to a consortium', { skip: program === null && withoutComet }, () => {
  const folder = freshFolder()
  const at = (name: string) => join(folder, name)
  const running = new Map<string, Running>()
  const stop = async (name: string) => {
    const node = running.get(name)
    running.delete(name)
    await node?.stop()
  }
  after(async () => {
    for (const name of [...running.keys()].reverse()) await stop(name)
    rmSync(folder, { recursive: true, force: true })
  })
  const start = async (name: string, engine: object, members: readonly string[] = []) => {
    const node = await runSample(at(name), [], { engine, members })
    running.set(name, node)
    return node.url
  }
  const get = async (url: string, path: string) => (await (await fetch(`${url}${path}`)).json()) as never
  const rpc = async (url: string, path: string) =>
    ((await get(url, `/rpc/${path}`)) as { result: { signed_header: { header: { height: string } } } }).result
  const evidenceOf = (url: string, entry: number) =>
    waitFor(
      'evidence',
      async () => {
        const answer = await fetch(`${url}/api/v1/evidence/entries/${entry}`)
        return answer.ok && new Uint8Array(await answer.arrayBuffer())
      },
      patientMs,
    )
  const verdictOn = async (evidence: Uint8Array) => {
    const root = trustFromJson(JSON.parse(readFileSync(at('trust.json'), 'utf8')) as Json)
    const { status, steps } = await verifyEvidence(evidence, root, Date.now())
    const { facts } = steps.find(({ step }) => step === 'commit')!
    return [status, (facts as { totalPower: bigint }).totalPower]
  }
  /** GONGSHI_RECORD names a folder: what e2e/verifier/handover.test.ts shows to a browser. */
  const record = async (files: Readonly<Record<string, Uint8Array>>) => {
    const { GONGSHI_RECORD: to } = process.env
    if (to === undefined) return
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(to, name), bytes)
    cpSync(at('trust.json'), join(to, 'trust.json'))
  }
  const publishAt = async (url: string) => (await commit(url, await publish())) as Committed

  let old: Committed
  let oldEvidence: Uint8Array
  let last: number
  let peers: string[]
  const engineOf = (own: number, ...others: number[]) => ({
    kind: 'cometbft',
    listen: peers[own]!.split('@')[1],
    peers: others.map((each) => peers[each]),
    snapshots: { everyBlocks: 5 },
  })

  before(async () => {
    await foundSample(at('first'), { votingPeriod })
    const { validator } = await createMember(
      at('keys'),
      { origin: `localhost/${chainId}/second`, engine: 'cometbft' },
      powers,
    )
    const url = await start('first', { kind: 'solo' })
    writeFileSync(at('trust.json'), JSON.stringify(await get(url, '/api/v1/trust')))
    old = await publishAt(url)
    oldEvidence = await evidenceOf(url, old.index)
    await assert.rejects(handOver({ data: at('first') }, powers), { code: 'data-locked' })
    await recordCharter(url)
    await voteForValidators(url, { key: validator, power: 1n })
    const refused = () => post(url, new Uint8Array()).then(async (answer) => (await answer.json()) as { code: string })
    await waitFor('the last block', async () => (await refused()).code === 'handed-over', patientMs)
    last = ((await get(url, '/api/v1/ledger')) as { height: number }).height
    assert.deepEqual(await verdictOn(await evidenceOf(url, old.index)), ['verified', 1n], 'reads go on')
    await stop('first')
  })

  test('before it is done its node does not start with the new engine; afterwards every member has the same beginning', async () => {
    await assert.rejects(start('first', { kind: 'cometbft', listen: '127.0.0.1:0' }), { code: 'handover-pending' })
    const backup = { path: at('backup'), partBytes: null, since: null, recipients: [], identities: [] }
    await makeBackup({ data: at('first') }, backup, { now: Date.now, onHeight: () => undefined })
    await restoreBackup({ data: at('second') }, [at('backup')], {
      checkpoint: null,
      onlyVerify: false,
      identities: [],
      now: Date.now,
      onHeight: () => undefined,
    })
    for (const own of ['keys', 'member.json'])
      cpSync(join(at('keys'), own), join(at('second'), own), { recursive: true })
    const made = await handOver({ data: at('first') }, powers)
    assert.deepEqual([made.beginning.height, made.beginning.chainId, made.isValidator], [last, chainId, true])
    assert.deepEqual(await handOver({ data: at('first') }, powers), made)
    const second = await handOver({ data: at('second') }, powers)
    assert.deepEqual([second.beginning, second.hash, second.isValidator], [made.beginning, made.hash, true])
    assert.throws(() => parseBeginning({ ...made.beginning, height: 0 }), { code: 'beginning-malformed' })
    await assert.rejects(
      makeBackup(
        { data: at('first') },
        { path: at('late'), partBytes: null, since: null, recipients: [], identities: [] },
        { now: Date.now, onHeight: () => undefined },
      ),
      {
        code: 'engine-unsupported',
      },
    )
    peers = await Promise.all(
      ['first', 'second'].map(async (name) => `${await readPeerId(at(name))}@127.0.0.1:${await freePort()}`),
    )
  })

  test('heights and log go on; evidence from before, after and across verifies from the old trust root', async () => {
    const urls = await Promise.all([start('first', engineOf(0, 1)), start('second', engineOf(1, 0))])
    const { index, height } = await publishAt(urls[1])
    assert.ok(index > old.index && height > last + 1, 'the first block of the consortium stays empty')
    assert.deepEqual(await verdictOn(oldEvidence), ['verified', 1n])
    for (const url of urls) {
      assert.deepEqual(await verdictOn(await evidenceOf(url, index)), ['verified', 2n])
      assert.deepEqual(await verdictOn(await evidenceOf(url, old.index)), ['verified', 1n])
      for (const each of [1, last, last + 1, last + 2])
        assert.equal((await rpc(url, `commit?height=${each}`)).signed_header.header.height, String(each))
      const { block } = (await rpc(url, `block?height=${last + 1}`)) as never as { block: { data: { txs: unknown[] } } }
      assert.deepEqual(block.data.txs, [])
    }
    assert.deepEqual(await rpc(urls[0], `commit?height=${last}`), await rpc(urls[1], `commit?height=${last}`))
    const network = (await get(urls[0], '/api/v1/network')) as { engine: string; validators: unknown[] }
    assert.deepEqual([network.engine, network.validators.length], ['cometbft', 2])
    await record({
      'before.gse': oldEvidence,
      'after.gse': await evidenceOf(urls[1], index),
    })
    await stop('second')
    const again = await start('second', engineOf(1, 0))
    assert.ok((await publishAt(again)).index > index, 'a restart goes on')
  })

  test('who joins later takes a snapshot, and proves what is older than the handover', async () => {
    const genesis = JSON.parse(readFileSync(join(at('first'), 'genesis.json'), 'utf8')) as unknown
    const beginning = parseBeginning(JSON.parse(readFileSync(join(at('first'), 'beginning.json'), 'utf8')))
    await assert.rejects(joinLedger(at('third'), genesis, 'third.example', powers), { code: 'engine-mismatch' })
    const foreign = { ...beginning, chainId: 'elsewhere' }
    await assert.rejects(joinLedger(at('third'), genesis, 'third.example', powers, foreign), {
      code: 'beginning-foreign',
    })
    await joinLedger(at('third'), genesis, 'third.example', powers, beginning)
    const servers = ['first', 'second'].map((name) => running.get(name)!.url)
    peers.push(`${await readPeerId(at('third'))}@127.0.0.1:${await freePort()}`)
    const stateSync = { trust: at('trust.json') }
    // Beyond two multiples of `everyBlocks` there is a snapshot above the header that it trusts.
    for (let height = 0; height <= last + 11; ) height = (await publishAt(servers[0]!)).height
    const url = await start('third', { ...engineOf(2, 0, 1), stateSync }, servers)
    const { index } = await publishAt(url)
    for (const entry of [old.index, index])
      assert.deepEqual(await verdictOn(await evidenceOf(url, entry)), ['verified', 2n])
    assert.equal(fromHex(beginning.blockHash).length, 32)
  })

  test('the loss of half the power: those who are left go on with the same log, under a new trust root', async () => {
    const heightOf = async (name: string) =>
      ((await get(running.get(name)!.url, '/api/v1/ledger')) as { height: number }).height
    const left = ['second', 'third'] as const
    const { index: before } = await publishAt(running.get('second')!.url)
    await stop('first')
    await waitFor(
      'the same last block',
      async () => (await heightOf('second')) === (await heightOf('third')),
      patientMs,
    )
    const lastBefore = await heightOf('second')
    for (const name of left) await stop(name)
    const keys = await Promise.all(
      left.map(async (name) => (await readNodeKey(join(at(name), 'keys'), 'validator')).publicKey),
    )
    const named = keys.map((key) => ({ key, power: 1 }))
    await assert.rejects(reconstitute({ data: at('second') }, [...named, named[0]!]), { code: 'validators-unusable' })
    const [made, same] = [
      await reconstitute({ data: at('second') }, named),
      await reconstitute({ data: at('third') }, named),
    ]
    assert.deepEqual([made.beginning, made.hash, made.beginning.height], [same.beginning, same.hash, lastBefore])
    assert.deepEqual(await reconstitute({ data: at('second') }, named.toReversed()), made)
    const other = await reconstitute({ data: at('third') }, named.slice(1))
    assert.notDeepEqual(other.hash, made.hash)
    assert.deepEqual(
      (await reconstitute({ data: at('third') }, named)).hash,
      made.hash,
      'a slip is put right before the start',
    )
    const urls = await Promise.all([start('second', engineOf(1, 2)), start('third', engineOf(2, 1))])
    const { index, height } = await publishAt(urls[1])
    assert.ok(
      index > before + 1 && height >= lastBefore + 2,
      `${index} after ${before}, block ${height} after ${lastBefore}`,
    )
    const leaves = await Promise.all(
      Array.from({ length: index - before }, (_, more) => get(urls[0], `/api/v1/entries/${before + more}`)),
    )
    assert.ok(leaves.some((entry) => JSON.stringify(entry).includes('reconstitution')))
    const evidence = await evidenceOf(urls[0], old.index)
    await assert.rejects(verdictOn(evidence), { name: 'EvidenceError' })
    assert.deepEqual(await verdictOn(oldEvidence), ['verified', 1n], 'what people hold stays good')
    const trust = (await get(urls[0], '/api/v1/trust')) as { validators: { height: number } }
    assert.equal(trust.validators.height, lastBefore + 1)
    writeFileSync(at('trust.json'), JSON.stringify(trust))
    for (const entry of [old.index, index])
      assert.deepEqual(await verdictOn(await evidenceOf(urls[1], entry)), ['verified', 2n])
    await stop('third')
    await start('third', engineOf(2, 1))
    assert.ok((await publishAt(running.get('third')!.url)).index > index, 'a restart goes on')
  })
})
