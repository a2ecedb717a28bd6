import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startSample } from '../../test/sampleNode.ts'

const limit = 3

/** Asks until the limit of whoever is counted, then once more: the last status tells who that was. */
async function asks(
  trustedProxies: readonly string[],
  use: (ask: (forwarded: string | null, times?: number) => Promise<number>) => Promise<void>,
): Promise<void> {
  const node = await startSample({ config: { http: { port: 0, requestsPerMinute: limit, trustedProxies } } })
  try {
    await use(async (forwarded, times = 1) => {
      let status = 0
      for (let time = 0; time < times; time++) {
        const headers: HeadersInit = forwarded === null ? {} : { 'x-forwarded-for': forwarded }
        status = (await fetch(`${node.url}/api/v1/trust`, { headers })).status
      }
      return status
    })
  } finally {
    await node.end()
  }
}

describe('the limit for each client', () => {
  test('behind a trusted proxy counts the client that it names, not what that client put before', async () => {
    await asks(['127.0.0.1'], async (ask) => {
      assert.equal(await ask('203.0.113.1', limit), 200)
      assert.equal(await ask('203.0.113.1'), 429)
      assert.equal(await ask('203.0.113.2'), 200, 'another client')
      assert.equal(await ask('198.51.100.7, 203.0.113.1'), 429, 'its own lie in front')
      assert.equal(await ask('127.0.0.1, 203.0.113.1'), 429, 'the proxy’s address in front')
      assert.equal(await ask('203.0.113.1, 127.0.0.1'), 429, 'through two proxies')
      assert.equal(await ask('2001:db8::1', limit), 200)
      assert.equal(await ask('2001:db8::ffff'), 429, 'another address of the same network of 64 bits')
      for (const nonsense of ['', ',', 'unknown', '_hidden', '203.0.113.9:4711', '999.1.1.1', `${'1,'.repeat(500)}1`])
        assert.ok([200, 429].includes(await ask(nonsense)), nonsense.slice(0, 20))
    })
  })

  for (const [whose, trusted] of [
    ['with no proxy trusted', []],
    ['with another proxy trusted', ['10.0.0.0/8', '::1']],
  ] as const)
    test(`${whose} no header changes who is counted`, async () => {
      await asks(trusted, async (ask) => {
        for (let at = 0; at < limit; at++) assert.equal(await ask(`203.0.113.${at}`), 200)
        for (const lie of ['203.0.113.99', '10.0.0.1', '10.0.0.1, 203.0.113.98', null])
          assert.equal(await ask(lie), 429)
      })
    })
})
