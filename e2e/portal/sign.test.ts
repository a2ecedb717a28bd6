import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, test } from 'node:test'
import { disclosure } from '@gongshi/affairs'
import { encodeDraft, parseDraft, toHex } from '@gongshi/protocol'
import { actOf, createClient, draftAct, draftLink, getEntryEvidence, getTrust } from '@gongshi/sdk'
import type { Page } from 'playwright-core'
import { officers } from '../../packages/node/test/sampleNode.ts'
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

const notice = (identifier: string) => ({
  organ: { scheme: 'x-sample', id: 'city-office' },
  identifier,
  kind: 'notice' as const,
  clause: 'government-information/20',
  issued: '2026-01-02',
  content: new Uint8Array(32).fill(7),
})
const draft = (identifier: string, ...signers: Uint8Array[]) =>
  draftAct(client(), actOf(disclosure, 'publish'), notice(identifier), signers)

async function saved(page: Page): Promise<Uint8Array> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.click('#draft-saved')])
  return new Uint8Array(await readFile(await download.path()))
}

test('a page that the browser holds already is the same page again: its policy, styles and scripts', async () => {
  await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
    const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
    for (let visit = 0; visit < 3; visit++) {
      await page.waitForSelector('button:has-text("Make a passkey")')
      await page.goto(`${portal.url}/en/sign`)
    }
    assert.deepEqual(problems, [])
  })
})

describe('signing on a page', () => {
  test('an officer reads what the link holds, signs by passkey, submits, and the evidence holds', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
      const key = await portal.enrol(page, 'clerk')
      await page.goto('about:blank')
      await page.goto(draftLink(`${portal.url}/en/sign`, await draft('by-page', key)))
      await page.waitForSelector('#draft')
      assert.equal(await page.textContent('#verdict-head'), 'You sign: Disclosure: Publish')
      assert.ok((await page.textContent('#draft'))!.includes('by-page'))
      await assertAccessible(page, 'sign')
      await page.click('button:has-text("Sign with")')
      await page.waitForSelector('#draft-saved')
      assert.equal(parseDraft(await saved(page)).marks[0]!.kind, 'signed')
      await page.click('button:has-text("Submit")')
      const entry = await page.waitForSelector('#sign-said a[href*="/entries/"]')
      const index = Number((await entry.getAttribute('href'))!.split('/').at(-1))
      const trusted = createClient({ url: portal.node.url, trust: await getTrust(client()) })
      const { verdict } = await getEntryEvidence(trusted, index)
      const step = verdict.steps.find((each) => each.step === 'signatures')
      assert.ok(step?.step === 'signatures')
      assert.deepEqual(
        [toHex(step.facts.signers[0]!.keyId), step.facts.signers[0]!.suite],
        [toHex(key), 'webauthnEs256'],
      )
      assert.deepEqual(problems, [])
    })
  })

  test('declines with a reason; a draft of others and a faulty one offer nothing to press, on a phone, in Chinese', async () => {
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page, problems } = await officerAt(context, `${portal.url}/en/sign`)
      const key = await portal.enrol(page, 'clerk')
      const choose = (bytes: Uint8Array) =>
        page.setInputFiles('#draft-file', {
          name: 'a.gsdraft',
          mimeType: 'application/octet-stream',
          buffer: Buffer.from(bytes),
        })
      await choose(encodeDraft(await draft('declined', officers.clerk.key.id, key)))
      await page.waitForSelector('button:has-text("Decline")')
      await page.click('button:has-text("Decline")')
      await page.waitForSelector('#sign-failure')
      assert.equal(await page.textContent('#sign-failure'), 'draft-malformed', 'a reason is asked for')
      await page.fill('[id^=reason-]', '金额与预算不符。')
      await page.click('button:has-text("Decline")')
      await page.waitForSelector('#draft-saved')
      const mark = parseDraft(await saved(page)).marks[1]!
      assert.ok(mark.kind === 'declined' && mark.reason === '金额与预算不符。')
      assert.equal(await page.locator('button:has-text("Sign with")').count(), 0)

      await page.goto(`${portal.url}/zh/sign`)
      const others = encodeDraft(await draft('others', officers.clerk.key.id))
      await choose(others)
      await page.waitForSelector('text=都不在未表态的签名人之中')
      assert.match((await page.textContent('#verdict-head'))!, /^您签署：/)
      await assertNoSidewaysScroll(page, 'sign')
      await choose(others.subarray(0, -1))
      await page.waitForSelector('#failure-code')
      assert.equal(await page.textContent('#failure-code'), 'draft-malformed')
      assert.equal(await page.locator('gongshi-sign button:not(#act-key-open)').count(), 0)
      assert.deepEqual(problems, [])
    })
  })
})
