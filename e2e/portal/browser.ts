import { after } from 'node:test'
import type { Browser, BrowserContext } from 'playwright-core'
import { inProfile, startChromium } from './chromium.ts'
import type { Look } from './looks.ts'

/** One for all tests of a file, begun by the first that takes it. */
let browser: Promise<Browser> | undefined
after(async () => (await browser)?.close())

/** Runs `use` in a profile of its own, which nothing outlives. */
export async function inBrowser<Result>(
  look: Look,
  use: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  browser ??= startChromium()
  return inProfile(await browser, look, use)
}
