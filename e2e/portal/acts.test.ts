import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { organisations } from '@gongshi/affairs'
import { fromHex, toHex } from '@gongshi/protocol'
import { actOf, createClient, createWallet, getEntryEvidence, getTrust, getView, submit } from '@gongshi/sdk'
import { encodeKeyFile } from '@gongshi/sdk/node'
import type { BrowserContext, Page } from 'playwright-core'
import { waitFor } from '../../packages/node/test/acts.ts'
import { officerNumber, officers, type Sample, secretOf, startSample } from '../../packages/node/test/sampleNode.ts'
import { type Site, serve } from '../sdk/site.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'

let node: Sample
let portal: Site
before(async () => {
  portal = await serve({})
  node = await startSample({ portals: [portal.url] })
  portal.forwardTo(node.url)
})
after(async () => {
  portal.close()
  await node.end()
})

const client = () => createClient({ url: node.url })
const passphrase = '公示 long enough'

async function open(context: BrowserContext, path: string): Promise<{ page: Page; problems: string[] }> {
  const page = await context.newPage()
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', (error) => problems.push(String(error)))
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(`${portal.url}${path}`)
  return { page, problems }
}

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

const at = (page: Page, name: string) => page.locator(`[name="${name}"]`)

async function fillNotice(page: Page, identifier: string): Promise<void> {
  await at(page, 'organ.scheme').fill('x-sample')
  await at(page, 'organ.id').fill('city-office')
  await at(page, 'identifier').fill(identifier)
  await at(page, 'kind').fill('notice')
  await at(page, 'clause').fill('government-information/20')
  await at(page, 'issued').fill('2026-01-02')
  await page.fill(
    '[data-content=written]',
    'Water will be shut off\nOn Monday from nine to eleven.\n\nPlease store some.',
  )
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=content]')!.value.length === 64)
}

describe('an act by its form', () => {
  test('faults stand at their inputs; then a key file publishes, and the evidence holds', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await open(context, '/en/act/disclosure/publish')
      await page.waitForSelector('#act-keys')
      await at(page, 'issued').fill('2026-01-02')
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
      await assertAccessible(page, 'form with faults')

      await fillNotice(page, 'by-file')
      await chooseKeyFile(page, 'clerk', 'not it')
      await page.waitForSelector('#act-key-said .field-error', { timeout: 60_000 })
      await chooseKeyFile(page, 'clerk')
      await page.waitForSelector('#act-key-said:has-text("is open")', { timeout: 60_000 })
      await page.click('button[type=submit]')
      await page.waitForSelector('#act-trial:has-text("would be carried out")')
      assert.equal(await page.textContent('#verdict-head'), 'You sign: Disclosure: Publish')
      assert.equal(await page.locator('#act-errors').count(), 0)
      await assertAccessible(page, 'review')
      await page.click('[data-act=signSend]')
      await page.waitForURL(/\/receipts\/\d+$/)
      const index = Number(page.url().split('/').at(-1))
      const trusted = createClient({ url: node.url, trust: await getTrust(client()) })
      const { verdict } = await getEntryEvidence(trusted, index)
      const step = verdict.steps.find((each) => each.step === 'signatures')
      assert.ok(step?.step === 'signatures')
      assert.equal(toHex(step.facts.signers[0]!.keyId), toHex(officers.clerk.key.id))
      await page.waitForSelector('a:has-text("Supersede")')
      await assertAccessible(page, 'receipt')
      assert.deepEqual(problems, [])
    })
  })

  test('a passkey publishes on a phone, in Chinese', async () => {
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page, problems } = await open(context, '/zh/sign')
      await page.click('button:has-text("创建通行密钥")')
      const { keyId, suite, x, y } = JSON.parse((await page.textContent('gongshi-sign pre'))!) as Point
      const input = { keyId: fromHex(keyId), suite, x: fromHex(x), y: fromHex(y), officer: [officerNumber('clerk')] }
      const act = actOf(organisations, 'registerKey')
      await submit(client(), createWallet(officers.registrar), act, input as never)
      await page.goto(`${portal.url}/zh/act/disclosure/publish`)
      await page.waitForSelector('#act-keys')
      await fillNotice(page, 'by-passkey')
      await assertNoSidewaysScroll(page, 'form')
      await assertAccessible(page, 'form')
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
      await at(page, 'code').fill('sample-law/1')
      await at(page, 'law').fill('sample-law')
      await at(page, 'decree').fill('synthetic')
      await at(page, 'title').fill('Sample law, art. 1')
      await at(page, 'confirmed').selectOption('false')
      await at(page, 'from').fill('2026-01-01')
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

type Point = { keyId: string; suite: 'webauthnEs256'; x: string; y: string }
