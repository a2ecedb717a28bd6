import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { toHex } from '@gongshi/protocol'
import { clientId, clientSecret, type SampleProvider, startProvider } from '../../packages/node/test/openIdProvider.ts'
import { freshFolder, officers, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { revokeKey } from '../../packages/node/test/signIn.ts'
import { type Site, serve } from '../sdk/site.ts'
import { assertAccessible, assertNoSidewaysScroll } from './audit.ts'
import { inBrowser } from './browser.ts'

const folder = freshFolder()
let node: Sample
let portal: Site
let provider: SampleProvider
before(async () => {
  portal = await serve({})
  provider = await startProvider(() => [`${portal.url}/sign-in/callback/city-login`])
  const clientSecretFile = join(folder, 'client-secret')
  writeFileSync(clientSecretFile, clientSecret)
  const city = {
    name: 'city-login',
    title: { zh: '市统一身份认证', en: 'City login' },
    issuer: provider.issuer,
    clientId,
    clientSecretFile,
    subjects: { zhang: toHex(officers.clerk.key.id) },
  }
  const config = { http: { port: 0, publicUrl: portal.url }, signIn: { providers: [city] } }
  node = await startSample({ portals: [portal.url], config })
  portal.forwardTo(node.url)
})
after(async () => {
  portal.close()
  await node.end()
  await provider.close()
  rmSync(folder, { recursive: true, force: true })
})

test('an officer comes in through the city’s own login, in Chromium, and is out with the key', async () => {
  await inBrowser({ width: 390, scheme: 'light' }, async (context) => {
    const page = await context.newPage()
    await page.goto(`${portal.url}/zh/workspace/sessions`)
    await page.waitForSelector('text=经由市统一身份认证登录')
    await assertAccessible(page, 'sign-in with a provider')
    await page.click('text=经由市统一身份认证登录')
    assert.equal(new URL(page.url()).origin, provider.issuer)
    await page.fill('[name=login]', 'zhang')
    await page.fill('[name=password]', 'any')
    await page.click('button[type=submit]')
    await page.click('button[type=submit]')
    await page.waitForURL(({ pathname }) => pathname === '/zh/workspace/sessions')
    assert.match((await page.textContent('main'))!, /city-login/)
    await assertAccessible(page, 'sessions with a provider')
    await assertNoSidewaysScroll(page, 'sessions with a provider')
    if (process.env.GONGSHI_SHOTS !== undefined)
      await page.screenshot({ path: `${process.env.GONGSHI_SHOTS}/provider-zh.png`, fullPage: true })
    // Binding asks for the passkey first: the provider's word alone is not enough.
    await page.click('text=绑定市统一身份认证账号')
    await page.waitForURL(({ pathname }) => pathname === '/zh/workspace/step-up')
    await revokeKey(node.url, officers.clerk.key.id)
    await page.goto(`${portal.url}/zh/workspace`)
    assert.equal(new URL(page.url()).pathname, '/zh/sign-in')
  })
})
