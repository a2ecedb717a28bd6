import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { buildAssets, buildVerifier } from '@gongshi/portal/build'
import { utf8 } from '@gongshi/protocol'
import { entryEvidence, trustJson } from '../verifier/sampleLedger.ts'
import { open } from '../verifier/verifierPage.ts'
import { assertAccessible } from './audit.ts'
import { inBrowser } from './browser.ts'
import { type ExtraFile, type Preview, startPreview } from './preview.ts'
import { evidence as links } from './sampleCity.ts'

let preview: Preview
let good: Uint8Array
const served = new Map<string, ExtraFile>()
const path = links(4012).gse

before(async () => {
  good = (await entryEvidence()).gse
  served.set('/api/v1/trust', { type: 'application/json', bytes: utf8(trustJson()) })
  const { html, contentSecurityPolicy: policy } = await buildVerifier()
  served.set('/verify', { type: 'text/html; charset=utf-8', bytes: utf8(html), policy })
  preview = await startPreview(served)
})
after(() => preview.close())

const serve = (bytes: Uint8Array): void => {
  served.set(path, { type: 'application/vnd.gongshi.evidence+cbor', bytes })
}

describe('the check in place', () => {
  test('verifies here, now, in the browser; is never green on the site’s own root; loads the verifier only when asked', async () => {
    serve(good)
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${preview.url}/en/~record-current`)
      const scripts: string[] = []
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(request.url())
      })
      await page.click('gongshi-check button')
      await page.waitForSelector('[data-result]')
      assert.equal(await page.getAttribute('[data-result]', 'data-result'), 'passed')
      assert.equal(await page.getAttribute('.verdict', 'data-color'), 'info')
      const said = (await page.textContent('.verdict')) ?? ''
      assert.ok(said.includes('by your browser') && said.includes('not independent proof'))
      assert.ok(scripts.length >= 1)
      await assertAccessible(page, 'after a check')
      assert.deepEqual(problems, [])
    })
  })

  test('turns red, names the step and the code when the evidence was tampered with', async () => {
    const bad = Uint8Array.from(good)
    bad[bad.length >> 1]! ^= 1
    serve(bad)
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page } = await open(context, `${preview.url}/zh/~record-current`)
      await page.click('gongshi-check button')
      await page.waitForSelector('[data-result=refused]')
      assert.match((await page.textContent('.verdict')) ?? '', /核对不通过，停在“.+”.*代码：evidence-/s)
      await assertAccessible(page, 'after a refusal')
    })
  })

  test('on the tour a reader spoils a copy and sees it caught, wherever it was changed', async () => {
    serve(good)
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${preview.url}/en/~tour-citizen`)
      for (let time = 0; time < 3; time++) {
        await page.click('gongshi-tamper button')
        await page.waitForSelector('gongshi-tamper [data-result]')
        assert.equal(await page.getAttribute('gongshi-tamper [data-result]', 'data-result'), 'refused')
      }
      assert.match((await page.textContent('gongshi-tamper')) ?? '', /Of the copy’s \d+ bytes the \d+th was changed/)
      await assertAccessible(page, 'a forgery caught')
      assert.deepEqual(problems, [])
    })
  })

  test('a badge checks its entry in place, by keyboard, and prints the proof as codes; a wrong one stays red', async () => {
    const own = '/api/v1/evidence/entries/4012'
    const of = (bytes: Uint8Array) => ({ type: 'application/vnd.gongshi.evidence+cbor', bytes })
    served.set(own, of(good))
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${preview.url}/en/~record-current`)
      await page.evaluate(() => {
        window.print = () =>
          document.body.setAttribute('data-codes', `${document.querySelectorAll('.proof-codes svg').length}`)
      })
      const badge = page.locator('gongshi-badge a[href="/en/entries/4012"]').first()
      await badge.focus()
      await page.keyboard.press('Enter')
      await page.waitForSelector('dialog [data-result=passed]')
      assert.match(
        (await page.textContent('dialog')) ?? '',
        /Evidence of entry 4012[\s\S]*Block height \d+, confirmed by the next block/,
      )
      assert.equal(await badge.getAttribute('data-state'), 'checked')
      await assertAccessible(page, 'a proof')
      await page.getByText('Show it as QR codes').click()
      await page.waitForSelector('dialog .played-codes svg')
      const counted = () => page.textContent('.played-codes figcaption')
      const [, many] = (await counted())!.split(' / ')
      assert.equal(await counted(), `1 / ${many}`, 'still for a reader who wants no motion')
      await page.getByText('Next', { exact: true }).click()
      assert.equal(await counted(), `2 / ${many}`)
      await page.getByText('Show in turn').click()
      await page.getByText(`3 / ${many}`).waitFor()
      await page.getByText('Hold', { exact: true }).click()
      await assertAccessible(page, 'codes in turn')
      await page.getByText('Print this page with the evidence').click()
      await page.waitForSelector('body[data-codes]')
      assert.ok(Number(await page.getAttribute('body', 'data-codes')) >= 1)
      served.set(own, of(good.with(good.length >> 1, good[good.length >> 1]! ^ 1)))
      await badge.click()
      await page.waitForSelector('dialog [data-result=refused]')
      assert.match((await page.textContent('dialog h2')) ?? '', /Entry 4012: the evidence is wrong/)
      await page.keyboard.press('Escape')
      // Sound, and of another entry than the one that is shown.
      served.set('/api/v1/evidence/entries/3993', of(good))
      await page.locator('gongshi-badge a[href="/en/entries/3993"]').first().click()
      await page.getByText('is not of entry 3993').waitFor()
      await page.keyboard.press('Escape')
      assert.equal(await badge.getAttribute('data-state'), 'wrong')
      assert.deepEqual(problems, [])
    })
  })

  test('says what to do when the files do not arrive', async () => {
    served.delete(path)
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page } = await open(context, `${preview.url}/en/~record-current`)
      await page.click('gongshi-check button')
      await page.waitForFunction(() => document.querySelector('gongshi-check [role=status]')?.textContent !== '')
      assert.match((await page.textContent('gongshi-check')) ?? '', /did not arrive/)
    })
  })

  test('the island’s own script stays within 10 KB', async () => {
    const { files, scripts } = await buildAssets()
    const script = files.find((file) => file.path === scripts.check)
    assert.ok(gzipSync(script!.bytes, { level: 9 }).length <= 10_000)
  })
})

describe('the verifier as the site serves it', () => {
  test('takes the linked evidence and the site’s own root, and is not green', async () => {
    serve(good)
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${preview.url}/verify?evidence=${encodeURIComponent(path)}#en`)
      await page.waitForFunction(() => document.getElementById('evidence-said')?.textContent !== '')
      await page.click('#trust-site')
      await page.waitForSelector('#trust-known:not([hidden])')
      await page.click('#run')
      await page.waitForSelector('#verdict-head')
      assert.equal(await page.getAttribute('#verdict > div', 'data-verdict'), 'consistent')
      assert.match((await page.textContent('#steps [data-step=root]')) ?? '', /the very site that is being checked/)
      assert.equal(await page.getAttribute('#steps [data-step=root]', 'class'), 'unconfirmed')
      assert.deepEqual(problems, [])
    })
  })

  test('does not fetch evidence from anywhere but the site’s own evidence routes', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      for (const linked of [
        'https://evil.example/a',
        '//evil.example/a',
        '/api/v1/evidence/../trust',
        '/log/checkpoint',
      ]) {
        const { page } = await open(context, `${preview.url}/verify?evidence=${encodeURIComponent(linked)}`)
        const asked: string[] = []
        page.on('request', (request) => asked.push(request.url()))
        await page.waitForTimeout(50)
        assert.deepEqual(
          asked.filter((url) => !url.startsWith(`${preview.url}/verify`)),
          [],
          linked,
        )
      }
    })
  })
})

describe('the countdown of a vote', () => {
  test('says what is left by the reader’s clock, goes on, and ends', async () => {
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, `${preview.url}/en/~home`)
      const closes = Date.UTC(2026, 4, 26, 2)
      await page.clock.install({ time: closes - 2 * 86_400_000 - 3.5 * 3_600_000 })
      await page.goto(`${preview.url}/en/~proposal`)
      const left = page.locator('gongshi-countdown')
      assert.equal(await left.textContent(), '2 days 3 hours left')
      await page.clock.pauseAt(closes - 5000)
      assert.equal(await left.textContent(), '5 seconds left')
      await page.clock.fastForward(5000)
      assert.match((await left.textContent())!, /^over;/)
      assert.deepEqual(problems, [])
    })
  })
})
