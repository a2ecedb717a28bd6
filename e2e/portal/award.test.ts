import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { encodeStates, parseStates } from '@gongshi/protocol'
import { assessTender } from '../../packages/cli/test/assessedTender.ts'
import { startTender, type TenderInTest } from '../../packages/cli/test/tenderInTest.ts'
import { open } from '../verifier/verifierPage.ts'
import { assertAccessible } from './audit.ts'
import { inBrowser } from './browser.ts'

let tender: TenderInTest
before(async () => {
  tender = await startTender()
  await assessTender(tender)
})
after(() => tender?.end())

const address = (lang: 'zh' | 'en') => `${tender.url}/${lang}/procurement/${tender.row}/lots/1/recompute`
const states = '**/api/v1/evidence/states'

describe('an award recomputed in the browser', () => {
  test('is verified and computed here, with every sum, as the ledger says; the procedure’s page leads there', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${tender.url}/en/procurement/${tender.row}`)
      await page.clock.setSystemTime(tender.powers.now())
      await page.click('a[href$="/lots/1/recompute"]')
      await page.click('gongshi-award button')
      await page.waitForSelector('[data-result]')
      assert.equal(await page.getAttribute('[data-result]', 'data-result'), 'passed')
      assert.equal(await page.locator('[data-step][data-agrees=true]').count(), 8)
      const said = (await page.textContent('gongshi-award')) ?? ''
      assert.match(said, /4000 × 700000 ÷ 720000/)
      assert.match(said, /CNY 7,000\.00/)
      assert.match(said, /not independent proof/)
      const [saved] = await Promise.all([page.waitForEvent('download'), page.click('gongshi-award a[download]')])
      await page.reload()
      await page.route(states, (route) => route.abort())
      await page.setInputFiles('gongshi-award input[type=file]', await saved.path())
      await page.waitForSelector('[data-result=passed]')
      assert.equal(await page.locator('[data-step][data-agrees=true]').count(), 8)
      const spoilt = readFileSync(await saved.path())
      spoilt[spoilt.length >> 1]! ^= 1
      await page.setInputFiles('gongshi-award input[type=file]', { name: 'x.gse', mimeType: '', buffer: spoilt })
      await page.waitForSelector('[data-result=refused]')
      await assertAccessible(page, 'a recomputed award')
      assert.deepEqual(problems, [])
    })
  })

  test('says loudly what is missing or forged', async () => {
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page } = await open(context, address('zh'))
      await page.clock.setSystemTime(tender.powers.now())
      await page.route(states, async (route) => {
        const response = await route.fetch()
        const { first, rest } = parseStates(new Uint8Array(await response.body()))
        const bytes = encodeStates({ first, rest: rest.filter(({ table }) => table !== 'entity/sheet') })
        await route.fulfill({ response, body: Buffer.from(bytes) })
      })
      await page.click('gongshi-award button')
      await page.waitForSelector('[data-result=refused]')
      assert.match((await page.textContent('gongshi-award')) ?? '', /✗ 没有遗漏/)
      assert.equal(await page.locator('[data-step]').count(), 1)
      await assertAccessible(page, 'an award that is not whole')
      await page.unroute(states)
      await page.route(states, async (route) => {
        const response = await route.fetch()
        const bytes = Buffer.from(await response.body())
        bytes[bytes.length >> 1]! ^= 1
        await route.fulfill({ response, body: bytes })
      })
      await page.reload()
      await page.click('gongshi-award button')
      await page.waitForSelector('[data-result=refused]')
      assert.match((await page.textContent('gongshi-award')) ?? '', /代码：(evidence|client-award)-/)
    })
  })

  test('is said in full without scripts', async () => {
    const html = await (await fetch(address('en'))).text()
    for (const part of [
      'Recompute in my browser',
      'takes scripts',
      'weight × average ÷ most',
      'gongshi award recompute',
    ])
      assert.ok(html.includes(part), part)
    assert.match(html, /filter%5Blot%5D/)
    for (const missing of ['9', '0', 'x', '1e0', '01'])
      assert.equal((await fetch(address('en').replace('/lots/1/', `/lots/${missing}/`))).status, 404)
  })
})
