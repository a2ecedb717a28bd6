import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { revokeKey } from '../../packages/node/test/signIn.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'
import { officerAt } from './officer.ts'
import { type OfficersPortal, startOfficersPortal } from './officersPortal.ts'

let portal: OfficersPortal
before(async () => {
  portal = await startOfficersPortal()
})
after(() => portal.close())

const arrivesAt = (page: Page, path: string) => page.waitForURL(({ pathname }) => pathname === path)

async function audited(page: Page, path: string, shot: string): Promise<void> {
  await page.goto(`${portal.url}${path}`)
  await assertAccessible(page, path)
  await assertNoSidewaysScroll(page, path)
  const folder = process.env.GONGSHI_SHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${shot}.png`, fullPage: true })
}

describe('an officer’s workspace, in Chromium with its virtual authenticator', () => {
  test('sign in, step up, see keys, mandates and sessions, sign out everywhere; a revoked key is out at the next block', async () => {
    await inBrowser({ width: 1280, scheme: 'light' }, async (context) => {
      const { page, problems } = await officerAt(context, 'about:blank')
      await page.goto(`${portal.url}/en/sign`)
      const key = await portal.enrol(page, 'clerk')
      await page.goto(`${portal.url}/en/workspace/sessions`)
      assert.equal(new URL(page.url()).pathname, '/en/sign-in', 'led to the door')
      await assertAccessible(page, 'sign-in')
      await page.click('button:has-text("Sign in with passkey")')
      await arrivesAt(page, '/en/workspace/sessions')
      const former = (await context.cookies()).find(({ name }) => name === 'gongshi-session')!
      assert.deepEqual([former.httpOnly, former.sameSite], [true, 'Strict'])
      assert.equal(await page.evaluate('document.cookie'), '')

      await page.goto(`${portal.url}/en/workspace/step-up?next=/en/workspace/activity`)
      await page.click('button:has-text("Confirm with passkey")')
      await arrivesAt(page, '/en/workspace/activity')
      const session = (await context.cookies()).find(({ name }) => name === 'gongshi-session')!
      assert.notEqual(session.value, former.value)

      for (const [path, shot] of [
        ['/en/workspace', 'mandates-en'],
        ['/en/workspace/activity', 'activity-en'],
        ['/en/workspace/sessions', 'sessions-en'],
        ['/en/workspace/step-up', 'stepup-en'],
      ] as const)
        await audited(page, path, shot)
      await page.goto(`${portal.url}/en/workspace`)
      assert.match((await page.textContent('main'))!, /Appointed[\s\S]*city-office[\s\S]*clerk/)

      await page.goto(`${portal.url}/en/workspace/sessions`)
      await page.click('button:text-is("Sign out everywhere")')
      await arrivesAt(page, '/en/sign-in')
      await page.goto(`${portal.url}/en/workspace`)
      assert.equal(new URL(page.url()).pathname, '/en/sign-in')

      await page.click('button:has-text("Sign in with passkey")')
      await arrivesAt(page, '/en/workspace')
      await revokeKey(portal.node.url, key)
      await page.reload()
      assert.equal(new URL(page.url()).pathname, '/en/sign-in', 'out at the next block')
      await page.click('button:has-text("Sign in with passkey")')
      await page.waitForSelector('#sign-in-failure')
      assert.equal(await page.textContent('#sign-in-failure'), 'sign-in-refused')
      assert.deepEqual(
        problems.filter((problem) => !problem.includes('401')),
        [],
      )
    })
  })

  test('on a phone, in Chinese, by keyboard alone', async () => {
    await inBrowser({ width: 390, scheme: 'dark' }, async (context) => {
      const { page, problems } = await officerAt(context, 'about:blank')
      await page.goto(`${portal.url}/zh/sign`)
      await portal.enrol(page, 'clerk')
      await audited(page, '/zh/sign-in', 'signin-zh')
      await page.waitForSelector('gongshi-sign-in button')
      await page.focus('gongshi-sign-in button')
      await page.keyboard.press('Enter')
      await arrivesAt(page, '/zh/workspace')
      for (const [path, shot] of [
        ['/zh/workspace', 'mandates-zh'],
        ['/zh/workspace/activity', 'activity-zh'],
        ['/zh/workspace/sessions', 'sessions-zh'],
      ] as const)
        await audited(page, path, shot)
      await page.focus('.workspace-head form button')
      await page.keyboard.press('Enter')
      await arrivesAt(page, '/zh/sign-in')
      assert.deepEqual(problems, [])
    })
  })
})
