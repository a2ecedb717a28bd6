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
import { press, type, walkShortcuts } from './byKeyboard.ts'
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

describe('a form half filled in', () => {
  test('is there again, in either language, in one tab at a time, until it is forgotten', async () => {
    await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, '/zh/act/disclosure/publish')
      await page.waitForSelector('#act-keys')
      await fillNotice(page, office, 'half-filled')
      await page.waitForSelector('#form-standing:has-text("保存于")')
      await page.goto(`${portal.url}/en/act/disclosure/publish`)
      await page.waitForSelector('#form-kept [data-color=info]')
      assert.equal(await inputAt(page, 'identifier').inputValue(), 'half-filled')
      assert.match(await page.inputValue('[data-content=written]'), /^Water will be shut off\n/)
      assert.equal((await inputAt(page, 'content').inputValue()).length, 64)
      await looked(page, 'kept-en')

      const other = await context.newPage()
      await other.goto(`${portal.url}/zh/act/disclosure/publish`)
      await other.waitForSelector('#form-kept [data-color=warning]')
      assert.ok(await inputAt(other, 'identifier').isDisabled())
      await looked(other, 'elsewhere-zh')
      await other.click('[data-keeps=takeHere]')
      await other.waitForSelector('#form-kept [data-color=info]')
      await page.waitForSelector('#form-kept [data-color=warning]')
      assert.ok(await inputAt(page, 'identifier').isDisabled())
      await inputAt(other, 'identifier').fill('in-the-other')
      await other.goto(`${portal.url}/zh/drafts`)

      await page.evaluate(() => localStorage.setItem('gongshi-composition-new', '{"lots.length":"1"}'))
      await page.goto(`${portal.url}/zh/drafts`)
      await page.waitForSelector('gongshi-forms .act-choice:has-text("in-the-other")')
      await page.waitForSelector('gongshi-forms a[href="/zh/workspace/procurement/new"]')
      await looked(page, 'drafts-zh')
      for (const left of [1, 0]) {
        for (let press = 0; press < 2; press++) await page.locator('gongshi-forms [data-keeps=forget]').first().click()
        assert.equal(await page.locator('gongshi-forms .act-choice').count(), left)
      }
      await page.waitForSelector('gongshi-forms:has-text("没有填到一半的表单")')
      await page.goto(`${portal.url}/zh/act/disclosure/publish`)
      await page.waitForSelector('#act-keys')
      assert.equal(await inputAt(page, 'identifier').inputValue(), '')
      assert.deepEqual(problems, [])
    })
  })

  test('signed as the network went, it is not signed again; back from the receipt there is no form', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page } = await open(context, '/en/sign')
      await portal.enrol(page, 'clerk')
      const form = `${portal.url}/en/act/disclosure/publish`
      await page.goto(form)
      await page.waitForSelector('#act-keys')
      await fillNotice(page, office, 'once-only')
      await page.click('button[type=submit]')
      await page.waitForSelector('#act-trial:has-text("would be carried out")')
      // The node takes the act in, but neither its answer nor anything after it arrives.
      const taken = new Promise<void>((resolve) => {
        void page.route('**/api/v1/transactions**', async (route) => {
          if (route.request().method() === 'POST') await route.fetch().then(() => resolve())
          await route.abort()
        })
      })
      await page.click('[data-act=signSend]')
      await taken
      await page.goto(`${portal.url}/en/`)
      await page.goto(form)
      await page.waitForSelector('#act-failure:has-text("client-node-unreachable")')
      assert.ok(await page.isHidden('form.act-form'))
      await looked(page, 'settling-en')
      await page.unroute('**/api/v1/transactions**')
      await page.click('button:has-text("Look again")')
      await page.waitForURL(/\/en\/receipts\/\d+$/)
      assert.match((await page.textContent('main'))!, /Carried out/)
      const receipt = page.url()
      await page.goBack()
      assert.equal(page.url(), `${portal.url}/en/`)
      await page.goBack({ waitUntil: 'commit' })
      await page.waitForURL(receipt)
      await page.goto(form)
      await page.waitForSelector('#act-keys')
      assert.equal(await inputAt(page, 'identifier').inputValue(), '', 'a form begun anew is empty')
    })
  })
})

describe('by keyboard alone', () => {
  test('an officer signs in, publishes a notice and has its receipt; shortcuts keep out of what is typed', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, '/en/sign')
      await portal.enrol(page, 'clerk')
      await page.goto(`${portal.url}/en/`)
      await page.keyboard.press('Tab')
      assert.equal(await page.evaluate(() => document.activeElement?.className), 'ds-skip-link')
      await press(page, 'footer a[href="/en/workspace"]')
      await page.waitForSelector('gongshi-sign-in button')
      await press(page, 'gongshi-sign-in button')
      await page.waitForURL(/\/en\/workspace$/)
      await walkShortcuts(page)
      await page.goto(`${portal.url}/en/workspace`)
      await page.waitForSelector('gongshi-keys button')
      for (const key of ['g', 'a']) await page.keyboard.press(key)
      await page.waitForURL(/\/en\/workspace\/act$/)
      await press(page, 'a[href="/en/workspace/act/disclosure"]')
      await page.waitForURL(/act\/disclosure$/)
      await press(page, 'a[href="/en/act/disclosure/publish"]')
      await page.waitForSelector('form fieldset:enabled #act-keys')
      await type(page, '[name="organ.scheme"]', office.scheme)
      await type(page, '[name="organ.id"]', office.id)
      await type(page, '[name=identifier]', 'by/keyboard?')
      await type(page, '[name=kind]', 'notice')
      await type(page, '[name=clause]', 'government-information/20')
      await type(page, '[name=issued]', '01022026')
      assert.equal(await inputAt(page, 'issued').inputValue(), '2026-01-02')
      await type(page, '[data-content=written]', 'Notice by keyboard')
      await press(page, 'button[type=submit]')
      await page.waitForSelector('#act-trial:has-text("would be carried out")')
      await press(page, '[data-act=signSend]')
      await page.waitForURL(/\/en\/receipts\/\d+$/)
      assert.match((await page.textContent('main'))!, /Carried out/)
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
        const approval = await page
          .locator('a[href*="/act/erasure/approve?id="]')
          .evaluate((a: HTMLAnchorElement) => a.href)
        await looked(page, `erasure-${lang}`)

        await page.goto(`${portal.url}/${lang}/workspace/act/disclosure`)
        const why = page.locator('#why-publish')
        assert.ok(await page.locator('button[aria-describedby=why-publish]').isDisabled())
        assert.match((await why.textContent())!, /signer-role/)
        await looked(page, `disclosure-${lang}`)

        await page.goto(`${portal.url}/${lang}/workspace/notifications`)
        await page.waitForSelector('[data-notice] .ds-tag')
        await looked(page, `notifications-${lang}`)
        await page.reload()
        await page.waitForSelector('gongshi-notices[data-count="0"]', { state: 'attached' })
        assert.equal(await page.locator('[data-notice] .ds-tag').count(), 0, 'new no longer')
        const other = await context.newPage()
        await other.goto(`${portal.url}/${lang}/workspace`)
        await page.goto(approval)
        await page.click('button[type=submit]')
        await page.click('[data-act=signSend]')
        await page.waitForURL(/\/receipts\/\d+$/)
        await other.waitForSelector('gongshi-notices:not([data-count="0"])', { state: 'attached' })
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
