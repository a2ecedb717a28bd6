import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { erasure } from '@gongshi/affairs'
import { toHex } from '@gongshi/protocol'
import {
  actOf,
  createClient,
  createWallet,
  draftAct,
  draftLink,
  getEntryEvidence,
  getTrust,
  getView,
  submit,
} from '@gongshi/sdk'
import { encodeKeyFile } from '@gongshi/sdk/node'
import type { BrowserContext, Page } from 'playwright-core'
import { waitFor } from '../../packages/node/test/acts.ts'
import { officers, secretOf } from '../../packages/node/test/sampleNode.ts'
import { fillNotice, inputAt } from './actForm.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { officerAt } from './officer.ts'
import { type OfficersPortal, startOfficersPortal } from './officersPortal.ts'

let portal: OfficersPortal
before(async () => {
  portal = await startOfficersPortal()
})
after(() => portal.close())

const client = () => createClient({ url: portal.node.url })
const passphrase = '公示 long enough'

const open = (context: BrowserContext, path: string) => officerAt(context, `${portal.url}${path}`)

async function chooseKeyFile(page: Page, officer: keyof typeof officers, typed = passphrase): Promise<void> {
  const suite = officers[officer].key.suite as 'ed25519' | 'es256'
  const file = await encodeKeyFile({ suite, secret: secretOf(officer, suite), label: officer, passphrase })
  await page.setInputFiles('#act-key-file', {
    name: `${officer}.json`,
    mimeType: 'application/json',
    buffer: Buffer.from(file),
  })
  await page.fill('#act-passphrase', typed)
  await page.click('#act-key-open')
}

const office = { scheme: 'x-sample', id: 'city-office' }

describe('an act by its form', () => {
  test('faults stand at their inputs; then a key file publishes, and the evidence holds', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, '/en/act/disclosure/publish')
      await page.waitForSelector('#act-keys')
      await inputAt(page, 'issued').fill('2026-01-02')
      await page.click('button[type=submit]')
      await page.waitForSelector('#act-errors')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'act-errors')
      assert.equal(await page.locator('#act-errors li').count(), 6, 'organ, identifier, kind, clause, content, signer')
      await page.click('#act-errors a:has-text("Document number")')
      const input = page.locator('#f-identifier')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'f-identifier')
      assert.equal(await input.getAttribute('aria-invalid'), 'true')
      assert.match((await input.getAttribute('aria-describedby'))!, /e-identifier/)
      assert.equal(await page.textContent('#e-identifier'), 'Nothing is filled in')
      await looked(page, 'faults')

      await fillNotice(page, office, 'by-file')
      await chooseKeyFile(page, 'clerk', 'not it')
      await page.waitForSelector('#act-key-said .field-error', { timeout: 60_000 })
      await chooseKeyFile(page, 'clerk')
      await page.waitForSelector('#act-key-said:has-text("is open")', { timeout: 60_000 })
      await page.click('button[type=submit]')
      await page.waitForSelector('#act-trial:has-text("would be carried out")')
      assert.equal(await page.textContent('#verdict-head'), 'You sign: Disclosure: Publish')
      assert.equal(await page.locator('#act-errors').count(), 0)
      await looked(page, 'review')
      await page.click('[data-act=signSend]')
      await page.waitForURL(/\/receipts\/\d+$/)
      const index = Number(page.url().split('/').at(-1))
      const trusted = createClient({ url: portal.node.url, trust: await getTrust(client()) })
      const { verdict } = await getEntryEvidence(trusted, index)
      const step = verdict.steps.find((each) => each.step === 'signatures')
      assert.ok(step?.step === 'signatures')
      assert.equal(toHex(step.facts.signers[0]!.keyId), toHex(officers.clerk.key.id))
      await page.waitForSelector('a:has-text("Supersede")')
      await looked(page, 'receipt')
      assert.deepEqual(problems, [])
    })
  })

  test('a passkey publishes on a phone, in Chinese', async () => {
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page, problems } = await open(context, '/zh/sign')
      await portal.enrol(page, 'clerk')
      await page.goto(`${portal.url}/zh/act/disclosure/publish`)
      await page.waitForSelector('#act-keys')
      await fillNotice(page, office, 'by-passkey')
      await looked(page, 'form-zh')
      await page.click('button[type=submit]')
      await page.waitForSelector('#act-trial:has-text("会被办理")')
      await page.click('[data-act=signSend]')
      await page.waitForURL(/\/zh\/receipts\/\d+$/)
      await page.waitForSelector('text=已办理')
      assert.deepEqual(problems, [])
    })
  })

  test('a joint act: one signs and passes a link on, the other signs behind it and submits', async () => {
    const path = '/en/act/clauses/record'
    const link = await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, path)
      await page.waitForSelector('#act-keys')
      await inputAt(page, 'code').fill('sample-law/1')
      await inputAt(page, 'law').fill('sample-law')
      await inputAt(page, 'decree').fill('synthetic')
      await inputAt(page, 'title').fill('Sample law, art. 1')
      await inputAt(page, 'confirmed').selectOption('false')
      await inputAt(page, 'from').fill('2026-01-01')
      await chooseKeyFile(page, 'registrar')
      await page.waitForSelector('#act-key-said:has-text("is open")', { timeout: 60_000 })
      await page.fill('#f-act-signer-1', toHex(officers.keeper.key.id))
      await page.click('button[type=submit]')
      await page.waitForSelector('#act-trial:has-text("would be carried out")')
      await page.click('[data-act=signPass]')
      await page.waitForSelector('#draft-link')
      assert.deepEqual(problems, [])
      return page.inputValue('#draft-link')
    })
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, '/en/')
      await page.goto(link)
      await page.waitForSelector('#draft')
      await chooseKeyFile(page, 'keeper')
      await page.click('button:has-text("Sign with")', { timeout: 60_000 })
      await page.click('button:has-text("Submit")')
      await page.waitForSelector('#sign-said a[href*="/entries/"]')
      await waitFor('the clause', async () =>
        JSON.stringify((await getView(client(), 'clauses', 'clause')).rows).includes('sample-law/1'),
      )
      assert.deepEqual(problems, [])
    })
  })
})

