import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { organisations } from '@gongshi/affairs'
import { fromHex, toHex, utf8 } from '@gongshi/protocol'
import {
  actOf,
  createClient,
  createWallet,
  getEntryEvidence,
  getTrust,
  isRefusal,
  keyPoint,
  submit,
  uploadContent,
} from '@gongshi/sdk'
import { SoftPasskey } from '@gongshi/testkit'
import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { officerNumber, officers, type Sample, startSample } from '../../packages/node/test/sampleNode.ts'
import { inBrowser } from '../portal/browser.ts'
import type { Answer, Point } from './passkeyInBrowser.ts'
import { bundle, type Site, serve } from './site.ts'

let node: Sample
let portal: Site
/** The same pages under an address that the ledger does not name. */
let stranger: Site

before(async () => {
  const files = { '/script.js': await bundle('./passkeyInBrowser.ts', 'officer') }
  ;[portal, stranger] = await Promise.all([serve(files), serve(files)])
  node = await startSample({ portals: [portal.url] })
  for (const site of [portal, stranger]) site.forwardTo(node.url)
})
after(async () => {
  portal.close()
  stranger.close()
  await node.end()
})

const call = <Result>(page: Page, name: string, ...given: readonly unknown[]): Promise<Answer<Result>> =>
  page.evaluate(`officer.${name}(...${JSON.stringify(given)})`)

type Device = { readonly cdp: CDPSession; readonly authenticatorId: string }

/** A phone or laptop that asks for finger, face or PIN, and gets it. */
async function openOn(context: BrowserContext, url: string): Promise<{ page: Page; device: Device }> {
  const page = await context.newPage()
  const cdp = await context.newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await page.goto(url)
  return { page, device: { cdp, authenticatorId } }
}

const bytes = (hex: string) => fromHex(hex)

async function register({ keyId, suite, x, y }: Point): Promise<string> {
  const client = createClient({ url: node.url })
  const point = { keyId: bytes(keyId), suite: suite as 'webauthnEs256', x: bytes(x), y: bytes(y) }
  const act = actOf(organisations, 'addKey')
  const input = { ...point, officer: [officerNumber('clerk')] } as const
  const { outcome } = await submit(client, createWallet(officers.registrar, officers.clerk), act, input as never)
  return outcome[0] === 'ok' ? 'ok' : outcome[1]
}

describe('an officer with a passkey, in Chromium with its virtual authenticator', () => {
  test('registers it, signs an act, and the evidence holds; a second device key is not made beside it', async () => {
    await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
      const { page } = await openOn(context, portal.url)
      const point = (await call<Point>(page, 'makePasskey', 'office')) as Point
      assert.equal(point.suite, 'webauthnEs256')
      assert.deepEqual(await call(page, 'publishByPasskey', 'office', 'too-early'), { code: 'signer-unknown' })
      assert.equal(await register(point), 'ok')
      const made: number[] = []
      // Chromium adds a member to every fifth clientDataJSON: some of these have one.
      for (let number = 0; number < 12; number++) {
        const answer = await call<{ index: number }>(page, 'publishByPasskey', 'office', `by-passkey-${number}`)
        assert.ok('index' in answer, JSON.stringify(answer))
        made.push(answer.index)
      }
      await page.reload()
      assert.ok('index' in (await call<{ index: number }>(page, 'publishByPasskey', 'office', 'after-reload')))
      assert.deepEqual(await call(page, 'makePasskey', 'second'), { code: 'client-key-exists' })
      await checkEvidence(made.at(-1)!, point)
    })
  })

  test('a device that does not verify its user, another address and a revoked key sign nothing', async () => {
    await inBrowser({ width: 800, scheme: 'light' }, async (context) => {
      const { page, device } = await openOn(context, portal.url)
      const point = (await call<Point>(page, 'makePasskey', 'office')) as Point
      assert.equal(await register(point), 'ok')
      const { authenticatorId, cdp } = device
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
      assert.deepEqual(await call(page, 'publishByPasskey', 'office', 'unverified'), {
        code: 'client-passkey-declined',
      })
      await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })

      await page.goto(stranger.url)
      const elsewhere = (await call<Point>(page, 'makePasskey', 'elsewhere')) as Point
      assert.equal(await register(elsewhere), 'ok')
      assert.deepEqual(await call(page, 'publishByPasskey', 'elsewhere', 'x'), { code: 'origin-not-accepted' })

      await page.goto(portal.url.replace('localhost', '127.0.0.1'))
      assert.deepEqual(await call(page, 'makePasskey', 'address'), { code: 'client-passkeys-unavailable' })
    })
  })
})

describe('a content that an officer uploads by passkey', () => {
  test('is taken on the ledger’s own site, and nowhere else', async () => {
    const passkey = new SoftPasskey(new Uint8Array(32).fill(9), { rpId: 'localhost', origin: portal.url })
    const { keyId, x, y } = keyPoint(passkey.key)
    const point = { keyId: toHex(keyId), suite: 'webauthnEs256', x: toHex(x), y: toHex(y!) }
    assert.equal(await register(point), 'ok')
    const members = [{ path: 'text', bytes: utf8('a notice') }]
    const client = createClient({ url: node.url })
    assert.equal((await uploadContent(client, passkey, members)).length, 32)
    const elsewhere = {
      ...passkey,
      key: passkey.key,
      sign: (message: Uint8Array) => passkey.signAs(message, { origin: stranger.url }),
    }
    await assert.rejects(uploadContent(client, elsewhere, members), (error) => isRefusal(error, 'upload-unauthorised'))
  })
})

async function checkEvidence(index: number, { keyId }: Point): Promise<void> {
  const trust = await getTrust(createClient({ url: node.url }))
  const { verdict } = await getEntryEvidence(createClient({ url: node.url, trust }), index)
  const step = verdict.steps.find((each) => each.step === 'signatures')
  assert.ok(step?.step === 'signatures')
  assert.deepEqual(
    step.facts.signers.map((signer) => [toHex(signer.keyId), signer.suite]),
    [[keyId, 'webauthnEs256']],
  )
}
