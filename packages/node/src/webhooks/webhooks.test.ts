import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Webhook as Signature } from 'standardwebhooks'
import { commit, publish, waitFor } from '../../test/acts.ts'
import { type Sample, startSample } from '../../test/sampleNode.ts'
import { type EntryEvent, EntryFeed } from '../events/entryFeed.ts'
import { isInward, post } from './post.ts'
import { Webhooks } from './webhooks.ts'

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

type Told = { readonly headers: IncomingHttpHeaders; readonly body: string }
type Receiver = { url: string; readonly told: Told[]; answer: (told: Told) => number | null; end: () => void }

/** A receiver on loopback; `answer` gives the status, or null for none at all. */
async function receiver(): Promise<Receiver> {
  const told: Told[] = []
  const self: Receiver = { url: '', told, answer: () => 204, end: () => undefined }
  const server: Server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const one = { headers: request.headers, body }
    const status = self.answer(one)
    if (status === null) return
    if (status < 300) told.push(one)
    response.writeHead(status, status >= 300 && status < 400 ? { location: `${self.url}/inward` } : {}).end('thanks')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  self.url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  self.end = () => {
    server.closeAllConnections()
    server.close()
  }
  return self
}

const indexOf = ({ body }: Told) => (JSON.parse(body) as { data: { index: number } }).data.index

describe('a node with a webhook', () => {
  let node: Sample
  let taker: Receiver
  const secretFile = join(mkdtempSync(join(tmpdir(), 'gongshi-webhook-')), 'secret')
  before(async () => {
    taker = await receiver()
    writeFileSync(secretFile, `${secret}\n`)
    const hook = { name: 'archive', url: `${taker.url}/hook`, secretFile, affairs: ['disclosure'], allowPrivate: true }
    node = await startSample({ config: { webhooks: [hook] } })
  })
  after(async () => {
    await node.end()
    taker.end()
  })
  const ops = (path: string, request: RequestInit = {}) => fetch(`${node.opsUrl}${path}`, request)

  test('tells each entry of the affair once, in order, signed as Standard Webhooks says', async () => {
    const acts = [await commit(node.url, await publish()), await commit(node.url, await publish())]
    await waitFor('two deliveries', async () => taker.told.length === 2)
    assert.deepEqual(
      taker.told.map(indexOf),
      acts.map(({ index }) => index),
    )
    for (const { headers, body } of taker.told) {
      const { type, timestamp, data } = new Signature(secret).verify(body, headers as Record<string, string>) as {
        [name: string]: unknown
      }
      assert.equal(type, 'entry.committed')
      assert.ok(Math.abs(Date.parse(timestamp as string) - Date.now()) < 60_000)
      assert.equal((data as { affair: string }).affair, 'disclosure')
      const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
      const expected = createHmac('sha256', Buffer.alloc(32, 7)).update(content).digest('base64')
      assert.equal(headers['webhook-signature'], `v1,${expected}`)
    }
    assert.equal(new Set(taker.told.map(({ headers }) => headers['webhook-id'])).size, 2)
  })

  test('the metrics say how far a receiver is behind, and how often it failed', async () => {
    const metric = async (name: string) => {
      const text = await (await ops('/metrics')).text()
      return Number(new RegExp(`^gongshi_webhook_${name}\\{webhook="archive"\\} (\\d+)$`, 'm').exec(text)?.[1])
    }
    taker.answer = () => 500
    await commit(node.url, await publish())
    await waitFor('a failure', async () => (await metric('failures')) >= 1)
    assert.ok((await metric('behind')) >= 1)
    taker.answer = () => 204
    await waitFor('the delivery', async () => (await metric('failures')) === 0 && (await metric('behind')) === 0)
  })

  test('tells after a restart what came last, not again what was taken; again on demand, from a given entry', async () => {
    const before = taker.told.length
    await waitFor(
      'the place to be noted',
      async () => ((await (await ops('/webhooks')).json()) as [{ behind: number }])[0].behind === 0,
    )
    await node.restart()
    const { index } = await commit(node.url, await publish())
    await waitFor('the delivery', async () => taker.told.length === before + 1)
    assert.equal(indexOf(taker.told.at(-1)!), index)
    const answer = await ops('/webhooks/archive/replay?from=0', { method: 'POST' })
    assert.equal(answer.status, 200)
    await waitFor('all of them again', async () => taker.told.length === 2 * (before + 1))
    assert.equal((await ops('/webhooks/nobody/replay?from=0', { method: 'POST' })).status, 404)
    assert.equal((await ops('/webhooks/archive/replay?from=-1', { method: 'POST' })).status, 400)
  })
})

