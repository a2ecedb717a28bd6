import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { toHex } from '@gongshi/protocol'
import type { Page } from 'playwright-core'
import { type Sample, secretOf, startSample } from '../../packages/node/test/sampleNode.ts'
import { inBrowser } from '../portal/browser.ts'
import type { Done } from './inBrowser.ts'
import { bundle, type Site, serve } from './site.ts'

/** Everything that the page uses: client, submission, following, verification, keys, one declaration. Bytes, gzip. */
const scriptBudget = 60_000

let node: Sample
let site: Site
let script: string

before(async () => {
  node = await startSample()
  script = await bundle('./inBrowser.ts', 'sdk')
  site = await serve({ '/script.js': script, '/worker.js': await bundle('./worker.ts') })
  site.forwardTo(node.url)
})
after(async () => {
  site.close()
  await node.end()
})

const call = <Result>(page: Page, name: string, ...given: readonly unknown[]): Promise<Result> =>
  page.evaluate(`sdk.${name}(...${JSON.stringify(given)})`)

/** As `call`, in the site's service worker. */
const callWorker = <Result>(page: Page, name: string, ...given: readonly unknown[]): Promise<Result> =>
  page.evaluate(`(async () => {
    await navigator.serviceWorker.register('/worker.js')
    const { active } = await navigator.serviceWorker.ready
    const { port1, port2 } = new MessageChannel()
    const answer = new Promise((resolve, reject) => {
      port1.onmessage = ({ data }) => ('error' in data ? reject(new Error(data.error)) : resolve(data.value))
    })
    active.postMessage({ name: ${JSON.stringify(name)}, with: ${JSON.stringify(given)} }, [port2])
    return answer
  })()`)

describe('the SDK in Chromium', () => {
  const secret = toHex(secretOf('clerk'))

  test('a page publishes, verifies the evidence itself and follows the log; so does a service worker', async () => {
    await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(site.url)
      const inPage = await call<Done>(page, 'publishAndVerify', site.url, secret, 'from-a-page')
      const inWorker = await callWorker<Done>(page, 'publishAndVerify', site.url, secret, 'from-a-worker')
      for (const { index, steps, followed } of [inPage, inWorker]) {
        assert.equal(followed, index)
        assert.ok(steps >= 8, String(steps))
      }
      assert.ok(inWorker.index > inPage.index)
    })
  })

  test('keys stay in the browser across visits, sign for page and worker alike, and are never made twice', async () => {
    await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
      const page = await context.newPage()
      await page.goto(site.url)
      type Used = { id: string; good: boolean }
      const made = await call<Used>(page, 'useKey', 'mine', 'es256')
      const other = await call<Used>(page, 'useKey', 'other', 'ed25519')
      assert.deepEqual([made.good, other.good], [true, true])
      await page.reload()
      assert.deepEqual(await call<Used>(page, 'useKey', 'mine', 'es256'), made)
      assert.deepEqual(await callWorker<Used>(page, 'useKey', 'other', 'ed25519'), other)
      assert.deepEqual(await call(page, 'keyNames'), ['mine', 'other'])
      assert.equal(await call(page, 'makeAgain', 'mine'), 'client-key-exists')
      await call(page, 'removeBrowserKey', 'mine')
      assert.deepEqual(await call(page, 'keyNames'), ['other'])
    })
  })

  test(`everything that a page needs is at most ${scriptBudget} bytes of script, gzip`, () => {
    const bytes = gzipSync(script, { level: 9 }).length
    assert.ok(bytes <= scriptBudget, `${bytes}`)
  })
})
