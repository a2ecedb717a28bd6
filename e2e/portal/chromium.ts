import { existsSync } from 'node:fs'
import { type Browser, type BrowserContext, chromium } from 'playwright-core'
import { type Look, mediaOf, viewportOf } from './looks.ts'

/** PERF: the shell is the same engine without the windows around it: a page in it costs a third of the processor time. */
const programs = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']
/** The browser that tests run in. */
export const chromiumProgram = process.env.CHROMIUM ?? programs.find((path) => existsSync(path)) ?? programs.at(-1)!
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function startChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumProgram, args: [...args, ...more] })
}

/** Runs `use` in a profile of its own, which nothing outlives. */
export async function inProfile<Result>(
  browser: Browser,
  look: Look,
  use: (context: BrowserContext) => Promise<Result>,
): Promise<Result> {
  const context = await browser.newContext({ viewport: viewportOf(look), ...mediaOf(look) })
  try {
    return await use(context)
  } finally {
    await context.close()
  }
}
