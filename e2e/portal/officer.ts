import type { BrowserContext, Page } from 'playwright-core'

/** A new page on a phone or laptop that asks its owner for finger, face or PIN, and gets it; what it says is kept. */
export async function officerAt(context: BrowserContext, url: string): Promise<{ page: Page; problems: string[] }> {
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
  await page.goto(url)
  return { page, problems }
}

/** A key as `/sign` shows it, for an administrator to register. */
export type Point = { readonly keyId: string; readonly suite: 'webauthnEs256'; readonly x: string; readonly y: string }

/** Makes a passkey on the page Sign, in either language. */
export async function makePasskey(page: Page): Promise<Point> {
  await page.click('gongshi-sign button:not(#act-key-open)')
  return JSON.parse((await page.textContent('gongshi-sign pre'))!) as Point
}
