import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { buildVerifier } from '@gongshi/portal/build'
import { utf8 } from '@gongshi/protocol'
import type { Page } from 'playwright-core'
import { entryEvidence, trustJson } from '../verifier/sampleLedger.ts'
import { open } from '../verifier/verifierPage.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { type ExtraFile, type Preview, startPreview } from './preview.ts'
import { evidence as links } from './sampleCity.ts'

const served = new Map<string, ExtraFile>()
let preview: Preview
before(async () => {
  const { html, contentSecurityPolicy: policy } = await buildVerifier()
  served.set('/verify', { type: 'text/html; charset=utf-8', bytes: utf8(html), policy })
  served.set('/api/v1/trust', { type: 'application/json', bytes: utf8(trustJson()) })
  const { gse } = await entryEvidence()
  served.set(links(4012).gse, { type: 'application/vnd.gongshi.evidence+cbor', bytes: gse })
  preview = await startPreview(served)
})
after(() => preview.close())

/** Until the worker has what it keeps of a page: by then nothing asks the network any more. */
async function kept(page: Page, path: string): Promise<void> {
  const look = async (wanted: string) => {
    const paths = async (cache: string) =>
      (await (await caches.open(cache)).keys()).map(({ url }) => new URL(url).pathname)
    const [pages, data, assets] = [await paths('pages'), await paths('data'), await paths('assets')]
    const registration = await navigator.serviceWorker.getRegistration()
    const isThere =
      registration?.active?.state === 'activated' &&
      [wanted, '/verify'].every((each) => pages.includes(each)) &&
      data.includes('/api/v1/trust') &&
      assets.some((each) => each.startsWith('/assets/evidence-'))
    return { isThere, pages, data, assets, registration: registration?.active?.state }
  }
  let found: Awaited<ReturnType<typeof look>> | undefined
  for (const end = Date.now() + 30_000; Date.now() < end; await setTimeout(100)) {
    found = await page.evaluate(look, path)
    if (found.isThere) return
  }
  assert.fail(`not kept within half a minute: ${JSON.stringify(found)}`)
}

describe('with the network unplugged', () => {
  test('what was read is read again and says since when, its evidence is checked, the verifier is there; afterwards all is as it is now', async () => {
    const { port } = new URL(preview.url)
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${preview.url}/en/~record-current`)
      await kept(page, '/en/~record-current')
      assert.deepEqual(problems, [], 'nothing is refused by a policy')
      await preview.close()

      await page.reload()
      assert.match((await page.textContent('.kept')) ?? '', /No network\. Your browser fetched this page at \d+ /)
      await page.click('gongshi-check button')
      await page.waitForSelector('[data-result]')
      assert.equal(await page.getAttribute('[data-result]', 'data-result'), 'passed')
      await assertAccessible(page, 'kept')
      await assertNoSidewaysScroll(page, 'kept')

      const away = await page.goto(`${preview.url}/zh/~record-budget`)
      assert.equal(away?.status(), 503)
      assert.match((await page.textContent('main')) ?? '', /没有网络，这一页没有留存.*\/en\/~record-current/s)
      await assertAccessible(page, 'not kept')
      await page.goto(`${preview.url}/verify#en`)
      await page.waitForSelector('input[type=file]', { state: 'attached' })

      preview = await startPreview(served, Number(port))
      await page.goto(`${preview.url}/en/~record-current`)
      assert.ok(!((await page.textContent('main')) ?? '').includes('No network'))
      assert.equal(await page.locator('.kept').count(), 0, 'the page is the one of now')
    })
  })

  test('nothing of an officer is kept, nor an answer that failed', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page } = await open(context, `${preview.url}/zh/~record-current`)
      await kept(page, '/zh/~record-current')
      const other = await context.newPage()
      for (const path of ['/zh/workspace', '/zh/receipts/1', '/zh/~nothing'])
        await other.goto(`${preview.url}${path}`).catch(() => undefined) // an empty answer is an error of Chromium's own
      const paths = await page.evaluate(async () => {
        const found = []
        for (const name of await caches.keys())
          for (const { url } of await (await caches.open(name)).keys()) found.push(new URL(url).pathname)
        return found
      })
      assert.ok(paths.includes('/zh/~record-current'))
      assert.deepEqual(
        paths.filter((path) => /workspace|receipts|nothing/.test(path)),
        [],
      )
    })
  })
})
