import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createMetrics, observe } from './metrics.ts'
import { createOpsServer } from './serveOps.ts'

/** A server whose operations only count how often they are asked for. */
function counted() {
  const done: string[] = []
  const webhooks = { status: () => [], replay: async (name: string) => void done.push(`replay ${name}`) }
  const status = { state: 'following', generation: 1, entries: 0, of: 0 }
  const views = { status: () => status as never, rebuild: async () => void done.push('rebuild') }
  const server = createOpsServer({ fault: () => null, alarms: () => [] }, createMetrics(), {}, webhooks, views)
  return { server, done }
}

const operations = ['/views/rebuild', '/webhooks/archive/replay?from=0']

describe('the operations port', () => {
  test('does nothing for a page, whatever origin it claims; does it for a tool', async () => {
    const { server, done } = counted()
    const ofPages: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null', 'content-type': 'text/plain' },
      // DNS rebinding: to the browser the page is of this very host.
      { origin: 'http://evil.example:7901', host: 'evil.example:7901', 'sec-fetch-site': 'same-origin' },
      { origin: 'http://127.0.0.1:7901', host: '127.0.0.1:7901' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
    ]
    for (const url of operations)
      for (const headers of ofPages) {
        const answer = await server.inject({ method: 'POST', url, headers })
        assert.deepEqual([answer.statusCode, answer.json()], [403, { code: 'page-refused' }])
      }
    assert.deepEqual(done, [])
    for (const url of operations) assert.ok((await server.inject({ method: 'POST', url })).statusCode < 300)
    assert.deepEqual(done, ['rebuild', 'replay archive'])
    const reading = await server.inject({ url: '/livez', headers: { origin: 'https://evil.example' } })
    assert.equal(reading.statusCode, 200)
    assert.equal(reading.headers['access-control-allow-origin'], undefined)
    await server.close()
  })

  test('the metrics say at each reading whether the node is ready, what waits and how far receivers are', async () => {
    const metrics = createMetrics()
    const observed = { isReady: true, waiting: 0, webhooks: [{ name: 'archive', behind: 0, failures: 0 }] }
    observe(metrics, {
      isReady: () => observed.isReady,
      waiting: () => observed.waiting,
      webhooks: () => observed.webhooks,
    })
    const read = async () =>
      (await metrics.registry.metrics()).split('\n').filter((line) => /^gongshi_(ready|waiting|webhook)/.test(line))
    assert.deepEqual(await read(), [
      'gongshi_ready 1',
      'gongshi_waiting_transactions 0',
      'gongshi_webhook_behind{webhook="archive"} 0',
      'gongshi_webhook_failures{webhook="archive"} 0',
    ])
    Object.assign(observed, { isReady: false, waiting: 7, webhooks: [{ name: 'archive', behind: 12, failures: 3 }] })
    assert.deepEqual(await read(), [
      'gongshi_ready 0',
      'gongshi_waiting_transactions 7',
      'gongshi_webhook_behind{webhook="archive"} 12',
      'gongshi_webhook_failures{webhook="archive"} 3',
    ])
  })
})
