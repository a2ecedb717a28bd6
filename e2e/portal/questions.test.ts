import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fromHex } from '@gongshi/protocol'
import { createClient, getView } from '@gongshi/sdk'
import type { BrowserContext, Page } from 'playwright-core'
import { drawTender } from '../../packages/cli/test/assessedTender.ts'
import { aheadOfUsMs, startTender, type TenderInTest } from '../../packages/cli/test/tenderInTest.ts'
import { waitFor } from '../../packages/node/test/acts.ts'
import { type Site, serve } from '../sdk/site.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { makePasskey, officerAt } from './officer.ts'
import { asksAndSettles } from './questionsWalk.ts'

const minuteMs = 60_000
let portal: Site
let tender: TenderInTest
before(async () => {
  portal = await serve({})
  tender = await startTender({ portal: portal.url, leastBiddingMs: 10 * minuteMs })
  portal.forwardTo(tender.url)
  await drawTender(tender, [890_000n])
})
after(async () => {
  portal?.close()
  await tender?.end()
})

const until = (what: string, entity: string, status: string) =>
  waitFor(what, async () => {
    const { rows } = await getView(createClient({ url: tender.url }), 'procurement', entity)
    return rows.some((row) => (row as { readonly status?: string }).status === status)
  })

/** An officer with a passkey of this browser, signed in. */
async function signedIn(context: BrowserContext, office: 'supervision' | 'buyer'): Promise<Page> {
  const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
  const { keyId, suite, x, y } = await makePasskey(page)
  await tender.addKey(office, { keyId: fromHex(keyId), suite, x: fromHex(x), y: fromHex(y) })
  await page.goto(`${portal.url}/en/workspace/procurement`)
  await page.click('button:has-text("Sign in with passkey")')
  await page.waitForURL(/\/en\/workspace\/procurement$/)
  after(() => assert.deepEqual(problems, []))
  return page
}

async function seen(page: Page, name: string): Promise<void> {
  await assertAccessible(page, name)
  await assertNoSidewaysScroll(page, name)
  const folder = process.env.GONGSHI_SHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test('a supervisor asks what the data of a tender raises, the buyer answers or lets the time pass, and both are settled', async () => {
  const as = (office: 'supervision' | 'buyer', use: (page: Page) => Promise<void>) =>
    inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      // Its clock goes with the node's: what is uploaded is signed for a time.
      await context.addInitScript(`{ const { now } = Date; Date.now = () => now() + ${aheadOfUsMs()} }`)
      await use(await signedIn(context, office))
    })
  await asksAndSettles({ url: portal.url, tender, seen, until, as })
})