describe('deliveries', () => {
  const events: EntryEvent[] = Array.from({ length: 5 }, (_, index) => ({
    index,
    affair: 'a',
    text: `{"index":${index}}`,
  }))
  const feed = new EntryFeed({ logSize: () => events.length, findEntry: () => undefined })
  feed.find = (index) => events[index]

  async function deliver(to: Receiver, allowPrivate = true) {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-webhook-'))
    writeFileSync(join(folder, 'secret'), secret)
    writeFileSync(join(folder, 'webhooks.json'), '{"it":0}')
    const hook = { name: 'it', url: to.url, secretFile: join(folder, 'secret'), allowPrivate }
    const onFault = (error: unknown) => assert.fail(String(error))
    return Webhooks.start([hook], { folder, feed, chainId: 'c', now: Date.now, onFault, waitsMs: [5] })
  }

  test('are repeated until they are taken, in order, none left out', async () => {
    const to = await receiver()
    let asked = 0
    to.answer = () => (asked++ % 3 === 2 ? 200 : 500)
    const hooks = await deliver(to)
    await waitFor('all', async () => hooks.status()[0]!.behind === 0)
    assert.deepEqual(to.told.map(indexOf), [0, 1, 2, 3, 4])
    assert.deepEqual(hooks.status(), [{ name: 'it', next: 5, behind: 0, failures: 0, fault: null }])
    await hooks.stop()
    to.end()
  })

  test('follow no redirect, and say why they fail', async () => {
    const to = await receiver()
    let inward = 0
    to.answer = ({ headers }) => {
      if (headers['webhook-id'] === undefined) inward++
      return 307
    }
    const hooks = await deliver(to)
    await waitFor('failures', async () => hooks.status()[0]!.failures >= 3)
    assert.deepEqual([hooks.status()[0]!.fault, hooks.status()[0]!.next, inward], ['redirected', 0, 0])
    await hooks.stop()
    to.end()
  })

  test('a receiver that never answers is let go after the time for it', async () => {
    const to = await receiver()
    to.answer = () => null
    const begin = performance.now()
    assert.equal(await post({ url: new URL(to.url), allowPrivate: true }, {}, '{}', 100), 'timeout')
    assert.ok(performance.now() - begin < 5000)
    to.end()
    assert.equal(await post({ url: new URL(to.url), allowPrivate: true }, {}, '{}', 1000), 'unreachable')
  })

  test('never go to this machine or a private network unless that is allowed, by address or by name', async () => {
    const to = await receiver()
    const { port } = new URL(to.url)
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '2130706433'])
      assert.equal(
        await post({ url: new URL(`http://${host}:${port}`), allowPrivate: false }, {}, '{}', 2000),
        'target-private',
        host,
      )
    assert.equal(to.told.length, 0)
    to.end()
    for (const address of [
      '10.1.2.3',
      '172.31.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '100.64.0.1',
      'fe80::1',
      'fd00::1',
    ])
      assert.equal(isInward(address), true, address)
    for (const address of ['8.8.8.8', '172.32.0.1', '2606:4700::1111']) assert.equal(isInward(address), false, address)
  })

  test('a secret that is none, a name given twice, places that are damaged: the node does not start', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gongshi-webhook-'))
    const needs = { folder, feed, chainId: 'c', now: Date.now, onFault: () => undefined }
    const hook = { name: 'it', url: 'http://127.0.0.1:1', secretFile: join(folder, 'secret') }
    const code = async (...hooks: (typeof hook)[]) =>
      Webhooks.start(hooks, needs).then(
        () => 'started',
        (error: { code: string }) => error.code,
      )
    assert.equal(await code(hook), 'webhook-secret-unreadable')
    writeFileSync(hook.secretFile, 'whsec_c2hvcnQ=')
    assert.equal(await code(hook), 'webhook-secret-unreadable')
    writeFileSync(hook.secretFile, secret)
    assert.equal(await code(hook, hook), 'webhook-name-repeated')
    writeFileSync(join(folder, 'webhooks.json'), '{"it":')
    assert.equal(await code(hook), 'webhooks-unreadable')
  })
})
