import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { disclosure } from '@gongshi/affairs'
import {
  actOf,
  type Client,
  ClientError,
  createClient,
  createWallet,
  followEntries,
  followView,
  getTrust,
  sign,
  submit,
  submitProven,
  tryOut,
} from '@gongshi/sdk'
import { officers, organ, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'

let node: Sample
let client: Client
before(async () => {
  node = await startSample()
  const made = createClient({ url: node.url, trust: await getTrust(createClient({ url: node.url })) })
  // A node that is started again in this test has another port.
  client = Object.defineProperty({ ...made }, 'url', { get: () => node.url, enumerable: true })
})
after(() => node.end())

const publish = actOf(disclosure, 'publish')
const wallet = createWallet(officers.clerk)
let numbers = 0
const notice = () => ({
  organ,
  identifier: `sdk-${numbers++}`,
  kind: 'notice' as const,
  clause: 'government-information/20',
  issued: '2026-01-02',
  content: client.random(32),
})
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (error: unknown) => (error instanceof ClientError ? error.code : String(error)),
  )

describe('the SDK with a real node', () => {
  test('an act with its three receipts', async () => {
    const { committed, evidence } = await submitProven(client, wallet, publish, notice())
    assert.equal(committed.outcome[0], 'ok')
    assert.equal(evidence.verdict.subject.kind === 'entry' && evidence.verdict.subject.index, committed.index)
  })

  test('tries out what is signed, and by whom', async () => {
    const attempt = async (signer: (typeof officers)[keyof typeof officers]) =>
      (await tryOut(client, await sign(client, createWallet(signer), publish, notice()))).outcome
    assert.deepEqual([await attempt(officers.clerk), await attempt(officers.keeper)], ['ok', 'signer-role'])
  })

  test('a clock that is hours off is told apart from every other refusal', async () => {
    const skewed = (ms: number) => createClient({ url: node.url, now: () => Date.now() + ms })
    for (const ms of [-2 * 3_600_000, 2 * 3_600_000])
      assert.equal(await codeOf(submit(skewed(ms), wallet, publish, notice())), 'client-clock-skewed', String(ms))
    assert.equal(await codeOf(submit(skewed(30_000), wallet, publish, notice())), 'ok')
    const elsewhere = createClient({ url: node.url, chainId: 'another-city' })
    assert.equal(await codeOf(submit(elsewhere, wallet, publish, notice())), 'client-node-refused')
  })

  test('follows entries over a restart of the node, each once', async () => {
    const heard: number[] = []
    const wanted = 3
    const stop = new AbortController()
    const { index: before } = await submit(client, wallet, publish, notice())
    const following = (async () => {
      for await (const { index } of followEntries(client, {
        affairs: ['disclosure'],
        after: before,
        signal: stop.signal,
      })) {
        heard.push(index)
        if (heard.length === wanted) break
      }
    })()
    const first = await submit(client, wallet, publish, notice())
    await node.restart()
    const others = [await submit(client, wallet, publish, notice()), await submit(client, wallet, publish, notice())]
    await Promise.race([following, new Promise((resolve) => setTimeout(resolve, 30_000))])
    stop.abort()
    assert.deepEqual(heard, [first.index, ...others.map(({ index }) => index)])
  })

  test('a view that keeps itself up to date', async () => {
    const pages = followView(client, 'disclosure', 'publication', { limit: 5 })
    const size = async () => ((await pages.next()).value as { asOf: { entries: number } }).asOf.entries
    const before = await size()
    const { index } = await submit(client, wallet, publish, notice())
    assert.ok(index >= before)
    // The rows follow the ledger batch by batch: the page after next may be the one.
    while ((await size()) <= index);
    await pages.return(undefined)
  })
})
