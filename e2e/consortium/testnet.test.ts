import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Json, toBase64, toHex, trustFromJson, utf8, verifyEvidence } from '@gongshi/protocol'
import { cometProgram, withoutComet } from '../../packages/engine-cometbft/fixtures/program.ts'
import { blockHashAt, startLightClient } from '../node/lightClient.ts'
import { joinNode, voteFor } from './fifthValidator.ts'
import {
  appHashAt,
  commit,
  getJson,
  isRunning,
  keyOf,
  publication,
  startTestnet,
  store,
  type Testnet,
  waitFor,
} from './testnet.ts'

const program = await cometProgram()
const votingPeriodMs = 6000

describe('a consortium of four', { skip: program === null && withoutComet }, () => {
  let net: Testnet
  let pids: readonly number[]
  before(async () => {
    net = await startTestnet(4, '--voting-period', String(votingPeriodMs))
    pids = net.nodes.flatMap((node) => [node.pids.gongshi, node.pids.cometbft])
  })
  after(async () => net?.end())

  const publishAt = async (at: number) => commit(net.nodes[at]!, await publication(net, at, await keyOf(net, at)))
  const sameEverywhere = async (height: number) => {
    const hashes = await Promise.all(
      net.nodes.map((node) => waitFor(`${node.name} at ${height}`, () => appHashAt(node, height))),
    )
    assert.equal(new Set(hashes).size, 1, `${height}: ${hashes}`)
  }

  test('each department publishes at its own node; all have the same hash; evidence carries the votes of > 2/3', async () => {
    const answers = await Promise.all(net.nodes.map((_, at) => publishAt(at)))
    assert.deepEqual(
      answers.map(({ outcome }) => outcome),
      ['ok', 'ok', 'ok', 'ok'],
    )
    await sameEverywhere(Math.max(...answers.map(({ height }) => height)) + 1)
    const other = net.nodes[3]!
    const trust = trustFromJson((await (await fetch(`${net.nodes[0]!.portal}/api/v1/trust`)).json()) as Json)
    assert.equal(trust.validators.set.length, 4)
    const address = `${other.portal}/api/v1/evidence/entries/${answers[0]!.index}`
    const evidence = await waitFor('the evidence', async () => {
      const answer = await fetch(address)
      return answer.ok && new Uint8Array(await answer.arrayBuffer())
    })
    const verdict = await verifyEvidence(evidence, trust, Date.now())
    assert.equal(verdict.status, 'verified')
    const facts = verdict.steps.find(({ step }) => step === 'commit')!.facts as {
      signedPower: bigint
      totalPower: bigint
    }
    assert.ok(facts.totalPower === 4n && facts.signedPower >= 3n, JSON.stringify([`${facts.signedPower}`]))
  })

  test('a document handed in at one node is soon at every other, byte for byte', async () => {
    const signer = await keyOf(net, 1)
    const document = utf8('a notice with a document '.repeat(10_000))
    const commitment = await store(net, net.nodes[1]!, signer, document)
    assert.equal((await commit(net.nodes[1]!, await publication(net, 1, signer, commitment))).outcome, 'ok')
    for (const { name, portal } of net.nodes) {
      const bytes = await waitFor(`the document at ${name}`, async () => {
        const answer = await fetch(`${portal}/api/v1/contents/${toHex(commitment)}/member?path=/1`)
        return answer.ok && new Uint8Array(await answer.arrayBuffer())
      })
      assert.deepEqual(bytes, document)
    }
  })

  test('one killed, three go on', async () => {
    const killed = net.nodes[3]!
    await net.kill(killed)
    for (let at = 0; at < 3; at++) assert.equal((await publishAt(at)).outcome, 'ok')
    await waitFor('the news', () => net.lines.some(({ node, state }) => node === killed.name && state === 'down'))
  })

  test('P8: with two of four gone nothing is committed and the others say why; back again, they have caught up, with the same hash', async () => {
    const [first, , third, fourth] = net.nodes
    const stateOf = (name: string) => net.lines.findLast(({ node }) => node === name)
    await net.kill(third!)
    await waitFor('the news', () => stateOf(first!.name)?.code === 'consensus-waiting')
    const stuck = await publication(net, 0, await keyOf(net, 0))
    await assert.rejects(commit(first!, stuck, 3), /pending/)
    net.startAgain(fourth!)
    assert.equal((await commit(first!, stuck)).outcome, 'ok')
    net.startAgain(third!)
    for (const { name } of [third!, fourth!]) await waitFor(`${name} to be up`, () => stateOf(name)?.state === 'up')
    const { height, outcome } = await publishAt(3)
    assert.equal(outcome, 'ok')
    await sameEverywhere(height + 1)
  })

  test('what needs network namespaces, or is no command, is refused with its code', async () => {
    await assert.rejects(net.command('cut node1'), /cli-namespaces-unavailable/)
    await assert.rejects(net.command('cut node9'), /cli-testnet-command/)
  })

  test('a CometBFT killed comes back by itself', async () => {
    const [node] = net.nodes
    process.kill(node!.pids.cometbft, 'SIGKILL')
    const { height } = await publishAt(0)
    await sameEverywhere(height + 1)
  })

  test('the departments’ vote adds a fifth validator: it signs, the network page has it, cometbft light follows across', async () => {
    const [first] = net.nodes
    const { height: trusted } = await publishAt(0)
    const fifth = await joinNode(net, 'node5')
    await voteFor(net, fifth.key, 1n, votingPeriodMs)
    type Validator = {
      readonly publicKey: string
      readonly address: string
      readonly power: number
      readonly signed: number
    }
    const added = await waitFor('its votes', async () => {
      const network = await getJson<{ readonly validators: readonly Validator[] }>(`${first!.portal}/api/v1/network`)
      const own = network?.validators.find(({ publicKey }) => publicKey === toBase64(fifth.key))
      return own !== undefined && own.signed > 0 && { ...own, count: network!.validators.length }
    })
    assert.deepEqual([added.count, added.power], [5, 1])
    const page = await (await fetch(`${first!.portal}/en/network`)).text()
    assert.ok(page.toLowerCase().includes(added.address.slice(0, 8)), page)
    const { height } = await publishAt(1)
    const light = startLightClient(program!, {
      chainId: net.chainId,
      primary: first!.rpc,
      witnesses: [fifth.rpc],
      home: join(net.folder, 'light'),
      trusted: { height: trusted, hash: (await blockHashAt(first!.rpc, trusted))! },
    })
    try {
      assert.equal(await waitFor('the proxy', () => light.blockHashAt(height)), await blockHashAt(fifth.rpc, height))
    } finally {
      light.end()
    }
  })

  test('SIGTERM ends every process', async () => {
    assert.equal(await net.stop(), 0)
    assert.deepEqual(pids.filter(isRunning), [])
  })
})