describe('the officer’s own pages', () => {
  const submitted = async (officer: keyof typeof officers, act: Parameters<typeof submit>[2], input: object) => {
    const { outcome } = await submit(client(), createWallet(officers[officer]), act, input as never)
    assert.equal(outcome[0], 'ok')
  }

  for (const [lang, width] of [
    ['en', 1280],
    ['zh', 390],
  ] as const)
    test(`what waits, what one may do, and why not: ${lang}`, async () => {
      const organ = { scheme: 'x-sample', id: 'city-office' }
      const erasing = { organ, content: new Uint8Array(32).fill(width % 251), clause: 'a/1', ground: 'request' }
      await submitted('keeper2', actOf(erasure, 'propose'), erasing)
      const draft = await draftAct(client(), actOf(erasure, 'propose'), erasing as never, [officers.keeper.key.id])
      await inBrowser({ width, scheme: 'light' }, async (context) => {
        const { page, problems } = await open(context, `/${lang}/sign`)
        await portal.enrol(page, 'keeper')
        await page.goto(`${portal.url}/${lang}/workspace/inbox`)
        await page.click('gongshi-sign-in button')
        await page.waitForURL(/workspace\/inbox$/)
        await page.fill('#drafts-link', draftLink(`${portal.url}/${lang}/sign`, draft))
        await page.click('gongshi-drafts button')
        await page.waitForSelector('gongshi-drafts .act-choice a[href*="#draft="]')
        await page.reload()
        await page.waitForSelector('gongshi-drafts .act-choice a[href*="#draft="]')
        await looked(page, `inbox-${lang}`)
        await page.click('#waiting a[href*="entity=erasure"]')
        await page.waitForSelector('a[href*="/act/erasure/approve?id="]')
        await looked(page, `erasure-${lang}`)

        await page.goto(`${portal.url}/${lang}/workspace/act/disclosure`)
        const why = page.locator('#why-publish')
        assert.ok(await page.locator('button[aria-describedby=why-publish]').isDisabled())
        assert.match((await why.textContent())!, /signer-role/)
        await looked(page, `disclosure-${lang}`)
        assert.deepEqual(problems, [])
      })
    })
})

async function looked(page: Page, name: string): Promise<void> {
  await assertAccessible(page, name)
  await assertNoSidewaysScroll(page, name)
  const folder = process.env.GONGSHI_SHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

/** Makes a passkey on the page Sign, and has an administrator add it for an officer, who confirms it. */
